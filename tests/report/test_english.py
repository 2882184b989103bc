"""`--lang en` over a plan with faults: what Japanese is left comes from the plan or is the title of what is cited."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest

from regenlint import cli
from regenlint.labels import Lang
from regenlint.parse import read_path
from regenlint.registry import registry
from regenlint.report.explanation import page

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "sample_plans" / "bad" / "first-look" / "files"
RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]+")
#: The points of an item of the ordinance are named by a letter of the kana.
POINT = re.compile(r"(?<= )[ァ-ヶ](?=[;,)\s]|$)")


@cache
def own_words() -> str:
    """The plan's text and names without spaces, and the titles that rules cite."""
    dossier = read_path(PLAN)
    words = [d.path for d in dossier.documents] + [b.text for d in dossier.documents for b in d.blocks]
    words += [b.ref for r in registry().rules.values() for b in r.rule.basis if b.kind != "practice"]
    return re.sub(r"\s+", "", "\n".join(words))


def japanese(text: str) -> list[str]:
    """The runs of Japanese that neither the plan nor a cited title holds."""
    return [run for run in RUN.findall(POINT.sub("", text)) if run not in own_words()]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    code = cli.run([*arguments, "--lang", "en"])
    assert code in (0, 1, 3), capsys.readouterr().err
    return capsys.readouterr().out


FORMATS = ("text", "concise", "github", "gitlab", "junit", "rdjson", "markdown", "html")


@pytest.mark.parametrize("format", FORMATS)
def test_an_english_report_holds_no_japanese_of_ours(format: str, tmp_path: Path) -> None:
    target = tmp_path / "report"

    cli.run(["check", str(PLAN), "--lang", "en", "--output", f"{format}:{target}", "--min-severity", "note"])

    text = target.read_text(encoding="utf-8")
    if format == "html":
        text = html.unescape(re.sub(r"(?s)<(style|script)\b.*?</\1>", "", text))
    assert japanese(text) == []


@pytest.mark.parametrize(
    "command", [("facts",), ("facts", "--table"), ("profile",), ("outline",), ("config", "--for")], ids=" ".join
)
def test_what_a_command_prints_in_english_holds_no_japanese_of_ours(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert japanese(printed(capsys, *command, str(PLAN))) == []


def test_the_table_of_rules_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert RUN.findall(printed(capsys, "rules")) == []


def cells(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    for sheet in book:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


@pytest.mark.parametrize("command", ["checklist", "answers"])
def test_an_english_workbook_holds_no_japanese_of_ours(command: str, tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"

    cli.run([command, str(PLAN), "--lang", "en", "--to", str(target)])

    assert [run for cell in cells(target) for run in japanese(cell)] == []


def test_an_english_checklist_on_paper_holds_no_japanese_of_ours(tmp_path: Path) -> None:
    target = tmp_path / "checklist.docx"

    cli.run(["checklist", str(PLAN), "--lang", "en", "--to", str(target)])

    document = docx.Document(str(target))
    told = [p.text for p in document.paragraphs]
    told += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [run for text in told for run in japanese(text)] == []


def test_the_english_page_of_every_rule_is_english_but_for_its_example_phrasings() -> None:
    known = registry()
    left = {}
    for rule_id, registered in known.rules.items():
        lines = page(registered, known, Lang.EN).splitlines()
        examples = {line for line in lines if line.startswith(("  ○ 「", "  × "))}
        text = "\n".join(line for line in lines if line not in examples)
        tags = "\n".join(re.sub(r"「.*」", "", line) for line in examples)
        cited = {b.ref for b in registered.rule.basis if b.kind != "practice"}
        for title in sorted(cited, key=len, reverse=True):
            text = text.replace(title, "")
        runs = RUN.findall(POINT.sub("", text + "\n" + tags))
        if runs:
            left[rule_id] = runs

    assert left == {}


def test_every_area_of_ours_has_an_english_title() -> None:
    known = registry()

    assert set(known.areas_en) == set(known.areas)
    assert RUN.findall(" ".join(known.titles(Lang.EN).values())) == []
