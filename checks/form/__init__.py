"""様式と提出者の表示.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
