"""Every format over one and the same run."""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pytest

from regenlint.labels import Lang
from regenlint.report import BINARY, FORMATS, Display, render, rendered
from regenlint.report.as_text import width
from regenlint.rules import Severity
from tests.report import sample

GOLDEN = Path(__file__).parent.parent / "golden"
SUFFIXES = {
    "json": "json",
    "sarif": "sarif",
    "junit": "xml",
    "sarif-github": "sarif",
    "gitlab": "gitlab.json",
    "rdjson": "rdjson",
    "markdown": "md",
    "html": "html",
}


PLAIN = Display()


def text_of(form: str, display: Display) -> str:
    """A report as text; of a workbook its sheets, rows and cells."""
    made = rendered(form, sample.run(), display)
    if isinstance(made, str):
        return made
    book = openpyxl.load_workbook(io.BytesIO(made))
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        lines += ["\t".join(str(c or "").replace("\n", "⏎") for c in row) for row in sheet.iter_rows(values_only=True)]
    return "\n".join(lines) + "\n"


def parsed(form: str, display: Display = PLAIN) -> Any:
    return json.loads(render(form, sample.run(), display))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("form", FORMATS)
def test_a_format_says_the_same_run_as_its_golden_file(form: str, lang: Lang) -> None:
    file = GOLDEN / f"{form}.{lang.value}.{SUFFIXES.get(form, 'txt')}"

    text = text_of(form, Display(lang))

    if os.environ.get("REGENLINT_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), "make golden rewrites it"


def test_the_json_report_follows_the_schema_that_ships() -> None:
    schema = json.loads(
        (Path(sample.__file__).parents[2] / "regenlint/report/report.schema.json").read_text(encoding="utf-8")
    )

    jsonschema.Draft202012Validator(schema).validate(parsed("json"))


@pytest.mark.parametrize("plans", [0, 1, 3])
def test_the_json_report_of_several_plans_is_one_evenly_indented_text(plans: int) -> None:
    run = replace(sample.run(), dossiers=(sample.record(),) * plans)
    text = render("json", run, PLAIN)
    assert len(json.loads(text)["dossiers"]) == plans
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_the_json_summary_counts_all_eight_outcomes() -> None:
    summary = parsed("json")["dossiers"][0]["summary"]

    assert summary == dict.fromkeys(
        ("met", "missing", "empty", "deficient", "conflicting", "not-applicable", "undecidable", "crashed"), 1
    )


def test_the_same_run_gives_the_same_bytes() -> None:
    assert all(rendered(f, sample.run(), Display()) == rendered(f, sample.run(), Display()) for f in FORMATS)


@pytest.mark.parametrize("shown", [frozenset(), frozenset({"met", "na", "waived"})])
def test_sarif_validates_against_the_official_schema(shown: frozenset[str]) -> None:
    schema = json.loads((Path(sample.__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()

    jsonschema.Draft4Validator(schema, format_checker=checker).validate(parsed("sarif", Display(show=shown)))


def test_sarif_points_no_line_at_a_binary_file() -> None:
    results = parsed("sarif")["runs"][0]["results"]
    places = [p["physicalLocation"] for r in results for p in r["locations"] if "physicalLocation" in p]
    of_word = [p for p in places if "docx" in p["artifactLocation"]["uri"]]
    of_text = [p for p in places if p["artifactLocation"]["uri"].endswith(".md")]

    assert of_word
    assert all("region" not in p for p in of_word)
    assert of_text
    assert all(p["region"]["startLine"] >= 1 for p in of_text)


def test_sarif_indices_point_at_what_they_name() -> None:
    run = parsed("sarif")["runs"][0]
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    places = [
        p["physicalLocation"]["artifactLocation"]
        for r in run["results"]
        for p in (*r["locations"], *r.get("relatedLocations", ()))
        if "physicalLocation" in p
    ]

    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert places
    assert all(artifacts[p["index"]]["location"]["uri"] == p["uri"] for p in places)


def test_sarif_calls_what_could_not_be_judged_open_and_never_a_pass() -> None:
    run = parsed("sarif")["runs"][0]
    kinds = {r["ruleId"]: (r["kind"], r["level"]) for r in run["results"]}
    notes = {n["descriptor"]["id"] for n in run["invocations"][0]["toolExecutionNotifications"]}

    assert kinds["BBB004"] == ("open", "none")
    assert kinds["BBB005"] == ("open", "none")
    assert "AAA001" not in kinds
    assert {"unread/old-format", "loss/image-page", "crashed/BBB005"} <= notes
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_keeps_waived_findings_with_their_reason() -> None:
    waived = [r for r in parsed("sarif")["runs"][0]["results"] if "suppressions" in r]

    assert {r["suppressions"][0]["justification"] for r in waived} == {"別紙3に記載", "base.json"}


def test_junit_counts_what_it_holds() -> None:
    suite = ET.fromstring(render("junit", sample.run(), Display()))[0]
    cases = suite.findall("testcase")

    assert int(suite.get("tests", 0)) == len(cases) == 10
    assert int(suite.get("failures", 0)) == sum(c.find("failure") is not None for c in cases) == 2
    assert int(suite.get("errors", 0)) == sum(c.find("error") is not None for c in cases) == 3
    assert int(suite.get("skipped", 0)) == sum(c.find("skipped") is not None for c in cases) == 2


def test_junit_bears_characters_that_xml_does_not() -> None:
    from regenlint.report.as_junit import _attribute

    assert ET.fromstring(f"<a b={_attribute(chr(1) + '<&' + chr(34) + chr(0xFFFF) + '𠮷')}/>").get("b") == '<&"𠮷'


def test_github_annotations_stay_on_one_line_each() -> None:
    lines = render("github", sample.run(), Display()).splitlines()

    assert all(re.match(r"::(error|warning|notice) file=[^:\n]+::", line) for line in lines), lines
    assert any("%0A" in line and "100%25" in line for line in lines)


def test_gitlab_fingerprints_are_unique() -> None:
    marks = [i["fingerprint"] for i in parsed("gitlab")]

    assert len(set(marks)) == len(marks) == 6


def test_concise_lines_can_be_taken_apart() -> None:
    pattern = re.compile(
        r"(?P<path>.+):(?P<line>\d+):(?P<col>\d+): (?P<severity>error|warning|note) (?P<code>\S+) (?P<name>\S+): .+"
    )
    lines = render("concise", sample.run(), Display()).splitlines()

    assert all(pattern.fullmatch(line) for line in lines)
    assert [m["code"] for line in lines if (m := pattern.fullmatch(line))] == [
        "unread",
        "unread",
        "BBB005",
        "AAA002",
        "BBB001",
        "BBB002",
    ]


def test_markdown_lets_nothing_of_the_plan_be_markup() -> None:
    text = render("markdown", sample.run(), Display())

    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text


def test_the_caret_stands_under_the_quote_in_a_terminal_of_wide_letters() -> None:
    lines = render("text", sample.run(), Display()).splitlines()
    quoted = next(i for i, line in enumerate(lines) if "ドナーの血液検査を行い" in line)

    caret = lines[quoted + 1]
    assert width(caret[: caret.index("^")]) == width(lines[quoted][: lines[quoted].index("血液検査")])
    assert caret.count("^") == width("血液検査")


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("form", FORMATS)
def test_no_report_certifies_or_scores(form: str, lang: Lang) -> None:
    text = text_of(form, Display(lang, show=frozenset({"met", "na", "waived"})))

    assert "適合" not in text
    assert "complian" not in text.lower()
    assert "score" not in text.lower()
    assert "点数" not in text


def test_text_counts_the_eight_outcomes_and_says_what_was_not_read() -> None:
    text = render("text", sample.run(), Display())

    for label in (
        "記載あり 1",
        "記載なし 1",
        "空欄・未記入 1",
        "不備 1",
        "食い違い 1",
        "対象外 1",
        "判定不能 1",
        "検査の失敗 1",
    ):
        assert label in text
    assert "計画/07_略歴.doc：古い形式です" in text
    assert "3頁に文字がありません" in text
    assert "根拠未確認" in text
    assert "要確認" in text
    assert "使われていない免除です" in text


def test_english_text_is_english_but_for_the_plan_and_the_law() -> None:
    theirs = re.compile(
        r"計画|標準書|説明文書|略歴|原料|提供者|ドナー.*|残存鋳型DNA|＿|表|本品.*|同意の撤回|いつでも.*|検査項目|方法|準用|血液検査"
    )
    kana = re.compile(r"[ぁ-んァ-ヶ一-龠]")

    for line in render("text", sample.run(), Display(Lang.EN, show=frozenset({"met", "na", "waived"}))).splitlines():
        rest = theirs.sub("", line)
        if "│" not in line and "waived" not in line and line.strip() != "stated":
            assert not kana.search(re.sub(r"title of .*|の表題", "", rest)), line


@pytest.mark.parametrize("form", ["text", "concise"])
def test_a_plan_cannot_steer_the_terminal(form: str) -> None:
    run = sample.run()
    hostile = replace(run.dossiers[0], path="計\x1b[2J\x9b画\n::error::\u202e")

    text = render(form, replace(run, dossiers=(hostile,)), Display())

    assert not any(c in text for c in "\x1b\x9b\u202e")
    assert "\n::error" not in text


def test_quiet_text_has_findings_and_no_summary() -> None:
    text = render("text", sample.run(), Display(quiet=True))

    assert "AAA002" in text
    assert "古い形式です" in text
    assert "規則 8" not in text


def test_text_hides_notes_and_says_so_and_min_severity_shows_them() -> None:
    run = sample.run()

    assert "BBB001" not in render("text", run, Display(min_severity=Severity.ERROR))
    assert "BBB001" in render("text", run, Display())


def test_colour_adds_codes_and_changes_no_words() -> None:
    plain = render("text", sample.run(), Display())
    colored = render("text", sample.run(), Display(color=True))

    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_a_workbook_holds_no_formula_whatever_a_plan_says() -> None:
    run = sample.run()
    results = tuple(
        replace(r, findings=tuple(replace(f, message='=HYPERLINK("http://x","y")') for f in r.findings))
        for r in run.dossiers[0].results
    )
    made = rendered("xlsx", replace(run, dossiers=(replace(run.dossiers[0], results=results),)), Display())
    assert isinstance(made, bytes)

    cells = [c for sheet in openpyxl.load_workbook(io.BytesIO(made)) for row in sheet.iter_rows() for c in row]

    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    assert any(str(c.value).startswith("=HYPERLINK") for c in cells)


def test_a_workbook_has_a_row_for_every_rule_and_every_finding() -> None:
    lines = text_of("xlsx", PLAIN).split("== ")
    findings = sum(len(r.findings) for r in sample.record().results)

    assert [part.splitlines()[0] for part in lines[1:]] == ["所見", "要件の一覧", "読み取ったこと"]
    assert len(lines[1].splitlines()) == 2 + findings
    assert len(lines[2].splitlines()) == 2 + len(sample.record().results)
    assert "読めない・判定に失敗" in lines[3]


def test_formats_of_bytes_are_known_to_be_so() -> None:
    assert {f for f in FORMATS if isinstance(rendered(f, sample.run(), PLAIN), bytes)} == BINARY
