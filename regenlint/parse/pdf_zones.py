"""Where a run of lines is a table though no walls are drawn all round.

Three signs: cross lines of one width above and below rows; upright lines between columns; or lines
that leave the same strip white and are aligned beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .pdf_gutters import (
    LESS_WIDE,
    WIDE,
    Gutter,
    Piece,
    aligned,
    column_of,
    columns_of,
    gaps,
    narrowed,
    opens_only,
    right_of,
    text_of,
)
from .pdf_lines import Line, line
from .pdf_openings import CONTENTS, OPENING
from .pdf_rulings import Across, Down

_NUMBER = re.compile(r"[\s\-–()（）.]*[0-9０-９]{1,4}[\s\-–()（）.]*")


@dataclass(slots=True)
class Zone:
    """Lines `start` to `end` (exclusive) are a table with these gutters; rows end at `walls` where there are any."""

    start: int
    end: int
    gutters: list[Gutter]
    walls: list[float]


@dataclass(slots=True)
class Page:
    """Free lines of a page cut to pieces, and the lines drawn between them."""

    lines: Sequence[Line]
    cut: list[list[Piece]]
    rules: list[Across]
    uprights: list[Down]


def full_rules(rules: Sequence[Across]) -> list[Across]:
    """Cross lines, those of one height as one: borders may be drawn cell by cell."""
    out: list[Across] = []
    for rule in sorted(rules, key=lambda r: (-r.y, r.left)):
        if out and abs(out[-1].y - rule.y) <= 1.2:
            out[-1] = Across(min(out[-1].left, rule.left), max(out[-1].right, rule.right), out[-1].y)
        else:
            out.append(rule)
    return out


def zone_at(page: Page, at: int) -> Zone | None:
    """The table that begins at a line, if one does."""
    return _between_rules(page, at) or _between_uprights(page, at) or _beside_gutters(page, at)


def _between_rules(page: Page, at: int) -> Zone | None:
    """Rows between cross lines of one width, the first of them right above the line."""
    ln = page.lines[at]
    above = [r for r in page.rules if ln.base < r.y < ln.top + 1.6 * ln.em and r.left < ln.right and r.right > ln.left]
    if not above or (at and page.lines[at - 1].base < above[-1].y):
        return None
    first = above[-1]
    walls = [first.y]
    gutters: list[Gutter] | None = None
    end = at
    for rule in page.rules:
        if rule.y >= first.y or abs(rule.left - first.left) > 4 or abs(rule.right - first.right) > 4:
            continue
        stop = end
        while stop < len(page.lines) and page.lines[stop].base > rule.y:
            stop += 1
        if stop == end:
            continue
        found = _white(page, at, stop)
        if not found:
            break
        gutters, end = found, stop
        walls.append(rule.y)
    if gutters is None or end - at < 2 or len(walls) < 2:
        return None
    gutters = _sound(page, at, end, gutters)
    return Zone(at, end, gutters, walls) if gutters else None


def _white(page: Page, start: int, end: int) -> list[Gutter]:
    """Strips that lines `start` to `end` all leave white, with text on both sides in two of them."""
    left = min(ln.left for ln in page.lines[start:end])
    right = max(ln.right for ln in page.lines[start:end])
    em = page.lines[start].em
    strips = [Gutter(left, right)]
    covered = sorted((p[0].left, max(r.right for r in p)) for parts in page.cut[start:end] for p in parts)
    strips, reach = [], left
    for low, high in covered:
        if low - reach >= 0.45 * em:
            strips.append(Gutter(reach, low))
        reach = max(reach, high)
    both = 2 if end - start > 1 else 1
    return [
        g
        for g in strips
        if sum(
            any(p[0].left < g.low for p in parts) and any(p[0].left >= g.high - 1 for p in parts)
            for parts in page.cut[start:end]
        )
        >= both
    ]


def _sound(page: Page, start: int, end: int, gutters: list[Gutter]) -> list[Gutter]:
    """Gutters right of which the text is aligned."""
    kept = list(gutters)
    for gutter in gutters:
        k = kept.index(gutter) + 1
        parts = [by[k] for by in (columns_of(p, kept) for p in page.cut[start:end]) if k in by]
        if not parts or not aligned(parts, 0.6):
            kept.remove(gutter)
    return kept


def _between_uprights(page: Page, at: int) -> Zone | None:
    """Columns parted by upright lines of one length beside the line."""
    ln = page.lines[at]
    middle = ln.base + 0.38 * ln.em
    beside = [u for u in page.uprights if u.bottom < middle < u.top and ln.left - ln.em < u.x < ln.right + ln.em]
    if not beside:
        return None
    top, bottom = max(u.top for u in beside), min(u.bottom for u in beside)
    if at and page.lines[at - 1].base < top:
        return None
    end = at
    while end < len(page.lines) and page.lines[end].base + 0.38 * page.lines[end].em > bottom:
        end += 1
    xs = sorted({round(u.x, 0) for u in beside})
    gutters = [Gutter(x - 0.5, x + 0.5) for x in xs]
    lines = page.lines[at:end]
    gutters = [g for g in gutters if any(x.left < g.low for x in lines) and any(x.right > g.high for x in lines)]
    if not gutters or end - at < 2:
        return None
    for k in range(at, end):
        page.cut[k] = _cut_at(page.lines[k], gutters)
    two_sided = sum(len(columns_of(page.cut[k], gutters)) > 1 for k in range(at, end))
    return Zone(at, end, gutters, []) if two_sided >= 2 else None


def _cut_at(ln: Line, gutters: Sequence[Gutter]) -> list[Piece]:
    by: dict[int, Piece] = {}
    for run in ln.runs:
        at = run.left + min(0.5 * run.em, (run.right - run.left) / 2)
        by.setdefault(sum(g.middle < at for g in gutters), []).append(run)
    return [by[k] for k in sorted(by)]


def _beside_gutters(page: Page, first: int) -> Zone | None:
    """Lines with text on both sides of one white strip, and what belongs to them above and below."""
    lines, cut = page.lines, page.cut
    if len(cut[first]) < 2 or CONTENTS.search(lines[first].text):
        return None
    gutters = gaps(cut[first], LESS_WIDE * lines[first].em)
    if not gutters:
        return None
    end = first + 1
    two_sided = [first]
    while end < len(lines):
        ln = lines[end]
        if lines[end - 1].base - ln.base > 5.5 * ln.em or CONTENTS.search(ln.text):
            break
        left = narrowed(gutters, cut[end], ln.em)
        if not left or (len(left) < len(gutters) and len(cut[end]) == 1 and len(two_sided) >= 2):
            break
        if not _stays(page, end, left, two_sided):
            break
        gutters = left
        if len(columns_of(cut[end], gutters)) >= 2:
            two_sided.append(end)
        end += 1
    # Trailing lines without a value are text again, unless they are set as a label is.
    while end - 1 > two_sided[-1] and not _belongs(page, end - 1, gutters, two_sided):
        end -= 1
    wide = any(g.high - g.low >= WIDE * lines[first].em for g in gutters)
    if len(two_sided) < (2 if wide else 3) or not _is_table(page, two_sided, gutters):
        return None
    return Zone(first - _above(page, first, gutters), end, gutters, [r.y for r in page.rules])


def _stays(page: Page, at: int, gutters: Sequence[Gutter], two_sided: Sequence[int]) -> bool:
    """False for a heading between two lists, which crosses no gutter because it is short."""
    ln, parts = page.lines[at], page.cut[at]
    if len(columns_of(parts, gutters)) > 1 or column_of(parts[0], gutters) > 0:
        return True
    labels = [page.lines[k] for k in two_sided]
    if ln.bold and not any(x.runs[0].style.bold for x in labels):
        return False
    if ln.em > 1.12 * labels[-1].em:
        return False
    if OPENING.match(ln.text) and not any(OPENING.match(x.text) for x in labels):
        return False
    if ln.text.rstrip().endswith(("。", "．")):
        return False
    rights = [right_of(by[0]) for by in (columns_of(page.cut[k], gutters) for k in two_sided) if 0 in by]
    return abs(ln.left - min(x.left for x in labels)) < 4 * ln.em or abs(ln.right - max(rights, default=0.0)) < ln.em


def _belongs(page: Page, at: int, gutters: Sequence[Gutter], two_sided: Sequence[int]) -> bool:
    """True for a last line that is a further line of a value, or a label with nothing beside it."""
    lines = page.lines
    step = lines[at - 1].base - lines[at].base
    if column_of(page.cut[at][0], gutters) > 0:
        return step < 2.2 * lines[at].em
    steps = [lines[k - 1].base - lines[k].base for k in two_sided[1:]]
    text = lines[at].text
    return bool(steps) and step < 1.25 * max(steps) and len(text) <= 18 and not text.endswith("。")


def _is_table(page: Page, two_sided: Sequence[int], gutters: Sequence[Gutter]) -> bool:
    """True where the columns are aligned and the rows are no list of contents, no numbered list, no prose."""
    columns: dict[int, list[Piece]] = {}
    for k in two_sided:
        for column, piece in columns_of(page.cut[k], gutters).items():
            columns.setdefault(column, []).append(piece)
    sound = [c for c, parts in columns.items() if aligned(parts)]
    if 0 not in sound or not any(c > 0 for c in sound):
        return False
    if sum(any(map(_is_cut_open, page.cut[k])) for k in two_sided) * 2 >= len(two_sided):
        return False  # a blank to fill in, （　月　日から）
    left, last = columns.get(0, []), columns[max(columns)]
    if len(columns) == 2 and all(_NUMBER.fullmatch(text_of(p)) for p in last):
        return False  # contents without leaders
    if len(columns) == 2 and len(two_sided) >= 4 and all(is_full([line(p) for p in side]) for side in (left, last)):
        return False  # two columns of prose
    return not all(opens_only(text_of(p)) for p in left)


def _is_cut_open(piece: Piece) -> bool:
    text = text_of(piece)
    return any(text.count(a) != text.count(b) for a, b in ("（）", "()", "「」", "【】"))


def is_full(side: Sequence[Line]) -> bool:
    """True for lines most of which reach the right edge of their column, as prose does."""
    reach = max(ln.right for ln in side)
    return (
        sum(reach - ln.right < 2.5 * ln.em for ln in side) > 0.5 * len(side) and reach - side[0].left > 8 * side[0].em
    )


def _above(page: Page, first: int, gutters: Sequence[Gutter]) -> int:
    """How many lines above begin the first value: its label is set in the middle of its lines."""
    back = 0
    edge = min((p[0].left for p in page.cut[first] if column_of(p, gutters) > 0), default=0.0)
    while back < 6 and first - back - 1 >= 0:
        k = first - back - 1
        ln = page.lines[k]
        step = ln.base - page.lines[k + 1].base
        alone = len(page.cut[k]) == 1 and abs(ln.left - edge) < 0.6 * ln.em
        if not alone or step > 1.75 * ln.em or CONTENTS.search(ln.text):
            break
        back += 1
    return back
