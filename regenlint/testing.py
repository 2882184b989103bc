"""Plans in a small notation, and rules run on them: for our tests and for authors of plug-ins.

A plan is text, one block a line, an empty line between paragraphs being optional:

    @@ standard 04_標準書.docx     a new document of that kind (file name optional)
    # 見出し … #### 見出し          a heading of that level
    - 項目                          a list item
    | a | b | c |                   a table row; the first row of a table is its header
    :: ラベル :: 値                 a row of a form; `//` in the value begins a new paragraph
    [x] / [ ]                       a ticked and an empty box
    {sup:8}                         a superscript; so too {coloured:…}, {italic:…}, {placeholder:…}, {inserted:…}
    %% 注記                         a note
    ^^ 文 / __ 文                   a header or footer of the pages
    !! comments-open = 2            a fact of the file's hygiene, as the readers give it
    !! loss image-page 2            something on page 2 was seen but not read
    !! unread encrypted 05_契約.pdf  a file of the dossier that could not be opened
    !! format docx 12               the file's format and number of pages
"""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from regenlint.context import Reading
from regenlint.engine import run_one
from regenlint.index import build
from regenlint.lexicon import read_yaml
from regenlint.matcher import Matcher
from regenlint.model import (
    CellPlace,
    DocKind,
    Document,
    Dossier,
    Loss,
    LossKind,
    Mark,
    MarkKind,
    Origin,
    Role,
    Unread,
)
from regenlint.parse.raw import RawBlock, assemble
from regenlint.registry import Registered, Registry, registry
from regenlint.rules import FIRING, Fact, Facts, FactSource, FactValue, Outcome, RuleResult

_DOCUMENT = re.compile(r"@@ ([a-z-]+)(?: +(\S.*))?$")
_MARK = re.compile(r"\{(sup|coloured|italic|placeholder|inserted):([^{}]*)\}")
_UNREAD = re.compile(r"!! unread (\S+) (\S.*)")
AS_OF = datetime.date(2026, 11, 1)
#: What the skeleton of a rule leaves to be written begins so.
UNWRITTEN = "〔書く"
#: The day from which a skeleton is in force.
NEVER = datetime.date(9999, 12, 31)


def plan(notation: str) -> Dossier:
    """The dossier a plan in notation makes; kinds are as given, not guessed."""
    documents: list[Document] = []
    unread: list[Unread] = []
    kind, name, lines = DocKind.OTHER, "plan.docx", []
    for line in [*notation.splitlines(), "@@ other"]:
        if m := _UNREAD.match(line.strip()):
            unread.append(Unread(m[2], m[1], "読めません", "unreadable"))
            continue
        m = _DOCUMENT.match(line.strip())
        if not m:
            lines.append(line.rstrip())
            continue
        if any(x.strip() for x in lines):
            documents.append(_document(lines, kind, name))
        kind = DocKind(m.group(1))
        name, lines = m.group(2) or f"{len(documents) + 1:02d}_{m.group(1)}.docx", []
    return Dossier("plan", tuple(documents), tuple(unread))


def _document(lines: Sequence[str], kind: DocKind, name: str) -> Document:
    said = [line[3:].strip() for line in lines if line.startswith("!! ")]
    document = _text((line for line in lines if not line.startswith("!! ")), name)
    return replace(_of_the_file(document, said), kind=kind, parts=())


def _of_the_file(document: Document, said: Iterable[str]) -> Document:
    """The document with what is said of its file: its format, what of it was not read, its hygiene."""
    for words in said:
        first, _, rest = words.partition(" ")
        if first == "format":
            form, _, pages = rest.partition(" ")
            document = replace(document, format=form, pages=int(pages) if pages else None)
        elif first == "loss":
            kind, _, page = rest.partition(" ")
            loss = Loss(LossKind(kind), "読めません", "unreadable", int(page) if page else None)
            document = replace(document, losses=(*document.losses, loss))
        else:
            key, _, value = words.partition("=")
            document = replace(document, hygiene=(*document.hygiene, (key.strip(), value.strip())))
    return document


def _text(lines: Iterable[str], name: str) -> Document:
    raws: list[RawBlock] = []
    table, row, form = -1, 0, False
    for number, line in enumerate(lines, 1):
        origin = Origin(("line", number))
        if line.startswith("::"):
            label, _, value = line[2:].strip().partition("::")
            table, row = (table + 1, 0) if not form or row < 0 else (table, row)
            form = True
            raws.append(_raw(label.strip(), origin, cell=CellPlace(table, row, 0)))
            raws.extend(_raw(p.strip(), origin, cell=CellPlace(table, row, 1)) for p in value.split("//"))
            row += 1
        elif line.startswith("|"):
            table, row = (table + 1, 0) if form or row <= 0 else (table, row)
            form = False
            for column, cell in enumerate(line.strip().strip("|").split("|")):
                raws.append(_raw(cell.strip(), origin, cell=CellPlace(table, row, column), header=row == 0))
            row += 1
        else:
            row, form = -1, False
            if line.strip():
                raws.append(_line(line, origin))
    return assemble(raws, path=name, format="txt", sha256="0" * 64)


