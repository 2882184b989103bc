"""投与の決定・安全管理・報告・記録: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
