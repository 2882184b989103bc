"""Headings, their levels and sections, contents lists, captions and titles, without styles."""

from __future__ import annotations

import pytest

from regenlint.model import Role
from regenlint.parse.labels import split
from tests.parse.ooxml import assembled, headings, raw, rows

SENTENCE = "本治療は、膝の痛みを和らげることを目的として行うものである。"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("第1章 総則", "chapter"),
        ("第１編　衛生管理基準書", "part"),
        ("第10条（組織）", "article"),
        ("1.2 原料", "dotted"),
        ("２．１　文献", "dotted"),
        ("１－２　方法", "dotted"),
        ("１．目的", "num"),
        ("２　人員、構造設備", "num"),
        ("1 名称", "num"),
        ("３ 分類", "num"),
        ("２の２．説明と同意", "num"),
        ("一　目的", "kanji"),
        ("(1) 年齢", "paren"),
        ("⑴年齢", "paren"),
        ("（一）年齢", "pkanji"),
        ("1)成分", "paren1"),
        ("①分離", "circle"),
        ("ア　採取", "kana"),
        ("(ア) 採取", "pkana"),
        ("A. 背景", "alpha"),
        ("Ⅱ　方法", "roman"),
        ("■ 目的", "ornament"),
        ("・項目", "bullet"),
        ("別紙1　日程", "annex"),
    ],
)
def test_a_number_that_opens_a_line_is_told_by_its_form(line: str, kind: str) -> None:
    assert split(line)[0] == kind


@pytest.mark.parametrize(
    "line",
    [
        "3 回以上投与する",
        "10 mLを採取",
        "1.1 mm以上",
        "12か月",
        "2026年3月1日",
        "3回投与",
        "Ⅰ型糖尿病",
        "一般の立場",
        "十分な説明",
        "別紙「同意書」による",
        "100 例を目標",
        "1.0×10^8個",
        "24か月後",
    ],
)
def test_amounts_and_dates_are_not_numbers_of_headings(line: str) -> None:
    assert split(line)[0] == ""


def test_types_of_numbers_nest_in_the_order_they_appear() -> None:
    d = assembled(
        "1 目的", SENTENCE, "(1) 背景", SENTENCE, "① 経緯", SENTENCE, "(2) 意義", SENTENCE, "2 方法", SENTENCE
    )
    assert headings(d) == [(1, "1 目的"), (2, "(1) 背景"), (3, "① 経緯"), (2, "(2) 意義"), (1, "2 方法")]
    assert d.section_path(5) == ("1 目的", "(1) 背景", "① 経緯")
    assert d.section_path(9) == ("2 方法",)


def test_numbered_lines_with_nothing_under_them_are_items() -> None:
    d = assembled("1 選択基準", "(1) 20歳以上の者", "(2) 文書で同意した者", "(3) 通院できる者", "2 除外基準", SENTENCE)
    assert headings(d) == [(1, "1 選択基準"), (1, "2 除外基準")]
    assert [b.role for b in d.blocks[1:4]] == [Role.ITEM] * 3


def test_a_sentence_with_a_number_is_an_item() -> None:
    d = assembled("1 手順", "(1) 脂肪を採取する。", "(2) 細胞を分離する。")
    assert headings(d) == [(1, "1 手順")]


def test_bold_lines_and_questions_are_headings() -> None:
    d = assembled(
        raw("治療についての説明書", bold=True),
        raw("どのような治療ですか", bold=True),
        SENTENCE,
        raw("費用", bold=True),
        SENTENCE,
    )
    assert d.blocks[0].role == Role.TITLE
    assert headings(d) == [(1, "どのような治療ですか"), (1, "費用")]


def test_a_plain_short_line_between_paragraphs_is_a_heading() -> None:
    d = assembled("1 概要", SENTENCE, "期待される効果", SENTENCE + SENTENCE, "該当なし", SENTENCE)
    assert [t for _, t in headings(d)] == ["1 概要", "期待される効果"]


def test_dates_names_and_addresses_are_not_headings() -> None:
    d = assembled(
        "1 概要", SENTENCE, "令和8年1月20日", SENTENCE, "みほんクリニック", SENTENCE, "見本 太郎 殿", SENTENCE
    )
    assert [t for _, t in headings(d)] == ["1 概要"]


