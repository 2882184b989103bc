"""特定細胞加工物等概要書（省令8条1項・10条2項）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
