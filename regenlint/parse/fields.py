"""Labels and their values: rows of form tables of any width, one-column forms, 「ラベル：値」 lines.

A label in a table opens a section over its values just as a heading does, so that a value knows
which field it answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regenlint.model import SILENT_ROLES, Block, Choice, Field, Role

from . import labels
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


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in reading order, and cells that are headings over following rows: block → last block."""

    found: tuple[Found, ...]
    bands: dict[int, int]


def find(raws: Sequence[RawBlock], grids: Sequence[Grid]) -> Fields:
    """All labelled places of a document."""
    found: list[Found] = []
    bands: dict[int, int] = {}
    for grid in grids:
        if any(raws[b].role in (Role.HEADER, Role.FOOTER) for b in grid.blocks[:1]):
            continue
        found.extend(_in_grid(grid, raws, bands))
    taken = {b for f in found for b in f.label_blocks}
    for i, raw in enumerate(raws):
        if raw.role not in SILENT_ROLES and i not in taken and raw.level == 0:
            found.extend(_in_line(i, raw))
    found.sort(key=lambda f: (f.label_blocks[0], f.depth, f.value_start))
    return Fields(tuple(found), bands)


def with_choices(fields: Fields, blocks: Sequence[Block], choices: Sequence[Choice]) -> tuple[Field, ...]:
    """The fields with the choices that stand in their values."""
    at: dict[int, list[Choice]] = {}
    for c in choices:
        at.setdefault(c.block, []).append(c)
    out: list[Field] = []
    for f in fields.found:
        inside = tuple(
            c
            for b in f.value_blocks
            for c in at.get(b, ())
            if b not in f.label_blocks or c.start >= f.value_start
        )
        out.append(Field(f.label, f.label_blocks, f.value_blocks, inside, f.value_start))
    return tuple(out)


# ---- tables


def _in_grid(grid: Grid, raws: Sequence[RawBlock], bands: dict[int, int]) -> Iterator[Found]:
    cells = [c for c in grid.cells if c.place.row >= grid.header_rows]
    if grid.header_rows and grid.columns > 2:
        return
    if grid.columns == 1:
        yield from _column(cells, raws)
        return
    yield from _rows(cells, raws, grid, 0, bands)


def _rows(
    cells: Sequence[GridCell], raws: Sequence[RawBlock], grid: Grid, depth: int, bands: dict[int, int]
) -> Iterator[Found]:
    """Fields of cells that form a block of rows: each leftmost cell with what stands right of it."""
    if not cells or depth > 8:
        return
    first = min(c.place.column for c in cells)
    heads = [c for c in cells if c.place.column == first]
    singles: list[GridCell] = []
    for n, head in enumerate(heads):
        right = [c for c in cells if c is not head and head.place.row <= c.place.row <= head.last_row]
        if right:
            yield from _single_rows(singles, raws, heads[n:], bands, cells)
            singles = []
            yield from _band(head, right, raws, grid, depth, bands)
        else:
            singles.append(head)
    yield from _single_rows(singles, raws, [], bands, cells)


def _band(
    head: GridCell, right: Sequence[GridCell], raws: Sequence[RawBlock], grid: Grid, depth: int, bands: dict[int, int]
) -> Iterator[Found]:
    values = tuple(sorted(b for c in right for b in c.blocks))
    if is_number(head.text) or not head.text:
        yield from _rows(right, raws, grid, depth, bands)
        return
    if not is_label(head.text):
        return
    label = _one_line(head.text)
    rows = sorted({c.place.row for c in right})
    by_row = [[c for c in right if c.place.row == r] for r in rows]
    if all(len(row) == 1 for row in by_row):
        yield Found(label, head.own, values, depth=depth)
        if len(rows) > 1:
            yield from _inner(by_row, raws, depth)
        return
    if len(rows) > 1 or _is_group(by_row[0], grid):
        yield Found(label, head.own, values, depth=depth)
        yield from _rows(right, raws, grid, depth + 1, bands)
        return
    yield from _chain([head, *by_row[0]], grid, depth)


def _inner(rows: Sequence[Sequence[GridCell]], raws: Sequence[RawBlock], depth: int) -> Iterator[Found]:
    """Cells under one spanning label that begin with a label of their own."""
    for row in rows:
        cell = row[0]
        if len(cell.own) > 1 and is_label_word(raws[cell.own[0]].text):
            yield Found(_one_line(raws[cell.own[0]].text), cell.own[:1], cell.own[1:], depth=depth + 1)


def _is_group(row: Sequence[GridCell], grid: Grid) -> bool:
    """Whether the cell right of a label is a label itself: 「実施責任者 | 氏名 | 例示花子」."""
    if len(row) < 2:
        return False
    if len(row) % 2 == 0 and is_label(row[0].text) and not is_label_word(row[1].text):
        if row[0].shaded and not row[1].shaded:
            return True
        return is_label_word(row[0].text)
    return False


