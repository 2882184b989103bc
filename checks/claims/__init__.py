"""誇大・断定表現と公的な承認の誤認.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
