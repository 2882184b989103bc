"""From the runs of the pages to one flow of paragraphs and tables.

Two passes: the first sees each page alone (lines, ruled tables), the second needs all pages (what
repeats at their edges, how far the text column reaches) and lays the free lines out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from .pdf_cells import PageTable, lines_of, share_out
from .pdf_columns import Passage, laid_out
from .pdf_edges import Sheet
from .pdf_joins import Flow, Text, table_of
from .pdf_lines import Line
from .pdf_paragraphs import paragraphs
from .pdf_rulings import Across, Down, Drawing
from .pdf_runs import Run
from .pdf_tags import Tags
from .pdf_turn import Turn

_NOTE = re.compile(
    r"\s*(?:[*＊†‡§※]+\s*[0-9０-９]*|注\s*[0-9０-９]*|[0-9０-９]{1,2}[)）]|[0-9]{1,2}(?=[^\d.．,，年月日])|[¹²³⁴⁵⁶⁷⁸⁹])"
)


def sheet(number: int, runs: Sequence[Run], drawn: Drawing, turn: Turn, tags: Tags) -> Sheet:
    """A page with its ruled tables taken out of its lines."""
    tables, free = share_out(runs, drawn)
    made = Sheet(number, turn, lines_of(free), tables, tags=tags)
    if tags.paragraphs:
        _weigh_tags(made)
    return made


def _weigh_tags(made: Sheet) -> None:
    """Keeps tags from telling paragraphs where every line is tagged as one, as some producers do."""
    areas = [made.lines, *(p.lines for t in made.tables for p in t.places)]
    joined = sum(a.tag == b.tag != 0 for lines in areas for a, b in pairwise(lines))
    if not joined and sum(map(len, areas)) > 8:
        for lines in areas:
            for ln in lines:
                ln.tag = -ln.tag


def margins(sheets: Sequence[Sheet]) -> dict[int, tuple[float, float]]:
    """The text column of the pages by their rounded width: its left edge and how far its lines reach.

    One line further out than all others is an accident; several are the margin.
    """
    lines: dict[int, list[Line]] = defaultdict(list)
    tables: dict[int, list[PageTable]] = defaultdict(list)
    for s in sheets:
        lines[round(s.turn.size[0])] += s.lines
        tables[round(s.turn.size[0])] += [t for t in s.tables if t.ruled]
    out = {}
    for width in lines.keys() | tables.keys():
        rights = sorted((ln.right for ln in lines[width]), reverse=True)
        lefts = [ln.left for ln in lines[width]] + [t.box[0] + 5.4 for t in tables[width]]
        left = min(lefts, default=0.0)
        support = max(3, len(rights) // 20)
        outer = rights[: 3 + len(rights) // 50]
        shared = (a for a, b in zip(outer, rights[support - 1 :], strict=False) if a - b < 6)
        # Two long lines to the point as long as each other are set to the margin, even in a short document.
        long = sorted((ln.right for ln in lines[width] if ln.right - ln.left > 25 * ln.em), reverse=True)
        twins = [a for a, b in pairwise(long) if a - b < 1 and a > rights[0] - 14]
        edge = max((t.box[2] - 5.4 for t in tables[width]), default=0.0)
        # Few lines reach as far: nothing says where lines break, so the margins are taken as alike.
        alike = max(rights[0] if rights else 0.0, width - left if not tables[width] else edge)
        out[width] = (left, next(shared, twins[0] if twins else alike) or width)
    return out


def body_size(sheets: Sequence[Sheet]) -> float:
    """The type size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for s in sheets:
        for ln in s.lines:
            sizes[round(ln.em * 2) / 2] += len(ln.text)
    return sizes.most_common(1)[0][0] if sizes else 10.5


def flow_of(s: Sheet, margin: tuple[float, float], drawn: Drawing, em: float) -> Flow:
    """A page's paragraphs and tables in reading order, footnotes last."""
    left, right = margin
    own = [r for r in drawn.across if not any(_in_table(r, t) for t in s.tables)]
    uprights = [u for u in drawn.down if not any(_stands_in(u, t) for t in s.tables)]
    body, notes = _notes(s, own, margin, em)
    out: Flow = []
    rest = list(body)
    for table in s.tables:
        above = [ln for ln in rest if ln.base > table.top - 0.5 * ln.em]
        rest = [ln for ln in rest if ln.base <= table.top - 0.5 * ln.em]
        out += _free(above, margin, own, uprights, s.number)
        out.append(table_of(table, s.number))
    out += _free(rest, margin, own, uprights, s.number)
    out += [Text(p, s.number, left, note=True) for p in paragraphs(notes, left, right)]
    return out


def _free(
    lines: Sequence[Line], margin: tuple[float, float], rules: Sequence[Across], uprights: Sequence[Down], page: int
) -> Flow:
    out: Flow = []
    for part in laid_out(lines, *margin, rules, uprights) if lines else ():
        if isinstance(part, Passage):
            out += [Text(p, page, part.left) for p in paragraphs(part.lines, part.left, part.right)]
        else:
            out.append(table_of(part, page))
    return out


def _in_table(rule: Across, table: PageTable) -> bool:
    left, bottom, right, top = table.box
    return bottom - 2 <= rule.y <= top + 2 and rule.right > left and rule.left < right


def _stands_in(upright: Down, table: PageTable) -> bool:
    left, bottom, right, top = table.box
    return left - 2 <= upright.x <= right + 2 and upright.top > bottom and upright.bottom < top


def _notes(s: Sheet, rules: Sequence[Across], margin: tuple[float, float], em: float) -> tuple[list[Line], list[Line]]:
    """Body lines and footnotes: what stands under a short rule at the foot, or small there with a note's mark."""
    low = min((t.box[1] for t in s.tables), default=1e9)
    left, right = margin
    foot = [ln for ln in s.lines if ln.base < low and ln.base < 0.6 * s.height]
    for rule in rules:
        short = 0.08 * (right - left) < rule.right - rule.left < 0.55 * (right - left)
        if not short or abs(rule.left - left) > 8 or rule.y > 0.6 * s.height:
            continue
        under = [ln for ln in foot if ln.base < rule.y]
        if under and all(ln.em <= 0.97 * em for ln in under):
            return [ln for ln in s.lines if ln not in under], under
    small: list[Line] = []
    for ln in reversed(foot):
        if ln.em > 0.9 * em:
            break
        small.append(ln)
    small.reverse()
    while small and not _NOTE.match(small[0].text):
        small.pop(0)
    taken = {id(ln) for ln in small}
    return [ln for ln in s.lines if id(ln) not in taken], small
