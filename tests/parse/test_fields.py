"""Labels and values of forms: rows of any width, one-column forms, lines."""

from __future__ import annotations

import pytest

from regenlint.model import CellPlace, Role
from regenlint.parse.raw import RawBlock
from tests.parse.ooxml import assembled, document, fields, p, r, raw, rows, tbl, tc, tr


def cell(text: str, row: int, column: int, spans: tuple[int, int] = (1, 1), table: int = 0, **more: object) -> RawBlock:
    return raw(text, cell=CellPlace(table, row, column, *spans), **more)


def test_a_row_of_two_cells_is_a_field() -> None:
    d = assembled(*rows("再生医療等の名称 | 自己脂肪由来幹細胞を用いた治療", "住所 | 東京都架空区"))
    assert fields(d) == [("再生医療等の名称", "自己脂肪由来幹細胞を用いた治療"), ("住所", "東京都架空区")]


def test_an_empty_value_keeps_its_place() -> None:
    d = assembled(*rows("教育又は研修の方法 | ", "苦情への対応 | 窓口を置く。"))
    assert fields(d)[0] == ("教育又は研修の方法", "")
    assert d.fields[0].value_blocks == (1,)


def test_four_cells_are_two_fields() -> None:
    d = assembled(*rows("文書番号 | MDC-01 | 版 | 第1.1版", "作成日 | 令和7年12月1日 | 承認者 | 例示 花子"))
    assert fields(d) == [
        ("文書番号", "MDC-01"),
        ("版", "第1.1版"),
        ("作成日", "令和7年12月1日"),
        ("承認者", "例示 花子"),
    ]


def test_a_label_over_several_rows_holds_the_labels_right_of_it() -> None:
    d = assembled(
        cell("実施責任者", 0, 0, (2, 1)),
        cell("氏名", 0, 1),
        cell("例示 花子", 0, 2),
        cell("連絡先", 1, 1),
        cell("03-0000-0000", 1, 2),
        cell("事務担当者", 2, 0),
        cell("氏名", 2, 1),
        cell("架空 次郎", 2, 2),
    )
    assert ("氏名", "例示 花子") in fields(d)
    assert ("連絡先", "03-0000-0000") in fields(d)
    assert fields(d)[0] == ("実施責任者", "氏名\n例示 花子\n連絡先\n03-0000-0000")
    assert d.section_path(2) == ("実施責任者", "氏名")
    assert d.section_path(7) == ("事務担当者", "氏名")


def test_a_form_row_opens_a_section_over_its_value_only() -> None:
    d = assembled(
        raw("1 内容", role=Role.HEADING, level=1),
        *rows("対象疾患 | 変形性膝関節症//重症度はK-L分類による。", "投与の方法 | 関節腔内"),
        "表の後の文。",
    )
    assert d.section_path(2) == ("1 内容", "対象疾患")
    assert d.section_path(3) == ("1 内容", "対象疾患")
    assert d.section_path(5) == ("1 内容", "投与の方法")
    assert d.section_path(6) == ("1 内容",)


def test_a_label_paragraph_above_its_values_in_one_cell_is_a_field() -> None:
    d = assembled(*rows("再生医療等の名称//自己細胞を用いた治療", "分類//☐第一種　☑第二種", "試料の保管"))
    assert fields(d) == [("再生医療等の名称", "自己細胞を用いた治療"), ("分類", "☐第一種　☑第二種"), ("試料の保管", "")]
    assert [c.label for c in d.fields[1].choices if c.ticked] == ["第二種"]


def test_a_label_row_above_a_value_row_is_a_field() -> None:
    d = assembled(
        *rows(
            "判断理由", "本人の細胞を培養して用いるため第二種と判断した。", "試料の保管の方法", "血清を10年間保管する。"
        )
    )
    assert fields(d) == [
        ("判断理由", "本人の細胞を培養して用いるため第二種と判断した。"),
        ("試料の保管の方法", "血清を10年間保管する。"),
    ]


def test_a_frame_around_a_whole_text_is_no_field() -> None:
    text = "//".join(["はじめに", *(f"文章の{n}番目の段落です。" for n in range(20))])
    assert fields(assembled(*rows(text))) == []


def test_a_row_across_a_form_is_a_heading_over_the_rows_below() -> None:
    d = assembled(
        cell("１　人員", 0, 0, (1, 2)),
        cell("実施責任者", 1, 0),
        cell("例示 花子", 1, 1),
        cell("２　構造設備", 2, 0, (1, 2)),
        cell("救急設備", 3, 0),
        cell("院内に置く", 3, 1),
    )
    assert fields(d) == [("実施責任者", "例示 花子"), ("救急設備", "院内に置く")]
    assert d.section_path(2) == ("１　人員", "実施責任者")
    assert d.section_path(5) == ("２　構造設備", "救急設備")
    assert d.blocks[0].role == Role.HEADING


