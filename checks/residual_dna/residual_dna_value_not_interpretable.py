"""残存DNAの数値の読めないもの

何を見るか：①単位のない限度値、単位が行にも表の見出しにもない表の値、
②「0 ng」、③限界の値がどこにもない「検出されず」「定量限界未満」、④規格より大きい
定量限界、⑤1×10^6 ng/doseを超える値、⑥ng/mLだけで1回の容量も1回量当たりの値もないもの。

なぜ：単位や定量限界のない値からは、残っている量を判断できない。測って0になる方法はない。

見ないもの：同じ文又は表の見出しに単位がある値、限界の値が別の箇所に書かれている「検出されず」。

直し方：単位、定量限界の値、1回の容量を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.quantity import Bound, in_unit, quantities
from regenlint.rules import Evidence, Finding, Outcome

from .amounts import Amount, Role, akin, amounts, ceiling
from .bare import unitless

_MOST = 1e6
#: So many bare numbers in a row are values; a single one may be a count.
_ROW = 2


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report values that cannot be read as an amount."""
    found = amounts(ctx)
    yield from _without_unit(ctx)
    for a in found:
        if a.quantity.value == 0 and a.quantity.bound is Bound.EXACT:
            yield _said(ctx, a, "0という値には定量限界が要ります", "zero needs a quantitation limit")
        dose = in_unit(a.quantity, "ng/dose") if a.per_dose else None
        if dose is not None and (top := ceiling(dose)) is not None and top > _MOST:
            yield _said(
                ctx,
                a,
                "1回量当たりの値が大きすぎます。単位を確かめてください",
                "is too large for one dose; check the unit",
            )
    yield from _undetected(ctx, found)
    yield from _coarse(ctx, found)
    yield from _volume(ctx, found)
    yield from (Evidence(a.anchor, "value") for a in found[:1])


def _said(ctx: Context, a: Amount, ja: str, en: str) -> Finding:
    return ctx.finding(Outcome.DEFICIENT, f"「{a.text}」：{ja}", f"“{a.text}”: {en}", a.anchor)


def _without_unit(ctx: Context) -> Iterator[Finding]:
    """A bare number with 以下 or 未満 that follows the words of residual DNA at once."""
    for hit in ctx.hits("dna.residual"):
        p = hit.passage
        if p.place is Place.HEADING:
            continue
        start = hit.end
        for q in quantities(p.text[start:]):
            between = p.text[start : start + q.start]
            if q.unit or q.per or q.bound not in (Bound.AT_MOST, Bound.BELOW):
                continue
            if re.fullmatch(
                r"(?:量|値)?(?:の)?(?:限度|規格|基準)?(?:値)?[はを]?\s*[：:|]?\s*(?:(?:限度|規格)(?:値)?)?\s*", between
            ):
                text = p.text[hit.start : start + q.end]
                yield ctx.finding(
                    Outcome.DEFICIENT, f"「{text}」：単位がありません", f"“{text}”: there is no unit", hit
                )
    for row in unitless(ctx):
        zero = next((q for q in row.numbers if q.value == 0), None)
        if len(row.numbers) < _ROW and zero is None:
            continue
        first = zero or row.numbers[0]
        text = row.passage.text[first.start : first.end]
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"残存DNAの値「{text}」：行にも表の見出しにも単位がありません",
            f"residual DNA “{text}”: neither the row nor the head of the table gives a unit",
            row.passage.anchor(first.start, first.end),
        )


def _undetected(ctx: Context, found: tuple[Amount, ...]) -> Iterator[Finding]:
    """“Not detected” of residual DNA where neither the place nor its section gives a reporting limit."""
    limits = [a for a in found if a.role is Role.REPORTING]
    about = {(h.passage.number, h.passage.sentence(h.start)): h for h in ctx.hits("dna.residual")}
    for hit in ctx.hits("dna.not_detected"):
        p = hit.passage
        sentence = p.sentence(hit.start)
        if (p.number, sentence) not in about or p.place is Place.HEADING or _near_other(ctx, hit):
            continue
        around = p.text[slice(*sentence)]
        if p.place is Place.CELL:
            start = p.text.rfind(" | ", 0, hit.start) + 3 if " | " in p.text[: hit.start] else 0
            end = p.text.find(" | ", hit.end)
            around = p.text[start : end if end >= 0 else len(p.text)]
        if quantities(around) or re.search(r"限界|下限|LOQ|LOD", p.header + p.before):
            continue
        if any(a.passage.document == p.document and a.passage.section == p.section for a in limits):
            continue
        if p.place is not Place.CELL and any(a.passage.document == p.document for a in limits):
            continue
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{hit.text}」とありますが、検出限界又は定量限界の値がありません",
            f"“{hit.text}” without the value of the detection or quantitation limit",
            hit,
        )
        return


def _near_other(ctx: Context, hit: Hit) -> bool:
    last = {
        key: max((h.end for h in ctx.beside(hit, key) if h.start < hit.start), default=-1)
        for key in ("dna.residual", "dna.other_impurity")
    }
    return last["dna.other_impurity"] > last["dna.residual"]


def _coarse(ctx: Context, found: tuple[Amount, ...]) -> Iterator[Finding]:
    """A quantitation limit above every limit it can be held against."""
    limits = [a for a in found if a.role is Role.LIMIT]
    for reporting in (a for a in found if a.role is Role.REPORTING):
        tops = []
        for limit in limits:
            turned = in_unit(reporting.quantity, limit.quantity.measure)
            top = ceiling(limit.quantity)
            if turned is not None and turned.value is not None and top is not None and akin(reporting, limit):
                tops.append((float(turned.value) / top if top else 0.0, limit))
        if tops and min(t for t, _ in tops) > 1:
            limit = min(tops, key=lambda x: x[0])[1]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"限界「{reporting.text}」が限度「{limit.text}」より大きく、適否を判定できません",
                f"the reporting limit “{reporting.text}” is above the limit “{limit.text}”",
                reporting.anchor,
                related=(limit.anchor,),
            )
            return


def _volume(ctx: Context, found: tuple[Amount, ...]) -> Iterator[Finding]:
    values = [a for a in found if a.role in (Role.LIMIT, Role.RESULT)]
    by_volume = [a for a in values if [p.unit for p in a.quantity.per] in (["mL"], ["µL"], ["L"])]
    if not by_volume or len(by_volume) < len(values):
        return
    for p in ctx.reading.index.passages:
        for q in quantities(p.text):
            before = p.text[max(0, q.start - 14) : q.start]
            if q.unit in ("mL", "µL", "L") and (
                [x.unit for x in q.per] == ["dose"] or re.search(r"1回|投与|用量|液量|注射|点滴|注入", before)
            ):
                return
    yield _said(
        ctx,
        by_volume[0],
        "1回の容量がなく、1回量当たりの量が分かりません",
        "without the volume of a dose the amount per dose is unknown",
    )
