"""補償・個人情報・教育研修・苦情.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
