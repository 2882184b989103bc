"""Headers, footers and page numbers: what stands at the edge of page after page.

Told by repetition at the same height, with digits masked; on one page alone only by the form of
a page number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .pdf_cells import PageTable
from .pdf_lines import Line
from .pdf_tags import Tags
from .pdf_turn import Turn

_DIGITS = re.compile(r"[0-9０-９]+")
_NUMBER = re.compile(
    r"\s*(?:[-–—―‐ー−~〜(（\[［<＜]|p(?:age)?\.?|P(?:age)?\.?)?\s*(?P<page>[0-9０-９]{1,4})\s*"
    r"(?:(?:頁|ページ)?\s*(?:[/／]|of|中|のうち)\s*(?:全|計)?\s*[0-9０-９]{1,4}\s*)?(?:頁|ページ)?\s*[-–—―‐ー−~〜)）\]］>＞]?\s*",
    re.IGNORECASE,
)
_LOOKED_AT = 4
_ZONE = 0.15


@dataclass(slots=True)
class Sheet:
    """What a page shows before it is laid out: free lines from the top, ruled tables, its turn."""

    number: int
    turn: Turn
    lines: list[Line]
    tables: list[PageTable]
    headers: list[Line] = field(default_factory=list)
    footers: list[Line] = field(default_factory=list)
    header_tables: list[PageTable] = field(default_factory=list)
    tags: Tags = field(default_factory=Tags)

    @property
    def height(self) -> float:
        """Height of the turned page."""
        return self.turn.size[1]


def is_page_number(text: str) -> bool:
    """True for text that is nothing but a page number, as - 3 -, 3/12 or 3頁."""
    return _NUMBER.fullmatch(text) is not None and bool(text.strip())


def _mask(text: str) -> str:
    return _DIGITS.sub("#", re.sub(r"\s+", "", text))


def _table_text(table: PageTable) -> str:
    return "|".join(ln.text for p in table.places for ln in p.lines)


def take_edges(sheets: Sequence[Sheet]) -> bool:
    """Moves headers and footers out of the pages' lines; true where the pages are numbered.

    Numbered means: on nearly every page after the first, a header or footer holds a number that
    rises by one with the page.
    """
    tops: list[list[tuple[tuple[str, int], Line]]] = []
    bottoms: list[list[tuple[tuple[str, int], Line]]] = []
    for sheet in sheets:
        high, low = sheet.height * (1 - _ZONE), sheet.height * _ZONE
        table_top = max((t.top for t in sheet.tables), default=-1e9)
        table_low = min((t.box[1] for t in sheet.tables), default=1e9)
        tops.append([(_key(ln), ln) for ln in sheet.lines[:_LOOKED_AT] if ln.base > max(high, table_top - 1)])
        bottoms.append([(_key(ln), ln) for ln in sheet.lines[-_LOOKED_AT:] if ln.base < min(low, table_low + 1)])
    need = _need(len(sheets))
    for found, kept in ((tops, True), (bottoms, False)):
        counts = Counter(key for page in found for key in {k for k, _ in page})
        for sheet, page in zip(sheets, found, strict=True):
            edge = _edge(page if kept else page[::-1], counts, need, sheet)
            if kept:
                sheet.headers = edge
            else:
                sheet.footers = edge[::-1]
            taken = {id(ln) for ln in edge}
            sheet.lines = [ln for ln in sheet.lines if id(ln) not in taken]
    _take_tables(sheets, need)
    return _numbered(sheets)


def _need(pages: int) -> int:
    return max(2, pages // 3) if pages > 1 else 2


def _key(ln: Line) -> tuple[str, int]:
    return _mask(ln.text), round(ln.base / 4)


def _edge(
    page: Sequence[tuple[tuple[str, int], Line]], counts: Counter[tuple[str, int]], need: int, sheet: Sheet
) -> list[Line]:
    """The outermost lines of a page that repeat, up to the first that does not.

    A short line far out in the margin, apart from what follows, counts even once.
    """
    out: list[Line] = []
    for k, (key, ln) in enumerate(page):
        text, height = key
        seen = max(counts[(text, height + d)] for d in (-1, 0, 1))
        near = not out or abs(out[-1].base - ln.base) < 2.2 * ln.em
        if not near and 0.1 * sheet.height < ln.base < 0.9 * sheet.height:
            break
        if not out and 0.12 * sheet.height < ln.base < 0.88 * sheet.height:
            break
        if seen >= need or is_page_number(ln.text) or (k == 0 and _is_marginal(ln, sheet)):
            out.append(ln)
        else:
            break
    return out


def _is_marginal(ln: Line, sheet: Sheet) -> bool:
    others = [x for x in sheet.lines if x is not ln]
    edges = [e for t in sheet.tables for e in (t.box[1], t.box[3])]
    if len(ln.text) > 45 or (not others and not edges):
        return False
    if ln.base > 0.935 * sheet.height:
        return ln.bottom - max([*(x.top for x in others), *edges]) > 1.2 * ln.em
    return ln.base < 0.065 * sheet.height and min([*(x.bottom for x in others), *edges]) - ln.top > 1.2 * ln.em


def _take_tables(sheets: Sequence[Sheet], need: int) -> None:
    """Tables at the head of page after page with the same words: the head of a procedure's pages."""
    heads = [s for s in sheets if s.tables and _stands_on_top(s, s.tables[0])]
    counts = Counter(_mask(_table_text(s.tables[0])) for s in heads)
    for sheet in heads:
        if counts[_mask(_table_text(sheet.tables[0]))] >= need:
            sheet.header_tables.append(sheet.tables[0])
            sheet.tables = sheet.tables[1:]


def _stands_on_top(sheet: Sheet, table: PageTable) -> bool:
    return table.box[1] > 0.7 * sheet.height and not any(ln.base > table.top for ln in sheet.lines)


def _numbered(sheets: Sequence[Sheet]) -> bool:
    if not sheets:
        return False
    offsets: Counter[int] = Counter()
    for sheet in sheets:
        texts = [ln.text for ln in (*sheet.headers, *sheet.footers)]
        texts += [_table_text(t) for t in sheet.header_tables]
        seen = {int(n) for text in texts for n in re.findall(r"[0-9０-９]{1,4}", text)}
        offsets.update({sheet.number - n for n in seen})
    if not offsets:
        return False
    best = offsets.most_common(1)[0][1]
    return best >= max(1, round(0.8 * (len(sheets) - 1)))
