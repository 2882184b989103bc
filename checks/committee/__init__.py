"""認定再生医療等委員会と意見: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
