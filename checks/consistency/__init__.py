"""文書間の整合: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
