"""Tables as grids of cells, and which of their rows name the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regenlint.model import CellPlace, Role, Table
from regenlint.text import folded

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
        """The last grid row the cell covers."""
        return self.place.row + self.place.rows - 1

    @property
    def last_column(self) -> int:
        """The last grid column the cell covers."""
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
        """Numbers of the cells' blocks in reading order, those of nested tables aside."""
        return tuple(sorted(b for c in self.cells for b in c.own))

    def table(self) -> Table:
        """The table as the model has it."""
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
    if not first[0].text and all(c.text for c in first[1:]) and any(c.text for c in rest if c.place.column == 0):
        # An empty corner over a column of names.
        return columns > 2 or is_label(first[1].text, 30)
    others = [c.text for c in first[1:]]
    if columns > 2 and all(others) and _FIRST.match(first[0].text):
        return not any(_RESULT.match(t) or re.match(r"[\d０-９]", t) for t in others)
    if not all(is_label(c.text, 40) or not c.text for c in first) or not first[-1].text:
        return False
    if columns > 2 and is_label_word(first[0].text) and all(_SAMPLE.match(t) for t in others):
        return True
    if len({c.text for c in first}) < len(first) and columns == 2:
        return False
    later = [c for c in rest if c.place.column > 0 and c.text]
    set_off = all((c.bold or c.shaded) for c in first if c.text) and not any(c.bold or c.shaded for c in later)
    words = sum(is_label_word(c.text) for c in first)
    if set_off and words:
        return True
    if columns == 2:
        name = folded(first[1].text)
        return bool(_COLUMN.search(name) if is_label_word(first[0].text) else _PLAIN_COLUMN.search(name))
    if _alternates(first, rest):
        return False
    written = [c for c in first if c.text]
    if words >= 2 and (words >= len(written) - 1 or (words >= 3 and words * 2 >= len(written))):
        return True
    return _over_values(first, rest) or _over_prose(first, rest)


def _over_prose(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether short names stand over columns of sentences."""
    if any(_is_value(c.text) or len(c.text) > 14 for c in first) or len(first) < 3:
        return False
    below = [len(c.text) for c in rest if c.place.column > 0 and c.text]
    above = sum(len(c.text) for c in first) / len(first)
    return len(below) >= 4 and sum(below) >= max(10.0, 2.2 * above) * len(below)


def _over_values(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether names stand over columns of figures and short results: 「外観 | 無菌」 over 「4.1 | 陰性」."""
    odd = len(first) % 2 or len(first) > 4
    if first[0].text and not odd and not is_label_word(first[0].text):
        return False
    if any(_is_value(c.text) for c in first if c.text):
        return False
    below = [[c.text for c in rest if c.place.column == f.place.column and c.text] for f in first[1:]]
    valued = sum(bool(texts) and sum(map(_is_value, texts)) * 2 >= len(texts) for texts in below)
    return len([t for t in below if t]) >= 2 and valued * 2 >= len(below)


# Names of a second column. A value that ends in 委員会 or 細胞 is a value, so the lists are short.
_PLAIN = (
    "内容|金額|費用|単価|料金|成績|結果|目標|目標値|基準|規格|条件|方法|対応|備考|値|数値|担当|氏名|役割|期限|報告先"
    "|頻度|時期|理由|概要|題名|連絡先|行うこと|すること|処置|記録|期間|回答|意見|対策|措置|説明|書類|名称|根拠|判定|確認"
    "|記載|番号|頁|ページ|規格値|基準値|判定基準|記載内容|記載箇所|該当箇所"
)
_PLAIN_COLUMN = re.compile(rf"^(?:{_PLAIN})(?:\([^()]*\))?$")
_COLUMN = re.compile(
    rf"^(?:{_PLAIN}|.{{1,7}}(?:内容|値|基準|条件|方法|金額|費用|期限|先|番号|事項|時期|名|担当者))(?:\([^()]*\))?$"
)
# Over a first column these words head nothing else but a list of rows.
_FIRST = re.compile(
    r"^(?:(?:試験|検査|評価|確認|管理|観察|審査|費用)?項目|内訳|区分|条件|番号|No\.?|Ｎｏ[.．]?|#|項番|№|CQA|CPP"
    r"|ロット(?:番号)?|文献(?:番号)?)$"
)
# Names of samples and lots over columns of their results.
_SAMPLE = re.compile(
    r"^(?:[A-Za-z]{1,6}[-－]?\d{0,4}|(?:ロット|群|文献|検体|コホート)[\s\u3000]?[A-Za-z]{0,3}[\d０-９]*)$"
)
_RESULT = re.compile(
    r"^(?:同[上左]|[-－―—]|[○×△◎✓]|陰性|陽性|適合?|不適合?|.{0,6}(?:なし|あり|認めない|検出されず|未満|以下|以上))$"
)


def _is_value(text: str) -> bool:
    t = re.sub(r"[(（][^()（）]*[)）]", "", text).strip()
    if is_label_word(t):
        return False
    if _RESULT.match(t) or re.match(r"[\s≥≤<>＜＞±約]*[\d０-９]", t):
        return True
    return len(t) <= 12 and bool(re.search(r"[\d０-９]", t))


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
    return sum(is_label_word(c.text) for c in labels) * 3 >= len(labels) * 2 and sum(
        is_label_word(c.text) for c in values
    ) * 3 <= len(values)
