"""製造の文書・記録の保管期間が法定の年数に足りるかをみる。

何を見るか：製造施設の文書・記録の保管年数（文ごとに、年数の前にある語に結び付ける）。教育訓練の記録は5年、ほかは10年、類似の原料から成るとする計画では30年。
なぜ：省令110条1項3号、111条2項。
見ないもの：期間の記載がないこと、検体・参考品・診療録・同意書・契約の期間、年数の前に何の記録かが書かれていないもの。
直し方：製造の文書・記録を10年以上（類似の原料から成るものは30年以上）、教育訓練の記録を5年以上に改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.find import find_all
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.quantity import Bound, Relation, quantities
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

TEN, THIRTY, FIVE = Decimal(10), Decimal(30), Decimal(5)
_KEPT = re.compile(r"保管|保存|残す|残し|綴じ|綴る|保持")
_PART = re.compile(r"[、。；;]|(?<=年間)|(?<=年)(?=と|、)")


@dataclass(frozen=True, slots=True)
class Kept:
    """A period of keeping: the years, what is kept, and where it is said."""

    years: Decimal
    training: bool
    at: Anchor
    words: str


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Findings at periods that are too short; evidence of one that is enough."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    similar = any(
        not find_all(ctx.reading.terms["mfg.not_similar"].concept, ctx.sentence(h)) for h in ctx.hits("mfg.similar")
    )
    enough: Kept | None = None
    short = False
    for p in ctx.passages():
        for kept in _kept(ctx, p):
            wanted = FIVE if kept.training else THIRTY if similar else TEN
            if kept.years < wanted:
                short = True
                what = "教育訓練の記録" if kept.training else "製造の文書・記録"
                yield ctx.finding(
                    Outcome.DEFICIENT,
                    f"{what}の保管が{kept.years:f}年で、{wanted:f}年に足りません「{kept.words[:40]}」",
                    f"{'training' if kept.training else 'manufacturing'} records: {kept.years:f} years, not {wanted:f}",
                    kept.at,
                )
            else:
                enough = enough or kept
    if short:
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")
    if enough is not None:
        yield Evidence(enough.at, "value")


def _head(ctx: Context, p: Passage) -> str:
    """The first row of a table of two columns: 文書・記録｜保管期間."""
    if p.table < 0 or not p.label_end:
        return ""
    for q in reversed(ctx.reading.index.passages[: p.number]):
        if q.document != p.document or q.table != p.table:
            return ""
        if q.place is Place.CELL:
            return q.text
    return ""


def _kept(ctx: Context, p: Passage) -> Iterator[Kept]:
    head = p.header or _head(ctx, p)
    if p.cited or p.place is Place.HEADING or not _KEPT.search(p.text + head):
        return
    terms = ctx.reading.terms
    record, other = terms["mfg.record"].concept, terms["mfg.not_a_record"].concept
    for q in quantities(p.text):
        years = q.value if q.value is not None else q.low
        if q.unit != "year" or q.per or q.relation is not Relation.NONE or q.bound is Bound.AT_MOST or years is None:
            continue
        start, end = p.sentence(q.start)
        before, after = p.text[start : q.start], p.text[q.end : end]
        clause = _PART.split(before)[-1]
        subject = clause if find_all(record, clause) or find_all(terms["mfg.training_word"].concept, clause) else before
        if (
            not _KEPT.search(p.text[start:end] + head)
            or find_all(other, subject)
            or not find_all(record, before + after[:14])
        ):
            continue
        training = _of_training(ctx, p, q.start, after)
        if training is not None:
            yield Kept(years, training, p.anchor(q.start, q.end), p.text[start:end])


def _of_training(ctx: Context, p: Passage, at: int, after: str) -> bool | None:
    """Whether the period is of training records; None where it is of no records this rule knows."""
    terms = ctx.reading.terms
    before = p.text[:at]
    taught = max((b for _, b in find_all(terms["mfg.training_word"].concept, before)), default=-1)
    made = max((b for _, b in find_all(terms["mfg.making_record"].concept, before)), default=-1)
    if taught < 0 and made < 0:
        if find_all(terms["mfg.training_word"].concept, p.before):
            return True
        return False if find_all(terms["mfg.record_of_making"].concept, before) else None
    if made < 0 and re.match(r"[^、。]{0,10}(?:教育|訓練)", after):
        return True
    if made >= 0 and taught > made and _of_both(before, made, taught):
        return False
    # 教育訓練の記録と同じく5年間: the other records are spoken of.
    return taught > made and not (
        made >= 0 and re.match(r"[^、。]{0,8}[にと](?:同じ|同様|準じ|合わせ)", before[taught:])
    )


def _of_both(before: str, made: int, taught: int) -> bool:
    """Whether the training records stand in a list with those of making: 製造記録、教育訓練記録はいずれも5年間."""
    between = re.match(r"(?:、|・|,|及び|並びに|と|や|又は)(?=教育|訓練|研修)", before[made:])
    return between is not None or bool(re.search(r"いずれも|すべて|全て|ともに", before[taught:]))
