"""The table of what documents give: what a value is bound to, who says it, and when two are one."""

from __future__ import annotations

import pytest

from regenlint.comparison.said import Item, Said
from regenlint.comparison.table import table
from regenlint.registry import Registry, registry
from regenlint.testing import facts, plan, reading


@pytest.fixture(scope="session")
def rules() -> Registry:
    return registry()


def said(item: Item, notation: str, rules: Registry, **known: str) -> tuple[Said, ...]:
    return table(reading(plan(notation), facts(**known), rules)).of(item)


def test_a_value_is_said_by_its_document_at_its_place(rules: Registry) -> None:
    (one, other) = said(Item.DOSE, "@@ form\n投与量：1×10^8個\n@@ consent\n投与量：1億個\n", rules)

    assert (one.speaker, other.speaker) == ("01_form.docx", "02_consent.docx")
    assert (one.text, other.text) == ("1×10^8個", "1億個")
    assert one.at.document == "01_form.docx"


def test_a_cell_is_bound_by_its_row_and_its_column(rules: Registry) -> None:
    notation = (
        "@@ standard\n| 試験項目 | 方法 | 規格 |\n"
        "| 生細胞率 | 染色 | 80％以上 |\n| エンドトキシン | 比色 | 0.5 EU/mL未満 |\n"
    )

    assert {s.about.rstrip("≥≤") for s in said(Item.LIMIT, notation, rules)} == {"viability", "endotoxin"}


def test_documents_set_against_each_other_in_a_line_speak_for_themselves(rules: Registry) -> None:
    found = said(Item.DOSE, "@@ protocol\n計画「1回1×10^8個を投与」／説明文書「1回に2億個を投与」\n", rules)

    assert [s.text for s in found] == ["1×10^8個", "2億個"]
    assert len({s.speaker for s in found}) == 2


def test_what_others_have_done_is_not_the_plans(rules: Registry) -> None:
    notation = "@@ protocol\n# 国内外の実施状況\n投与量：3×10^8個\n# 投与\n投与量：1×10^8個\n"

    assert [s.text for s in said(Item.DOSE, notation, rules)] == ["1×10^8個"]


def test_a_table_is_read_once_for_a_reading(rules: Registry) -> None:
    read = reading(plan("@@ form\n投与量：1×10^8個\n"), facts(), rules)

    assert table(read) is table(read)
