"""有効期間と安定性データ

何を見るか：有効期間・使用期限・調製後投与までの時間の長さと、安定性試験の最長の時点。日単位以上の保管と、時間単位の調製後の
保持とは分けて比べる。

なぜ：示したデータを超える期間の品質は確かめられていない。

見ないもの：外挿の根拠（加速試験、類似品、継続試験、期間の短縮）の書かれたもの、参考品・検体・原料・記録の保管期間、安定性の
データが示されていないもの（保管条件の規則で見る）。

直し方：有効期間をデータの期間以内にするか、外挿の根拠と追跡の計画を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from regenlint.context import Context
from regenlint.deadline import days
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.interval import Relation
from regenlint.quantity import Bound, Quantity, quantities
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.unit import TIMES

from .bindings import Amount, bound, sentences_with

_SHELF, _USE, _DATA = "qbd.shelf_life", "qbd.use_within", "qbd.stability"
#: Spans up to a week are of the hands-on kind, longer ones of storage.
_WEEK = Fraction(7)
# A month has 28 to 31 days: 12か月 and 365日 are one length.
_SLACK = Fraction(12, 10)
_PROVEN = re.compile(
    r"^[^。（(]{0,24}?(?:確認|維持|保持|規格内|規格に適合|であった|[%％]以上|[%％]～|変化|低下し|まで実施|を実施|保ち、|保った|保管し|保存し)"
)
_HELD = re.compile(r"(?:後|まで|保ち|保った|保管し|保存し|時点|保存|の保存|間保存|の成績|[^。、（(]{0,12}(?:後|まで))")
_PATIENT = re.compile(r"追跡|患者|被験者|受ける者|投与後|腫瘍|来院|同意|再発|治療後")


@dataclass(frozen=True, slots=True)
class _Span:
    length: Fraction
    bound: Amount


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare the longest shelf life with the longest stability data of its kind."""
    excused = sentences_with(ctx, "qbd.not_product")
    grounded = {h.passage.number for h in ctx.hits("qbd.extrapolated")}
    shelf: list[_Span] = []
    data: list[_Span] = []
    for b in bound(ctx, (_SHELF, _USE, _DATA), reach=30):
        if b.quantity.value == 0:
            continue
        length = _length(b.quantity)
        if length is None or b.passage.place is Place.HEADING:
            continue
        after = b.passage.text[b.quantity.end :]
        if _PATIENT.search(b.passage.text[slice(*b.sentence[1])]):
            continue
        if b.key == _DATA or (_PROVEN.match(after) and (b.text.endswith(("後", "まで")) or _HELD.match(after))):
            data.append(_Span(length, b))
        elif b.key == _SHELF and b.sentence not in excused and b.quantity.start - b.hit.end <= 18:
            shelf.append(_Span(length, b))
    shelf.extend(_in_use(ctx, excused))
    for short in (True, False):
        yield from _compared(
            ctx,
            [s for s in shelf if (s.length <= _WEEK) is short],
            [d for d in data if (d.length <= _WEEK) is short],
            grounded,
        )


def _in_use(ctx: Context, excused: Mapping[tuple[int, tuple[int, int]], Hit]) -> Iterator[_Span]:
    """調製後24時間以内: the form itself holds the quantity."""
    for hit in ctx.hits(_USE):
        sentence = hit.passage.sentence(hit.start)
        if (hit.passage.number, sentence) in excused:
            continue
        if not re.search(r"投与|使用|有効|注入|移植", hit.passage.text[slice(*sentence)]):
            continue
        for q in quantities(hit.passage.text):
            length = _length(q)
            if length is not None and hit.start <= q.start and q.end <= hit.end and length <= _WEEK:
                yield _Span(length, Amount(_USE, hit.passage, q, hit))


def _length(q: Quantity) -> Fraction | None:
    """Days, at the most; None for what is no span or recurs."""
    if q.unit not in TIMES or q.per or q.relation in (Relation.EVERY, Relation.ORDINAL, Relation.BEFORE):
        return None
    if q.bound in (Bound.AT_LEAST, Bound.ABOVE):
        return None
    low, high = days(q)
    return high if high is not None else low


def _compared(ctx: Context, shelf: list[_Span], data: list[_Span], grounded: set[int]) -> Iterator[Finding | Evidence]:
    if not shelf or not data:
        return
    proven = max(data, key=lambda s: (s.length, -s.bound.passage.number))
    top = max(s.length for s in shelf)
    same = [s for s in shelf if s.length == top]
    # Of several places that say it, the one beside the data is the one to correct.
    longest = next((s for s in same if s.bound.passage.document == proven.bound.passage.document), same[0])
    if longest.length <= proven.length * _SLACK:
        yield Evidence(proven.bound.anchor, "value")
        return
    if {longest.bound.passage.number, proven.bound.passage.number} & grounded:
        return
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"「{longest.bound.hit.text}」の「{longest.bound.text}」が、安定性の成績「{proven.bound.text}」より長くなっています",
        f"the shelf life “{longest.bound.text}” is longer than the stability data “{proven.bound.text}”",
        longest.bound.anchor,
        related=(proven.bound.anchor,),
    )
