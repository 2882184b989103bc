"""Columns where nothing is drawn: label and value set side by side, lists by tabs, two columns of prose.

A white strip that no line of a run of lines crosses is a gutter. Lines that hold text on both
sides of it, aligned, are rows of a table; what goes on below without a label belongs to the row
above; a label set in the middle of its value's lines belongs to the lines around it. Cross lines
without uprights part the rows where they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .pdf_breaks import first_word
from .pdf_cells import PageTable, Place
from .pdf_lines import Line, line, segments
from .pdf_openings import CONTENTS, OPENING
from .pdf_rulings import Across
from .pdf_runs import Run

Gutter = tuple[float, float]

_NUMBER = re.compile(r"[\s\-–()（）.]*[0-9０-９]{1,4}[\s\-–()（）.]*")
_TICK = re.compile(r"[☐☑☒□■✓✔○●◯◎〇レ]")


@dataclass(slots=True)
class Passage:
    """Lines of one column of text with the edges it may fill."""

    lines: list[Line]
    left: float
    right: float

    @property
    def top(self) -> float:
        """Height of its upper edge."""
        return self.lines[0].top


def is_contents(ln: Line) -> bool:
    """True for a line of a table of contents: leader dots and a page number."""
    return CONTENTS.search(ln.text) is not None


def laid_out(
    lines: Sequence[Line], left: float, right: float, rules: Sequence[Across]
) -> list[Passage | PageTable]:
    """Free lines of a page, top first, as passages of prose and tables without walls, in reading order.

    `rules` are cross lines that belong to no ruled table.
    """
    out: list[Passage | PageTable] = []
    plain: list[Line] = []

    def flush() -> None:
        if plain:
            out.append(Passage(list(plain), left, right))
            plain.clear()

    i = 0
    cut = [_parts(ln) for ln in lines]
    while i < len(lines):
        found = _two_columns(lines, i, left, right)
        if found is not None:
            flush()
            out += _sides_of(lines[i : found[0]], found[1], left, right)
            i = found[0]
            continue
        group = _group(lines, cut, i, rules)
        if group is None:
            plain.append(lines[i])
            i += 1
            continue
        back, end, gutters = group
        del plain[len(plain) - back :]
        flush()
        out.append(_table(lines[i - back : end], cut[i - back : end], gutters, rules))
        i = end
    flush()
    return out


def _parts(ln: Line) -> list[list[Run]]:
    """A line cut at its wide gaps; a number or bullet stays with what it opens."""
    parts = segments(ln.runs) if len(ln.runs) > 1 else [list(ln.runs)]
    out: list[list[Run]] = []
    for part in parts:
        text = "".join(r.text for r in out[-1]) if out else ""
        label = OPENING.match(text) if text else None
        if out and ((label is not None and label.end() >= len(text) and len(text) <= 6) or _TICK.fullmatch(text)):
            out[-1] += part
        else:
            out.append(part)
    return out


def _gaps(parts: Sequence[Sequence[Run]]) -> list[Gutter]:
    return [
        (max(r.right for r in a), b[0].left) for a, b in zip(parts, parts[1:], strict=False)
    ]


def _narrowed(gutters: Sequence[Gutter], parts: Sequence[Sequence[Run]], em: float) -> list[Gutter]:
    """What is left of gutters beside a further line; those it closes are gone."""
    out = []
    for low, high in gutters:
        for part in parts:
            start, end = part[0].left, max(r.right for r in part)
            if end <= low or start >= high:
                continue
            if start < low + 0.5 * em and end < high:
                low = max(low, end)
            elif end > high - 0.5 * em and start > low:
                high = min(high, start)
            else:
                low = high = (low + high) / 2
                break
        if high - low >= 0.9 * em:
            out.append((low, high))
    return out


def _group(
    lines: Sequence[Line], cut: Sequence[list[list[Run]]], first: int, rules: Sequence[Across]
) -> tuple[int, int, list[Gutter]] | None:
    """The table without walls that begins at a line: lines above it that belong to it, its end, its gutters."""
    if len(cut[first]) < 2 or is_contents(lines[first]):
        return None
    gutters = _gaps(cut[first])
    end = first + 1
    two_sided = [first]
    history = [gutters]
    while end < len(lines):
        step = lines[end - 1].base - lines[end].base
        if step > 5.5 * lines[end].em or is_contents(lines[end]):
            break
        narrowed = _narrowed(gutters, cut[end], lines[end].em)
        if not narrowed or (len(narrowed) < len(gutters) and len(cut[end]) == 1 and len(two_sided) >= 2):
            break
        if not _stays(lines, cut, end, narrowed, two_sided, rules):
            break
        gutters = narrowed
        history.append(gutters)
        if _sides(cut[end], gutters) >= 2:
            two_sided.append(end)
        end += 1
    # Trailing lines without a value are text again, unless they are set as a label is.
    while end - 1 > two_sided[-1] and not _belongs(lines, cut, end - 1, gutters, two_sided):
        end -= 1
    ruled = _ruled(lines[first:end], rules) >= 2
    if len(two_sided) < (1 if ruled else 2) or not _is_table(cut, two_sided, gutters, ruled):
        return None
    return _above(lines, cut, first, gutters), end, gutters


def _sides(parts: Sequence[Sequence[Run]], gutters: Sequence[Gutter]) -> int:
    return len({_column(part, gutters) for part in parts})


def _column(part: Sequence[Run], gutters: Sequence[Gutter]) -> int:
    middle = (part[0].left + max(r.right for r in part)) / 2
    return sum((low + high) / 2 < middle for low, high in gutters)


def _stays(
    lines: Sequence[Line],
    cut: Sequence[list[list[Run]]],
    at: int,
    gutters: Sequence[Gutter],
    two_sided: Sequence[int],
    rules: Sequence[Across],
) -> bool:
    """False for a heading between two lists, which crosses no gutter because it is short."""
    ln = lines[at]
    if len(cut[at]) > 1 or _column(cut[at][0], gutters) > 0:
        return True
    labels = [lines[k] for k in two_sided]
    if ln.bold and not any(x.runs[0].style.bold for x in labels):
        return False
    if ln.em > 1.12 * labels[-1].em:
        return False
    numbered = OPENING.match(ln.text) is not None
    if numbered and not any(OPENING.match(x.text) for x in labels):
        return False
    if ln.text.rstrip().endswith(("。", "．")):
        return False
    return abs(ln.left - min(x.left for x in labels)) < 4 * ln.em


def _belongs(
    lines: Sequence[Line], cut: Sequence[list[list[Run]]], at: int, gutters: Sequence[Gutter], two_sided: Sequence[int]
) -> bool:
    """True for a last line that is a further line of a value, or a label with nothing beside it."""
    step = lines[at - 1].base - lines[at].base
    if _column(cut[at][0], gutters) > 0:
        return step < 2.2 * lines[at].em
    steps = [lines[k - 1].base - lines[k].base for k in two_sided[1:]]
    text = lines[at].text
    return bool(steps) and step < 1.25 * max(steps) and len(text) <= 18 and not text.endswith("。")


def _ruled(lines: Sequence[Line], rules: Sequence[Across]) -> int:
    top, low = lines[0].top + 14, lines[-1].bottom - 14
    return sum(low <= rule.y <= top and rule.left < lines[0].right for rule in rules)


def _is_table(
    cut: Sequence[list[list[Run]]], two_sided: Sequence[int], gutters: Sequence[Gutter], ruled: bool
) -> bool:
    """True where the text right of the first gutter is aligned and the rows are no list of contents, no prose."""
    columns: dict[int, list[list[Run]]] = {}
    for k in two_sided:
        for part in cut[k]:
            columns.setdefault(_column(part, gutters), []).append(part)
    aligned = [c for c, parts in columns.items() if _aligned(parts)]
    if 0 not in aligned and not ruled:
        return False
    if not any(c > 0 for c in aligned):
        return False
    last = columns[max(columns)]
    if len(columns) == 2 and all(_NUMBER.fullmatch(_text(p)) for p in last) and not ruled:
        return False  # contents without leaders
    left = columns.get(0, [])
    if len(columns) == 2 and len(two_sided) >= 4 and not ruled and _are_full(left) and _are_full(last):
        return False  # two columns of prose
    return not all(_is_label_only(_text(p)) for p in left)


def _are_full(parts: Sequence[Sequence[Run]]) -> bool:
    return _is_full([line(p) for p in parts])


def _text(part: Sequence[Run]) -> str:
    return "".join(r.text for r in part)


def _is_label_only(text: str) -> bool:
    m = OPENING.match(text)
    return m is not None and m.end() >= len(text)


def _aligned(parts: Sequence[Sequence[Run]]) -> bool:
    em = parts[0][0].em
    lefts = sorted(p[0].left for p in parts)
    rights = sorted(max(r.right for r in p) for p in parts)
    centres = sorted((p[0].left + max(r.right for r in p)) / 2 for p in parts)
    need = 0.7 * len(parts)
    for values in (lefts, rights, centres):
        for anchor in (values[0], values[len(values) // 2], values[-1]):
            if sum(abs(v - anchor) < 0.6 * em for v in values) >= need:
                return True
    return False


def _above(
    lines: Sequence[Line], cut: Sequence[list[list[Run]]], first: int, gutters: Sequence[Gutter]
) -> int:
    """How many lines above begin the first value: its label is set in the middle of its lines."""
    back = 0
    edge = min(p[0].left for p in cut[first] if _column(p, gutters) > 0)
    while back < 6 and first - back - 1 >= 0:
        k = first - back - 1
        ln = lines[k]
        step = ln.base - lines[k + 1].base
        alone = len(cut[k]) == 1 and abs(ln.left - edge) < 0.6 * ln.em
        if not alone or step > 1.75 * ln.em or is_contents(ln):
            break
        back += 1
    return back


def _table(
    lines: Sequence[Line], cut: Sequence[list[list[Run]]], gutters: Sequence[Gutter], rules: Sequence[Across]
) -> PageTable:
    gutters = sorted(gutters)
    left, right = min(ln.left for ln in lines), max(ln.right for ln in lines)
    edges = (left, *((low + high) / 2 for low, high in gutters), right)
    shared: list[dict[int, Line]] = []
    for parts in cut:
        by: dict[int, list[Run]] = {}
        for part in parts:
            by.setdefault(_column(part, gutters), []).extend(part)
        shared.append({k: line(runs) for k, runs in by.items()})
    places: list[Place] = []
    for r, (start, end) in enumerate(_rows(lines, shared, gutters, rules)):
        top, low = lines[start].top, lines[end - 1].bottom
        for k in range(len(edges) - 1):
            box = (edges[k] if k == 0 else gutters[k - 1][1], low, edges[k + 1] if k + 2 == len(edges) else gutters[k][0], top)
            places.append(Place(r, k, 1, 1, box, [s[k] for s in shared[start:end] if k in s]))
    return PageTable((left, lines[-1].bottom, right, lines[0].top), edges, places, ruled=False)


def _rows(
    lines: Sequence[Line], shared: Sequence[dict[int, Line]], gutters: Sequence[Gutter], rules: Sequence[Across]
) -> list[tuple[int, int]]:
    """Spans of lines that are one row each."""
    n = len(lines)
    walls = {
        k
        for k in range(1, n)
        if any(lines[k].top - 1 <= r.y + 0.4 * lines[k].em and r.y <= lines[k - 1].bottom + 2 for r in rules)
        and any(lines[k].base < r.y < lines[k - 1].base and r.right - r.left > 0.3 * (lines[k].right - lines[k].left) for r in rules)
    }
    loose = _loose(lines, shared)
    spans: list[tuple[int, int]] = []
    bounds = [0, *sorted(walls), n]
    for a, b in zip(bounds, bounds[1:], strict=False):
        one = len(walls) >= 2 and sum(_starts(shared, k, a, gutters) for k in range(a, b)) <= 1
        spans += [(a, b)] if one else _rows_by_space(a, b, shared, gutters, loose)
    return spans


def _loose(lines: Sequence[Line], shared: Sequence[dict[int, Line]]) -> set[int]:
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
        top = max(ln.top for ln in lines[k : k + 3])
        step = bottom - top + em
        if step > 1.18 * pitch and step > pitch + 0.25 * em:
            out.add(k)
        bottom = min(bottom, lines[k].bottom)
    return out


def _rows_by_space(
    a: int, b: int, shared: Sequence[dict[int, Line]], gutters: Sequence[Gutter], loose: set[int]
) -> list[tuple[int, int]]:
    """Rows of a band without walls: by wider gaps where there are any, else by labels."""
    out: list[tuple[int, int]] = []
    bounds = [a, *sorted(k for k in loose if a < k < b), b]
    for start, end in zip(bounds, bounds[1:], strict=False):
        marks = [k for k in range(start, end) if _starts(shared, k, start, gutters)]
        if not marks:
            # A further paragraph of the value above; at the top, a value without label.
            if out and out[-1][1] == start:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
            continue
        cuts = [start, *marks[1:], end]
        out += list(zip(cuts, cuts[1:], strict=False))
    return out


def _starts(shared: Sequence[dict[int, Line]], k: int, first: int, gutters: Sequence[Gutter]) -> bool:
    """True where a line begins a label, or goes on with none."""
    label = shared[k].get(0)
    if label is None:
        return False
    above = shared[k - 1].get(0) if k > first else None
    if above is None:
        return True
    limit = gutters[0][0]
    full = limit - above.right < first_word(label) + 0.3 * label.em
    open_bracket = above.text.count("（") + above.text.count("(") > above.text.count("）") + above.text.count(")")
    values = [c for c in shared[k] if c > 0]
    if open_bracket and (full or not values):
        return False
    if not full:
        return True
    # Labels of one length fill their column one and all: a value beside each makes each a row.
    return bool(values) and all(_is_whole(shared[k - 1].get(c)) for c in values)


def _is_whole(ln: Line | None) -> bool:
    return ln is not None and len(ln.text) < 60


def _sides_of(lines: Sequence[Line], at: float, left: float, right: float) -> list[Passage]:
    """Two columns of prose, parted at a height of the page from top to foot: the left one first."""
    sides: tuple[list[Line], list[Line]] = ([], [])
    for ln in lines:
        for part in segments(ln.runs, 0.8):
            sides[part[0].left >= at].append(line(part))
    out = []
    for side, reach in zip(sides, (at, right), strict=True):
        edge = max(ln.right for ln in side)
        out.append(Passage(side, min(ln.left for ln in side), min(edge, reach) if reach == at else edge))
    return out


def _two_columns(lines: Sequence[Line], first: int, left: float, right: float) -> tuple[int, float] | None:
    width = right - left
    ln = lines[first]
    for low, high in _white(ln, left, right):
        at = (low + high) / 2
        if not left + 0.3 * width < at < left + 0.7 * width:
            continue
        end = first
        sides: tuple[list[Line], list[Line]] = ([], [])
        strip = (low, high)
        while end < len(lines):
            parts = segments(lines[end].runs, 0.8)
            narrowed = _narrowed([strip], parts, lines[end].em)
            if not narrowed:
                break
            strip = narrowed[0]
            for part in parts:
                sides[part[0].left >= (strip[0] + strip[1]) / 2].append(line(part))
            end += 1
        if min(len(sides[0]), len(sides[1])) >= 4 and all(map(_is_full, sides)) and all(map(_is_dense, sides)):
            return end, (strip[0] + strip[1]) / 2
    return None


def _white(ln: Line, left: float, right: float) -> list[Gutter]:
    """Strips a line leaves white: gaps inside it, and what lies beside it."""
    out = _gaps(segments(ln.runs, 0.8))
    if ln.right < left + 0.6 * (right - left):
        out.append((ln.right, min(right, ln.right + 4 * ln.em)))
    if ln.left > left + 0.4 * (right - left):
        out.append((max(left, ln.left - 4 * ln.em), ln.left))
    return out


def _is_dense(side: Sequence[Line]) -> bool:
    """True for lines that follow each other as prose does; labels of a form stand apart."""
    steps = [a.base - b.base for a, b in zip(side, side[1:], strict=False)]
    return sum(step < 2.2 * side[0].em for step in steps) > 0.7 * len(steps)


def _is_full(side: Sequence[Line]) -> bool:
    reach = max(ln.right for ln in side)
    return sum(reach - ln.right < 2.5 * ln.em for ln in side) > 0.5 * len(side) and reach - side[0].left > 8 * side[0].em
