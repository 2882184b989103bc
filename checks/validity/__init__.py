"""妥当性（5つの観点と法的・科学的・倫理的の三層）.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
