"""Workbooks (.xlsx, .xlsm) as raw blocks: each run of rows a table, titles and headings between them.

Values are read as the workbook last showed them; formulas without a stored value stay empty and
are named as a loss. Hidden rows, columns and sheets are left out and counted.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Document, Loss, LossKind, Mark, MarkKind, Origin, Role
from regenlint.text import folded

from . import labels
from .docx_package import Package, broken, has_doctype
from .raw import RawBlock, assemble
from .xlsx_values import displayed

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

# Names of sheets that say nothing of what stands in them.
_UNTOLD = re.compile(r"(?i)(?:sheet|シート|項目|表|頁|ページ|page)?\s?\d*")
MAX_CELLS = 300_000
MAX_SHEET = 24 << 20


def read(data: bytes, path: str, sha256: str) -> Document:
    """The document in the bytes of a workbook. Raises `UnreadableError`."""
    _guard(data)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, rich_text=True, keep_links=False)
    except (MemoryError, RecursionError):
        raise
    except Exception as e:  # on a damaged file openpyxl raises whatever comes
        raise broken(type(e).__name__) from None
    walker = _Walker(_formulas(data))
    for number, sheet in enumerate(book.worksheets, 1):
        walker.sheet(sheet, number, len(book.worksheets))
    if not any(b.text.strip() for b in walker.out):
        raise UnreadableError("empty", "表に値がありません", "the workbook holds no values")
    properties = book.properties
    hygiene = [
        (key, str(value).strip())
        for key, value in (
            ("author", properties.creator),
            ("last-author", properties.lastModifiedBy),
            ("file-title", properties.title),
        )
        if value and str(value).strip() not in ("", "openpyxl")
    ]
    if walker.hidden:
        hygiene.append(("hidden-text", str(walker.hidden)))
    if walker.comments:
        hygiene.append(("comments-open", str(walker.comments)))
    return assemble(walker.out, path=path, format="xlsx", sha256=sha256, losses=walker.losses(), hygiene=hygiene)


def _guard(data: bytes) -> None:
    for name, part in Package(data).every():
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        is_sheet = name.startswith("xl/worksheets/")
        if len(part) > MAX_SHEET or (is_sheet and part.count(b"<c ") > MAX_CELLS):
            raise UnreadableError("too-large", f"{name} が大きすぎます", f"{name} is too large")
        if has_doctype(part):
            raise UnreadableError(
                "unsafe", f"{name} に文書型宣言（DOCTYPE）があるため開きません", f"{name} has a DOCTYPE"
            )


def _formulas(data: bytes) -> int:
    """How many formulas the file holds without the value they showed."""
    package = Package(data)
    count = 0
    for name in package.names():
        if name.startswith("xl/worksheets/sheet") and name.endswith(".xml"):
            part = package.read(name) or b""
            count += len(re.findall(rb"</f>\s*</c>|<f/>\s*</c>|</f>\s*<v\s*/>|</f>\s*<v>\s*</v>", part))
    return count


@dataclass(frozen=True, slots=True)
class _Seen:
    """A written or bordered cell, with spans where merged."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    cell: Cell | MergedCell


