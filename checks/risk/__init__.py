"""リスク評価（共通リスクと技術固有リスク）.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
