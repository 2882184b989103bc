"""Text renditions, and the formats whose lines are theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from regenlint.cli import run as main
from regenlint.labels import Lang
from regenlint.record import Location
from regenlint.report import Display, render
from regenlint.report.rendition import path_of, position, text_of, write
from tests.report import sample

SAMPLE = Path(sample.__file__).parents[2] / "sample_plans/bad/first-look/files"


def log(display: Display) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render("sarif-github", sample.run(), display))
    return made


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("plans/a/01.docx", "out/plans/a/01.docx.regenlint.txt"),
        ("/home/x/01.pdf", "out/home/x/01.pdf.regenlint.txt"),
        ("../other/01.docx", "out/_/other/01.docx.regenlint.txt"),
        ("C:\\plans\\01.docx", "out/C_/plans/01.docx.regenlint.txt"),
    ],
)
def test_a_rendition_never_leaves_its_folder(document: str, expected: str) -> None:
    assert path_of("out", document) == expected


def test_a_line_is_a_block_and_a_character_keeps_its_column() -> None:
    word = sample.dossier().documents[0]
    steered = replace(word, blocks=(replace(word.blocks[0], text="一行\n二行\x1b\u202e三"), *word.blocks[1:]))

    lines = text_of(steered).split("\n")

    assert len(lines) == len(word.blocks) + 1
    assert lines[0] == "一行 二行  三"
    assert lines[1:-1] == [b.text for b in word.blocks[1:]]


def test_the_place_of_a_finding_holds_its_words_in_the_rendition(tmp_path: Path) -> None:
    write(tmp_path, (sample.dossier(),))

    for _, f in sample.record().findings():
        if f.location is None or f.location.row:
            continue
        path, line, column = position(f.location, "計画", tmp_path.as_posix())
        text = Path(path).read_text(encoding="utf-8").split("\n")[line - 1]
        assert text[column - 1 :].startswith(f.location.quote)


def test_files_with_lines_of_their_own_get_no_rendition(tmp_path: Path) -> None:
    written = write(tmp_path, (sample.dossier(),))

    assert [p.name for p in written] == ["04_標準書.docx.regenlint.txt"]


def test_concise_points_into_the_rendition_where_there_is_one() -> None:
    plain = render("concise", sample.run(), Display(show=frozenset({"waived"})))
    pointed = render("concise", sample.run(), Display(show=frozenset({"waived"}), rendition="out"))

    assert "計画/04_標準書.docx:1:1: error AAA003" in plain
    line = next(x for x in pointed.splitlines() if "AAA003" in x)
    block = next(b.number for b in sample.dossier().documents[0].blocks if "＿＿＿" in b.text)
    assert line.startswith(f"out/計画/04_標準書.docx.regenlint.txt:{block + 1}:1: ")


def test_every_result_for_github_has_a_line_of_a_text_file() -> None:
    results = log(Display(rendition="out"))["runs"][0]["results"]
    places = [p["physicalLocation"] for r in results for p in (*r["locations"], *r.get("relatedLocations", ()))]

    assert places
    assert all(p["region"]["startLine"] >= 1 for p in places)
    assert any(p["artifactLocation"]["uri"].endswith(".docx.regenlint.txt") for p in places)
    assert all("primaryLocationLineHash" in r["partialFingerprints"] for r in results)


def test_what_could_not_be_judged_is_an_alert_and_what_is_waived_is_none() -> None:
    results = log(Display())["runs"][0]["results"]
    ids = [r["ruleId"] for r in results]

    assert ids[:3] == ["unread", "unread", "BBB005"]
    assert all(r["level"] == "error" for r in results[:3])
    assert "AAA003" not in ids
    assert "AAA001" not in ids
    assert not any("kind" in r for r in results), "the host takes every result for an alert"


@pytest.mark.parametrize("lang", list(Lang))
def test_the_log_for_github_is_sarif(lang: Lang) -> None:
    schema = json.loads((Path(sample.__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    made = log(Display(lang, rendition="out"))

    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(made)
    run = made["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_a_place_without_rendition_or_line_is_the_first_of_its_file() -> None:
    at = Location("a.pdf", (), 7, 3, 5, 1, False, None, "文字")

    assert position(at, "d", "") == ("a.pdf", 1, 1)
    assert position(replace(at, origin=("line", 9)), "d", "out") == ("a.pdf", 9, 4)
    assert position(None, "d", "out") == ("d", 1, 1)


def test_the_command_writes_renditions_workbook_and_page_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    wanted = ("concise", "html:report.html", "xlsx:report.xlsx", "sarif-github:report.sarif")
    outputs = [word for form in wanted for word in ("--output", form)]

    code = main([str(SAMPLE), "--no-cache", "--select", "VIR", "--rendition", "lines", *outputs])

    assert code == 1
    first = capsys.readouterr().out.splitlines()[0]
    path, line, column = first.split(": ")[0].rsplit(":", 2)
    assert Path(path).is_file()
    assert len(Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]) >= int(column)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))["runs"]


def test_a_workbook_is_not_written_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SAMPLE), "--output", "xlsx"]) == 2
    assert "xlsx:FILE.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_profile_command_judges_nothing_and_ends_with_0(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["profile", str(SAMPLE), "--no-cache", "--output", form])

    out = capsys.readouterr().out
    assert code == 0
    assert "妥当性" in out
    assert (form == "json") == out.startswith("{")
