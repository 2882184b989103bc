"""The skeleton of a rule: its entry, its judgement or module, its cases; in this repository or in a plug-in.

A skeleton loads, is in force on no day before it is written, and every one of its cases fails until
its words stand where `UNWRITTEN` marks them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from regenlint import ENTRY_POINTS, catalogue
from regenlint.errors import UsageError
from regenlint.given import nearest, unknown
from regenlint.lexicon import read_yaml
from regenlint.registry import AREAS
from regenlint.sink import write_whole
from regenlint.testing import NEVER, UNWRITTEN

#: Numbers from here on are users' own, whatever the area.
_OWN = 900


class Way(StrEnum):
    """How the rule will be judged."""

    STATEMENT = "statement"
    WORDING = "wording"
    PYTHON = "python"


@dataclass(frozen=True, slots=True)
class _Wanted:
    area: str
    id: str
    name: str
    way: Way

    @property
    def module(self) -> str:
        return f"{self.name.replace('-', '_')}.py"


def begin(area: str, rule_id: str, name: str, way: Way, folder: Path) -> tuple[Path, ...]:
    """Write the skeleton below a folder and return the files written or added to.

    The folder is a checkout of this project or that of a plug-in; an empty or new one becomes a
    plug-in. UsageError, and nothing written, where the id, the name or a file exists already.
    """
    wanted = _Wanted(area, rule_id, name, way)
    _stop_if_misnamed(wanted)
    package, fresh = _package(wanted, folder)
    _stop_if_taken(wanted, package)
    new: dict[Path, str] = {folder / "tests" / "cases" / area / f"{rule_id}.yaml": _cases(way)}
    if way is Way.PYTHON:
        new[package / wanted.module] = _MODULE
    grown: dict[Path, str] = {}
    if fresh:
        new |= _plug_in(wanted, folder, package)
    else:
        grown = _tables(wanted, package)
    for path in new:
        if path.exists():
            raise UsageError(f"既にあります：{path}", f"{path} exists")
    for path, text in (new | grown).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return (*new, *grown)


def _stop_if_misnamed(wanted: _Wanted) -> None:
    if not re.fullmatch(r"[A-Z]{3}", wanted.area):
        raise UsageError(
            f"領域は大文字3字です（VIR）：{wanted.area}", f"an area is three capitals (VIR): {wanted.area}"
        )
    if not re.fullmatch(wanted.area + r"\d{3}", wanted.id):
        raise UsageError(
            f"番号は領域と3桁の数字です（{wanted.area}901）：{wanted.id}",
            f"an id is the area and three digits ({wanted.area}901): {wanted.id}",
        )
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", wanted.name):
        raise UsageError(
            f"名前は小文字の語を - でつなぎます（donor-tests-missing）：{wanted.name}",
            f"a name is lower-case words joined by - (donor-tests-missing): {wanted.name}",
        )


def _package(wanted: _Wanted, folder: Path) -> tuple[Path, bool]:
    """The folder of the area's tables, and whether it is still to be made."""
    number = int(wanted.id[3:])
    if (folder / "regenlint" / "registry.py").is_file():
        if wanted.area not in AREAS:
            near = nearest(wanted.area, AREAS)
            raise unknown(f"知らない領域「{wanted.area}」", f"unknown area {wanted.area}", near)
        if number >= _OWN:
            raise UsageError("9xx は利用者の規則の番号です", "9xx is for users' own rules")
        return folder / "checks" / AREAS[wanted.area], False
    if wanted.area in AREAS and number < _OWN:
        raise UsageError(
            f"領域{wanted.area}の自前の規則は {wanted.area}901 からです",
            f"rules of your own in {wanted.area} begin at {wanted.area}901",
        )
    tables = [t for pattern in ("*/rules.yaml", "src/*/rules.yaml") for t in sorted(folder.glob(pattern))]
    found = [t.parent for t in tables if _read(t).get("area") == wanted.area]
    if len(found) > 1:
        names = "、".join(f.as_posix() for f in found)
        raise UsageError(f"領域{wanted.area}の表が二つあります：{names}", f"two tables of {wanted.area}: {names}")
    return (found[0], False) if found else (folder / f"{wanted.area.lower()}_checks", True)


def _stop_if_taken(wanted: _Wanted, package: Path) -> None:
    there = list(catalogue.entries())
    table = package / "rules.yaml"
    if table.exists():
        entries = _read(table).get("rules") or ()
        there += [catalogue.Entry(str(e.get("id")), str(e.get("name")), str(e.get("title"))) for e in entries]
    for entry in there:
        if wanted.id == entry.id or wanted.name == entry.name:
            raise UsageError(
                f"既にあります：{entry.id} {entry.name}「{entry.title}」", f"{entry.id} {entry.name} exists"
            )


def _read(table: Path) -> dict[str, Any]:
    content = read_yaml(table.read_text(encoding="utf-8"), table.as_posix())
    return content if isinstance(content, dict) else {}


