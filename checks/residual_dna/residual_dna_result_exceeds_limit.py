"""残存DNAの実測値と規格

何を見るか：残存DNAの実測値（ロットの成績、成績書）と限度値。
「1回1 mL」等と断って並べた単位だけの値は1回量当たりと読む。同じ単位に換算でき、方法（特定配列のPCR、総DNAの蛍光法）と
対象（プラスミド・鋳型、宿主）が食い違わないものだけを比べ、実測値が限度を超えれば挙げる。

なぜ：規格を超えたロットは使えない（省令101条1項の取扱いの決定）。「適合」と書かれていても値が語る。

見ないもの：逸脱・廃棄等の処置が同じ文又は行に書かれたもの、定量限界、目安として引かれた値、方法の異なる値どうし。

直し方：規格と値を確かめ、超えたロットの取扱いを書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from regenlint.context import Context
from regenlint.quantity import Bound, Quantity, in_unit
from regenlint.rules import Evidence, Finding, Outcome

from .amounts import Amount, Role, akin, amounts, ceiling


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare each result with the widest limit it can be held against."""
    found = amounts(ctx)
    limits = [a for a in found if a.role is Role.LIMIT]
    disposed = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("dna.disposed")}
    reported: set[int] = set()
    for result in (a for a in found if a.role is Role.RESULT):
        if result.quantity.bound in (Bound.AT_MOST, Bound.BELOW):
            continue
        if (result.passage.number, result.passage.sentence(result.quantity.start)) in disposed:
            continue
        pair = _widest(result, limits)
        if pair is None:
            continue
        limit, value, top = pair
        if value <= top * (1 + 1e-9):
            yield Evidence(result.anchor, "value")
        elif result.passage.number not in reported:
            reported.add(result.passage.number)
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"実測値「{result.text or result.quantity.value}」が限度「{limit.text}」を超えています",
                f"the result “{result.text}” exceeds the limit “{limit.text}”",
                result.anchor,
                related=(limit.anchor,),
            )


def _of_a_dose(result: Amount, limit: Amount) -> Quantity:
    """A bare mass in a sentence that speaks of one dose, held against a limit for a dose, is that of a dose."""
    start, _ = result.passage.sentence(result.quantity.start)
    said = re.search(r"(?:1|一)(?:回|投与|眼|人|バイアル|dose)", result.passage.text[start : result.quantity.start])
    if result.quantity.per or not limit.per_dose or said is None:
        return result.quantity
    return replace(result.quantity, measure=replace(result.quantity.measure, per=limit.quantity.measure.per))


def _widest(result: Amount, limits: list[Amount]) -> tuple[Amount, float, float] | None:
    """The most generous limit of the same DNA, with both values in its unit."""
    best: tuple[Amount, float, float] | None = None
    ratio = float("inf")
    for limit in limits:
        turned = in_unit(_of_a_dose(result, limit), limit.quantity.measure)
        top = ceiling(limit.quantity)
        if turned is None or turned.value is None or top is None or not akin(result, limit):
            continue
        value = float(turned.value)
        if best is None or value / top < ratio:
            best, ratio = (limit, value, top), value / top
    return best
