"""What stands around an amount of residual DNA: the words in its passage, the headings above, the cells of its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.measure import Measure, read_measure

#: Units in which residual DNA is given; larger masses are doses.
MASSES = frozenset({"fg", "pg", "ng", "µg"})
#: Masses and shares; a share may be of something else, so no comparison rests on it.
SHARES = MASSES | {"%", "ppm", "ppb", "copies"}
_CELL = " | "


@dataclass(frozen=True, slots=True)
class Words:
    """Where the terms of residual DNA stand: their hits by passage number, and the headings and table heads around."""

    by_term: dict[str, dict[int, tuple[Hit, ...]]]
    headings: dict[tuple[str, int], tuple[int, ...]]
    headers: dict[tuple[str, int], int]
    parents: dict[tuple[str, int], int]

    def of(self, term: str, number: int) -> tuple[Hit, ...]:
        """The hits of a term in a passage."""
        return self.by_term[term].get(number, ())


_TERMS = (
    "dna.residual",
    "dna.other_impurity",
    "dna.by_pcr",
    "dna.by_fluorescence",
    "dna.reporting_limit",
    "dna.limit",
    "dna.result",
    "dna.reference_line",
)


def words_of(ctx: Context) -> Words:
    """The words of residual DNA in what the rule reads."""
    by_term: dict[str, dict[int, tuple[Hit, ...]]] = {}
    for term in _TERMS:
        found: dict[int, list[Hit]] = {}
        for h in ctx.hits(term):
            found.setdefault(h.passage.number, []).append(h)
        by_term[term] = {n: tuple(hits) for n, hits in found.items()}
    headings: dict[tuple[str, int], list[int]] = {}
    headers: dict[tuple[str, int], int] = {}
    for p in ctx.passages():
        if p.place is Place.HEADING:
            headings.setdefault((p.document, p.section), []).append(p.number)
        elif p.table >= 0 and not p.header:
            headers.setdefault((p.document, p.table), p.number)
    parents = {(d.id, s.number): s.parent for d in ctx.dossier.documents for s in d.sections}
    return Words(by_term, {k: tuple(v) for k, v in headings.items()}, headers, parents)


def headings_above(p: Passage, words: Words) -> tuple[int, ...]:
    """The headings of the passage's section that stand before it, the nearest last."""
    found = words.headings.get((p.document, p.section), ())
    if p.table >= 0 and p.label_end and p.section >= 0:
        # Each label of such a table heads a section of its own.
        found = (*words.headings.get((p.document, words.parents.get((p.document, p.section), -1)), ()), *found)
    return tuple(n for n in found if n < p.number)


def cell_spans(text: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand in its text."""
    out, start = [], 0
    for cell in text.split(_CELL):
        out.append((start, start + len(cell)))
        start += len(cell) + len(_CELL)
    return out


def column_at(spans: list[tuple[int, int]], offset: int) -> int:
    """The number of the cell an offset of the row falls into."""
    return next((k for k, (a, b) in enumerate(spans) if a <= offset <= b), len(spans) - 1)


@cache
def unit_in(text: str) -> Measure | None:
    """The unit in the brackets of a label: 残存鋳型DNA（ng/mg RNA）."""
    for inside in re.findall(r"[（(\[［]([^（）()\[\]［］]*)[）)\]］]", text):
        for part in re.split(r"[、,，]\s*", inside):
            measure = read_measure(part.removeprefix("単位").lstrip("：: "))
            if measure is not None and measure.unit in MASSES:
                return measure
    return None
