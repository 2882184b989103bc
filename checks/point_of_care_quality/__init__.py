"""投与時の品質（受入れ・解凍・調製から投与直前まで）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
