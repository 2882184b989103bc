"""疾病等の報告・定期報告の期限が文書によって異ならないかを見る。

何を見るか
    死亡等、入院・障害等、その他の疾病等、定期報告、軽微な変更・中止のそれぞれについて、委員会・大臣への報告の期限。
なぜ
    手順書の期限が計画より遅ければ、手順書どおりに動いて法定の期限を過ぎる。
見ないもの
    院内の第一報など、より早い院内の期限、製造事業者の報告と提供機関の報告の違い。
直し方
    法定の期限にそろえる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.agree import numbers_agree
from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import by_about, conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Deadlines by what is reported."""
    for values in by_about(said(ctx, Item.DEADLINE)).values():
        against = odd(values, numbers_agree)
        if against is not None:
            yield conflict(ctx, Item.DEADLINE, against.one, against.other)
        elif len({v.speaker for v in values}) > 1:
            yield Evidence(values[0].at, "value")