def _tables(wanted: _Wanted, package: Path) -> dict[Path, str]:
    """The area's two tables with the rule at their end; UsageError where they cannot be added to as text."""
    rules, judgement = package / "rules.yaml", package / "judgement.yaml"
    text = _ended(rules)
    indent = re.search(r"^( *)- *\{? *(?:id|name):", text, re.M)
    texts = {
        rules: text + textwrap.indent(_entry(wanted), indent[1] if indent else ""),
        judgement: _ended(judgement) + _judgement(wanted),
    }
    before = [*(_read(rules).get("rules") or ())]
    after = read_yaml(texts[rules], rules.as_posix())["rules"]
    judged = read_yaml(texts[judgement], judgement.as_posix())
    if after[:-1] != before or after[-1]["id"] != wanted.id or wanted.id not in judged:
        raise UsageError(f"表に書き足せません：{package}", f"cannot add to the tables in {package}")
    return texts


def _ended(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return text if not text or text.endswith("\n") else text + "\n"


def _gap(what: str) -> str:
    return f"{UNWRITTEN}：{what}〕"


def _entry(wanted: _Wanted) -> str:
    return textwrap.dedent(f"""\
        - id: {wanted.id}
          name: {wanted.name}
          title: "{_gap("何が所見になるか、一文で")}"
          severity: warning
          basis:
          - kind: practice
            ref: "{_gap("根拠の名称と箇所。法令なら kind: ordinance")}"
          verified: false
          # 書き終えたら消す。この日までどの計画も判定しない / remove when written: until then no plan is judged
          since: {NEVER.isoformat()}
          reads:
          - other
          kind: {"wording" if wanted.way is Way.WORDING else "statement"}
          tier: 1
          asks: "{_gap("何を、どこまで書くことを求めるか。何では足りないか")}"
          good:
          - "{_gap("充足する書き方")}"
          bad:
          - "{_gap("足りない書き方")}"
        """)


_HOW: Mapping[Way, str] = {
    Way.STATEMENT: f"""\
  statement:
    topic: [{_gap("話題の語")}]
    elements:
    - {{key: first, says: {_gap("要素の名")}, says_en: {_gap("in English")}, any: [{_gap("見つける語")}]}}
""",
    Way.WORDING: f"""\
  wording:
    forbids:
    - {{any: [{_gap("あってはならない語")}], says: {_gap("何がいけないか")}, says_en: {_gap("in English")}}}
""",
    Way.PYTHON: "  python: true\n",
}


def _judgement(wanted: _Wanted) -> str:
    head = f"""\
{wanted.id}:
  title_en: {_gap("the title in English")}
  fix: {_gap("何を書けばよいか")}
  fix_en: {_gap("the same in English")}
"""
    return head + _HOW[wanted.way]


_MODULE = f'''\
"""{_gap("何を見る規則か、一文で")}

何を見るか
    {_gap("どの文書の、どの語や値を見るか")}
なぜ
    {_gap("それがないと何が困るか")}
見ないもの
    {_gap("似ているが違うもの")}
直し方
    {_gap("何を書けばよいか")}
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotJudged


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Yield a Finding at each defect, else Evidence; raise NotJudged where it cannot look."""
    raise NotJudged("この規則はまだ書かれていません", "this rule is not written yet")
'''


def _cases(way: Way) -> str:
    """The cases file: what fails is `missing` of a statement, `deficient` of words and of a written check."""
    fires = "missing" if way is Way.STATEMENT else "deficient"
    alike = "missing" if way is Way.STATEMENT else "met"
    rows = (
        ("met-1", "充足している計画の文", "met"),
        ("violated-1", "充足していない計画の文", fires),
        ("lookalike-1", "紛らわしいが違う計画の文", alike),
    )
    head = "# 計画の書き方は regenlint/testing.py。当てはまる事実は facts: {class: 2} のように書く\n"
    return head + "".join(
        f"- case: {case}\n  plan: |\n    @@ other\n    {_gap(what)}\n  outcome: {outcome}\n"
        for case, what, outcome in rows
    )


def _plug_in(wanted: _Wanted, folder: Path, package: Path) -> dict[Path, str]:
    """The files of a plug-in that has this one rule."""
    name = package.name
    return {
        folder / "pyproject.toml": textwrap.dedent(f"""\
            [build-system]
            requires = ["setuptools>=61"]
            build-backend = "setuptools.build_meta"

            [project]
            name = "{name.replace("_", "-")}"
            version = "0.1.0"
            requires-python = ">=3.11"
            dependencies = ["regenlint"]

            [project.entry-points."{ENTRY_POINTS}"]
            {wanted.area.lower()} = "{name}"

            [tool.setuptools]
            packages = ["{name}"]

            [tool.setuptools.package-data]
            {name} = ["*.yaml"]
            """),
        folder / "tests" / "test_rules.py": _TESTS,
        package / "__init__.py": f'"""Rules of our own, area {wanted.area}."""\n',
        package / "rules.yaml": f'area: {wanted.area}\ntitle: "{_gap("領域の名")}"\nrules:\n{_entry(wanted)}',
        package / "judgement.yaml": _judgement(wanted),
    }


_TESTS = '''\
"""Every rule's cases, as regenlint judges its own. Needs the package installed: pip install -e ."""

from __future__ import annotations

from pathlib import Path

import pytest

from regenlint.testing import faults

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_a_rule_judges_its_cases_as_written(file: Path) -> None:
    assert "\\n".join(faults(file)) == ""
'''
