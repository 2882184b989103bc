"""特定細胞加工物等標準書（省令96条）と規格・試験: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
