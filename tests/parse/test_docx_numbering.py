"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest

from regenlint.model import Role
from regenlint.parse.docx_numbering import FORMATS
from tests.parse.ooxml import document, p, part, r


def level(i: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(text: str, num: int, depth: int = 0) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "japaneseCounting", "第%1章")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "decimalEnclosedCircle", "%3")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "\uf0a8")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>',
)


def labels(*paragraphs: str) -> list[str]:
    return [b.label for b in document("".join(paragraphs), numbering=LISTS).blocks]


@pytest.mark.parametrize(
    ("form", "number", "seen"),
    [
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("aiueoFullWidth", 3, "ウ"),
        ("aiueo", 3, "ｳ"),
        ("irohaFullWidth", 2, "ロ"),
        ("japaneseCounting", 21, "二十一"),
        ("japaneseLegal", 10, "壱拾"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 2, "丑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("none", 1, ""),
    ],
)
def test_a_number_is_shown_in_its_format(form: str, number: int, seen: str) -> None:
    assert FORMATS[form](number) == seen


def test_levels_restart_below_a_higher_number_and_show_it() -> None:
    assert labels(
        numbered("a", 1), numbered("b", 1, 1), numbered("c", 1, 1), numbered("d", 1), numbered("e", 1, 1)
    ) == ["第一章", "1.1", "1.2", "第二章", "2.1"]


def test_an_empty_numbered_paragraph_counts() -> None:
    d = document(numbered("a", 1) + numbered("", 1) + numbered("b", 1), numbering=LISTS)
    assert [b.label for b in d.blocks] == ["第一章", "第三章"]


def test_a_list_may_start_elsewhere_and_shares_its_counter() -> None:
    assert labels(numbered("a", 1), numbered("b", 2), numbered("c", 1)) == ["第一章", "第七章", "第八章"]


def test_bullets_are_items() -> None:
    d = document(numbered("項目", 3), numbering=LISTS)
    assert (d.blocks[0].label, d.blocks[0].role) == ("・", Role.ITEM)


def test_a_box_as_bullet_is_an_unticked_choice() -> None:
    d = document(numbered("第一種", 4), numbering=LISTS)
    assert d.blocks[0].text == "☐ 第一種"
    assert [(c.label, c.ticked) for c in d.choices] == [("第一種", False)]


def test_a_numbered_heading_has_its_number_in_the_path() -> None:
    d = document(numbered("目的", 1) + p(r("本治療は、膝の痛みを和らげることを目的とする。")), numbering=LISTS)
    assert d.section_path(1) == ("第一章 目的",)
