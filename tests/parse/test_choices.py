"""Boxes: which glyphs are boxes, what they choose, and whether they are ticked."""

from __future__ import annotations

import pytest

from tests.parse.ooxml import assembled, raw, rows


def choices(*lines: str) -> list[tuple[str, bool]]:
    return [(c.label, c.ticked) for c in assembled(*lines).choices]


def test_a_ticked_box_belongs_to_the_label_right_of_it() -> None:
    assert choices("☐ 第一種　☑ 第二種　☐ 第三種") == [("第一種", False), ("第二種", True), ("第三種", False)]


@pytest.mark.parametrize("glyph", [*"☑☒■✓✔", "[x]", "[レ]", "［✓］"])
def test_every_way_of_ticking_counts(glyph: str) -> None:
    assert choices(f"□有　{glyph}無") == [("有", False), ("無", True)]


@pytest.mark.parametrize("glyph", ["☐", "□", "[ ]", "［　］"])
def test_every_empty_box_counts(glyph: str) -> None:
    assert choices(f"{glyph}有　☑無") == [("有", False), ("無", True)]


def test_a_box_without_a_space_before_the_next_ends_its_label() -> None:
    assert choices("☐有☑無☐該当なし") == [("有", False), ("無", True), ("該当なし", False)]


def test_labels_end_at_wide_spaces_and_keep_their_brackets() -> None:
    assert choices("☑ 他の医療機関との連携（架空病院）により確保　☐ 自施設") == [
        ("他の医療機関との連携（架空病院）により確保", True),
        ("自施設", False),
    ]


def test_a_remark_on_an_answer_is_not_part_of_it() -> None:
    assert choices("☐ 有　☑ 無（該当なし。提供者と受ける者が同じ人であるため）") == [("有", False), ("無", True)]


def test_what_follows_a_choice_after_a_wide_space_is_not_its_label() -> None:
    assert choices("☑ 医師　☐ 歯科医師　例示　花子") == [("医師", True), ("歯科医師", False)]


def test_choices_in_brackets_end_at_the_bracket() -> None:
    assert choices("製造の委託（□有　■無）を記載する") == [("有", False), ("無", True)]


def test_boxes_after_their_labels_belong_to_the_left() -> None:
    assert choices("有☑　無☐") == [("有", True), ("無", False)]


def test_a_label_before_the_choices_is_not_one_of_them() -> None:
    assert choices("委託の有無：☑有　☐無") == [("有", True), ("無", False)]


def test_a_square_before_a_heading_is_an_ornament() -> None:
    assert choices("■ 研究の目的", "本研究は安全性を確かめる。") == []


def test_squares_line_by_line_are_choices_where_empty_ones_stand_beside_them() -> None:
    assert choices("■ 第一種再生医療等", "□ 第二種再生医療等") == [
        ("第一種再生医療等", True),
        ("第二種再生医療等", False),
    ]


def test_a_lone_filled_square_before_an_answer_is_a_choice() -> None:
    assert choices("■有") == [("有", True)]


def test_circles_in_names_and_tables_are_not_boxes() -> None:
    assert choices("医療法人○○会 △△クリニック", "評価：○（良好）、×（悪化）", "○印を付ける", "□□クリニック") == []


def test_filled_and_empty_circles_side_by_side_are_choices() -> None:
    assert choices("●有　○無") == [("有", True), ("無", False)]


def test_a_mark_alone_in_its_cell_takes_the_label_of_its_row() -> None:
    d = assembled(*rows("区分 | 該当", "採取を伴う | ☑", "☐ | 凍結する"))
    assert [(c.label, c.ticked) for c in d.choices] == [("採取を伴う", True), ("凍結する", False)]


def test_choices_stand_in_the_field_they_answer() -> None:
    d = assembled(*rows("分類 | □第一種　■第二種", "製造の委託 | ☐有　☑無"))
    assert [(f.label, [(c.label, c.ticked) for c in f.choices]) for f in d.fields] == [
        ("分類", [("第一種", False), ("第二種", True)]),
        ("製造の委託", [("有", False), ("無", True)]),
    ]


def test_a_choice_spans_its_mark_and_label() -> None:
    d = assembled("委託：☐ 有　☑ 無")
    assert [d.blocks[0].text[c.start : c.end] for c in d.choices] == ["☐ 有", "☑ 無"]


def test_boxes_of_headers_are_not_choices() -> None:
    from regenlint.model import Role

    assert assembled(raw("☑ 写し", role=Role.HEADER)).choices == ()
