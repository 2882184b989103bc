"""細胞提供者（再生医療等を受ける者以外）への説明及び同意（省令7条5号から9号まで・12号、33条）.

What is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks.
"""
