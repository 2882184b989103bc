"""Rows of residual DNA whose numbers have no unit anywhere they could take one from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.measure import read_measure
from regenlint.quantity import Quantity, quantities

from .amounts import Role, cell_role
from .surroundings import SHARES, cell_spans, column_at, headings_above, unit_in, words_of


@dataclass(frozen=True, slots=True)
class Bare:
    """Numbers without any unit in a row of residual DNA, as results or limits."""

    passage: Passage
    numbers: tuple[Quantity, ...]


def unitless(ctx: Context) -> Iterator[Bare]:
    """Rows labelled residual DNA whose numbers have no unit in the row, its head, a caption or the heading above."""
    words = words_of(ctx)
    for p in ctx.passages():
        if p.cited or p.table < 0 or not p.header:
            continue
        spans, heads = cell_spans(p.text), cell_spans(p.header)
        above = headings_above(p, words)
        labels = [h for h in words.of("dna.residual", p.number) if column_at(spans, h.start) == 0]
        # A unit anywhere near may be meant: 単位 in a caption, a column of units, brackets in a head.
        about = (p.header, p.before, *(ctx.reading.index.passages[n].text for n in above))
        if not labels or any("単位" in t or unit_in(t) is not None for t in about):
            continue
        if any(_measured(p.text[a:b]) or _measured(p.header[c:d]) for (a, b), (c, d) in _pairs(spans, heads)):
            continue
        found = []
        for q in quantities(p.text):
            column = column_at(spans, q.start)
            cell = p.text[slice(*spans[column])].strip()
            head = p.header[slice(*heads[column])] if column < len(heads) else ""
            if (
                q.unit
                or q.per
                or not column
                or not re.fullmatch(r"[<≦≤＜]?\s*[0-9.]+(?:×10[\^0-9−-]+)?\s*(?:以下|未満)?", cell)
            ):
                continue
            if cell_role(p, q, head, column, spans, words, above) in (Role.RESULT, Role.LIMIT):
                found.append(q)
        if found:
            yield Bare(p, tuple(found))


def _pairs(
    spans: list[tuple[int, int]], heads: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for k, span in enumerate(spans):
        yield span, heads[k] if k < len(heads) else (0, 0)


def _measured(cell: str) -> bool:
    """Whether a cell holds a unit, with a number or alone: 3.2 ng, ng/dose, （pg）."""
    alone = read_measure(cell.strip())
    return (
        unit_in(cell) is not None
        or (alone is not None and alone.unit in SHARES)
        or any(q.unit in SHARES for q in quantities(cell))
    )
