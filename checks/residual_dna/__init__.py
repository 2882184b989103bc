"""残存DNA（鋳型・ベクター・宿主）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
