"""投与の決定・安全管理・報告・記録.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
