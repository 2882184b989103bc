"""人員・施設・救急医療.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
