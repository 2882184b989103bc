"""エンドトキシンの限度値

何を見るか：エンドトキシンの限度値（EUの付いた数値）と試験方法、検体。静脈内投与でEU/mLの限度と、1回の容量・投与時間・体重が同じ
段落に示されるときは、5 EU/kg/hを超えないかを計算する。

なぜ：発熱の限度は体重と時間で決まる。単位のない「陰性」では量が分からない。

見ないもの：容量・時間・体重がそろわない計画の換算、成績の値。

直し方：限度値を単位とともに示し、方法と検体を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit, Passage
from regenlint.interval import Relation
from regenlint.quantity import Quantity, in_unit, quantities
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

#: EU for one kg of body weight in an hour, by the vein.
_LIMIT = 5
_SAYS = {
    State.FUTURE: ("これからのこととされています", "is put off to the future"),
    State.HANDED_ON: ("他者に委ねられ、値が提出物にありません", "is left to somebody else"),
    State.DENIED: ("行わない・ないとされています", "is denied"),
    State.TEMPLATE: ("未記入又はひな形のままです", "is blank or still the template's text"),
}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A limit in EU, then method and sample, then what a dose brings."""
    need_documents(ctx)
    hits = list(ctx.hits("std.endotoxin"))
    limits = list(_limits(ctx, hits))
    if not limits:
        yield _lacking(ctx, hits)
        return
    for p, q in limits:
        if {"kg", "mL"} <= {x.unit for x in q.per}:
            text = p.text[q.start : q.end]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{text}」：エンドトキシンの限度の単位として成り立ちません",
                f"“{text}” is no unit of an endotoxin limit",
                p.anchor(q.start, q.end),
            )
            return
    refused = _refused(ctx, hits)
    if refused is not None:
        yield refused
        return
    yield from _strict(ctx, limits)
    p, q = limits[0]
    lacking = []
    if not ctx.hits("std.endotoxin_method"):
        lacking.append(("試験方法", "the method"))
    if not ctx.hits("std.sample"):
        lacking.append(("検体と時期", "the sample"))
    if lacking:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"エンドトキシン試験の{'、'.join(a for a, _ in lacking)}の記載が見当たりません",
            f"not stated for the endotoxin test: {', '.join(b for _, b in lacking)}",
            p.anchor(q.start, q.end),
            searched=tuple(a for a, _ in lacking),
        )
        return
    yield Evidence(p.anchor(q.start, q.end), "value")


def _refused(ctx: Context, hits: list[Hit]) -> Finding | None:
    """A place that does without a limit: the test refused, or a row that says no more than “negative”."""
    excused = {h.passage.number for h in ctx.hits("qct.instead")}
    for hit in ctx.hits("std.endotoxin_refused"):
        if hit.passage.number not in excused and hit.passage.place is not Place.HEADING:
            return ctx.finding(
                Outcome.DEFICIENT,
                f"「{hit.text}」：代わりの管理がありません",
                f"“{hit.text}”: nothing is done instead",
                hit,
            )
    for hit in hits:
        p = hit.passage
        alone = re.fullmatch(
            r"(?:試験|検査|[（(][^）)]*[）)])?\s?[：:|は]\s?(?:.{0,20}\|\s?)?陰性(?:であること)?。?(?:\s?\|.*)?",
            p.text[hit.end :],
        )
        if alone and not p.cited and p.place is not Place.HEADING:
            return ctx.finding(
                Outcome.DEFICIENT,
                "エンドトキシンの基準が「陰性」だけで、限度値と単位がありません",
                "“negative” is no endotoxin limit: value and unit are missing",
                hit,
            )
    return None


def _limits(ctx: Context, hits: list[Hit]) -> Iterator[tuple[Passage, Quantity]]:
    """Amounts in EU where endotoxin is spoken of: in the passage, or under its heading; not those of materials."""
    about = {h.passage.number for h in hits}
    headed = {(h.passage.document, h.passage.section) for h in hits if h.passage.place is Place.HEADING}
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING or re.search(r"供給|メーカー|購入|品番", p.header):
            continue
        if p.number in about or (p.document, p.section) in headed:
            yield from ((p, q) for q in quantities(p.text) if q.unit in ("EU", "IU"))


def _lacking(ctx: Context, hits: list[Hit]) -> Finding:
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    if not hits:
        return ctx.finding(
            Outcome.MISSING,
            "エンドトキシンの限度値の記載が見当たりません",
            "nothing was found about an endotoxin limit",
            ctx.expected_place(),
            searched=("エンドトキシンの限度値",),
        )
    hits = sorted(hits, key=lambda h: min(i for i, kind in enumerate(ctx.rule.reads) if kind in h.passage.kinds))
    hit = next((h for h in hits if ctx.state(h).state in _SAYS), hits[0])
    state = ctx.state(hit).state
    ja, en = _SAYS.get(state, ("単位（EU）のある値がありません", "has no value in EU"))
    outcome = Outcome.EMPTY if state is State.TEMPLATE else Outcome.DEFICIENT
    return ctx.finding(
        outcome,
        f"エンドトキシンの限度値：{ja}",
        f"the endotoxin limit: {en}",
        hit,
        searched=("エンドトキシンの限度値",),
    )


def _strict(ctx: Context, limits: list[tuple[Passage, Quantity]]) -> Iterator[Finding]:
    """EU/mL × mL ÷ hours ÷ kg, where one paragraph gives all four."""
    for p, q in limits:
        per_volume = in_unit(q, "EU/mL")
        rate = None if per_volume is None or per_volume.value is None else _rate(p, Fraction(per_volume.value))
        if rate is not None and rate > _LIMIT:
            text = p.text[q.start : q.end]
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{text}」は、示された容量・時間・体重では{float(rate):.1f} EU/kg/hとなり、5 EU/kg/hを超えます",
                f"“{text}” makes {float(rate):.1f} EU/kg/h with the volume, time and weight given, above 5 EU/kg/h",
                p.anchor(q.start, q.end),
            )
            return


def _rate(p: Passage, concentration: Fraction) -> Fraction | None:
    found = [q for q in quantities(p.text) if q.relation is Relation.NONE and q.value is not None]
    volumes = [in_unit(q, "mL") for q in found if q.unit in ("mL", "L") and [x.unit for x in q.per] in ([], ["dose"])]
    hours = [in_unit(q, "hour") for q in found if q.unit in ("min", "hour") and not q.per]
    weights = [q for q in found if q.unit == "kg" and not q.per]
    if len(volumes) != 1 or len(hours) != 1 or len(weights) != 1:
        return None
    volume, hour, weight = volumes[0], hours[0], weights[0]
    if volume is None or hour is None or not volume.value or not hour.value or not weight.value:
        return None
    return concentration * Fraction(volume.value) / Fraction(hour.value) / Fraction(weight.value)
