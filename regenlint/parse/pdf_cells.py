"""The text of a page shared out: what stands in the cells of its ruled tables, and what stands free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .pdf_grids import Cell, Grid, grids
from .pdf_lines import Line, is_ruby, line, rows
from .pdf_rulings import Drawing, Fill
from .pdf_runs import Run
from .pdf_turn import Box


@dataclass(slots=True)
class Place:
    """A cell of a page's table: grid row and column from 0, spans, box, and its lines from the top."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: list[Line] = field(default_factory=list)
    shaded: bool = False
    inner: list[PageTable] = field(default_factory=list)


@dataclass(slots=True)
class PageTable:
    """A table on one page. `edges` are the column edges; `ruled` is false for one told only by alignment."""

    box: Box
    edges: tuple[float, ...]
    places: list[Place]
    ruled: bool = True
    repeated: bool = False

    @property
    def top(self) -> float:
        """Height of the upper edge."""
        return self.box[3]

    @property
    def rows(self) -> int:
        """Number of grid rows."""
        return max(p.row + p.rows for p in self.places)

    @property
    def columns(self) -> int:
        """Number of grid columns."""
        return max(p.column + p.columns for p in self.places)


def share_out(runs: Sequence[Run], drawn: Drawing) -> tuple[list[PageTable], list[Run]]:
    """Ruled tables with their text, top first, and the runs outside them.

    A grid without any text is decoration and no table. A table inside a cell of another hangs on
    that cell.
    """
    free = list(runs)
    found: list[PageTable] = []
    for grid in grids(drawn):
        inside = [r for r in free if _holds(grid.box, r)]
        if not inside:
            continue
        taken = {id(r) for r in inside}
        free = [r for r in free if id(r) not in taken]
        found.append(_table(grid, inside, drawn.fills))
    found = [t for t in found if not _nested(t, found)]
    found.sort(key=lambda t: (-t.top, t.box[0]))
    return found, free


def _at(run: Run) -> tuple[float, float]:
    """The point of a run that tells which cell it stands in: the middle of its first character."""
    _, left, right, base, em, *_ = run
    return left + (0.5 * em if right - left > em else (right - left) / 2), base + 0.38 * em


def _holds(box: Box, run: Run) -> bool:
    x, y = _at(run)
    return box[1] - 1 <= y <= box[3] + 1 and box[0] - 1 <= x <= box[2] + 1


def _table(grid: Grid, inside: list[Run], fills: Sequence[Fill]) -> PageTable:
    places: list[Place] = []
    points = [_at(run) for run in inside]
    upwards = sorted(range(len(inside)), key=lambda k: points[k][1])
    heights = [points[k][1] for k in upwards]
    taken = [False] * len(inside)
    # Small cells first: where walls make an odd shape, its box covers cells that are not its own.
    for cell in sorted(grid.cells, key=lambda c: _area(c.box)):
        left, bottom, right, top = cell.box
        level = upwards[bisect_left(heights, bottom) : bisect_right(heights, top)]
        mine = sorted(k for k in level if not taken[k] and left <= points[k][0] <= right)
        for k in mine:
            taken[k] = True
        places.append(_place(cell, [inside[k] for k in mine], fills))
    for run, placed in zip(inside, taken, strict=True):
        if not placed:  # on a wall: never lose text
            nearest = min(places, key=lambda p: _distance(p.box, run))
            nearest.lines = lines_of([*(r for ln in nearest.lines for r in ln.runs), run])
    places.sort(key=lambda p: (p.row, p.column))
    return PageTable(grid.box, grid.edges, places)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _distance(box: Box, run: Run) -> float:
    x, y = _at(run)
    return max(box[0] - x, x - box[2], 0) + max(box[1] - y, y - box[3], 0)


def _place(cell: Cell, mine: list[Run], fills: Sequence[Fill]) -> Place:
    x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
    shaded = any(f.colour != "FFFFFF" and f.box[0] <= x <= f.box[2] and f.box[1] <= y <= f.box[3] for f in fills)
    return Place(cell.row, cell.column, cell.rows, cell.columns, cell.box, lines_of(mine), shaded)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Lines of one area from the top, without readings over words."""
    out = [line(row) for row in rows(runs)]
    return [ln for k, ln in enumerate(out) if not (k + 1 < len(out) and is_ruby(ln, out[k + 1]))]


def _nested(table: PageTable, tables: Sequence[PageTable]) -> bool:
    """Hangs a table on the smallest cell around it; False where there is none."""
    x, y = (table.box[0] + table.box[2]) / 2, (table.box[1] + table.box[3]) / 2
    around = [
        p
        for other in tables
        if other is not table and _area(other.box) > _area(table.box)
        for p in other.places
        if p.box[0] - 1 <= table.box[0]
        and table.box[2] <= p.box[2] + 1
        and p.box[1] <= y <= p.box[3]
        and p.box[0] <= x <= p.box[2]
    ]
    if not around:
        return False
    min(around, key=lambda p: _area(p.box)).inner.append(table)
    return True
