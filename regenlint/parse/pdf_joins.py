"""Pages to one flow: paragraphs and table rows that a page break cut are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regenlint.model import Mark

from .pdf_breaks import joined
from .pdf_cells import PageTable, Place
from .pdf_openings import CONTENTS
from .pdf_paragraphs import Paragraph, merged, paragraphs, runs_over


@dataclass(slots=True)
class Text:
    """A paragraph in the flow: the page it begins on, the column it stands in, whether it is a footnote."""

    paragraph: Paragraph
    page: int
    left: float
    note: bool = False


@dataclass(slots=True)
class TableCell:
    """A cell in the flow, with its paragraphs and the page it begins on."""

    place: Place
    row: int
    column: int
    rows: int
    columns: int
    page: int
    paragraphs: list[Paragraph]
    header: bool = False
    inner: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table in the flow, over as many pages as it takes. `bottom` is where it ends on `last_page`."""

    cells: list[TableCell]
    edges: tuple[float, ...]
    page: int
    last_page: int
    bottom: float
    ruled: bool
    rows: int


Flow = list[Text | Table]


def table_of(table: PageTable, page: int) -> Table:
    """A page's table with the paragraphs of its cells."""
    cells = [
        TableCell(
            p, p.row, p.column, p.rows, p.columns, page, _paragraphs(p, table.ruled),
            inner=[table_of(t, page) for t in p.inner],
        )
        for p in table.places
    ]  # fmt: skip
    return Table(cells, table.edges, page, page, table.box[1], table.ruled, table.rows)


def _paragraphs(place: Place, ruled: bool) -> list[Paragraph]:
    if not place.lines:
        return []
    left, _, right, _ = place.box
    reach = max(ln.right for ln in place.lines)
    if ruled:
        # Cells are padded alike on both sides; a centred text shows more on the left.
        padding = min(ln.left for ln in place.lines) - left
        right -= max(0.5, min(padding, 0.6 * place.lines[0].em))
        left = min(left + max(0.0, padding), *(ln.left for ln in place.lines))
        return paragraphs(place.lines, place.box[0] + min(max(0.0, padding), 6), max(right, reach))
    return paragraphs(place.lines, min(ln.left for ln in place.lines), max(reach, min(right, reach)))


def together(pages: Iterable[Flow], heights: Sequence[float]) -> Flow:
    """One flow of the pages' flows; `heights` of the pages, page 1 first."""
    out: Flow = []
    for flow in pages:
        for k, item in enumerate(flow):
            last = _last(out, item)
            if isinstance(item, Text) and not item.note and isinstance(last, Text) and _goes_over(last, item, k):
                last.paragraph = _one(last.paragraph, item.paragraph)
            elif (
                isinstance(item, Table)
                and isinstance(last, Table)
                and k == 0
                and item.page == last.last_page + 1
                and last.bottom < 0.3 * heights[last.last_page - 1]
                and _continue(last, item)
            ):
                continue
            else:
                out.append(item)
    return out


def contents_of(flow: Flow) -> frozenset[int]:
    """Ids of the texts that are a table of contents: lines with leaders, and short lines between two of them."""
    out: set[int] = set()
    between: list[Text] = []
    open_ = False
    for item in flow:
        if isinstance(item, Text) and CONTENTS.search(item.paragraph.text):
            out.add(id(item))
            if open_:
                out.update(map(id, between))
            between, open_ = [], True
        elif isinstance(item, Text) and len(item.paragraph.text) <= 70 and len(between) < 40:
            between.append(item)
            open_ = open_ and not item.paragraph.text.endswith("。")
        else:
            between, open_ = [], False
    return frozenset(out)


def _last(out: Flow, item: Text | Table) -> Text | Table | None:
    for before in reversed(out):
        if isinstance(before, Text) and before.note:
            continue
        return before
    return None


def _goes_over(last: Text, item: Text, position: int) -> bool:
    here = last.paragraph.last
    there = item.paragraph.lines[0]
    # Over a page, or from the foot of one column to the head of the next.
    higher = item.page == last.page and there.base > here.base + 3 * here.em
    over = higher or (item.page > last.page and position == 0)
    if not over or not runs_over(last.paragraph, item.paragraph):
        return False
    indent = there.left - item.left
    body = here.left - last.left
    return abs(indent - body) < 0.8 * there.em or len(last.paragraph.lines) == 1


def _one(a: Paragraph, b: Paragraph) -> Paragraph:
    space = joined(a.last, b.lines[0], b.lines[0].right - b.lines[0].left + 20 * b.em)
    shift = len(a.text) + len(space)
    marks = merged([*a.marks, *(Mark(m.kind, m.start + shift, m.end + shift, m.detail) for m in b.marks)])
    return Paragraph(a.lines, a.text + space + b.text, marks, a.em, a.bold and b.bold, b.room, a.centred, (*a.tails, b))


