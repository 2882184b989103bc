"""Tables as grids of cells, and which of their rows name the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regenlint.model import CellPlace, Role, Table

from .labels import is_label, is_label_word
from .raw import RawBlock


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its place, the numbers of its blocks (those of tables nested in it too), its look."""

    place: CellPlace
    own: tuple[int, ...]
    blocks: tuple[int, ...]
    text: str
    bold: bool
    shaded: bool
    header: bool

    @property
    def last_row(self) -> int:
        return self.place.row + self.place.rows - 1

    @property
    def last_column(self) -> int:
        return self.place.column + self.place.columns - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells in reading order."""

    number: int
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    header_rows: int

    @property
    def blocks(self) -> tuple[int, ...]:
        return tuple(sorted(b for c in self.cells for b in c.own))

    def table(self) -> Table:
        return Table(self.number, self.rows, self.columns, self.blocks, self.header_rows)


def grids(raws: Sequence[RawBlock]) -> tuple[Grid, ...]:
    """The tables of a document, by number."""
    own: dict[int, dict[tuple[int, int], list[int]]] = {}
    places: dict[tuple[int, int, int], CellPlace] = {}
    nested: dict[tuple[int, int, int], list[int]] = {}
    for i, raw in enumerate(raws):
        if raw.outer:
            nested.setdefault((raw.outer.table, raw.outer.row, raw.outer.column), []).append(i)
        if raw.cell and raw.role not in (Role.HEADER, Role.FOOTER, Role.COMMENT):
            at = (raw.cell.row, raw.cell.column)
            own.setdefault(raw.cell.table, {}).setdefault(at, []).append(i)
            places.setdefault((raw.cell.table, *at), raw.cell)
    out: list[Grid] = []
    for number in sorted(own):
        cells = tuple(
            _cell(raws, places[number, *at], blocks, nested.get((number, *at), []))
            for at, blocks in sorted(own[number].items())
        )
        rows = max(c.last_row for c in cells) + 1
        columns = max(c.last_column for c in cells) + 1
        out.append(Grid(number, rows, columns, cells, _header_rows(cells, rows, columns)))
    return tuple(out)


def _cell(raws: Sequence[RawBlock], place: CellPlace, own: list[int], nested: list[int]) -> GridCell:
    written = [raws[i] for i in own if raws[i].text.strip()]
    return GridCell(
        place,
        tuple(own),
        tuple(sorted({*own, *nested})),
        "\n".join(r.text.strip() for r in written),
        bool(written) and all(r.bold for r in written),
        any(r.shaded for r in (raws[i] for i in own)),
        any(raws[i].header for i in own),
    )


def _header_rows(cells: Sequence[GridCell], rows: int, columns: int) -> int:
    """How many leading rows name the columns: marked so, set off by weight or shade, or by their words."""
    if columns < 2 or rows < 2:
        return 0
    marked = 0
    while marked < rows and any(c.place.row == marked for c in cells):
        if not all(c.header for c in cells if c.place.row == marked):
            break
        marked += 1
    if 0 < marked < rows:
        return marked
    first = [c for c in cells if c.place.row == 0]
    deep = max(c.place.rows for c in first)
    if deep > 1 and all(c.place.rows == deep or c.place.columns > 1 for c in first) and deep < rows:
        second = [c for c in cells if 0 < c.place.row < deep]
        named = [c for c in (*first, *second) if c.text]
        if second and named and all(is_label(c.text, 30) for c in named):
            return deep
    if deep > 1 or len(first) < 2 or sum(c.place.columns for c in first) < columns:
        return 0
    return 1 if _names_columns(first, [c for c in cells if c.place.row > 0], columns) else 0


def _names_columns(first: Sequence[GridCell], rest: Sequence[GridCell], columns: int) -> bool:
    if not all(is_label(c.text, 40) or not c.text for c in first) or not first[-1].text:
        return False
    if len({c.text for c in first}) < len(first) and columns == 2:
        return False
    later = [c for c in rest if c.place.column > 0 and c.text]
    set_off = all((c.bold or c.shaded) for c in first if c.text) and not any(c.bold or c.shaded for c in later)
    words = sum(is_label_word(c.text) for c in first)
    if set_off and words:
        return True
    if columns == 2:
        # 「氏名 | 連絡先」 over values, not 「氏名 | 例示花子」: both cells must be names of columns, and
        # the left column below must not go on naming fields of one thing.
        below = [c for c in rest if c.place.column == 0 and c.text]
        named = sum(is_label_word(c.text) for c in below)
        return words == 2 and len(below) >= 1 and named * 2 <= len(below)
    written = [c for c in first if c.text]
    if words < max(2, (len(written) * 2 + 2) // 3) or words < len(written) and words < 3:
        return words >= 2 and words >= len(written) - 1 and not _alternates(first, rest)
    return not _alternates(first, rest)


def _alternates(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether the rows go 「label, value, label, value」, so the first row is such a row too."""
    if len(first) % 2:
        below = [c for c in rest if c.place.column == first[1].place.column and c.text] if len(first) == 3 else []
        return bool(below) and all(is_label_word(c.text) for c in below) and is_label_word(first[1].text)
    columns = [c.place.column for c in first]
    labels = [c for c in rest if c.place.column in columns[::2] and c.text]
    values = [c for c in rest if c.place.column in columns[1::2] and c.text]
    if not labels or not values:
        return False
    return (
        sum(is_label_word(c.text) for c in labels) * 3 >= len(labels) * 2
        and sum(is_label_word(c.text) for c in values) * 3 <= len(values)
    )
