"""Workbooks: forms spread over cells and sheets."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Document, MarkKind, Role
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import fields, headings, texts


def read(book: openpyxl.Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_bytes(out.getvalue(), "plan.xlsx")


def sheet(*rows: tuple[Any, ...]) -> Document:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return read(book)


def test_labels_and_values_are_fields_and_numbered_rows_are_headings() -> None:
    d = sheet(
        ("再生医療等提供計画（治療）",),
        ("提出日", "令和8年3月3日"),
        ("１ 提供しようとする再生医療等",),
        ("分類", "□第一種　■第二種"),
        ("対象疾患", "変形性膝関節症"),
    )
    assert fields(d) == [("提出日", "令和8年3月3日"), ("分類", "□第一種　■第二種"), ("対象疾患", "変形性膝関節症")]
    assert "１ 提供しようとする再生医療等" in [t for _, t in headings(d)]
    assert [c.label for c in d.choices if c.ticked] == ["第二種"]


def test_a_label_between_filled_rows_has_an_empty_value() -> None:
    d = sheet(("名称", "自己細胞"), ("教育又は研修の方法", None), ("苦情への対応", "窓口"))
    assert fields(d) == [("名称", "自己細胞"), ("教育又は研修の方法", ""), ("苦情への対応", "窓口")]


def test_a_bordered_empty_cell_is_an_empty_value() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(("名称", "自己細胞"))
    book.worksheets[0].append(("研修の方法", None))
    line = Side(style="thin")
    book.worksheets[0]["B2"].border = Border(top=line, bottom=line, left=line, right=line)
    assert fields(read(book))[1] == ("研修の方法", "")


def test_merged_cells_of_a_sheet_ruled_like_graph_paper_are_a_plain_form() -> None:
    book = openpyxl.Workbook()
    ws = book.worksheets[0]
    ws["B2"], ws["H2"], ws["B3"], ws["H3"] = "住所", "東京都架空区", "管理者の氏名", "見本 太郎"
    for area in ("B2:G2", "H2:Z2", "B3:G3", "H3:Z3"):
        ws.merge_cells(area)
    d = read(book)
    assert fields(d) == [("住所", "東京都架空区"), ("管理者の氏名", "見本 太郎")]
    assert [b.cell for b in d.blocks] == [CellPlace(0, r, c) for r in (0, 1) for c in (0, 1)]


def test_a_label_merged_over_rows_holds_those_right_of_it() -> None:
    book = openpyxl.Workbook()
    ws = book.worksheets[0]
    for row in (("実施責任者", "氏名", "例示 花子"), (None, "連絡先", "03-0000-0000"), ("住所", "東京都", None)):
        ws.append(row)
    ws.merge_cells("A1:A2")
    d = read(book)
    assert ("連絡先", "03-0000-0000") in fields(d)
    assert d.section_path(4) == ("実施責任者", "連絡先")


def test_several_sheets_are_read_in_order_and_their_names_are_headings() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "申請者情報"
    book.worksheets[0].append(("住所", "東京都"))
    book.create_sheet("Sheet2").append(("電話番号", "03-0000-0000"))
    d = read(book)
    assert headings(d) == [(1, "申請者情報")]
    assert [f.label for f in d.fields] == ["住所", "電話番号"]
    assert d.blocks[-1].origin.path == ("sheet", 2, "B1")


def test_hidden_rows_columns_and_sheets_are_left_out_and_counted() -> None:
    book = openpyxl.Workbook()
    ws = book.worksheets[0]
    ws.append(("名称", "見える"))
    ws.append(("備考", "隠した行"))
    ws.row_dimensions[2].hidden = True
    other = book.create_sheet("控え")
    other.append(("隠した表",))
    other.sheet_state = "hidden"
    d = read(book)
    assert texts(d) == ["名称", "見える"]
    assert dict(d.hygiene)["hidden-text"] == "10"


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (datetime.datetime(2026, 3, 3), "yyyy/m/d", "2026/3/3"),
        (datetime.datetime(2026, 3, 3), 'yyyy"年"m"月"d"日"', "2026年3月3日"),
        (datetime.datetime(2026, 3, 3), '[$-411]ggge"年"m"月"d"日"', "令和8年3月3日"),
        (0.85, "0%", "85%"),
        (1650000, "#,##0", "1,650,000"),
        (12, '0"例"', "12例"),
        (3, "General", "3"),
        (2.5, "General", "2.5"),
        (7, "000", "007"),
        (98.25, "0.0", "98.2"),
    ],
)
def test_values_are_read_as_they_are_shown(value: Any, form: str, seen: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "値", value
    book.worksheets[0]["B1"].number_format = form
    assert fields(read(book)) == [("値", seen)]


def test_line_ends_in_a_cell_part_its_paragraphs() -> None:
    d = sheet(("判断理由", "第一の理由。\n第二の理由。"), ("名称", "細胞"))
    assert texts(d)[:3] == ["判断理由", "第一の理由。", "第二の理由。"]
    assert d.fields[0].value_blocks == (1, 2)


def test_raised_letters_and_colours_are_marked() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "細胞数"
    book.worksheets[0]["B1"] = CellRichText("1×10", TextBlock(InlineFont(vertAlign="superscript"), "8"), "個")
    book.worksheets[0]["B1"].font = openpyxl.styles.Font(color="FF0070C0")
    d = read(book)
    marks = {(m.kind, d.blocks[1].text[m.start : m.end]) for m in d.blocks[1].marks}
    assert (MarkKind.SUPERSCRIPT, "8") in marks
    assert (MarkKind.COLOURED, "1×108個") in marks


def test_comments_are_silent_and_counted() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "名称", "細胞"
    book.worksheets[0]["B1"].comment = Comment("要確認", "reviewer")
    d = read(book)
    assert [b.text for b in d.blocks if b.role == Role.COMMENT] == ["要確認"]
    assert dict(d.hygiene)["comments-open"] == "1"


def test_formulas_without_a_stored_value_are_a_loss() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "合計", "=1+1"
    assert [x.kind for x in read(book).losses] == ["foreign-part"]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(UnreadableError) as e:
        read(openpyxl.Workbook())
    assert e.value.kind == "empty"