def _chain(row: Sequence[GridCell], grid: Grid, depth: int) -> Iterator[Found]:
    """「label, value, label, value」 or 「label, value, value」 in one row."""
    at = 0
    while at < len(row):
        end = at + 2
        while end < len(row) and not _starts_pair(row, end, grid):
            end += 1
        head = row[at]
        if is_label(head.text) and not is_number(head.text):
            values = tuple(sorted(b for c in row[at + 1 : end] for b in c.blocks))
            yield Found(_one_line(head.text), head.own, values, depth=depth)
        at = end


def _starts_pair(row: Sequence[GridCell], at: int, grid: Grid) -> bool:
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
    column = [c.text for c in grid.cells if c.place.column == cell.place.column and c.text]
    return at % 2 == 0 and sum(map(is_label_word, column)) * 2 > len(column)


def _is_serial(text: str) -> bool:
    """A document's or procedure's number as a list's label: B, 資料3, SOP-01."""
    return bool(re.fullmatch(r"[A-ZＡ-Ｚ]|(?:資料|別紙|別添|添付)[\d０-９A-Z]+|[A-Z]{1,6}(?:[-－][A-Z0-9]+)*[-－][A-Z]?\d+", text.strip()))


def _single_rows(
    singles: Sequence[GridCell],
    raws: Sequence[RawBlock],
    below: Sequence[GridCell],
    bands: dict[int, int],
    cells: Sequence[GridCell],
) -> Iterator[Found]:
    """Rows of one cell within a wider table: headings over the rows below, or label and value stacked."""
    if not singles:
        return
    yield from _column(singles, raws)
    last = singles[-1]
    if below and len(last.own) == 1 and is_label(last.text) and last.place.columns > 1:
        end = max(b for c in cells for b in c.blocks)
        for c in cells:
            alone = not any(o is not c and o.place.row <= c.place.row <= o.last_row for o in cells)
            if c.place.row > last.place.row and alone and c.place.columns > 1 and is_label(c.text):
                end = min(c.own) - 1
                break
        bands[last.own[0]] = end


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


# ---- lines

_COLON = re.compile(
    r"(?:^|(?<=[\s\u3000／/、]))([^\s：:、。，,／/「」『』→=＝|]{1,24}(?:[ \u3000][^\s：:、。，,／/「」]{1,12})?)"
    r"[\s\u3000]*[：:](?![／/])[\s\u3000]*"
)
_BRACKET = re.compile(r"^[\s\u3000]*【([^【】]{1,24})】[\s\u3000]*(?=[^\s\u3000])")
_GAP = re.compile(r"^[\s\u3000]*([^\s\u3000：:、。「」]{2,24})(?:\t+|[\u3000 ]{2,})(?=[^\s\u3000])")
_NO_LABEL = re.compile(r"^(?:[\d０-９.,]+|[A-Za-z]|https?|例|注|なお|ただし|また|及び|又は|[※*＊].*|.*[はがをにで])$")


def _in_line(number: int, raw: RawBlock) -> Iterator[Found]:
    """「ラベル：値」, several in a line; 「【ラベル】値」; 「ラベル　　値」 where the label is a known sort of word."""
    text = raw.text
    bracket = _BRACKET.match(text)
    if bracket:
        yield Found(bracket.group(1), (number,), (number,), bracket.end(), opens=False)
    spans = [m for m in _COLON.finditer(text) if _names(m, text)]
    if spans and (spans[0].start() == 0 or raw.cell is not None or not text[: spans[0].start()].strip()):
        for m in spans:
            yield Found(_line_label(m.group(1), m.start() == 0), (number,), (number,), m.end(), opens=False)
        return
    gap = _GAP.match(text)
    if gap and not bracket and len(text) <= 120 and is_label_word(gap.group(1)):
        yield Found(gap.group(1), (number,), (number,), gap.end(), opens=False)


def _line_label(text: str, opens_line: bool) -> str:
    """「3.1 デザイン」 → デザイン; 「□無　内容」 → 内容; two words together only where they open the line."""
    bare = labels.split(text)[2] or text
    words = bare.split()
    if len(words) > 1 and (not opens_line or re.search(r"[☐☑☒□■✓]", bare)):
        bare = words[-1]
    return bare.strip("・ \u3000-☐☑☒□■✓")


def _names(m: re.Match[str], text: str) -> bool:
    label = m.group(1)
    if _NO_LABEL.match(label) or (re.search(r"\d$", label) and re.match(r"\d", text[m.end() :])):
        return False
    # Inside brackets a colon belongs to the remark, not to a field.
    before = text[: m.end(1)]
    return before.count("（") + before.count("(") <= before.count("）") + before.count(")")
