"""What shape alone says: choices, values beside labels."""

from __future__ import annotations

import pytest

from regenlint.evidence import Place, State, Statement, judge
from regenlint.evidence.passage import Form, plain, take_apart
from regenlint.evidence.structure import Kind, Tick, choice, value


def tick(line: str, target: str) -> Tick | None:
    start = line.index(target)
    found = choice(line, start, start + len(target))
    return None if found is None else found.tick


def test_a_box_belongs_to_the_words_right_of_it() -> None:
    assert tick("☑無菌試験 □核型", "無菌試験") is Tick.THIS
    assert tick("☑無菌試験 □核型", "核型") is Tick.OTHER
    assert tick("補償措置 ☑有 □無", "補償措置") is Tick.YES
    assert tick("補償措置 □有 ☑無", "補償措置") is Tick.NO
    assert tick("補償措置 □有 □無", "補償措置") is Tick.NONE
    assert tick("カルタヘナ □該当 ☑非該当", "カルタヘナ") is Tick.NA
    assert tick("■有 □無 利益相反の確認", "利益相反の確認") is Tick.YES
    assert tick("再委託 □あり ■なし 輸入 ■あり □なし", "輸入") is Tick.YES
    assert tick("無菌試験は毎回行う。", "無菌試験") is None


def test_a_black_square_that_opens_a_line_is_a_bullet() -> None:
    assert tick("■ 品質管理の体制", "品質管理") is None


@pytest.mark.parametrize(
    ("text", "kind", "more"),
    [
        ("", Kind.NOTHING, False),
        ("―", Kind.DASH, False),
        ("該当なし", Kind.NA, False),
        ("該当なし（自己細胞のみを用いるため）", Kind.NA, True),
        ("N/A", Kind.NA, False),
        ("なし", Kind.NONE, False),
        ("検出せず", Kind.CLEAR, False),
        ("未実施", Kind.NO, False),
        ("申請中", Kind.LATER, False),
        ("（　　　）", Kind.BLANK, False),
        ("80%以上", Kind.NUMBER, False),
        ("他家臍帯由来", Kind.PHRASE, False),
        ("全ロットで確認する", Kind.CLAUSE, False),
    ],
)
def test_a_value_is_known_by_its_shape(text: str, kind: Kind, more: bool) -> None:
    found = value(plain(text))
    assert (found.kind, found.more) == (kind, more)


def test_a_date_in_a_list_of_what_is_recorded_is_no_blank_to_fill_in() -> None:
    for text in ("　　年　月　日", "令和８年　月　日", "同意日　　年　月　日　署名"):
        assert value(plain(text)).kind is Kind.BLANK
    assert value(plain("種類、提供先、採取した医療機関と年月日、検査の結果")).kind is Kind.PHRASE


def test_an_untouched_choice_and_an_empty_line_are_unfilled() -> None:
    for text in ("遺伝子組換え　□有　□無", "遺伝子組換え：（　　　　）"):
        place = Place.CHECKBOX if "□" in text else Place.KV
        judgement = judge(Statement(text, 0, 6, place))
        assert judgement.state is State.TEMPLATE
        assert judgement.trusted


def test_label_and_value_are_found_in_rows_pairs_and_form_lines() -> None:
    row = take_apart(Statement("無菌試験｜日局4.06｜陰性", 0, 4, Place.CELL))
    assert (row.form, row.label, row.value) == (Form.ROW, "無菌試験", "日局4.06 | 陰性")
    pair = take_apart(Statement("保存条件：−150℃以下", 0, 4, Place.KV))
    assert (pair.form, pair.label, pair.value) == (Form.PAIR, "保存条件", "-150℃以下")
    line = take_apart(Statement("輸入元の名称　―", 0, 3, Place.KV))
    assert (line.form, line.value) == (Form.PAIR, "-")
    last = take_apart(Statement("項目 | 無菌試験は毎回行う", 5, 9, Place.CELL))
    assert last.value is None


def test_letters_set_apart_and_wrapped_lines_are_joined() -> None:
    assert plain("該 当 な し") == "該当なし"
    assert plain("製造元から提供される証明\n書をもって行う") == "製造元から提供される証明書をもって行う"
    assert plain("・外観\n・純度") == "・外観\n・純度"
    assert plain("ＨＩＶ－１／２") == "HIV-1/2"
