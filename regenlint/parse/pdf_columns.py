"""Free lines of a page in reading order: prose, two columns of prose, tables without walls."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from .pdf_cells import PageTable
from .pdf_gutters import Gutter, gaps, narrowed, pieces
from .pdf_lines import Line, line, segments
from .pdf_rows import table
from .pdf_rulings import Across, Down
from .pdf_zones import Page, full_rules, is_full, zone_at

_APART = 0.8


@dataclass(slots=True)
class Passage:
    """Lines of one column of text with the edges it may fill."""

    lines: list[Line]
    left: float
    right: float


def laid_out(
    lines: Sequence[Line], left: float, right: float, rules: Sequence[Across], uprights: Sequence[Down]
) -> list[Passage | PageTable]:
    """Free lines, top first, as passages of prose and tables without walls.

    `rules` and `uprights` are lines drawn on the page that belong to no ruled table.
    """
    out: list[Passage | PageTable] = []
    plain: list[Line] = []

    def flush() -> None:
        if plain:
            out.append(Passage(list(plain), left, right))
            plain.clear()

    page = Page(lines, [pieces(ln) for ln in lines], full_rules(rules), list(uprights))
    i = 0
    while i < len(lines):
        columns = _two_columns(lines, i, left, right)
        if columns is not None:
            flush()
            out += _sides_of(lines[i : columns[0]], columns[1], left, right)
            i = columns[0]
            continue
        zone = zone_at(page, i)
        if zone is None:
            plain.append(lines[i])
            i += 1
            continue
        del plain[len(plain) - (i - zone.start) :]
        flush()
        span = slice(zone.start, zone.end)
        out.append(table(lines[span], page.cut[span], zone.gutters, zone.walls))
        i = zone.end
    flush()
    return out


def _sides_of(lines: Sequence[Line], at: float, left: float, right: float) -> list[Passage]:
    """Two columns of prose, parted at `at`: the left one first."""
    sides: tuple[list[Line], list[Line]] = ([], [])
    for ln in lines:
        for part in segments(ln.runs, _APART):
            sides[part[0].left >= at].append(line(part))
    out = []
    for side, reach in zip(sides, (at, right), strict=True):
        edge = max(ln.right for ln in side)
        out.append(Passage(side, min(ln.left for ln in side), min(edge, reach) if reach == at else edge))
    return out


def _two_columns(lines: Sequence[Line], first: int, left: float, right: float) -> tuple[int, float] | None:
    """Where two columns of prose that begin at a line end, and the strip between them."""
    width = right - left
    for gutter in _white(lines[first], left, right):
        if not left + 0.3 * width < gutter.middle < left + 0.7 * width:
            continue
        end = first
        sides: tuple[list[Line], list[Line]] = ([], [])
        strip = gutter
        while end < len(lines):
            parts = segments(lines[end].runs, _APART)
            rest = narrowed([strip], parts, 2 * lines[end].em)
            if not rest:
                break
            strip = rest[0]
            for part in parts:
                sides[part[0].left >= strip.middle].append(line(part))
            end += 1
        if min(map(len, sides)) >= 4 and all(map(is_full, sides)) and all(map(_is_dense, sides)):
            return end, strip.middle
    return None


def _white(ln: Line, left: float, right: float) -> list[Gutter]:
    """Strips a line leaves white: gaps inside it, and what lies beside it."""
    out = gaps(segments(ln.runs, _APART), 0)
    if ln.right < left + 0.6 * (right - left):
        out.append(Gutter(ln.right, min(right, ln.right + 4 * ln.em)))
    if ln.left > left + 0.4 * (right - left):
        out.append(Gutter(max(left, ln.left - 4 * ln.em), ln.left))
    return out


def _is_dense(side: Sequence[Line]) -> bool:
    """True for lines that follow each other as prose does; labels of a form stand apart."""
    steps = [a.base - b.base for a, b in itertools.pairwise(side)]
    return sum(step < 2.2 * side[0].em for step in steps) > 0.7 * len(steps)
