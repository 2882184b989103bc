"""再生医療等の区分と判断理由: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
