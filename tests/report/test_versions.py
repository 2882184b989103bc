"""Two versions of a dossier: findings by fingerprint, passages by their text, and how the formats show them."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from regenlint import app
from regenlint.errors import UsageError
from regenlint.labels import Lang
from regenlint.model import Dossier
from regenlint.record import Against, DossierRecord
from regenlint.report import Display, render, rendered
from regenlint.resolve import record_of
from regenlint.revision import against, fragments
from regenlint.rules import Facts, Finding, Outcome, RuleResult
from regenlint.testing import plan
from tests.report import sample

OLD = """
@@ standard 旧/04_標準書_v1.docx
# 1 原料
ドナーの血液検査を行い、合格した細胞のみを使用する。
# 2 製造
継代は3回までとし、P4以降は用いない。
凍結はしない。
| 項目 | 規格 |
| 生存率 | 70 |
@@ consent 旧/06_説明文書.docx
# 撤回
いつでも撤回できます。
"""
NEW = """
@@ standard 新/標準書_v2.docx
# 1 製造
凍結はしない。
継代は5回までとし、P6以降は用いない。
出荷前に核型を調べる。
| 項目 | 規格 |
| 生存率 | 80 |
# 2 原料
ドナーの血液検査を行い、合格した細胞だけを使用する。
@@ consent 新/06_説明文書.docx
# 同意の撤回
いつでも撤回できます。
@@ sop 新/09_手順書.docx
# 手順
受け取りを記録する。
"""


def judged(d: Dossier, *found: tuple[str, Outcome, str]) -> DossierRecord:
    """The record of a dossier with findings (rule, outcome, words they stand at)."""
    results = []
    for rule, outcome, words in found:
        document = next((x for x in d.documents if any(words in b.text for b in x.blocks)), None)
        fires = outcome in (Outcome.MISSING, Outcome.DEFICIENT, Outcome.CONFLICTING, Outcome.EMPTY)
        at = sample.at(document, words) if document and words else None
        results.append(
            RuleResult(sample.rule(rule, "x"), outcome, findings=(Finding(outcome, rule, rule, at),) if fires else ())
        )
    return record_of(d, Facts({}), results, sample.DAY, "given")


def dossier(text: str) -> Dossier:
    """A plan whose documents have each a content of their own."""
    made = plan(text)
    return replace(
        made,
        documents=tuple(
            replace(d, sha256=hashlib.sha256((text + d.path).encode()).hexdigest()) for d in made.documents
        ),
    )


def compared() -> Against:
    old, new = dossier(OLD), dossier(NEW)
    return against(
        judged(
            old,
            ("AAA001", Outcome.DEFICIENT, "撤回できます"),
            ("AAA002", Outcome.DEFICIENT, "血液検査"),
            ("AAA003", Outcome.DEFICIENT, "凍結"),
            ("AAA004", Outcome.DEFICIENT, "生存率"),
            ("AAA006", Outcome.MISSING, "製造"),
            ("AAA007", Outcome.DEFICIENT, "凍結"),
        ),
        old,
        judged(
            new,
            ("AAA001", Outcome.DEFICIENT, "撤回できます"),
            ("AAA002", Outcome.DEFICIENT, "血液検査"),
            ("AAA003", Outcome.MET, ""),
            ("AAA004", Outcome.UNDECIDABLE, ""),
            ("AAA005", Outcome.DEFICIENT, "核型"),
            ("AAA006", Outcome.MISSING, "原料"),
            ("AAA007", Outcome.DEFICIENT, "凍結"),
        ),
        new,
    )


def texts(a: Against) -> list[tuple[str | None, str | None]]:
    return [(c.before.line if c.before else None, c.after.line if c.after else None) for c in a.changes]


def test_passages_that_changed_came_and_went_are_told_and_those_that_moved_are_not() -> None:
    found = texts(compared())

    assert ("継代は3回までとし、P4以降は用いない。", "継代は5回までとし、P6以降は用いない。") in found
    assert (None, "出荷前に核型を調べる。") in found
    assert ("70", "80") in found
    assert not any("凍結はしない。" in (x or "") for pair in found for x in pair)
    assert not any("いつでも" in (x or "") for pair in found for x in pair)


def test_documents_are_paired_by_kind_whatever_they_are_called() -> None:
    names = [(a and a.rsplit("/", 1)[-1], b and b.rsplit("/", 1)[-1]) for a, b in compared().documents]

    assert names == [
        ("04_標準書_v1.docx", "標準書_v2.docx"),
        ("06_説明文書.docx", "06_説明文書.docx"),
        (None, "09_手順書.docx"),
    ]


def test_a_document_that_was_not_touched_has_no_changes() -> None:
    old = dossier(OLD)
    record = judged(old, ("AAA003", Outcome.DEFICIENT, "凍結"))

    found = against(record, old, record, old)

    assert (found.new, found.gone, found.changes) == ((), (), ())
    assert len(found.unchanged) == 1


def test_findings_are_new_unchanged_moved_or_gone() -> None:
    new = judged(dossier(NEW), ("AAA005", Outcome.DEFICIENT, "核型"))
    a = compared()

    assert a.new == tuple(f.fingerprint for _, f in new.findings())
    # AAA007 kept its words and its heading; the words of the others moved, were rewritten or never were there.
    assert len(a.unchanged) == 1
    assert len(a.moved) == 3


def test_a_finding_that_could_not_be_judged_again_is_not_called_mended() -> None:
    assert [(g.rule.id, g.mended) for g in compared().gone] == [("AAA003", True), ("AAA004", False)]


def test_the_pieces_of_two_texts_make_them_up_again() -> None:
    before, after = "継代は3回までとする。", "継代は、5回までとし、P6以降は用いない。"
    pieces = list(fragments(before, after))

    assert "".join(old for _, old, _ in pieces) == before
    assert "".join(new for _, _, new in pieces) == after


def shown() -> DossierRecord:
    return replace(judged(dossier(NEW), ("AAA005", Outcome.DEFICIENT, "核型")), against=compared())


@pytest.mark.parametrize("lang", list(Lang))
def test_every_format_for_people_tells_it(lang: Lang) -> None:
    run = replace(sample.run(), dossiers=(shown(),))
    display = Display(lang)
    words = ("新しい 1、解消 1、変わらず 4", "new 1, fixed 1, unchanged 4")[lang is Lang.EN]

    for form in ("text", "markdown", "html"):
        assert words in render(form, run, display), form
    assert "+ AAA005" in render("text", run, display)
    assert ("判定不能のため", "not judged this time")[lang is Lang.EN] in render("text", run, display)


def test_html_marks_what_went_and_what_came() -> None:
    html = render("html", replace(sample.run(), dossiers=(shown(),)), Display())

    assert "継代は<del>3</del><ins>5</ins>回までとし、P<del>4</del><ins>6</ins>以降は用いない。" in html
    assert html.count(">新しい所見</span>") == 1


def test_json_holds_all_of_it_and_follows_its_schema() -> None:
    made = json.loads(render("json", replace(sample.run(), dossiers=(shown(),)), Display()))
    schema = json.loads(
        (Path(sample.__file__).parents[2] / "regenlint/report/report.schema.json").read_text(encoding="utf-8")
    )

    jsonschema.Draft202012Validator(schema).validate(made)
    a = made["dossiers"][0]["against"]
    assert len(a["new"]) == 1
    assert {c["after"]["line"] for c in a["changes"] if c["after"]} >= {"80", "出荷前に核型を調べる。"}
    assert [g["fixed"] for g in a["gone"]] == [True, False]


def test_the_workbook_has_a_sheet_of_it() -> None:
    made = rendered("xlsx", replace(sample.run(), dossiers=(shown(),)), Display())
    assert isinstance(made, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(made))["前の版との違い"]

    assert [sheet.cell(2, 2).value, sheet.cell(3, 2).value] == ["新しい所見", "解消"]


def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("旧", "継代は3回までとする。"), ("新", "継代は5回までとする。")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "標準書.txt").write_text(f"特定細胞加工物標準書\n1 製造\n{text}\n", encoding="utf-8")
    return tmp_path / "旧", tmp_path / "新"


def test_a_run_compares_with_an_earlier_version_and_ends_with_its_own_code(tmp_path: Path) -> None:
    old, new = folders(tmp_path)
    plain = app.check(app.Options((str(new),), use_cache=False))

    run = app.check(app.Options((str(new),), use_cache=False, against=str(old)))

    a = run.dossiers[0].against
    assert a is not None
    assert texts(a) == [("継代は3回までとする。", "継代は5回までとする。")]
    assert run.exit_code == plain.exit_code
    assert replace(run.dossiers[0], against=None) == plain.dossiers[0]


def test_several_plans_have_no_one_earlier_version(tmp_path: Path) -> None:
    old, new = folders(tmp_path)

    with pytest.raises(UsageError):
        app.check(app.Options((str(new), str(old)), against=str(old)))
    with pytest.raises(UsageError):
        app.check(app.Options((str(new),), against=str(tmp_path / "ない")))
