"""製造管理及び品質管理（三基準書・手順書・委託、省令93条から111条まで）.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
