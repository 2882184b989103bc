"""Tables of a PDF page by their lines: connected lines make a grid, walls make its cells.

A cell spans the squares between which no wall is drawn. A table open at its sides, as Japanese
forms like them, is closed where its cross lines end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .pdf_rulings import MOST_SEGMENTS, Across, Down, Drawing
from .pdf_turn import Box

_NEAR = 3.0
_MOST_SQUARES = 6000


class Cell(NamedTuple):
    """A cell: grid row and column from 0, spans, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


class Grid(NamedTuple):
    """A table's outer box, its column edges from left to right, and its cells in reading order."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[Cell, ...]


def grids(drawn: Drawing) -> list[Grid]:
    """The ruled tables of a page, innermost first."""
    if len(drawn.across) + len(drawn.down) > MOST_SEGMENTS:
        return []
    across, down = _joined_across(drawn.across), _joined_down(drawn.down)
    out = []
    for lying, standing in _groups(across, down):
        grid = _grid(lying, standing)
        if grid is not None:
            out.append(grid)
    out.sort(key=lambda g: (g.box[2] - g.box[0]) * (g.box[3] - g.box[1]))
    return out


def _snap(values: Iterable[float], tolerance: float = 2.5) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def _joined_across(lines: Sequence[Across]) -> list[Across]:
    """Pieces of one line as one: dashes, and borders drawn cell by cell."""
    out: list[Across] = []
    for line in sorted(lines, key=lambda s: (round(s.y * 2), s.left)):
        last = out[-1] if out else None
        if last and abs(last.y - line.y) <= 0.6 and line.left <= last.right + 1.5:
            out[-1] = Across(last.left, max(last.right, line.right), last.y)
        else:
            out.append(line)
    return out


def _joined_down(lines: Sequence[Down]) -> list[Down]:
    out: list[Down] = []
    for line in sorted(lines, key=lambda s: (round(s.x * 2), s.bottom)):
        last = out[-1] if out else None
        if last and abs(last.x - line.x) <= 0.6 and line.bottom <= last.top + 1.5:
            out[-1] = Down(last.x, last.bottom, max(last.top, line.top))
        else:
            out.append(line)
    return out


def _groups(across: Sequence[Across], down: Sequence[Down]) -> list[tuple[list[Across], list[Down]]]:
    """Lines that cross or touch, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(down)), key=lambda j: down[j].x)
    keys = [down[j].x for j in order]
    for i, line in enumerate(across):
        for k in range(bisect_left(keys, line.left - _NEAR), bisect_right(keys, line.right + _NEAR)):
            j = order[k]
            if down[j].bottom - _NEAR <= line.y <= down[j].top + _NEAR:
                parent[find(i)] = find(len(across) + j)
    members: dict[int, tuple[list[Across], list[Down]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(across):
        members[find(i)][0].append(line)
    for j, upright in enumerate(down):
        members[find(len(across) + j)][1].append(upright)
    return list(members.values())


def _grid(across: list[Across], down: list[Down]) -> Grid | None:
    if len(across) < 2 or not down:
        return None
    heights = sorted(_snap(s.y for s in across), reverse=True)
    edges = _snap(s.x for s in down)
    left, right = min(s.left for s in across), max(s.right for s in across)
    # Sides left open: the cross lines say how far the table goes.
    if left < edges[0] - 8 and sum(s.left < edges[0] - 8 for s in across) >= 2:
        edges.insert(0, left)
    if right > edges[-1] + 8 and sum(s.right > edges[-1] + 8 for s in across) >= 2:
        edges.append(right)
    low, high = min(s.bottom for s in down), max(s.top for s in down)
    if low < heights[-1] - 8 and sum(s.bottom < heights[-1] - 8 for s in down) >= 2:
        heights.append(low)
    if high > heights[0] + 8 and sum(s.top > heights[0] + 8 for s in down) >= 2:
        heights.insert(0, high)
    rows, columns = len(heights) - 1, len(edges) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > _MOST_SQUARES:
        return None
    cells = _cells(heights, edges, across, down)
    if len(cells) < 2:
        return None
    return Grid((edges[0], heights[-1], edges[-1], heights[0]), tuple(edges), cells)


def _walls(
    heights: list[float], edges: list[float], across: list[Across], down: list[Down]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Drawn borders: (row, edge) of upright walls, (height, column) of lying ones."""
    rows, columns = len(heights) - 1, len(edges) - 1
    upright: set[tuple[int, int]] = set()
    lying: set[tuple[int, int]] = set()
    for x, bottom, top in down:
        k = min(range(columns + 1), key=lambda q: abs(edges[q] - x))
        for r in range(rows):
            if bottom - _NEAR <= (heights[r] + heights[r + 1]) / 2 <= top + _NEAR:
                upright.add((r, k))
    for left, right, y in across:
        r = min(range(rows + 1), key=lambda q: abs(heights[q] - y))
        for k in range(
            max(0, bisect_left(edges, left - 2 * _NEAR) - 1),
            min(columns, bisect_right(edges, right + 2 * _NEAR)),
        ):
            if left - _NEAR <= (edges[k] + edges[k + 1]) / 2 <= right + _NEAR:
                lying.add((r, k))
    return upright, lying


def _cells(heights: list[float], edges: list[float], across: list[Across], down: list[Down]) -> tuple[Cell, ...]:
    rows, columns = len(heights) - 1, len(edges) - 1
    upright, lying = _walls(heights, edges, across, down)
    parent = list(range(rows * columns))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for k in range(columns):
            here = r * columns + k
            if k + 1 < columns and (r, k + 1) not in upright:
                parent[find(here + 1)] = find(here)
            if r + 1 < rows and (r + 1, k) not in lying:
                parent[find(here + columns)] = find(here)
    members: dict[int, list[int]] = defaultdict(list)
    for square in range(rows * columns):
        members[find(square)].append(square)
    out = []
    for squares in members.values():
        r0, r1 = squares[0] // columns, squares[-1] // columns
        k0 = min(s % columns for s in squares)
        k1 = max(s % columns for s in squares)
        box = (edges[k0], heights[r1 + 1], edges[k1 + 1], heights[r0])
        out.append(Cell(r0, k0, r1 - r0 + 1, k1 - k0 + 1, box))
    return tuple(sorted(out))