class _Walker:
    def __init__(self, formulas: int) -> None:
        self.out: list[RawBlock] = []
        self.tables = 0
        self.hidden = 0
        self.comments = 0
        self.formulas = formulas

    def losses(self) -> list[Loss]:
        if not self.formulas:
            return []
        return [
            Loss(
                LossKind.FOREIGN_PART,
                f"計算式{self.formulas}個の値が保存されておらず読めません。表計算ソフトで開いて保存し直してください",
                f"{self.formulas} formulas have no stored value; open and save the workbook once",
            )
        ]

    def sheet(self, ws: Worksheet, number: int, sheets: int) -> None:
        rows = self._rows(ws)
        if ws.sheet_state != "visible":
            self.hidden += sum(len(c.text) for row in rows.values() for c in row)
            return
        if rows and sheets > 1 and not _UNTOLD.fullmatch(ws.title.strip()):
            first = folded(rows[min(rows)][0].text)
            # Excel cuts names at 31 characters: the first row often says the same in full.
            if not first.startswith(folded(ws.title)):
                self.out.append(RawBlock(ws.title, Origin(("sheet", number, "")), Role.HEADING, level=1))
        for group in _groups(rows):
            self._group(group, number)
        self._comments(ws, number)

    def _rows(self, ws: Worksheet) -> dict[int, list[_Seen]]:
        from openpyxl.utils import get_column_letter

        spans = {(m.min_row, m.min_col): m for m in ws.merged_cells.ranges}
        covered = {
            (r, c)
            for m in ws.merged_cells.ranges
            if m.size["rows"] * m.size["columns"] <= 20_000
            for r in range(m.min_row, m.max_row + 1)
            for c in range(m.min_col, m.max_col + 1)
        } - set(spans)
        unseen_columns = {k for k, d in ws.column_dimensions.items() if d.hidden}
        rows: dict[int, list[_Seen]] = {}
        for (r, c), cell in sorted(ws._cells.items()):
            if (r, c) in covered:
                continue
            text = displayed(cell)
            if not text.strip() and not _bordered(cell):
                continue
            if ws.row_dimensions[r].hidden or get_column_letter(c) in unseen_columns:
                self.hidden += len(text.strip())
                continue
            m = spans.get((r, c))
            down = m.max_row - m.min_row + 1 if m else 1
            across = m.max_col - m.min_col + 1 if m else 1
            rows.setdefault(r, []).append(_Seen(r, c, down, across, text, cell))
        return {r: row for r, row in rows.items() if any(c.text.strip() for c in row)}

    def _group(self, rows: list[list[_Seen]], sheet: int) -> None:
        """A run of rows without a gap: a table, or lines where no row has two cells."""
        wide = [row for row in rows if sum(bool(c.text.strip()) for c in row) > 1 or len(row) > 1]
        if not wide:
            for row in rows:
                for c in row:
                    self._line(c, sheet)
            return
        pending: list[list[_Seen]] = []
        for n, row in enumerate(rows):
            # A list of several columns below the form's pairs is a table of its own.
            if len(row) >= 3 and len(pending) >= 2 and all(len(p) <= 2 for p in pending):
                self._table(pending, sheet)
                pending = []
            if len(row) == 1 and _stands_alone(row[0], rows, n):
                self._table(pending, sheet)
                pending = []
                self._line(row[0], sheet)
            else:
                pending.append(row)
        self._table(pending, sheet)

    def _line(self, c: _Seen, sheet: int) -> None:
        for k, text in enumerate(c.text.split("\n")):
            if text.strip():
                self.out.append(_raw(text, c, sheet, k, None))

    def _table(self, rows: list[list[_Seen]], sheet: int) -> None:
        if not rows:
            return
        from openpyxl.utils import get_column_letter

        left = min(c.column for row in rows for c in row)
        starts = sorted({c.column for row in rows for c in row})
        # Sheets ruled like graph paper merge many narrow columns: count only those where cells begin.
        at = {column: n for n, column in enumerate(starts)}
        ends = max(c.column + c.columns for row in rows for c in row)
        numbers = sorted(c.row for row in rows for c in row[:1])
        where = {r: n for n, r in enumerate(numbers)}
        width = len(starts)
        for row in rows:
            row_cells = sorted(row, key=lambda c: c.column)
            only_label = len(row_cells) == 1 and row_cells[0].column == left and row_cells[0].columns == 1
            for k, c in enumerate(row_cells):
                following = row_cells[k + 1].column if k + 1 < len(row_cells) else ends
                until = min(following, max(c.column + c.columns, c.column + 1))
                columns = max(1, sum(c.column <= s < until for s in starts))
                down = max(1, sum(c.row <= r < c.row + c.rows for r in numbers))
                place = CellPlace(self.tables, where[c.row], at[c.column], down, columns)
                paragraphs = [p for p in c.text.split("\n") if p.strip()] or [""]
                for n, text in enumerate(paragraphs):
                    self.out.append(_raw(text, c, sheet, n, place))
            if only_label and width > 1:
                c = row_cells[0]
                place = CellPlace(self.tables, where[c.row], at[c.column] + 1, 1, 1)
                origin = Origin(("sheet", sheet, f"{get_column_letter(c.column + 1)}{c.row}"))
                self.out.append(RawBlock("", origin, cell=place))
        self.tables += 1

    def _comments(self, ws: Worksheet, number: int) -> None:
        for cell in ws._cells.values():
            if cell.comment is not None and (cell.comment.text or "").strip():
                self.comments += 1
                origin = Origin(("sheet", number, cell.coordinate))
                self.out.append(RawBlock(cell.comment.text.strip(), origin, Role.COMMENT))


