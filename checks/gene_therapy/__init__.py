"""遺伝子治療・特定核酸等の4領域.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
