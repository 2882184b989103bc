"""カルタヘナ法（遺伝子組換え生物等）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
