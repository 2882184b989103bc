"""Plain text and Markdown."""

from __future__ import annotations

import pytest

from regenlint.errors import UnreadableError
from regenlint.model import MarkKind, Role
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import fields, headings, texts

MARKDOWN = """\
# 説明文書

## 費用

初回は
110,000円です。

- 検査料を含みます
- 返金はありません

| 項目 | 金額 |
|------|------|
| 検査 | 5,000円 |
| 治療 | **100,000円** |

細胞数は 1×10<sup>8</sup>個
"""


def test_markdown_becomes_headings_items_tables_and_paragraphs() -> None:
    d = read_bytes(MARKDOWN.encode(), "plan.md")
    assert d.format == "md"
    assert headings(d) == [(1, "説明文書"), (2, "費用")]
    assert "初回は110,000円です。" in texts(d)
    assert [b.role for b in d.blocks if b.text.startswith("- ")] == [Role.ITEM, Role.ITEM]
    assert d.tables[0].header_rows == 1
    assert fields(d) == [("検査", "5,000円"), ("治療", "100,000円")]


def test_a_superscript_of_markdown_is_marked() -> None:
    d = read_bytes(MARKDOWN.encode(), "plan.md")
    b = d.blocks[-1]
    assert b.text == "細胞数は 1×108個"
    assert [(m.kind, b.text[m.start : m.end]) for m in b.marks] == [(MarkKind.SUPERSCRIPT, "8")]


def test_every_line_of_a_text_is_a_block_and_knows_its_line() -> None:
    d = read_bytes("１　目的\n\n本文である。\n続きの文である。\n".encode(), "plan.txt")
    assert texts(d) == ["１　目的", "本文である。", "続きの文である。"]
    assert [b.origin.path for b in d.blocks] == [("line", 1), ("line", 3), ("line", 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp", "iso2022_jp"])
def test_the_encoding_is_told_by_the_bytes(encoding: str) -> None:
    text = "再生医療等提供計画（治療）の本文である。細胞を培養する。"
    assert texts(read_bytes(text.encode(encoding), "plan.txt")) == [text]


def test_line_ends_of_every_system_are_read() -> None:
    assert texts(read_bytes("一である。\r\n二である。\r三である。".encode(), "plan.txt")) == [
        "一である。",
        "二である。",
        "三である。",
    ]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableError) as e:
        read_bytes(bytes(range(1, 32)) * 50 + b"\xff\xfe\xfd", "plan.txt")
    assert e.value.kind == "not-a-document"
