"""残存DNAのロットごとの実測値

何を見るか：残存DNAの実測値が3つ以上（文中の並び、表の列・行のどれでもよい）。少ないときは、各ロットで測定し投与（出荷）前に
判定する旨の記載で足りる。

なぜ：限度を守れる工程かどうかは、実際のロットの値でしか分からない（省令100条1項2号：ロットごとの試験検査）。

見ないもの：限度値、定量限界、目安として引かれた値、製造後に示すという約束。

直し方：ロットごとの値を、単位・方法・ロット番号とともに書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome

from .amounts import Role, amounts
from .spoken import lacking
from .surroundings import SHARES

_LEAST = 3


def _under_residual(hit: Hit, ctx: Context) -> bool:
    """Whether the heading above, or the passage itself, is of residual DNA."""
    p = hit.passage
    return any(
        q.number == p.number or (q.place is Place.HEADING and (q.document, q.section) == (p.document, p.section))
        for q in (h.passage for h in ctx.hits("dna.residual"))
    )


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Count the results; fewer need a promise for each lot."""
    results = [a for a in amounts(ctx, SHARES) if a.role is Role.RESULT]
    if len(results) >= _LEAST:
        yield Evidence(results[0].anchor, "result")
        return
    policy = [h for h in ctx.hits("dna.each_lot") if ctx.stated(h)]
    policy += [h for h in ctx.hits("dna.each_lot_here") if ctx.stated(h) and _under_residual(h, ctx)]
    if policy:
        yield ctx.evidence(policy[0])
        return
    if results:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"残存DNAの実測値が{len(results)}つだけで、少ない理由と各ロットで判定する旨がありません",
            f"there are only {len(results)} results for residual DNA, without a reason",
            results[0].anchor,
            searched=("実測値",),
        )
        return
    yield lacking(ctx, "残存DNAのロットごとの実測値", "results for residual DNA by lot")
