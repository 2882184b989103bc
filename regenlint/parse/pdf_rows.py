"""Rows of a table without walls: by cross lines, by wider white, by labels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .pdf_breaks import first_word
from .pdf_cells import PageTable, Place
from .pdf_gutters import Gutter, Piece, columns_of
from .pdf_lines import Line, line

Shared = Sequence[dict[int, Line]]


def table(
    lines: Sequence[Line], cut: Sequence[list[Piece]], gutters: Sequence[Gutter], walls: Sequence[float]
) -> PageTable:
    """A table of lines cut to pieces beside gutters; `walls` are heights of cross lines, top first."""
    gutters = sorted(gutters)
    left, right = min(ln.left for ln in lines), max(ln.right for ln in lines)
    edges = (left, *(g.middle for g in gutters), right)
    shared = [{k: line(piece) for k, piece in columns_of(parts, gutters).items()} for parts in cut]
    reach = [max((s[k].right for s in shared if k in s), default=edges[k + 1]) for k in range(len(edges) - 1)]
    places: list[Place] = []
    for r, (start, end) in enumerate(_rows(lines, shared, gutters, walls)):
        top, low = lines[start].top, lines[end - 1].bottom
        for k in range(len(edges) - 1):
            # A column reaches as far as its longest line: nothing drawn says more.
            box = (left if k == 0 else gutters[k - 1].high, low, reach[k], top)
            places.append(Place(r, k, 1, 1, box, [s[k] for s in shared[start:end] if k in s]))
    return PageTable((left, lines[-1].bottom, right, lines[0].top), edges, places, ruled=False)


def _rows(
    lines: Sequence[Line], shared: Shared, gutters: Sequence[Gutter], walls: Sequence[float]
) -> list[tuple[int, int]]:
    """Spans of lines that are one row each."""
    n = len(lines)
    parted = {k for k in range(1, n) if any(_between(y, lines, k) for y in walls)}
    loose = _loose(lines, shared)
    bounds = [0, *sorted(parted), n]
    bands = list(itertools.pairwise(bounds))
    # Lines between all rows, or only round the head and the foot (three-line tables).
    starts = [sum(_starts(shared, k, a, gutters) for k in range(a, b)) for a, b in bands]
    each = len(parted) >= 2 and sum(s <= 1 for s in starts) > 0.6 * len(bands)
    spans: list[tuple[int, int]] = []
    for a, b in bands:
        spans += [(a, b)] if each else _by_space(a, b, shared, gutters, loose)
    return spans


def _between(y: float, lines: Sequence[Line], k: int) -> bool:
    above = min(ln.base for ln in lines[max(0, k - 3) : k])
    below = max(ln.base for ln in lines[k : k + 3])
    return below < y < above


def _loose(lines: Sequence[Line], shared: Shared) -> set[int]:
    """Lines with more white above them than lines of one cell have: what is set between two lines closes the gap."""
    steps: list[float] = []
    last: dict[int, Line] = {}
    for parts in shared:
        for column, ln in parts.items():
            if column in last:
                steps.append(last[column].base - ln.base)
            last[column] = ln
    pitch = min(steps, default=0.0)
    out = set()
    bottom = lines[0].bottom
    for k in range(1, len(lines)):
        em = lines[k].em
        step = bottom - max(ln.top for ln in lines[k : k + 3]) + em
        if step > 1.18 * pitch and step > pitch + 0.25 * em:
            out.add(k)
        bottom = min(bottom, lines[k].bottom)
    return out


def _by_space(a: int, b: int, shared: Shared, gutters: Sequence[Gutter], loose: set[int]) -> list[tuple[int, int]]:
    """Rows of a band without walls: by wider gaps where there are any, else by labels."""
    out: list[tuple[int, int]] = []
    bounds = [a, *sorted(k for k in loose if a < k < b), b]
    for start, end in itertools.pairwise(bounds):
        marks = [k for k in range(start, end) if _starts(shared, k, start, gutters)]
        if not marks:
            # A further paragraph of the value above; at the top, a value without label.
            if out and out[-1][1] == start:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
            continue
        cuts = [start, *marks[1:], end]
        out += list(itertools.pairwise(cuts))
    return out


def _starts(shared: Shared, k: int, first: int, gutters: Sequence[Gutter]) -> bool:
    """True where a line begins a label, or goes on with none."""
    label = shared[k].get(0)
    if label is None:
        return False
    above = shared[k - 1].get(0) if k > first else None
    if above is None:
        return True
    reach = max((s[0].right for s in shared if 0 in s), default=gutters[0].low)
    full = reach - above.right < first_word(label) + 0.3 * label.em
    is_open = above.text.count("（") + above.text.count("(") > above.text.count("）") + above.text.count(")")
    values = [c for c in shared[k] if c > 0]
    if is_open and (full or not values):
        return False
    if not full:
        return True
    if values and len(shared[k - 1]) == 1 and reach - min(s[0].left for s in shared if 0 in s) < 7 * label.em:
        return True  # short labels do not wrap: the one above has no value
    # Labels of one length fill their column one and all: a value beside each makes each a row.
    return (
        bool(values)
        and all(len(shared[k - 1][c].text) < 60 for c in values if c in shared[k - 1])
        and all(c in shared[k - 1] for c in values)
    )