def _line(line: str, origin: Origin) -> RawBlock:
    heading = re.match(r"(#{1,4}) +(.*)", line)
    if heading:
        return _raw(heading.group(2), origin, role=Role.HEADING, level=len(heading.group(1)))
    if line.startswith("- "):
        return _raw(line[2:], origin, role=Role.ITEM)
    role = {"%% ": Role.NOTE, "^^ ": Role.HEADER, "__ ": Role.FOOTER}.get(line[:3])
    if role:
        return _raw(line[3:], origin, role=role)
    return _raw(line, origin)


def _raw(
    text: str,
    origin: Origin,
    *,
    role: Role | None = None,
    level: int = 0,
    cell: CellPlace | None = None,
    header: bool = False,
) -> RawBlock:
    text = text.replace("[x]", "☑").replace("[ ]", "☐")
    marks: list[Mark] = []
    while m := _MARK.search(text):
        text = text[: m.start()] + m[2] + text[m.end() :]
        kind = MarkKind.SUPERSCRIPT if m[1] == "sup" else MarkKind(m[1])
        marks.append(Mark(kind, m.start(), m.start() + len(m[2])))
    return RawBlock(text, origin, role=role, level=level, cell=cell, header=header, marks=tuple(marks))


def facts(**values: FactValue | list[str]) -> Facts:
    """Facts as given by a user; what is not named is unknown."""
    return Facts({k: Fact(k, tuple(v) if isinstance(v, list) else v, FactSource.GIVEN) for k, v in values.items()})


def reading(dossier: Dossier, known: Facts, rules: Registry | None = None, as_of: datetime.date = AS_OF) -> Reading:
    """A dossier prepared for judging with given facts."""
    rules = rules or registry()
    return Reading(dossier, build(dossier, _matcher(rules)), known, rules.terms, as_of)


#: By identity, with the registry beside: one that is let go must not lend its number to another.
_MATCHERS: dict[int, tuple[Registry, Matcher]] = {}


def _matcher(rules: Registry) -> Matcher:
    if id(rules) not in _MATCHERS:
        _MATCHERS[id(rules)] = rules, Matcher(rules.literals())
    return _MATCHERS[id(rules)][1]


def run_rule(
    rule: str, notation: str, known: Mapping[str, FactValue | list[str]] | None = None, rules: Registry | None = None
) -> RuleResult:
    """The result of one rule on a plan in notation. KeyError for an unknown rule."""
    rules = rules or registry()
    registered: Registered = rules.rules[rule]
    return run_one(registered, reading(plan(notation), facts(**dict(known or {})), rules))


def faults(file: Path, rules: Registry | None = None) -> tuple[str, ...]:
    """What is wrong with a rule and its cases, a sentence each; nothing where every case is judged as written.

    `file` is <RULE>.yaml, a list of cases: `case` (its name begins with met, violated, lookalike or
    na), `facts`, `plan` in the notation, `outcome`, and `at`, words of the block a finding points at.
    A rule or a case that is still a skeleton is a fault. KeyError for an unknown rule.
    """
    rules = rules or registry(frozenset({file.stem[:3]}))
    return tuple(_faults(rules.rules[file.stem], read_yaml(file.read_text(encoding="utf-8"), file.name), rules))


def _faults(registered: Registered, cases: Sequence[Mapping[str, Any]], rules: Registry) -> Iterator[str]:
    manual = importlib.import_module(registered.module).__doc__ if registered.module else ""
    if UNWRITTEN in f"{registered}{manual}{rules.areas[registered.rule.area]}":
        yield f"規則に{UNWRITTEN}…〕が残っています / the rule is not written yet"
    if registered.rule.since == NEVER:
        yield f"since: {NEVER} を消すまで計画は判定されません / in force on no day: remove its since"
    kinds = {str(c["case"]).split("-")[0] for c in cases}
    for kind in ("met", "violated", "lookalike"):
        if kind not in kinds:
            yield f"{kind} の事例がありません / no case of {kind}"
    for case in cases:
        said = fault(registered, case, rules)
        if said:
            yield f"{case['case']}: {said}"


def fault(registered: Registered, case: Mapping[str, Any], rules: Registry) -> str:
    """What is wrong with a case: another outcome, another place, a message in one language; empty where nothing is."""
    if UNWRITTEN in case["plan"]:
        return f"{UNWRITTEN}…〕が残っています / not written yet"
    dossier = plan(case["plan"])
    result = run_one(registered, reading(dossier, facts(**dict(case.get("facts") or {})), rules))
    if result.outcome is not Outcome(case["outcome"]):
        why = "、".join(f.message for f in result.findings) or result.reason
        return f"{case['outcome']} のはずが {result.outcome}（{why}） / judged {result.outcome}"
    places = [dossier.document(f.at.document).blocks[f.at.block].text for f in result.findings if f.at]
    if "at" in case and not any(case["at"] in p for p in places):
        return f"所見の場所に「{case['at']}」がありません：{places} / the finding is elsewhere"
    if result.outcome in FIRING and not all(f.message and f.english for f in result.findings):
        return "所見の文が日英そろっていません / a message lacks one of the languages"
    return ""
