"""Quantities of a dossier bound to what they are of, and clauses of it to the document they speak for.

A quantity belongs to the word that stands nearest before it in its sentence or cell, or to the item
of its row. What could be of two things is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import Anchor
from regenlint.quantity import Bound, Quantity, quantities

_CELL = " | "


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of a named thing (`key`) in a passage, whose offsets are those of the passage's text."""

    key: str
    passage: Passage
    quantity: Quantity
    hit: Hit

    @property
    def text(self) -> str:
        """The quantity as written."""
        return self.passage.text[self.quantity.start : self.quantity.end]

    @property
    def anchor(self) -> Anchor:
        """Its place."""
        return self.passage.anchor(self.quantity.start, self.quantity.end)

    @property
    def sentence(self) -> tuple[int, tuple[int, int]]:
        """The passage and sentence it stands in, to compare with hits."""
        return self.passage.number, self.passage.sentence(self.quantity.start)


def hits_by_passage(ctx: Context, keys: Iterable[str]) -> dict[int, list[tuple[str, Hit]]]:
    """The hits of the terms by passage, each list in reading order; of two at one place the longer."""
    out: dict[int, list[tuple[str, Hit]]] = {}
    for key in keys:
        for h in ctx.hits(key):
            out.setdefault(h.passage.number, []).append((key, h))
    for number, found in out.items():
        found.sort(key=lambda x: (x[1].start, -x[1].end))
        kept: list[tuple[str, Hit]] = []
        for key, h in found:
            if not kept or h.start >= kept[-1][1].end:
                kept.append((key, h))
        out[number] = kept
    return out


def bound(ctx: Context, keys: Iterable[str], *, reach: int = 24, headings: bool = False) -> Iterator[Amount]:
    """Quantities bound to the terms, in passages the rule reads; in rows the item's cell may be anywhere before."""
    for number, found in hits_by_passage(ctx, keys).items():
        p = ctx.reading.index.passages[number]
        if p.cited or (p.place is Place.HEADING and not headings):
            continue
        for q in quantities(p.text):
            owner = owner_of(p, q, found, reach)
            if owner is not None:
                yield Amount(owner[0], p, q, owner[1])


def owner_of(p: Passage, q: Quantity, found: list[tuple[str, Hit]], reach: int) -> tuple[str, Hit] | None:
    """The term a quantity belongs to: the nearest before it in its sentence, within reach or in the row."""
    start, _ = p.sentence(q.start)
    before = [(k, h) for k, h in found if start <= h.start and h.end <= q.start]
    if not before:
        return None
    key, hit = before[-1]
    between = p.text[hit.end : q.start]
    if p.place is Place.CELL:
        return key, hit
    if p.place is Place.KV and hit.end <= p.label_end:
        return key, hit
    return (key, hit) if len(between) <= reach and "。" not in between else None


_DOCUMENT = re.compile(r"概要書|標準書|製造管理基準書|品質管理基準書|基準書|手順書|研究計画書|詳細書")


def speaks_for(p: Passage, offset: int) -> str:
    """The document a clause speaks for: one named shortly before, in the sentence, else its own."""
    start, _ = p.sentence(offset)
    named = [
        m
        for m in _DOCUMENT.finditer(p.text, start, offset)
        if p.text[m.end() : m.end() + 1] in ("は", "の", "で", "に", "が")
    ]
    if named and "」" not in p.text[named[-1].end() : offset]:
        return named[-1].group()
    return p.document


def clash(a: Quantity, b: Quantity) -> bool:
    """Whether two statements of one limit or setting cannot both hold; both in one measure.

    Two upper limits (or two lower ones) must be equal; a setting must lie in the other's range.
    """
    ceilings, floors = (Bound.AT_MOST, Bound.BELOW), (Bound.AT_LEAST, Bound.ABOVE)
    for kinds in (ceilings, floors):
        if a.bound in kinds and b.bound in kinds:
            return a.value != b.value
    low = max((x.low for x in (a, b) if x.low is not None), default=None)
    high = min((x.high for x in (a, b) if x.high is not None), default=None)
    return low is not None and high is not None and low > high


def heads(ctx: Context) -> dict[tuple[str, int], str]:
    """The head rows of tables by document and table; of those, too, whose rows read as label and value."""
    return {
        (p.document, p.table): p.text
        for p in reversed(ctx.reading.index.passages)
        if p.table >= 0 and not p.header and p.place is Place.CELL
    }


def head_of(p: Passage, known: Mapping[tuple[str, int], str]) -> str:
    """The head of the table a passage is a row of, an empty text where it has none."""
    return p.header or (known.get((p.document, p.table), "") if p.table >= 0 and p.place is not Place.CELL else "")


def sentences_with(ctx: Context, key: str) -> Mapping[tuple[int, tuple[int, int]], Hit]:
    """The sentences (or rows) in which a term stands, with one hit of each."""
    return {(h.passage.number, h.passage.sentence(h.start)): h for h in ctx.hits(key)}
