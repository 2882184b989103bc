"""研究計画書及び研究として行う場合の義務（省令8条の2から8条の9まで・26条の3以下）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
