"""投与時の品質（受入れ・解凍・調製から投与直前まで）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
