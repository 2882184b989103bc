"""品質設計（QTPP・CQA・CPP・管理戦略・変更管理）: what is asked (rules.yaml), how it is judged (judgement.yaml), and the written checks."""
