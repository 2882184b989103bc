"""様式と提出者の表示: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
