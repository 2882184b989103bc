"""人員・施設・救急医療: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
