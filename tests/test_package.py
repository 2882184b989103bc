"""The project's own promises: what is packaged, which module opens which library, what ships."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from regenlint import __version__
from regenlint.labels import FACTS, KINDS, OUTCOMES, SEVERITIES
from regenlint.model import DocKind
from regenlint.registry import AREAS
from regenlint.rules import FACT_NAMES, Outcome, Severity

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((*(ROOT / "regenlint").rglob("*.py"), *(ROOT / "checks").rglob("*.py")))

#: Library → the modules that may import it.
DOORS = {
    "lxml": r"regenlint/(parse/(from_docx|docx_\w+)|report/annotate_docx)\.py",
    "openpyxl": r"regenlint/(parse/(from_xlsx|xlsx_\w+)|report/workbook|answers)\.py",
    "pypdfium2": r"regenlint/(parse/(from_pdf|pdf_\w+)|report/annotate_pdf)\.py",
    "pypdf": r"regenlint/parse/(from_pdf|pdf_\w+)\.py",
    "docx": r"regenlint/report/checklist\.py",
    "spacy": r"regenlint/(nlp|evidence/\w+)\.py",
    "sudachipy": r"regenlint/(nlp|evidence/\w+)\.py",
    "ginza": r"regenlint/(nlp|evidence/\w+)\.py",
    "typer": r"regenlint/(cli|handout|switches)\.py",
    "rich": r"regenlint/(cli|progress|report/as_text)\.py",
    "yaml": r"regenlint/(lexicon|evidence/cues)\.py",
}
NETWORK = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "ssl"}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("library", DOORS)
def test_a_library_is_opened_by_its_own_door_only(library: str) -> None:
    found = [f.relative_to(ROOT).as_posix() for f in SOURCES if any(m.split(".")[0] == library for m in imports(f))]

    assert [f for f in found if not re.fullmatch(DOORS[library], f)] == []


def test_nothing_can_reach_a_network() -> None:
    assert [(f.name, m) for f in SOURCES for m in imports(f) if m in NETWORK or m.split(".")[0] in NETWORK] == []


def test_nobody_imports_the_checks_by_name() -> None:
    assert [f.name for f in SOURCES if any(m.startswith("regenlint.checks") for m in imports(f))] == []


def test_every_folder_with_modules_is_packaged() -> None:
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    ours = {p.parent for p in (ROOT / "regenlint").rglob("*.py")}
    theirs = {p.parent for top in ("checks", "dictionaries") for p in (ROOT / top).rglob("*.py")}
    names = {d.relative_to(ROOT).as_posix().replace("/", ".") for d in ours}
    names |= {"regenlint." + d.relative_to(ROOT).as_posix().replace("/", ".") for d in theirs}

    assert names == listed


def test_every_area_has_its_folder_with_rules_and_judgement() -> None:
    folders = {p.name for p in (ROOT / "checks").iterdir() if p.is_dir() and p.name != "__pycache__"}

    assert folders == set(AREAS.values())
    assert all((ROOT / "checks" / f / n).is_file() for f in folders for n in ("rules.yaml", "judgement.yaml"))


def test_every_key_has_a_name_for_people() -> None:
    assert set(OUTCOMES) == {o.value for o in Outcome}
    assert set(SEVERITIES) == {s.value for s in Severity}
    assert set(KINDS) == {k.value for k in DocKind}
    assert tuple(FACTS) == FACT_NAMES


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_modules_begin_with_a_sentence_and_stay_readable() -> None:
    too_long = [
        (f.relative_to(ROOT).as_posix(), n)
        for f in SOURCES
        if (n := len(f.read_text(encoding="utf-8").splitlines())) > 500
    ]
    nameless = [
        f.name
        for f in SOURCES
        if f.name != "__init__.py" and not ast.get_docstring(ast.parse(f.read_text(encoding="utf-8")))
    ]

    assert too_long == []
    assert nameless == []


def test_no_module_is_a_drawer() -> None:
    assert [f.name for f in SOURCES if re.search(r"util|helper|common|misc|manager$", f.stem)] == []
