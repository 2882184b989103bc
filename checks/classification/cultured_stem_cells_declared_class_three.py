"""培養した幹細胞を用いるのに第三種としていないかを見る。

何を見るか
    第三種の計画で、幹細胞を培養して用いると述べる所。
なぜ
    省令3条1号により、相同利用であっても第二種以上である。
見ないもの
    培養しないSVF・骨髄液、細胞を含まない培養上清、無菌試験のための培養検査。
直し方
    第二種再生医療等提供計画として作り直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import short

from .grounds import given, one_class


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Stem cells the plan cultures and gives."""
    need_documents(ctx)
    found = given(ctx, "cls.cultured_stem", unless="cls.cell_free", made=True)
    own, place = one_class(ctx), ctx.expected_place()
    if found and (own is None or own[0] == 3):
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"培養した幹細胞「{short(found[0].text, 24)}」を用いるのに第三種としています（省令3条1号）",
            f"cultured stem cells (“{short(found[0].text, 20)}”) are used: class II, but class III is declared",
            own[1] if own else found[0],
            related=found[:3],
        )
    elif place:
        yield Evidence(place, "value")
