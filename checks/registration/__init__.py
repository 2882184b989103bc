"""症例登録・検証（REAP・NRMD-CR・jRCT）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
