"""Labels and values of form tables: rows of any width, groups over several rows, one-column forms.

A label opens a section over its values just as a heading does, so that a value knows which field
it answers. Tables whose first row names their columns are data, not forms, unless they have two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from regenlint.text import folded

from .grid import Grid, GridCell
from .labels import is_label, is_label_word, is_number
from .raw import RawBlock


@dataclass(frozen=True, slots=True)
class Found:
    """A label with its value blocks; `depth` 1 and more where it stands under another label.

    `opens` is false for labels that name no section (a line 「ラベル：値」).
    """

    label: str
    label_blocks: tuple[int, ...]
    value_blocks: tuple[int, ...]
    value_start: int = 0
    opens: bool = True
    depth: int = 0

    @property
    def last(self) -> int:
        """The last block the label reigns over."""
        return max((*self.label_blocks, *self.value_blocks))


@dataclass(slots=True)
class _Form:
    """A table being read. `bands` gathers cells that are headings over following rows: block → last block."""

    grid: Grid
    raws: Sequence[RawBlock]
    bands: dict[int, int]
    labelled: frozenset[int] = frozenset()
    crowd: dict[int, int] = field(default_factory=dict)


def read(grid: Grid, raws: Sequence[RawBlock], bands: dict[int, int]) -> Iterator[Found]:
    """The fields of a table; adds to `bands`."""
    cells = [c for c in grid.cells if c.place.row >= grid.header_rows]
    if grid.header_rows and grid.columns > 2:
        return
    if grid.columns == 1:
        yield from _grouped(list(_column(cells, raws)))
        return
    form = _Form(grid, raws, bands, _label_columns(cells))
    for c in cells:
        for row in range(c.place.row, c.last_row + 1):
            form.crowd[row] = form.crowd.get(row, 0) + 1
    yield from _grouped(list(_rows(cells, form, 0)))


_ATTRIBUTE = re.compile(
    r"(?:氏名.*|ふりがな|フリガナ|所属.*|役職|職名|部署|部門|郵便番号.*|住所|所在地|電話.*|FAX.*|ファッ?クス.*|.*メール.*|e-?mail|連絡先"
    r"|(?:医師|歯科医師).*区分|区分|専門.*|資格|名称)",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"(\S.{1,30}?)[\s\u3000]+(\S{1,20})$")


def _grouped(found: list[Found]) -> Iterator[Found]:
    """Fields, with those of one person together: 「実施責任者　区分」, 「氏名」, 「電話番号」 are three of one.

    The first label names the person before a space; labels of mere attributes that follow are the
    same person's. The person becomes a label over them all.
    """
    group: list[Found] = []
    name = ""
    for f in found:
        m = _PREFIXED.fullmatch(f.label) if f.depth == 0 else None
        named = m is not None and bool(_ATTRIBUTE.fullmatch(folded(m.group(2)))) and is_label(m.group(1))
        if group and f.depth == 0 and not named and _ATTRIBUTE.fullmatch(folded(f.label)):
            group.append(f)
            continue
        if named and m is not None and group and name == m.group(1):
            group.append(f)
            continue
        yield from _one_person(name, group)
        name, group = (m.group(1), [f]) if named and m is not None else ("", [])
        if not named:
            yield f
    yield from _one_person(name, group)


def _one_person(name: str, group: Sequence[Found]) -> Iterator[Found]:
    if not group:
        return
    values = {b for f in group for b in (*f.label_blocks, *f.value_blocks)} - set(group[0].label_blocks)
    yield Found(name, group[0].label_blocks, tuple(sorted(values)))
    yield from (replace(f, depth=f.depth + 1) for f in group)


def _label_columns(cells: Sequence[GridCell]) -> frozenset[int]:
    """Columns most of whose cells name fields."""
    columns: dict[int, list[bool]] = {}
    for c in cells:
        if c.text:
            columns.setdefault(c.place.column, []).append(is_label_word(c.text))
    return frozenset(n for n, words in columns.items() if sum(words) * 2 > len(words))


def _rows(cells: Sequence[GridCell], form: _Form, depth: int) -> Iterator[Found]:
    """Fields of cells that form a block of rows: each leftmost cell with what stands right of it."""
    if not cells or depth > 8:
        return
    first = min(c.place.column for c in cells)
    by_row: dict[int, list[GridCell]] = {}
    for c in cells:
        by_row.setdefault(c.place.row, []).append(c)
    singles: list[GridCell] = []
    for head in (c for c in cells if c.place.column == first):
        rows = (by_row.get(r, ()) for r in range(head.place.row, head.last_row + 1))
        right = [c for row in rows for c in row if c is not head]
        if right:
            yield from _single_rows(singles, True, form, cells)
            singles = []
            yield from _band(head, right, form, depth)
        else:
            singles.append(head)
    yield from _single_rows(singles, False, form, cells)


def _band(head: GridCell, right: Sequence[GridCell], form: _Form, depth: int) -> Iterator[Found]:
    values = tuple(sorted(b for c in right for b in c.blocks))
    if is_number(head.text) or not head.text:
        yield from _rows(right, form, depth)
        return
    if not is_label(head.text):
        return
    label = _one_line(head.text)
    by_row: dict[int, list[GridCell]] = {}
    for c in right:
        by_row.setdefault(c.place.row, []).append(c)
    rows = list(by_row.values())
    if all(len(row) == 1 for row in rows):
        yield Found(label, head.own, values, depth=depth)
        if len(rows) > 1:
            yield from _inner(rows, form.raws, depth)
        return
    if len(rows) > 1 or _is_group(rows[0]):
        yield Found(label, head.own, values, depth=depth)
        yield from _rows(right, form, depth + 1)
        return
    yield from _chain([head, *rows[0]], form, depth)


def _inner(rows: Sequence[Sequence[GridCell]], raws: Sequence[RawBlock], depth: int) -> Iterator[Found]:
    """Cells under one spanning label that begin with a label of their own."""
    for row in rows:
        cell = row[0]
        if len(cell.own) > 1 and is_label_word(raws[cell.own[0]].text):
            yield Found(_one_line(raws[cell.own[0]].text), cell.own[:1], cell.own[1:], depth=depth + 1)


def _is_group(row: Sequence[GridCell]) -> bool:
    """Whether the cell right of a label is a label itself: 「実施責任者 | 氏名 | 例示花子」."""
    if len(row) < 2:
        return False
    if len(row) % 2 == 0 and is_label(row[0].text) and not is_label_word(row[1].text):
        if row[0].shaded and not row[1].shaded:
            return True
        return is_label_word(row[0].text)
    return False


def _chain(row: Sequence[GridCell], form: _Form, depth: int) -> Iterator[Found]:
    """「label, value, label, value」 or 「label, value, value」 in one row."""
    at = 0
    while at < len(row):
        end = at + 2
        while end < len(row) and not _starts_pair(row, end, form):
            end += 1
        head = row[at]
        if is_label(head.text) and not is_number(head.text):
            values = tuple(sorted(b for c in row[at + 1 : end] for b in c.blocks))
            yield Found(_one_line(head.text), head.own, values, depth=depth)
        at = end


def _starts_pair(row: Sequence[GridCell], at: int, form: _Form) -> bool:
    """Whether a cell further right in a row is a label: by its look, its word, or its whole column."""
    cell = row[at]
    if (at == len(row) - 1 and cell.text) or not is_label(cell.text):
        return False
    after = row[at + 1] if at + 1 < len(row) else None
    if cell.shaded and after is not None and not after.shaded and row[0].shaded and not row[at - 1].shaded:
        return True
    if cell.bold and row[0].bold and not row[at - 1].bold:
        return True
    if is_label_word(cell.text) and at % 2 == 0:
        return True
    if at % 2 == 0 and _is_serial(cell.text) and _is_serial(row[0].text):
        return True
    return at % 2 == 0 and cell.place.column in form.labelled


def _is_serial(text: str) -> bool:
    """A document's or procedure's number as a list's label: B, 資料3, SOP-01."""
    return bool(
        re.fullmatch(
            r"[A-ZＡ-Ｚ]|(?:資料|別紙|別添|添付)[\d０-９A-Z]+|[A-Z]{1,6}(?:[-－][A-Z0-9]+)*[-－][A-Z]?\d+", text.strip()
        )
    )