def test_a_running_number_before_the_label_is_passed_over() -> None:
    d = assembled(*rows("1 | 再生医療等の名称 | 自己細胞による治療", "2 | 住所 | 東京都"))
    assert fields(d) == [("再生医療等の名称", "自己細胞による治療"), ("住所", "東京都")]


@pytest.mark.parametrize(
    "header",
    ["試験項目 | 方法 | 判定基準", "氏名 | 性別 | 構成の区分", "保管期間 | 活性 | 外観", "方法 | 内容 | 良い点"],
)
def test_a_table_with_named_columns_gives_no_fields(header: str) -> None:
    d = assembled(
        *rows(header, "甲 | 乙による長い説明の文 | 4.1", "丙 | 丁による長い説明の文 | 陰性", "戊 | 己の文 | 3.9")
    )
    assert d.tables[0].header_rows == 1
    assert fields(d) == []


@pytest.mark.parametrize("header", ["項目 | 内容", "試験 | 成績", "内訳 | 金額（税込）", "照会 | 回答", "資料 | 書類"])
def test_the_names_of_two_columns_are_no_field_and_their_rows_are(header: str) -> None:
    d = assembled(*rows(header, "経路 | 点滴", "上限 | 2回まで"))
    assert d.tables[0].header_rows == 1
    assert fields(d) == [("経路", "点滴"), ("上限", "2回まで")]


@pytest.mark.parametrize(
    "row",
    [
        "委員会の名称 | 架空再生医療等委員会",
        "使用する細胞 | 間葉系幹細胞",
        "医療機関 | みほん病院",
        "管理者 | 見本 太郎",
        "方法 | 対面による説明",
        "対象疾患 | 変形性膝関節症",
        "分類 | ☑第二種",
    ],
)
def test_the_first_row_of_a_form_is_not_mistaken_for_column_names(row: str) -> None:
    d = assembled(*rows(row, "住所 | 東京都架空区", "電話番号 | 03-0000-0000"))
    assert d.tables[0].header_rows == 0
    assert len(d.fields) == 3


def test_bold_or_shaded_first_rows_name_columns() -> None:
    d = assembled(
        cell("工程", 0, 0, bold=True),
        cell("やること", 0, 1, bold=True),
        cell("だれ", 0, 2, bold=True),
        cell("分離", 1, 0),
        cell("遠心", 1, 1),
        cell("培養士", 1, 2),
    )
    assert d.tables[0].header_rows == 1


def test_a_line_with_a_colon_is_a_field_and_its_value_begins_after_it() -> None:
    d = assembled("製造施設：架空細胞加工室")
    assert fields(d) == [("製造施設", "架空細胞加工室")]
    assert d.fields[0].value_start == 5


def test_several_pairs_on_one_line_are_several_fields() -> None:
    d = assembled("窓口：事務部　電話：03-0000-0000")
    assert [f.label for f in d.fields] == ["窓口", "電話"]


@pytest.mark.parametrize(
    "line",
    [
        "受付は10：30から",
        "資料は https://example.jp/ による",
        "水相：エタノール相は（比：3：1）とする",
        "なお：これは注である",
    ],
)
def test_other_colons_make_no_field_of_their_left_side(line: str) -> None:
    labels = [f.label for f in assembled(line).fields]
    assert not {"受付は10", "資料は https", "比", "なお"} & set(labels)


def test_a_bracketed_label_opens_a_field() -> None:
    assert fields(assembled("【判断理由】自己の細胞を培養して用いるため。")) == [
        ("判断理由", "自己の細胞を培養して用いるため。")
    ]


def test_a_numbered_label_is_named_without_its_number() -> None:
    assert [f.label for f in assembled("(1) 名称：自己幹細胞").fields] == ["名称"]


def test_an_option_before_a_label_is_not_part_of_it() -> None:
    assert [f.label for f in assembled("■有　□無　内容：臨床研究保険に加入").fields] == []
    d = assembled(*rows("補償 | ■有　□無　内容：臨床研究保険に加入"))
    assert [f.label for f in d.fields] == ["補償", "内容"]


def test_a_label_before_a_wide_gap_is_a_field() -> None:
    assert fields(assembled("管理者の氏名　　見本 太郎")) == [("管理者の氏名", "見本 太郎")]


def test_fields_are_read_from_word_tables() -> None:
    d = document(tbl(tr(tc(p(r("住所"))), tc(p(r("東京都"))))))
    assert fields(d) == [("住所", "東京都")]


def test_attributes_after_a_named_person_are_that_persons() -> None:
    d = assembled(
        *rows(
            "実施責任者　区分 | ☑医師",
            "氏名 | 例示 花子",
            "電話番号 | 03-0000-0000",
            "事務担当者　氏名 | 架空 次郎",
            "電話番号 | 03-0000-0001",
            "救急医療の内容 | 院内に置く",
        )
    )
    assert d.section_path(3) == ("実施責任者", "氏名")
    assert d.section_path(9) == ("事務担当者", "電話番号")
    assert d.section_path(11) == ("救急医療の内容",)
    assert ("実施責任者　区分", "☑医師") in fields(d)
