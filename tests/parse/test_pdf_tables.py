"""Tables of PDFs: with all walls, with some, with none."""

from __future__ import annotations

import pytest

from tests.parse.drawn import Drawing, rows

REASON = ["細胞の種類及び投与方法に照らして、第二種に該", "当すると判断した。"]
FORM = [
    ("再生医療等の名称", "自家脂肪由来幹細胞を用いた治療"),
    ("分類", "□第一種　☑第二種"),
    ("実施責任者", "見本太郎"),
]


def test_a_ruled_table_keeps_rows_columns_and_empty_cells() -> None:
    d = (
        Drawing()
        .grid([55, 200, 540], [720, 700, 680])
        .text(60, 706, "氏名")
        .text(205, 706, "見本太郎")
        .text(60, 686, "備考")
        .read()
    )

    assert rows(d) == [["氏名", "見本太郎"], ["備考", ""]]
    assert (d.tables[0].rows, d.tables[0].columns) == (2, 2)


def test_squares_without_a_wall_between_them_are_one_cell() -> None:
    drawing = Drawing()
    for y in (720, 680):
        drawing.line(55, y, 540, y)
    drawing.line(200, 700, 540, 700)
    for x in (55, 200, 540):
        drawing.line(x, 720, x, 680)
    drawing.line(370, 700, 370, 680)
    d = drawing.text(60, 706, "連絡先").text(205, 706, "住所").text(205, 686, "電話").text(375, 686, "03-0000").read()

    places = {b.text: b.cell for b in d.blocks}
    contact, address, number = places["連絡先"], places["住所"], places["03-0000"]
    assert contact
    assert address
    assert number
    assert (contact.rows, contact.columns) == (2, 1)
    assert (address.rows, address.columns) == (1, 2)
    assert (number.row, number.column) == (1, 2)


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    drawing = Drawing()
    for y in (720, 700, 680):
        drawing.line(55, y, 540, y)
    d = (
        drawing.line(200, 720, 200, 680)
        .text(60, 706, "氏名")
        .text(205, 706, "見本太郎")
        .text(60, 686, "所属")
        .text(205, 686, "見本病院")
        .read()
    )

    assert rows(d) == [["氏名", "見本太郎"], ["所属", "見本病院"]]


def _form(drawing: Drawing, step: float = 20) -> Drawing:
    y = 700.0
    for label, value in FORM:
        drawing.text(60, y, label).text(180, y, value)
        y -= step
    drawing.text(60, y, "判断理由").lines(180, y, *REASON, step=14)
    drawing.text(60, y - 14 - step, "住所").text(180, y - 14 - step, "東京都架空区見本町")
    return drawing


WANTED = [*([a, b] for a, b in FORM), ["判断理由", "".join(REASON)], ["住所", "東京都架空区見本町"]]


def test_labels_and_values_without_any_line_are_paired_by_columns() -> None:
    assert rows(_form(Drawing()).read()) == WANTED


def test_labels_and_values_set_tight_are_paired_by_the_labels() -> None:
    assert rows(_form(Drawing(), step=14).read()) == WANTED


def test_labels_and_values_between_cross_lines_only_are_paired_by_the_lines() -> None:
    drawing = _form(Drawing())
    for y in (714, 694, 674, 654, 620, 600):
        drawing.line(55, y, 540, y)

    assert rows(drawing.read()) == WANTED


def test_a_label_set_in_the_middle_of_its_value_belongs_to_all_its_lines() -> None:
    value = [
        "細胞の種類及び投与方法に照らし、政令に定め",
        "る第二種に該当すると判断した。なお、図によ",
        "る確認の経過は別に添える。",
    ]
    d = (
        Drawing()
        .text(60, 700, "分類")
        .text(180, 700, "第二種")
        .lines(180, 670, *value, step=14)
        .text(60, 656, "判断理由")
        .text(60, 612, "備考欄")
        .text(180, 612, "特になし")
        .read()
    )

    assert rows(d) == [["分類", "第二種"], ["判断理由", "".join(value)], ["備考欄", "特になし"]]


