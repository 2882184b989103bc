"""残存DNA（鋳型・ベクター・宿主）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
