"""再生医療等の区分と判断理由.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
