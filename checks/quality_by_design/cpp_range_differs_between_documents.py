"""工程条件の文書間の食い違い

何を見るか：培養温度、培養日数、播種密度、継代数の上限、濃縮倍率、転写・酵素処理等の工程の時間・温度など、同じ名で呼ばれる条件の
値を、概要書・標準書・製造管理基準書・手順書の間で比べる。単位を換算し、重なりのない値、異なる上限（下限）どうしを挙げる。

なぜ：標準書は概要書記載事項を含む（省令96条1項1号）。条件が違えば、どちらに従って造るのか分からない。

見ないもの：一方が他方の範囲にあるもの、「より狭く管理する」等の説明のあるもの、同じ文書の中の値の違い、単位の換算できない値。

直し方：値を合わせる。狭く管理するときはその旨を注記する。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regenlint.context import Context
from regenlint.deadline import days, same_span
from regenlint.evidence import Place
from regenlint.interval import Relation
from regenlint.model import Anchor
from regenlint.quantity import Bound, Quantity, comparable, in_unit
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.unit import SIZE, TIMES

from .bindings import Amount, bound, clash, hits_by_passage, speaks_for

_PARAMETERS: dict[str, frozenset[str]] = {
    "qbd.parameter.culture_temperature": frozenset({"temperature"}),
    "qbd.parameter.culture_time": frozenset({"time", "calendar"}),
    "qbd.parameter.seeding": frozenset({"count", "cells"}),
    "qbd.parameter.confluence": frozenset({"ratio"}),
    "qbd.parameter.concentration": frozenset({"fold"}),
}
_STEPS = (
    "qbd.step.transcription",
    "qbd.step.dnase",
    "qbd.step.digestion",
    "qbd.step.detachment",
    "qbd.step.conditioning",
    "qbd.step.activation",
    "qbd.step.transduction",
    "qbd.step.first_spin",
    "qbd.step.second_spin",
)
_OF_A_STEP = frozenset({"time", "temperature", "g-force", "rotation", "pressure"})
# A passage number is often written P5, which is no quantity.
_PASSAGE = re.compile(
    r"[PＰ第]\s?(\d{1,2})(?!\d)|(\d{1,2})\s?(?:代|回|継代)(?!目)|継代(?:数|回数)?[はの]?(?:上限)?[はを：:]?\s?(\d{1,2})(?=\s?(?:まで|以内|以下|を上限|、|。|$))"
)
_NARROWER = re.compile(r"範囲内で|より狭く|より厳し|狭い範囲|概要書の範囲")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a parameter: where it stands, for which document it speaks, and how it reads."""

    source: str
    quantity: Quantity | None
    number: int | None
    anchor: Anchor
    text: str


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare each parameter's values between documents; at most one finding for each."""
    groups: dict[tuple[str, str], list[_Value]] = {}
    for b in bound(ctx, (*_PARAMETERS, *_STEPS), reach=16):
        group = _group(b)
        if group is not None:
            groups.setdefault(group, []).append(
                _Value(speaks_for(b.passage, b.quantity.start), b.quantity, None, b.anchor, b.text)
            )
    for value in _passages(ctx):
        groups.setdefault(("qbd.parameter.passage", ""), []).append(value)
    for (key, dimension), values in groups.items():
        yield from _compared(ctx, key, dimension, values)


def _group(b: Amount) -> tuple[str, str] | None:
    dimension = SIZE[b.quantity.unit][0] if b.quantity.unit in SIZE else ""
    if b.quantity.relation is not Relation.NONE or _NARROWER.search(b.passage.text):
        return None
    if b.key in _PARAMETERS:
        if dimension not in _PARAMETERS[b.key] or (b.quantity.per and b.key.endswith("time")):
            return None
        return b.key, "time" if dimension == "calendar" else "count" if dimension == "cells" else dimension
    if dimension not in _OF_A_STEP or b.quantity.per:
        return None
    # A step's hours are not compared with its days: those may be two phases of it.
    return b.key, dimension if b.quantity.unit not in ("day", "week", "month") else "days"


def _passages(ctx: Context) -> Iterator[_Value]:
    for found in hits_by_passage(ctx, ("qbd.parameter.passage",)).values():
        for _, hit in found:
            p = hit.passage
            if p.place is Place.HEADING or p.cited:
                continue
            _, end = p.sentence(hit.start)
            window = (
                p.text[hit.start : min(end, hit.end + 30)] if p.place is not Place.CELL else p.text[hit.start : end]
            )
            if not re.search(r"上限|まで|以内|以下|超え|最大|限度", window):
                continue
            for m in _PASSAGE.finditer(window):
                at = hit.start + m.start()
                number = int(next(g for g in m.groups() if g))
                yield _Value(speaks_for(p, at), None, number, p.anchor(at, hit.start + m.end()), m.group())


def _compared(ctx: Context, key: str, dimension: str, values: list[_Value]) -> Iterator[Finding | Evidence]:
    by_source: dict[str, list[_Value]] = {}
    for v in values:
        by_source.setdefault(v.source, []).append(v)
    sources = list(by_source)
    for i, one in enumerate(sources):
        for other in sources[i + 1 :]:
            if all(_apart(a, b) for a in by_source[one] for b in by_source[other]):
                a, b = by_source[one][0], by_source[other][0]
                label = ctx.reading.terms[key].concept.label
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"{label}が「{a.text}」と「{b.text}」とで食い違っています",
                    f"{key.rsplit('.', 1)[-1].replace('_', ' ')}: “{a.text}” and “{b.text}” differ",
                    b.anchor,
                    related=(a.anchor,),
                )
                return
    if len(sources) > 1:
        yield Evidence(values[0].anchor, "value")


def _apart(a: _Value, b: _Value) -> bool:
    """Whether two values certainly differ."""
    if a.number is not None and b.number is not None:
        return a.number != b.number
    if a.quantity is None or b.quantity is None:
        return False
    if comparable(a.quantity, b.quantity):
        turned = in_unit(b.quantity, a.quantity.measure)
        return turned is not None and clash(a.quantity, turned) and not _nearly(a.quantity, turned)
    if a.quantity.unit in TIMES and b.quantity.unit in TIMES:
        return same_span(a.quantity, b.quantity) is False and _disjoint(a.quantity, b.quantity)
    return False


def _nearly(a: Quantity, b: Quantity) -> bool:
    """約 allows a tenth."""
    if not (a.about or b.about) or a.value is None or b.value is None:
        return False
    return abs(a.value - b.value) <= Decimal("0.1") * max(abs(a.value), abs(b.value))


def _disjoint(a: Quantity, b: Quantity) -> bool:
    first, second = days(a), days(b)
    if a.bound is not Bound.RANGE or b.bound is not Bound.RANGE:
        return True
    if None in (*first, *second):
        return False
    return first[0] > second[1] or second[0] > first[1]  # type: ignore[operator]  # None was ruled out
