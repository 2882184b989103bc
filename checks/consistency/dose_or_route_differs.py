"""投与量・経路・部位・回数・間隔が文書によって異ならないかを見る。

何を見るか
    投与・注射・点滴などの文と投与量の欄にある1回量、総量、回数、間隔、経路。単位をそろえて比べ（1×10^8＝1億）、「約」「最大」は範囲とみる。
なぜ
    説明を受けた量と実際の量、審査された量が違ってはならない。
見ないもの
    説明文書に量の記載がないこと、検査・試料・播種などの量、文献や他施設の投与、救急薬。
直し方
    計画の用法・用量に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from regenlint.comparison.agree import same_quantity
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.quantity import Quantity
from regenlint.rules import Evidence, Finding

from .disagreement import by_about, conflict, disagreements, odd, said

#: Units of one measure of vectors that must not stand for another: genomes, particles, infectious units.
_VECTOR = ("vg", "vp", "TU", "IFU", "PFU", "copies")
_LAY = frozenset({DocKind.CONSENT, DocKind.PLAIN_SUMMARY, DocKind.ASSENT})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Doses by dimension, then number, interval and route."""
    doses = _in_one_unit(said(ctx, Item.DOSE))
    for about, values in by_about(doses).items():
        if "/volume" in about:
            continue
        against = odd(values, _same_dose, alone=True)
        if against is not None and (not _covered(against.one, doses, about) or against.one.note == "single"):
            yield conflict(ctx, Item.DOSE, against.one, against.other)
        elif len({v.speaker for v in values}) > 1:
            yield Evidence(values[0].at, "value")
    yield from _kinds_mixed(ctx, doses)
    yield from disagreements(ctx, Item.TIMES)
    yield from disagreements(ctx, Item.INTERVAL)
    yield from disagreements(ctx, Item.ROUTE)


def _in_one_unit(doses: Sequence[Said]) -> Sequence[Said]:
    """The doses, where so many 個 of a vector in a lay document are of the only unit the plan measures it in."""
    units = {s.about for s in doses if s.about in _VECTOR}
    cells = any(s.about == "cells" and s.kind not in _LAY for s in doses)
    if len(units) != 1 or cells:
        return doses
    unit = units.pop()
    return [_counted(s, unit) if s.about == "cells" else s for s in doses]


def _counted(s: Said, unit: str) -> Said:
    if not isinstance(s.value, Quantity):
        return s
    return replace(s, about=unit, value=replace(s.value, measure=replace(s.value.measure, unit=unit)))


def _same_dose(a: Said, b: Said) -> bool | None:
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return None
    return same_quantity(a.value, b.value)


def _covered(s: Said, doses: Sequence[Said], about: str) -> bool:
    """Whether another document gives the same amount as a total, or the other way about."""
    twin = about.removesuffix(".total") if about.endswith(".total") else f"{about}.total"
    return any(o.about == twin and o.speaker != s.speaker and _amount(s) == _amount(o) for o in doses)


def _amount(s: Said) -> object:
    return s.value.value if isinstance(s.value, Quantity) else None


def _kinds_mixed(ctx: Context, doses: Sequence[Said]) -> Iterator[Finding]:
    """vg here and vp there for the same number: two measures of a vector under one."""
    vectors = [s for s in doses if s.about.split("/")[0] in _VECTOR and isinstance(s.value, Quantity)]
    for s in vectors:
        for o in vectors:
            if (
                s.speaker != o.speaker
                and s.about.split("/")[0] != o.about.split("/")[0]
                and isinstance(s.value, Quantity)
                and isinstance(o.value, Quantity)
            ):
                same_unit = {x.about.split("/")[0] for x in vectors if x.speaker == s.speaker} & {
                    x.about.split("/")[0] for x in vectors if x.speaker == o.speaker
                }
                if s.value.value == o.value.value and not same_unit:
                    yield conflict(ctx, Item.DOSE, o, s, "投与量の単位の種類", "the measure of the dose")
                    return