def test_an_article_that_shares_its_block_with_its_text_opens_a_section() -> None:
    d = assembled(
        "第1条（目的）　この契約は製造の委託について定める。", "2 前項の定めによる。", "第2条（期間）　2年とする。"
    )
    assert d.section_path(1) == ("第1条（目的）",)
    assert d.section_path(2) == ("第2条（期間）",)
    assert d.blocks[0].role == Role.BODY


def test_a_numbered_label_before_its_text_opens_a_section() -> None:
    d = assembled(
        "4 対象",
        "4.1 選択基準：40歳以上85歳未満で文書により同意した者",
        "4.2 除外基準：妊婦、授乳婦及び悪性腫瘍の既往のある者",
    )
    assert d.section_path(1) == ("4 対象", "4.1 選択基準")
    assert d.section_path(2) == ("4 対象", "4.2 除外基準")


def test_a_document_that_begins_inside_a_file_begins_a_section_of_the_first_level() -> None:
    d = assembled("説明文書", "1 はじめに", SENTENCE, "(1) 経緯", SENTENCE, "同意書", SENTENCE)
    assert headings(d)[-1] == (1, "同意書")
    assert d.section_path(6) == ("同意書",)


def test_a_documents_name_inside_a_count_begins_no_document() -> None:
    d = assembled(
        "7 検討",
        SENTENCE,
        "概要書",
        *rows("区分 | 結果 | 日付", "国内 | 0件 | 1月", "国外 | 2件 | 1月"),
        "8 報告",
        SENTENCE,
    )
    assert d.section_path(len(d.blocks) - 1) == ("8 報告",)
    assert (1, "概要書") not in headings(d)


def test_a_contents_list_is_silent_and_its_headings_are_found_once() -> None:
    d = assembled("目次", "1 目的 ……… 1", "2 方法 ……… 3", "1 目的", SENTENCE, "2 方法", SENTENCE)
    assert [b.role for b in d.blocks[:3]] == [Role.CONTENTS] * 3
    assert headings(d) == [(1, "1 目的"), (1, "2 方法")]


def test_a_contents_list_without_page_numbers_is_told_by_its_lines_coming_again() -> None:
    d = assembled("目次", "1 目的", "2 方法", "1 目的", SENTENCE, "2 方法", SENTENCE)
    assert [b.role for b in d.blocks[:3]] == [Role.CONTENTS] * 3
    assert headings(d) == [(1, "1 目的"), (1, "2 方法")]


def test_a_line_above_a_table_is_its_caption() -> None:
    d = assembled(
        "1 投与",
        SENTENCE,
        "表1　投与の条件",
        *rows("項目 | 内容", "経路 | 点滴"),
        "委員の構成",
        *rows("氏名 | 性別", "甲 | 男", table=1),
    )
    assert [b.text for b in d.blocks if b.role == Role.CAPTION] == ["表1　投与の条件", "委員の構成"]


def test_sections_hold_their_subsections_and_end_before_the_next() -> None:
    d = assembled("1 目的", SENTENCE, "(1) 背景", SENTENCE, "2 方法", SENTENCE)
    assert [(s.heading, s.first, s.last, s.parent) for s in d.sections] == [(0, 0, 3, -1), (2, 2, 3, 0), (4, 4, 5, -1)]


def test_headings_inside_a_frame_are_headings() -> None:
    d = assembled(*rows("//".join(["1 目的", SENTENCE, "2 方法", SENTENCE])))
    assert headings(d) == [(1, "1 目的"), (1, "2 方法")]


def test_automatic_numbers_stand_in_the_path() -> None:
    d = assembled(raw("目的", label="1."), SENTENCE, raw("方法", label="2."), SENTENCE)
    assert d.section_path(1) == ("1. 目的",)


def test_private_use_and_replacement_characters_are_counted() -> None:
    d = assembled("読めない\ue123字\ufffd")
    assert dict(d.hygiene) == {"private-use-characters": "1", "replacement-characters": "1"}