def _groups(rows: dict[int, list[_Seen]]) -> Iterator[list[list[_Seen]]]:
    """Runs of rows without an empty row between them."""
    group: list[list[_Seen]] = []
    reach = -1
    for r in sorted(rows):
        if group and r > reach + 1:
            yield group
            group = []
        group.append(rows[r])
        reach = max(reach, *(c.row + c.rows - 1 for c in rows[r]))
    if group:
        yield group


def _stands_alone(c: _Seen, rows: list[list[_Seen]], n: int) -> bool:
    """Whether a row of one cell is a title or heading, and not a label whose value is empty."""
    text = c.text.strip()
    if n == 0 or labels.split(text)[0] or c.columns > 1 or "\n" in text:
        return True
    if _bold(c.cell) or labels.is_sentence(text) or len(text) > 40:
        return True
    if n + 1 < len(rows) and len(rows[n + 1]) > 2 and all(labels.is_label_word(x.text) for x in rows[n + 1]):
        return True
    before = len(rows[n - 1]) > 1
    after = n + 1 >= len(rows) or len(rows[n + 1]) > 1
    same = c.column == min(x.column for x in rows[n - 1])
    return not (before and after and same)


def _raw(text: str, c: _Seen, sheet: int, part: int, place: CellPlace | None) -> RawBlock:
    path: tuple[str | int, ...] = ("sheet", sheet, c.cell.coordinate)
    if part:
        path = (*path, part)
    font = c.cell.font
    marks: list[Mark] = []
    colour = font.color.rgb if font is not None and font.color is not None else None
    if isinstance(colour, str) and re.fullmatch(r"[0-9A-F]{8}", colour) and colour[2:] not in ("000000", "FFFFFF"):
        marks.append(Mark(MarkKind.COLOURED, 0, len(text), colour[2:]))
    if font is not None and font.strike:
        marks.append(Mark(MarkKind.STRUCK, 0, len(text)))
    if font is not None and font.i:
        marks.append(Mark(MarkKind.ITALIC, 0, len(text)))
    start = c.text.find(text)
    marks.extend(
        Mark(MarkKind.SUPERSCRIPT, s - start, e - start)
        for s, e in _raised(c.cell)
        if start <= s and e <= start + len(text)
    )
    return RawBlock(
        text,
        Origin(path),
        bold=_bold(c.cell),
        cell=place,
        marks=tuple(m for m in marks if m.end > m.start),
        shaded=_shaded(c.cell),
        size=float(font.sz or 0) if font is not None else 0.0,
        centred=c.cell.alignment is not None and c.cell.alignment.horizontal == "center",
    )


def _raised(cell: Cell | MergedCell) -> Iterator[tuple[int, int]]:
    """Superscripts inside a cell of rich text."""
    value: Any = cell.value
    if not isinstance(value, list):
        return
    at = 0
    for piece in value:
        text = str(getattr(piece, "text", piece))
        font = getattr(piece, "font", None)
        if font is not None and getattr(font, "vertAlign", None) == "superscript":
            yield at, at + len(text)
        at += len(text)


def _bold(cell: Cell | MergedCell) -> bool:
    return bool(cell.font is not None and cell.font.b)


def _shaded(cell: Cell | MergedCell) -> bool:
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return False
    colour = fill.fgColor
    return not (colour is not None and colour.type == "rgb" and str(colour.rgb)[-6:] in ("FFFFFF", "000000"))


def _bordered(cell: Cell | MergedCell) -> bool:
    b = cell.border
    return b is not None and all(side is not None and side.style for side in (b.top, b.bottom))
