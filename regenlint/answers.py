"""The answer table (指摘対応表) read back: what people wrote beside each finding.

Columns are found by their heads, in Japanese or English, wherever they were moved to.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regenlint.config import Waiver
from regenlint.errors import ConfigError, UsageError
from regenlint.labels import Pair

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Key → head of the column, in the order they are written.
COLUMNS: Mapping[str, Pair] = {
    "number": ("番号", "No."),
    "plan": ("計画", "Plan"),
    "rule": ("規則", "Rule"),
    "severity": ("重大度", "Severity"),
    "outcome": ("結果", "Outcome"),
    "requirement": ("指摘", "Title"),
    "finding": ("所見", "Finding"),
    "document": ("書類", "Document"),
    "page": ("頁", "Page"),
    "place": ("場所", "Place"),
    "quote": ("引用", "Quote"),
    "basis": ("根拠", "Basis"),
    "fix": ("直し方", "To mend"),
    "status": ("状態", "Status"),
    "answer": ("回答・理由", "Answer"),
    "person": ("担当", "Person"),
    "date": ("日付", "Date"),
    "fingerprint": ("照合記号", "Fingerprint"),
}
STATUSES: Mapping[str, Pair] = {
    "open": ("未対応", "open"),
    "working": ("確認中", "in progress"),
    "done": ("対応済", "done"),
    "not-needed": ("対応不要", "not needed"),
}
#: Columns that people fill in.
FILLED = ("status", "answer", "person", "date")
_NEEDED = ("rule", "status", "answer", "fingerprint")
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A row by the keys of COLUMNS; `status` is a key of STATUSES, or what was written where it is none."""

    row: int
    cells: Mapping[str, str]

    @property
    def status(self) -> str:
        """The status of the row."""
        text = self.cells.get("status", "").strip()
        return next((k for k, names in STATUSES.items() if text in names), text)


def read(path: Path) -> tuple[Answer, ...]:
    """The rows of an answer table that name a finding. UsageError or ConfigError where it is none."""
    sheet, columns = _sheet(_book(path), path)
    out: list[Answer] = []
    for number, row in enumerate(sheet, 1):
        cells = {k: _text(row[at]) if at < len(row) else "" for k, at in columns.items()}
        if cells["fingerprint"] and cells["fingerprint"] not in COLUMNS["fingerprint"]:
            out.append(Answer(number, cells))
    return tuple(out)


def waivers(path: Path) -> tuple[Waiver, ...]:
    """The rows marked as needing no change, as waivers; each needs its reason."""
    out: list[Waiver] = []
    for a in read(path):
        if a.status != "not-needed":
            continue
        for key in ("rule", "answer"):
            if not a.cells[key]:
                ja, en = COLUMNS[key]
                raise ConfigError(
                    f"{path}: {a.row}行目：「対応不要」には「{ja}」が必要です",
                    f"{path}: row {a.row}: “not needed” wants {en}",
                )
        out.append(Waiver(a.cells["rule"], a.cells["answer"], a.cells["fingerprint"]))
    return tuple(out)


def _book(path: Path) -> Workbook:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise UsageError(f"指摘対応表がありません：{path}", f"no such answer table: {path}")
    try:
        with zipfile.ZipFile(path) as z:
            if sum(i.file_size for i in z.infolist()) > _LARGEST:
                raise ConfigError(f"指摘対応表が大きすぎます：{path}", f"{path} is too large for an answer table")
        return openpyxl.load_workbook(path, data_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as e:
        raise ConfigError(f"指摘対応表として読めません：{path}", f"{path} cannot be read as an answer table") from e


def _sheet(book: Workbook, path: Path) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """The rows of the sheet that has our heads, and the columns by key."""
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        for row in rows[:20]:
            heads = [_text(v) for v in row]
            found = {k: heads.index(n) for k, names in COLUMNS.items() for n in names if n in heads}
            if all(k in found for k in _NEEDED):
                return rows, found
    needed = "、".join(COLUMNS[k][0] for k in _NEEDED)
    raise ConfigError(
        f"指摘対応表の列（{needed}）がありません：{path}",
        f"{path} lacks the columns {', '.join(COLUMNS[k][1] for k in _NEEDED)}",
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    # A day typed into Excel comes as a date with a time.
    text = str(value)
    return text.removesuffix(" 00:00:00").strip()
