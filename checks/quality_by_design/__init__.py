"""品質設計（QTPP・CQA・CPP・管理戦略・変更管理）.

`rules.yaml` says what is asked, `judgement.yaml` how it is judged; modules are written checks.
"""
