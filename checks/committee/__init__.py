"""認定再生医療等委員会と意見.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
