"""細胞の入手（省令7条）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
