"""遺伝子治療・特定核酸等の4領域: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