def _columns(table: Table, other: Table) -> dict[int, int] | None:
    """The other table's edges as edges of the table, where it has the same columns (or fewer of them)."""
    tolerance = 4.0 if table.ruled and other.ruled else 8.0
    if table.ruled != other.ruled or len(other.edges) > len(table.edges):
        return None
    out: dict[int, int] = {}
    for k, edge in enumerate(other.edges):
        near = min(range(len(table.edges)), key=lambda q: abs(table.edges[q] - edge))
        if abs(table.edges[near] - edge) > tolerance:
            return None
        out[k] = near
    if out[0] != 0 or out[len(other.edges) - 1] != len(table.edges) - 1:
        return None
    return out


def _text(cell: TableCell) -> str:
    return re.sub(r"\s", "", "".join(p.text for p in cell.paragraphs))


def _continue(table: Table, other: Table) -> bool:
    """Appends a table's part on the next page; False where it is another table."""
    columns = _columns(table, other)
    if columns is None:
        return False
    for cell in other.cells:
        end = columns[min(cell.column + cell.columns, len(other.edges) - 1)]
        cell.column = columns[min(cell.column, len(other.edges) - 1)]
        cell.columns = max(1, end - cell.column)
    repeated = _repeated(table, other)
    for cell in table.cells:
        if cell.row < repeated:
            cell.header = True
    cells = [c for c in other.cells if c.row >= repeated]
    cut = _is_cut(table, [c for c in cells if c.row == repeated], [c for c in cells if c.row > repeated])
    shift = table.rows - repeated - (1 if cut else 0)
    for cell in cells:
        row = cell.row + shift
        if cut and cell.row == repeated:
            above = _cell_at(table, cell.column)
            if above is not None:
                _append(above, cell)
                above.rows = max(above.rows, row + cell.rows - above.row)
                continue
        cell.row = row
        table.cells.append(cell)
    table.rows += other.rows - repeated - (1 if cut else 0)
    table.last_page, table.bottom = other.last_page, other.bottom
    return True


def _repeated(table: Table, other: Table) -> int:
    """How many first rows of the other are the head of the table drawn again."""
    count = 0
    while count < min(3, other.rows - 1, table.rows):
        ours = [(c.column, _text(c)) for c in table.cells if c.row == count]
        theirs = [(c.column, _text(c)) for c in other.cells if c.row == count]
        if ours != theirs or not any(text for _, text in ours):
            break
        count += 1
    return count


def _cell_at(table: Table, column: int) -> TableCell | None:
    """The cell of the last row at a column."""
    last = table.rows - 1
    for cell in table.cells:
        if cell.row <= last < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns:
            return cell
    return None


def _is_cut(table: Table, first: Sequence[TableCell], later: Sequence[TableCell]) -> bool:
    """True where the first row of the next page goes on with the last row of the page before."""
    written = [c for c in first if c.paragraphs]
    if not written:
        return False
    if len(table.edges) == 2 and len(written) == 1 and _parts_label(table, written[0], later):
        return True
    goes_on = []
    for cell in written:
        above = _cell_at(table, cell.column)
        if above is None or not above.paragraphs or above.column != cell.column:
            return False
        goes_on.append(runs_over(above.paragraphs[-1], cell.paragraphs[0]))
    if all(goes_on):
        return True
    label = min(first, key=lambda c: c.column)
    above = _cell_at(table, label.column)
    alone = not label.paragraphs and above is not None and bool(above.paragraphs)
    return alone and (any(goes_on) or len(first) == 2)


def _parts_label(table: Table, cell: TableCell, later: Sequence[TableCell]) -> bool:
    """True where cells hold a label above its value, and the break stands between the two."""
    others = [c for c in (*table.cells, *later) if (c in later or c.row < table.rows - 1) and c.paragraphs]
    last = _cell_at(table, 0)
    several = sum(len(c.paragraphs) > 1 for c in others)
    return (
        last is not None
        and len(last.paragraphs) == 1
        and len(cell.paragraphs) == 1
        and len(others) >= 2
        and several > 0.6 * len(others)
    )


def _append(above: TableCell, cell: TableCell) -> None:
    rest = list(cell.paragraphs)
    if above.paragraphs and rest and runs_over(above.paragraphs[-1], rest[0]):
        above.paragraphs[-1] = _one(above.paragraphs[-1], rest.pop(0))
    above.paragraphs += rest
    above.inner += cell.inner
