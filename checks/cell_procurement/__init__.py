"""細胞の入手（省令7条）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
