"""特定細胞加工物等標準書（省令96条）と規格・試験.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
