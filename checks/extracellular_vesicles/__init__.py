"""細胞外小胞（EV）・培養上清: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