def _single_rows(singles: Sequence[GridCell], below: bool, form: _Form, cells: Sequence[GridCell]) -> Iterator[Found]:
    """Rows of one cell within a wider table: headings over the rows below, or label and value stacked."""
    if not singles:
        return
    yield from _column(singles, form.raws)
    last = singles[-1]
    if below and len(last.own) == 1 and is_label(last.text) and last.place.columns > 1:
        end = max(b for c in cells[-form.grid.columns :] for b in c.blocks)
        start = bisect_right(cells, (last.place.row, last.place.column), key=lambda c: (c.place.row, c.place.column))
        for n in range(start, len(cells)):
            c = cells[n]
            if form.crowd.get(c.place.row) == 1 and c.place.columns > 1 and is_label(c.text):
                end = min(c.own) - 1
                break
        form.bands[last.own[0]] = end


def _column(cells: Sequence[GridCell], raws: Sequence[RawBlock]) -> Iterator[Found]:
    """Cells one below the other: a label paragraph above its values in a cell, or in the cell above."""
    heads = [_split_cell(c, raws) for c in cells]
    whole = [h for h in heads if h]
    if len(cells) == 1:
        head = heads[0]
        # A box drawn around a whole text is no field.
        if head and len(cells[0].own) <= 12 and is_label_word(raws[head[0]].text):
            yield Found(_one_line(raws[head[0]].text), (head[0],), tuple(b for b in cells[0].blocks if b != head[0]))
        return
    form = len(whole) * 2 >= len(cells)
    n = 0
    while n < len(cells):
        cell, head = cells[n], heads[n]
        if head:
            label = _one_line(raws[head[0]].text)
            yield Found(label, (head[0],), tuple(b for b in cell.blocks if b != head[0]))
        elif len(cell.own) == 1 and is_label(cell.text):
            follows = cells[n + 1] if n + 1 < len(cells) else None
            if not form and follows is not None and heads[n + 1] is None and _answers(cell, follows):
                yield Found(_one_line(cell.text), cell.own, follows.blocks)
                n += 1
            elif form:
                yield Found(_one_line(cell.text), cell.own, ())
        n += 1


def _answers(label: GridCell, value: GridCell) -> bool:
    return is_label_word(label.text) and (not is_label(value.text) or not is_label_word(value.text))


def _split_cell(cell: GridCell, raws: Sequence[RawBlock]) -> tuple[int] | None:
    """The label block of a cell that holds a label paragraph above its values."""
    written = [b for b in cell.own if raws[b].text.strip()]
    if len(written) < 2:
        return None
    first, second = raws[written[0]].text, raws[written[1]].text
    return (written[0],) if is_label(first) and not (is_number(first) or first == second) else None


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text.strip())
