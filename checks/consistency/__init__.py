"""文書間の整合.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
