"""残存DNAの限度値

何を見るか：残存DNAの限度値（単位のある数値）と、その根拠（指針の目安、リスク評価、実測値、換算等）。限度は文・表の行・
欄のどこにあってもよい。

なぜ：単位と根拠のない「規格内」「十分に低い」では、残っている量も許される量も分からない。

見ないもの：目安として引かれただけの値、定量限界、ほかの不純物の限度。

直し方：限度値を単位とともに示し、根拠を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import State
from regenlint.rules import Evidence, Finding, Outcome

from .amounts import Role, amounts
from .spoken import lacking
from .surroundings import SHARES

_UNSAID = frozenset({State.FUTURE, State.HANDED_ON, State.TEMPLATE, State.NA_BARE})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Look for a limit with its unit, then for what it rests on."""
    limits = [a for a in amounts(ctx, SHARES) if a.role is Role.LIMIT]
    if not limits:
        yield lacking(ctx, "残存DNAの限度値", "a limit for residual DNA")
        return
    basis = [h for h in ctx.hits("dna.basis") if ctx.state(h).state not in _UNSAID]
    if basis:
        yield Evidence(limits[0].anchor, "value")
        yield ctx.evidence(basis[0])
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        "残存DNAの限度値の根拠が見当たりません",
        "what the limit for residual DNA rests on was not found",
        limits[0].anchor,
        searched=("限度の根拠",),
    )
