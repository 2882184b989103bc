"""細胞外小胞（EV）・培養上清.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
