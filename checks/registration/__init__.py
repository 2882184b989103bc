"""症例登録・検証（REAP・NRMD-CR・jRCT）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
