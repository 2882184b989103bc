"""The evidence map: every requirement that applies, where it stands, what is said, and room for a person."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from regenlint.cli import run
from regenlint.labels import OUTCOMES, Lang, said
from regenlint.record import RunRecord
from regenlint.report.checklist import as_docx, as_xlsx
from regenlint.report.evidence_map import applying, by_article, items
from regenlint.report.workbook import Column, Table, written
from regenlint.rules import Basis, Outcome
from tests.report.sample import DAY, record
from tests.report.sample import run as sample

TITLES = {"AAA": "一つ目の領域", "BBB": "二つ目の領域"}


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {s.title: list(s.iter_rows(values_only=True)) for s in book.worksheets}


def test_every_rule_that_applies_has_a_row_in_the_order_of_the_areas() -> None:
    there = sheets(as_xlsx(sample(), TITLES, Lang.JA))

    assert list(there) == ["概要", "要件", "条文順", "対象外"]
    assert [r[1] for r in there["要件"][1:]] == ["AAA001", "AAA002", "AAA003", "BBB001", "BBB002", "BBB004", "BBB005"]
    assert [r[0] for r in there["対象外"][1:]] == ["BBB003"]
    assert there["要件"][1][0] == "AAA 一つ目の領域"


def test_a_row_tells_document_page_place_quote_and_basis_and_leaves_the_judgement_open() -> None:
    head, *rows = sheets(as_xlsx(sample(), TITLES, Lang.JA))["要件"]
    blank = dict(zip(head, next(r for r in rows if r[1] == "AAA003"), strict=True))

    assert blank["書類"] == "04_標準書.docx"
    assert blank["頁"] == "≈2"
    assert blank["場所"] == "1 原料 › (1) 提供者 › 残存鋳型DNA, 行2列2"
    assert blank["引用"] == "＿＿＿"
    assert blank["結果"] == "空欄・未記入"
    assert blank["所見・理由"] == "規格値が空欄です\n免除: 別紙3に記載"
    assert str(blank["根拠"]).startswith("省令第13条第2項第17号")
    assert head[-1] == "人が判断すること（記入欄）"
    assert all(r[-1] is None for r in rows)


def test_what_could_not_be_decided_says_why_and_is_not_called_stated() -> None:
    head, *rows = sheets(as_xlsx(sample(), TITLES, Lang.JA))["要件"]
    by_rule = {r[1]: dict(zip(head, r, strict=True)) for r in rows}

    assert by_rule["BBB004"]["結果"] == "判定不能"
    assert by_rule["BBB004"]["所見・理由"] == "様式が提出物にありません"
    assert by_rule["BBB005"]["結果"] == "検査の失敗"
    assert by_rule["AAA001"]["結果"] in ("記載あり", "指摘なし")


def test_articles_come_in_their_order_and_the_rest_after_them() -> None:
    found = items(record(), Lang.JA)
    bases = (
        Basis("guideline", "ICH"), Basis("ordinance", "27-1"), Basis("ordinance", "5の2"), Basis("act", "16-2"),
        Basis("act", "4-1-10"), Basis("act", "4-1-2"),
    )  # fmt: skip
    one = replace(found[0], bases=bases)

    names = [name for name, _ in by_article([one], Lang.JA)]

    assert names == [
        "法律第4条第1項第2号", "法律第4条第1項第10号", "法律第16条第2項", "省令第5条の2", "省令第27条第1項",
        "ガイドライン「ICH」",
    ]  # fmt: skip
    assert all(i.outcome is not Outcome.NOT_APPLICABLE for i in applying(found))


def test_the_overview_counts_all_eight_outcomes_and_certifies_nothing() -> None:
    data = as_xlsx(sample(), TITLES, Lang.JA)
    rows = sheets(data)["概要"]
    labels = [r[0] for r in rows]

    assert {said(OUTCOMES, o.value, Lang.JA) for o in Outcome} <= set(labels)
    assert ("読めない所", "3頁に文字がありません") in rows
    everything = " ".join(str(v) for s in sheets(data).values() for r in s for v in r)
    assert "適合" not in everything
    assert "compliant" not in everything


def test_several_plans_share_a_workbook_with_a_column_for_the_plan() -> None:
    there = record()
    both = RunRecord("1", "0", DAY, (there, replace(there, path="計画2")), 3)

    rows = sheets(as_xlsx(both, TITLES, Lang.JA))["要件"]

    assert rows[0][0] == "計画"
    assert {r[0] for r in rows[1:]} == {"計画", "計画2"}


def test_the_word_file_has_a_table_an_area_with_a_head_row_on_every_page() -> None:
    there = docx.Document(io.BytesIO(as_docx(sample(), TITLES, Lang.JA)))

    headings = [p.text for p in there.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert headings == ["AAA 一つ目の領域", "BBB 二つ目の領域"]
    table = there.tables[1]
    assert [c.text for c in table.rows[0].cells][-1] == "人が判断すること（記入欄）"
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert [c.text for c in table.rows[3].cells][2] == "04_標準書.docx\n≈2頁\n1 原料 › (1) 提供者 › 残存鋳型DNA, 行2列2"
    assert all(r.cells[-1].text == "" for t in there.tables[1:] for r in t.rows[1:])


def test_the_same_run_gives_the_same_bytes() -> None:
    assert as_xlsx(sample(), TITLES, Lang.JA) == as_xlsx(sample(), TITLES, Lang.JA)
    assert as_docx(sample(), TITLES, Lang.JA) == as_docx(sample(), TITLES, Lang.JA)


def test_english_has_english_heads_and_messages() -> None:
    there = sheets(as_xlsx(sample(), {"AAA": "x"}, Lang.EN))

    assert list(there) == ["Overview", "Requirements", "By article", "Not applicable"]
    assert any("the limit is blank" in str(v) for r in there["Requirements"] for v in r)
    paper = docx.Document(io.BytesIO(as_docx(sample(), {}, Lang.EN)))
    assert paper.tables[1].rows[0].cells[0].text == "Requirement"


@pytest.mark.parametrize("text", ["=1+1", "+81-3", "-該当なし", "@甲野", "\t=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    data = written([Table("表", (Column("列", 10),), [[text]])], DAY)

    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_characters_excel_refuses_and_texts_too_long_for_it_are_cut() -> None:
    data = written([Table("表[1]:*?/\\", (Column("列", 10),), [["a\x00b\x0bc"], ["長" * 40_000]])], DAY)

    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["A2"].value == "a b c"
    assert len(str(sheet["A3"].value)) == 32_767


def test_the_command_writes_both_formats_and_keeps_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("標準書.txt").write_text("特定細胞加工物標準書\n1 製造\n本品を製造する。\n", encoding="utf-8")

    for name in ("表.xlsx", "表.docx"):
        assert run(["checklist", "標準書.txt", "--to", name, "--fail-on", "never"]) == 0
        assert run(["checklist", "標準書.txt", "--to", name, "--fail-on", "never"]) == 2
        assert run(["checklist", "標準書.txt", "--to", name, "--force", "--fail-on", "never"]) == 0
    assert run(["checklist", "標準書.txt", "--to", "表.csv"]) == 2
    assert run(["checklist", "標準書.txt", "--to", "ない/表.xlsx"]) == 2
    assert capsys.readouterr().out.split() == ["表.xlsx", "表.xlsx", "表.docx", "表.docx"]
    rows = openpyxl.load_workbook("表.xlsx")["要件"].max_row
    assert rows > 20