def test_a_label_that_wraps_stays_one_label() -> None:
    d = (
        Drawing()
        .text(60, 700, "氏名")
        .text(180, 700, "見本太郎")
        .lines(60, 680, "審査を行った認定再生", "医療等委員会の名称", step=14)
        .text(180, 680, "架空再生医療等委員会")
        .text(60, 646, "認定番号")
        .text(180, 646, "NB0000000")
        .read()
    )

    assert rows(d)[1] == ["審査を行った認定再生医療等委員会の名称", "架空再生医療等委員会"]


def test_a_label_without_a_value_is_an_empty_field() -> None:
    d = (
        Drawing()
        .text(60, 700, "氏名")
        .text(180, 700, "見本太郎")
        .text(60, 680, "所属機関")
        .text(60, 660, "電話番号")
        .text(180, 660, "03-0000-0000")
        .read()
    )

    assert rows(d) == [["氏名", "見本太郎"], ["所属機関", ""], ["電話番号", "03-0000-0000"]]
    values = {f.label: "".join(d.blocks[b].text for b in f.value_blocks) for f in d.fields}
    assert values["所属機関"] == ""


def test_columns_between_upright_lines_are_a_table() -> None:
    drawing = Drawing()
    for x in (55, 150, 300, 420):
        drawing.line(x, 715, x, 655)
    people = [["氏名", "所属", "役職"], ["見本太郎", "見本大学病院", "教授"], ["例示花子", "架空クリニック", "院長"]]
    for k, row in enumerate(people):
        for x, text in zip((60, 155, 305), row, strict=True):
            drawing.text(x, 700 - 20 * k, text)

    assert rows(drawing.read()) == people


@pytest.mark.parametrize("gap", [1.0, 3.0])
def test_a_numbered_list_with_hanging_numbers_is_no_table(gap: float) -> None:
    drawing = Drawing()
    for k, text in enumerate(("適格性を確認する。", "記録を保存する。", "報告を行う。")):
        drawing.text(60, 700 - 16 * k, f"({k + 1})").text(60 + 16 + gap * 10.5, 700 - 16 * k, text)
    d = drawing.read()

    assert not d.tables
    assert len(d.blocks) == 3


def test_blanks_to_fill_in_make_no_columns() -> None:
    d = (
        Drawing()
        .text(60, 700, "年末年始（12月").text(160, 700, "日から1月").text(240, 700, "日まで）")
        .text(60, 684, "夏季休日（08月").text(160, 684, "日から8月").text(240, 684, "日まで）")
        .read()
    )  # fmt: skip

    assert not d.tables


def test_contents_without_leaders_are_no_table() -> None:
    d = Drawing().lines(60, 700, "1 背景", "2 目的", "3 方法").lines(500, 700, "1", "3", "12").read()

    assert not d.tables
    assert len(d.blocks) == 3


def test_a_heading_between_two_lists_belongs_to_neither() -> None:
    d = (
        Drawing()
        .text(60, 700, "氏名").text(180, 700, "見本太郎")
        .text(60, 684, "所属").text(180, 684, "見本病院")
        .text(60, 660, "2 構造設備", mode=2)
        .text(60, 636, "名称").text(180, 636, "架空室")
        .text(60, 620, "番号").text(180, 620, "FC0000000")
        .read()
    )  # fmt: skip

    assert len(d.tables) == 2
    assert [b.text for b in d.blocks if b.cell is None] == ["2 構造設備"]


def test_several_paragraphs_of_a_cell_stay_apart() -> None:
    d = (
        Drawing()
        .grid([55, 150, 540], [720, 660])
        .text(60, 706, "内容")
        .lines(155, 706, "対象：四十歳以上", "投与：静脈から一回", "観察：一時間", step=14)
        .read()
    )

    assert [b.text for b in d.blocks[1:]] == ["対象：四十歳以上", "投与：静脈から一回", "観察：一時間"]


def test_lines_of_a_form_that_is_moved_stand_where_they_are_drawn() -> None:
    drawing = Drawing()
    canvas = drawing._canvas
    canvas.beginForm("grid")
    drawing.grid([0, 145, 485], [20, 0])
    canvas.endForm()
    canvas.saveState()
    canvas.translate(55, 700)
    canvas.doForm("grid")
    canvas.restoreState()
    d = drawing.text(60, 706, "氏名").text(205, 706, "見本太郎").read()

    assert rows(d) == [["氏名", "見本太郎"]]
