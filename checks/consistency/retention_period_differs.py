"""試料・細胞加工物の一部・記録の保管期間が文書によって異ならないかを見る。

何を見るか
    採取した細胞等の試料、細胞加工物の一部、再生医療等の記録、研究の記録のそれぞれの保管期間。保管しないとする記載とも比べる。
なぜ
    説明文書で約束した期間と計画の期間が違えば、いつ捨ててよいかが定まらない。
見ないもの
    ものの違い（試料と記録など）による期間の違い、起算日の違い、製造記録・教育記録の期間。
直し方
    計画の期間に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.agree import numbers_agree
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import disagreements


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Periods by what is kept."""
    yield from disagreements(ctx, Item.RETENTION, _same, alone=True)


def _same(a: Said, b: Said) -> bool | None:
    """少なくとも10年 and 10年 are one; a period and no keeping at all are not."""
    if isinstance(a.value, bool) or isinstance(b.value, bool):
        return a.value is b.value
    return numbers_agree(a, b)
