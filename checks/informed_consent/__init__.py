"""再生医療等を受ける者への説明及び同意（省令13条・14条、代諾・アセント）.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
