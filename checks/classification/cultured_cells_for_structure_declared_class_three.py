"""再建・修復・形成を目的とする培養細胞を第三種としていないかを見る。

何を見るか
    第三種の計画で、線維芽細胞・軟骨細胞などを培養し、身体の構造の再建・修復・形成のために用いると述べる所。
なぜ
    省令3条2号により第二種である。
見ないもの
    治療・予防を目的とする培養細胞（培養リンパ球など）。目的が読み取れないもの。
直し方
    第二種再生医療等提供計画として作り直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Confidence, Evidence, Finding, Outcome
from regenlint.values import short

from .grounds import denied, given, one_class


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Cultured cells of tissues, and the aim they are given for."""
    need_documents(ctx)
    cells = given(ctx, "cls.structural_cells", unless="cls.cell_free")
    aims = [h for h in ctx.hits("cls.structural_aim") if not denied(ctx, h)]
    own, place = one_class(ctx), ctx.expected_place()
    if cells and aims and (own is None or own[0] == 3):
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"培養細胞「{short(cells[0].text, 20)}」を「{short(aims[0].text, 12)}」のために用いるのに"
            "第三種としています（省令3条2号）",
            "cultured cells are used to rebuild or repair structure, which is class II, but class III is declared",
            own[1] if own else cells[0],
            related=[*cells[:2], aims[0]],
            confidence=Confidence.LOW,
        )
    elif place:
        yield Evidence(place, "value")
