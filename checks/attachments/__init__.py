"""添付書類.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
