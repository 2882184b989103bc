"""リスク評価（共通リスクと技術固有リスク）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
