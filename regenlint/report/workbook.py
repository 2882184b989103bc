"""Tables as the bytes of an XLSX file. Text is only ever text: no cell is a formula, whatever it begins with."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

#: What Excel, and programs a table is copied into, take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_LINE, _TALLEST = 14.0, 400.0
_HEAD = PatternFill("solid", fgColor="E8EEF4")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and width in characters; `choices` are offered in its cells, `open` marks it for people."""

    head: str
    width: float
    choices: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: head row, rows of text, a filter over them."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]] = field(default=())


def written(tables: Sequence[Table], day: datetime.date) -> bytes:
    """The bytes of a workbook; the same tables and day give the same bytes."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for t in tables:
        _sheet(book.create_sheet(_title(t.title)), t)
    made = datetime.datetime.combine(day, datetime.time())
    book.properties.creator, book.properties.created, book.properties.modified = "regenlint", made, made
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue(), made)


def _title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]


def _sheet(sheet: Worksheet, t: Table) -> None:
    for k, c in enumerate(t.columns, 1):
        cell = sheet.cell(1, k)
        _set(cell, c.head)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(k)].width = c.width
    for n, row in enumerate(t.rows, 2):
        for k, text in enumerate(row, 1):
            cell = sheet.cell(n, k)
            if text:
                _set(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        # Not every program fits rows to wrapped text when it opens a file.
        sheet.row_dimensions[n].height = _height(row, t.columns)
    last = max(2, len(t.rows) + 1)
    for k, c in enumerate(t.columns, 1):
        if c.choices:
            offered = DataValidation(type="list", formula1=f'"{",".join(c.choices)}"', allow_blank=True)
            sheet.add_data_validation(offered)
            offered.add(f"{get_column_letter(k)}2:{get_column_letter(k)}{last}")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(t.columns))}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _height(row: Sequence[str], columns: Sequence[Column]) -> float:
    """The height in points that shows all lines of a row, up to the tallest there is."""
    lines = max(
        (sum(max(1, -(-_width(line) // max(1, int(c.width) - 1))) for line in text.split("\n"))
         for text, c in zip(row, columns, strict=True) if text),
        default=1,
    )  # fmt: skip
    return min(_TALLEST, _LINE * lines + 3)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _set(cell: Cell | MergedCell, text: str) -> None:
    plain = _ILLEGAL.sub(" ", text)[:_LONGEST]
    cell.value = plain
    cell.data_type = "s"
    if plain.startswith(_FORMULA):
        # Else the cell would become a formula as soon as someone edits it.
        cell.quotePrefix = True


def still(data: bytes, made: datetime.datetime) -> bytes:
    """The same package with `made` as the time of every part and of the file's last change."""
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            new.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
