"""細胞数と生存率の規格

何を見るか：細胞数（細胞シートでは面積・密度）の数値と、生存率の下限（％）、測定方法、測定の時点。生存率の下限が70％未満の規格には、
同じ文・行に理由があるか。

なぜ：投与の可否を決める前提となる数値である（省令10条3項）。低い生存率は死細胞を多く投与することになる。

見ないもの：工程内・受入れの基準（工程の表の値）、患者の生存率、細胞を含まない製品。

直し方：細胞数と生存率の限度を、方法・時点とともに書く。70％未満とするときは理由を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import State
from regenlint.index import Hit
from regenlint.quantity import Bound, Quantity
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

from ..quality_by_design.bindings import Amount, bound

_COUNTS = frozenset({"count", "cells", "cm²", "sheet"})
_LEAST = 70
_CELLS = 100_000
_FLOORS = (Bound.AT_LEAST, Bound.ABOVE, Bound.RANGE)
_AWAY = frozenset({State.FUTURE, State.HANDED_ON, State.DENIED, State.TEMPLATE, State.NA_BARE})
_ELSEWHERE = re.compile(r"受入|採取|工程内|次へ|初代|継代|分離後|開始|播種|中止")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Look for both limits, their method and time; a low viability needs a reason."""
    need_documents(ctx)
    if ctx.hits("std.no_cells"):
        raise NotApplicable("細胞を含まない製品と書かれています", "the product is said to hold no cells")
    # Each by itself, told apart by the unit: 細胞数及び生存率を測り、1億個以上、75％以上.
    counts = [b for b in bound(ctx, ("std.count",), reach=40) if b.quantity.unit in _COUNTS or _many(b.quantity)]
    viability = [
        b
        for b in bound(ctx, ("std.viability",), reach=40)
        if b.quantity.unit == "%" and b.quantity.bound is not Bound.EXACT
    ]
    lacking = []
    if not counts:
        lacking.append(("細胞数の下限又は範囲", "the number of cells", "std.count"))
    if not viability:
        lacking.append(("生存率の下限", "the least viability", "std.viability"))
    if lacking:
        yield _lacking(ctx, lacking)
        return
    refused = _refused(ctx)
    if refused is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{refused.text}」：代わりの指標がありません",
            f"“{refused.text}”: nothing is measured instead",
            refused,
        )
        return
    yield from _low(ctx, viability)
    yield Evidence(counts[0].anchor, "value")
    yield Evidence(viability[0].anchor, "value")
    others = []
    if not ctx.hits("std.counting"):
        others.append(("測定方法", "the method"))
    if not ctx.hits("std.counted_when"):
        others.append(("測定の時点", "the time"))
    if others:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"細胞数・生存率の{'、'.join(a for a, _ in others)}の記載が見当たりません",
            f"not stated for number and viability: {', '.join(b for _, b in others)}",
            viability[0].anchor,
            searched=tuple(a for a, _ in others),
        )


def _many(quantity: Quantity) -> bool:
    """2×10^7/bag names no unit; so many of anything are cells."""
    return not quantity.unit and quantity.value is not None and quantity.value >= _CELLS


def _refused(ctx: Context) -> Hit | None:
    """A refusal to measure that nothing in its passage makes up for."""
    excused = {h.passage.number for h in ctx.hits("qct.instead")}
    for hit in ctx.hits("std.viability_refused"):
        around = ctx.sentence(hit)
        if hit.passage.number not in excused and not re.search(r"面積|密度|シート|含まない|場合|限り", around):
            return hit
    return None


def _low(ctx: Context, viability: list[Amount]) -> Iterator[Finding]:
    reasons = {h.passage.number for h in ctx.hits("std.low_reason")}
    low = [
        b
        for b in viability
        if b.quantity.bound in _FLOORS
        and b.quantity.low is not None
        and b.quantity.low < _LEAST
        and not _ELSEWHERE.search(b.passage.text)
        and b.passage.number not in reasons
    ]
    if low:
        b = next((x for x in low if "standard" in {k.value for k in x.passage.kinds}), low[0])
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"生存率の規格「{b.text}」は70％未満ですが、理由が見当たりません",
            f"the viability limit “{b.text}” is below 70 % and no reason was found",
            b.anchor,
        )


def _lacking(ctx: Context, lacking: list[tuple[str, str, str]]) -> Finding:
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    ja = "、".join(a for a, _, _ in lacking)
    en = ", ".join(b for _, b, _ in lacking)
    hits: list[Hit] = [h for _, _, term in lacking for h in ctx.hits(term)]
    if not hits:
        return ctx.finding(
            Outcome.MISSING,
            f"{ja}の記載が見当たりません",
            f"nothing was found about: {en}",
            ctx.expected_place(),
            searched=(ja,),
        )
    hit = next((h for h in hits if ctx.state(h).state in _AWAY), hits[0])
    outcome = Outcome.EMPTY if ctx.state(hit).state is State.TEMPLATE else Outcome.DEFICIENT
    return ctx.finding(outcome, f"{ja}：数値がありません", f"{en}: no number is given", hit, searched=(ja,))
