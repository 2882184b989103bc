"""特定細胞加工物等概要書（省令8条1項・10条2項）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
