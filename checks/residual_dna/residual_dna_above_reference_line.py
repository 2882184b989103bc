"""残存DNAの目安（10 ng/dose、200 bp）を超えるときの評価

何を見るか：①1回量当たりの限度又は実測値が10 ng/doseを超える、②残存DNAの断片長の規格が200 bp以上、③2回以上投与し
累積の量が示されない、のいずれか。リスク評価（機能配列、断片長、細胞の種類、カプシド内DNAの扱い）の記載が計画のどこかに
あれば挙げない。

なぜ：目安は合否の線ではないが、超えるときはその理由と危険の評価が要る。

見ないもの：目安として引かれた値そのもの、評価の記載のある計画。

直し方：量・長さ・累積について評価を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.quantity import in_unit, quantities
from regenlint.rules import Confidence, Evidence, Finding, Outcome

from .amounts import Amount, Role, amounts, ceiling

_LINE = 10.0
_LENGTH = 200
#: Rows between one of residual DNA and one of its length.
_ROWS = 4
_UNSAID = frozenset({State.DENIED, State.FUTURE, State.HANDED_ON, State.TEMPLATE, State.NA_BARE})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report values above the line where nothing is assessed."""
    found = [a for a in amounts(ctx) if a.role in (Role.LIMIT, Role.RESULT, Role.OTHER)]
    assessed = [h for h in _said(ctx, "dna.assessed") if _of_dna(h, ctx)]
    if assessed:
        yield ctx.evidence(assessed[0])
        return
    for a in found:
        dose = in_unit(a.quantity, "ng/dose") if a.per_dose else None
        if dose is not None and (top := ceiling(dose)) is not None and top > _LINE:
            yield _finding(
                ctx,
                a,
                "10 ng/doseの目安を超えますが、リスクの評価が見当たりません",
                "is above 10 ng/dose and no assessment was found",
            )
            return
    long = _long(ctx) or _long_beside(ctx)
    if long is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"断片長「{long.text}」は200 bpの目安以上ですが、リスクの評価が見当たりません",
            f"the fragment length “{long.text}” is not below 200 bp and no assessment was found",
            long,
            confidence=Confidence.LOW,
        )
        return
    dosed = next((a for a in found if a.per_dose and _repeated(a)), None)
    if dosed is not None and not _said(ctx, "dna.cumulative"):
        yield _finding(
            ctx,
            dosed,
            "2回以上投与しますが、累積の量とその評価が見当たりません",
            "is given more than once, and no cumulative amount was found",
        )


def _finding(ctx: Context, a: Amount, ja: str, en: str) -> Finding:
    return ctx.finding(
        Outcome.DEFICIENT, f"「{a.text}」：{ja}", f"“{a.text}” {en}", a.anchor, confidence=Confidence.LOW
    )


def _said(ctx: Context, term: str) -> list[Hit]:
    return [h for h in ctx.hits(term) if h.passage.place is not Place.HEADING and ctx.state(h).state not in _UNSAID]


def _of_dna(hit: Hit, ctx: Context) -> bool:
    """Whether an assessment is of residual DNA: it or a property of it is named in the passage or in such a heading.

    The integration of the vector itself, followed up for years, is another risk.
    """
    p = hit.passage
    named = [h.passage for term in ("dna.residual", "dna.risk") for h in ctx.hits(term)]
    judged = {h.passage.number for h in ctx.hits("dna.assessed") if h.passage.place is Place.HEADING}
    heading = {q.number for q in named if q.number in judged and (q.document, q.section) == (p.document, p.section)}
    return bool(heading) or any(q.number == p.number for q in named)


def _long(ctx: Context) -> Hit | None:
    """The words of residual DNA in a sentence that sets its length at 200 bp or more."""
    for hit in ctx.hits("dna.residual"):
        start, end = hit.passage.sentence(hit.start)
        text = hit.passage.text[start:end]
        if not re.search(r"断片|フラグメント|長さ|サイズ", text) or re.search(r"標的|増幅|プライマー|目安", text):
            continue
        if any(q.unit == "bp" and (top := ceiling(q)) is not None and top > _LENGTH for q in quantities(text)):
            return hit
    return None


def _long_beside(ctx: Context) -> Hit | None:
    """A field or row labelled with the length of fragments that allows 200 bp or more, beside one of residual DNA."""
    residual = [h.passage for h in ctx.hits("dna.residual")]
    for hit in ctx.hits("dna.risk"):
        p = hit.passage
        end = p.label_end or (p.text.find(" | ") if p.table >= 0 else 0)
        if not re.search(r"断片", hit.text) or hit.start >= end or re.search(r"標的|増幅|プライマー|目安", p.text):
            continue
        near = any(
            q.document == p.document
            and abs(q.number - p.number) <= _ROWS
            and (q.table == p.table if p.table >= 0 else q.section == p.section)
            for q in residual
        )
        if near and any(
            q.unit == "bp" and (top := ceiling(q)) is not None and top > _LENGTH for q in quantities(p.text)
        ):
            return hit
    return None


def _repeated(a: Amount) -> bool:
    start, end = a.passage.sentence(a.quantity.start)
    return any(
        q.unit == "times" and q.value is not None and q.value >= 2 and not q.per
        for q in quantities(a.passage.text[start:end])
    ) and bool(re.search(r"投与|×|x", a.passage.text[start:end]))
