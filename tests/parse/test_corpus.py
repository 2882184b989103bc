"""Every labelled dossier is read whole, and what is read keeps the promises of the model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench.reading import recall, truths
from regenlint.model import Document, Role
from regenlint.parse.open import read_bytes

DEV = Path(__file__).parents[1] / "corpus" / "dev"
FILES = sorted(DEV.glob("*/files/*"))
KINDS = {
    "d1-adsc-iv": [
        "form",
        "protocol",
        "outline",
        "standard",
        "hygiene-standard",
        "consent",
        "cv",
        "precedents",
        "opinion",
    ],
    "d2-lenti-hidden": ["form", "protocol", "consent", "outline", "opinion", "cv", "other", "other", "sop"],
    "d3-mrna-research": [
        "form",
        "protocol",
        "outline",
        "standard",
        "consent",
        "monitoring-sop",
        "coi",
        "contract",
        "opinion",
    ],
    "d4-nk-class3-ev": ["form", "protocol", "outline", "standard", "consent", "opinion", "cv"],
}
PARTS = {
    ("d1-adsc-iv", "05"): {"manufacturing-standard", "quality-standard"},
    ("d1-adsc-iv", "02"): {"research-basis"},
    ("d2-lenti-hidden", "02"): {"precedents", "plain-summary"},
    ("d3-mrna-research", "02"): {"plain-summary", "precedents", "research-basis"},
    ("d3-mrna-research", "04"): {"manufacturing-standard", "quality-standard"},
    ("d4-nk-class3-ev", "04"): {"hygiene-standard", "manufacturing-standard", "quality-standard"},
    ("d4-nk-class3-ev", "07"): {"precedents"},
}


@cache
def read(path: Path, name: str = "") -> Document:
    return read_bytes(path.read_bytes(), name or path.name)


each = pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}-{p.name[:2]}")


def test_the_corpus_is_there() -> None:
    assert len(FILES) == sum(map(len, KINDS.values()))


@each
def test_nothing_of_the_source_is_lost(path: Path) -> None:
    d = read(path)
    text = "\n".join(b.text for b in d.blocks)
    assert recall(text, truths(path.parents[1])[path]) >= 0.999
    assert d.losses == ()


@pytest.mark.parametrize("dossier", KINDS)
def test_the_kind_of_every_document_is_told_by_its_content(dossier: str) -> None:
    files = sorted((DEV / dossier / "files").iterdir())
    assert [read(f, "x" + f.suffix).kind for f in files] == KINDS[dossier]


@each
def test_the_parts_of_every_document_are_told(path: Path) -> None:
    assert {x.kind for x in read(path).parts} == PARTS.get((path.parts[-3], path.name[:2]), set())


@each
def test_blocks_are_numbered_without_gaps_and_spans_lie_inside_them(path: Path) -> None:
    d = read(path)
    assert [b.number for b in d.blocks] == list(range(len(d.blocks)))
    for b in d.blocks:
        assert all(0 <= m.start < m.end <= len(b.text) for m in b.marks)
        assert b.text or b.cell is not None
        assert (b.level > 0) == (b.role == Role.HEADING)
    for c in d.choices:
        assert 0 <= c.start < c.end <= len(d.blocks[c.block].text)


@each
def test_sections_nest_and_every_block_lies_in_its_own(path: Path) -> None:
    d = read(path)
    for n, s in enumerate(d.sections):
        assert s.number == n
        assert s.first == s.heading <= s.last < len(d.blocks)
        if s.parent >= 0:
            above = d.sections[s.parent]
            assert above.first <= s.first
            assert s.last <= above.last
            assert s.level > above.level
            assert s.path[:-1] == above.path
    for b in d.blocks:
        if b.section >= 0:
            assert d.sections[b.section].first <= b.number <= d.sections[b.section].last


@each
def test_tables_hold_their_cells_and_fields_their_blocks(path: Path) -> None:
    d = read(path)
    for t in d.tables:
        for number in t.blocks:
            cell = d.blocks[number].cell
            assert cell is not None
            assert cell.table == t.number
            assert cell.row + cell.rows <= t.rows
            assert cell.column + cell.columns <= t.columns
        assert t.header_rows < t.rows
    for f in d.fields:
        assert f.label
        assert f.label_blocks
        assert all(0 <= b < len(d.blocks) for b in (*f.label_blocks, *f.value_blocks))
        assert {c.block for c in f.choices} <= set(f.value_blocks)


@each
def test_a_document_is_read_alike_twice(path: Path) -> None:
    assert read_bytes(path.read_bytes(), path.name) == read(path)


def field(dossier: str, number: str, label: str) -> str:
    path = next((DEV / dossier / "files").glob(number + "*"))
    d = read(path)
    f = next(f for f in d.fields if f.label == label)
    return "\n".join(d.blocks[b].text for b in f.value_blocks)


def test_fields_of_forms_in_every_format_are_found() -> None:
    assert field("d1-adsc-iv", "01", "教育又は研修の方法") == ""
    assert field("d1-adsc-iv", "01", "認定番号") == "NA8250097"
    assert field("d2-lenti-hidden", "01", "施設番号") == "認定申請中"
    assert field("d2-lenti-hidden", "06", "役職") == "院長"
    assert field("d3-mrna-research", "01", "認定番号") == "NA9990001"
    assert field("d3-mrna-research", "01", "第1症例登録日") == ""
    assert field("d4-nk-class3-ev", "01", "製造の委託の有無") == "□有　■無"
    assert field("d4-nk-class3-ev", "07", "氏名") == "仮想 太一"


@pytest.mark.parametrize(
    ("dossier", "number", "ticked"),
    [
        ("d1-adsc-iv", "01", "第二種"),
        ("d2-lenti-hidden", "01", "第二種再生医療等"),
        ("d3-mrna-research", "01", "第一種"),
        ("d4-nk-class3-ev", "01", "第三種"),
    ],
)
def test_the_class_ticked_on_the_form_is_the_one_meant(dossier: str, number: str, ticked: str) -> None:
    d = read(next((DEV / dossier / "files").glob(number + "*")))
    assert [c.label for c in d.choices if c.ticked and "種" in c.label] == [ticked]


def test_what_a_reviewer_must_know_of_the_files_is_in_their_hygiene() -> None:
    def hygiene(dossier: str, number: str) -> dict[str, str]:
        return dict(read(next((DEV / dossier / "files").glob(number + "*"))).hygiene)

    assert hygiene("d1-adsc-iv", "02")["tracked-deletions"] == "1"
    assert hygiene("d1-adsc-iv", "06")["hidden-text"] == "66"
    assert hygiene("d4-nk-class3-ev", "02")["comments-open"] == "1"
    assert hygiene("d1-adsc-iv", "03")["header-text"] == "資料3　MDC-OUT-01"
