"""誇大・断定表現と公的な承認の誤認: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
