"""カルタヘナ法（遺伝子組換え生物等）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
