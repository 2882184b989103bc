"""出荷規格と目標品質

何を見るか：目標品質（QTPP）に掲げた数値と、出荷規格の限度値。生細胞率、エンドトキシン、完全長比率、キャップ化率、封入率、
完全粒子率を、同じ単位で比べ、最も厳しい規格でも目標より緩いときに挙げる。

なぜ：目標に満たない製品が出荷できてしまう。

見ないもの：差の理由（測定誤差等）の書かれたもの、単位の異なるもの、工程内の基準。

直し方：規格を目標に合わせるか、差の理由を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.quantity import Bound, in_unit
from regenlint.rules import Evidence, Finding, Outcome

from .bindings import (
    Amount,
    bound,
    head_of,
    heads,
    hits_by_passage,
    sentences_with,
)

_ITEMS = (
    "qbd.attribute.viability",
    "qbd.attribute.endotoxin",
    "qbd.attribute.full_length",
    "qbd.attribute.capping",
    "qbd.attribute.encapsulation",
    "qbd.attribute.full_particles",
    "qbd.attribute.editing",
)
#: Other things a limit may be of; what stands behind them is not the attribute's.
_OTHERS = (
    "qbd.attribute.marker",
    "qbd.attribute.purity",
    "qbd.attribute.sterility",
    "qbd.attribute.mycoplasma",
    "qbd.attribute.count",
    "qbd.attribute.potency",
    "qbd.attribute.other",
    "qbd.parameter.confluence",
)
_IN_PROCESS = re.compile(r"工程内|終了時|次へ|次に進|初代|継代|中間|解凍後|受入")
_ROLES = ("qbd.target", "qbd.specification")
_FLOORS, _CEILINGS = (Bound.AT_LEAST, Bound.ABOVE), (Bound.AT_MOST, Bound.BELOW)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare the strictest limit of each attribute with its target."""
    roles = hits_by_passage(ctx, _ROLES)
    headings: dict[tuple[str, int], str] = {}
    for found in roles.values():
        for key, hit in found:
            if hit.passage.place is Place.HEADING:
                headings.setdefault((hit.passage.document, hit.passage.section), key)
    excused = frozenset(sentences_with(ctx, "qbd.reason"))
    known = heads(ctx)
    by_item: dict[tuple[str, str], list[Amount]] = {}
    for b in bound(ctx, (*_ITEMS, *_OTHERS), reach=40):
        if b.key not in _ITEMS or b.quantity.bound not in (*_FLOORS, *_CEILINGS):
            continue
        start, end = b.passage.sentence(b.quantity.start)
        if _IN_PROCESS.search(b.passage.text[start:end]):
            continue
        role = _role(ctx, b, roles, headings, known)
        if role:
            by_item.setdefault((b.key, role), []).append(b)
    for key in _ITEMS:
        yield from _compared(ctx, by_item.get((key, _ROLES[0]), []), by_item.get((key, _ROLES[1]), []), excused)


def _role(
    ctx: Context,
    b: Amount,
    roles: Mapping[int, list[tuple[str, Hit]]],
    headings: Mapping[tuple[str, int], str],
    known: Mapping[tuple[str, int], str],
) -> str:
    """Target or specification: the word before it in the sentence, the table's head, or the heading above."""
    p = b.passage
    start, _ = p.sentence(b.quantity.start)
    here = [(k, h) for k, h in roles.get(p.number, []) if start <= h.start < b.quantity.start]
    if here:
        return here[-1][0]
    head = head_of(p, known)
    if head:
        if "目標" in head:
            return _ROLES[0]
        if re.search(r"規格|判定基準|^基準$|基準値|合格基準|\| 基準", head) and not re.search(
            r"CQA|品質特性|理由", head
        ):
            return _ROLES[1]
        if re.search(r"限度|理由|CQA|品質特性", head):
            return ""
    section = p.section
    document = ctx.dossier.document(p.document)
    while section >= 0:
        if (p.document, section) in headings:
            return headings[p.document, section]
        section = document.sections[section].parent
    return ""


def _compared(
    ctx: Context, targets: list[Amount], limits: list[Amount], excused: frozenset[tuple[int, tuple[int, int]]]
) -> Iterator[Finding | Evidence]:
    for target in targets:
        kinds = _FLOORS if target.quantity.bound in _FLOORS else _CEILINGS
        found = []
        for limit in limits:
            turned = in_unit(limit.quantity, target.quantity.measure)
            if turned is not None and turned.value is not None and limit.quantity.bound in kinds:
                found.append((turned.value, limit))
        if not found or target.quantity.value is None:
            continue
        floor = kinds is _FLOORS
        value = (max if floor else min)(v for v, _ in found)
        same = [limit for v, limit in found if v == value]
        # Beside the target where one document holds both, else in the standard.
        beside = (x for x in same if x.passage.document == target.passage.document)
        limit = next(beside, next((x for x in same if DocKind.STANDARD in x.passage.kinds), same[0]))
        looser = value < target.quantity.value if floor else value > target.quantity.value
        if not looser:
            yield Evidence(limit.anchor, "value")
        elif not {target.sentence, limit.sentence} & excused:
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"規格「{limit.text}」が目標品質「{target.text}」より緩くなっています（{target.hit.text}）",
                f"the limit “{limit.text}” is looser than the target “{target.text}”",
                limit.anchor,
                related=(target.anchor,),
            )
            return
