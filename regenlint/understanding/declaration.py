"""What the form declares: purpose, class, date."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regenlint.context import Reading
from regenlint.dates import dates
from regenlint.evidence import Place
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact
from regenlint.text import folded
from regenlint.understanding.affirmation import (
    Vote,
    default,
    elsewhere,
    hits,
    is_title,
    mentions,
    own,
    read,
    unknown,
    winner,
)

_FORM = frozenset({DocKind.FORM})
_PLAN = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.OUTLINE})


def purpose(reading: Reading) -> Fact:
    """Treatment or research.

    The form's number and title, its fields, and the title and words of the protocol each have a
    vote. Where they are close, the form's own title stands, with a note; FRM001 tells of the clash.
    """
    forms = reading.dossier.of_kinds(_FORM)
    titles = list(_titles(reading))
    declared = {v.value for v in titles}
    votes = titles + _fields_of_research(reading) + _named(reading) + _protocol(reading)
    votes += _words(reading)
    said = winner("purpose", votes, margin=1.2)
    if not said.unknown:
        against = declared - {said.value}
        return read("purpose", said.value, said.evidence, "様式の表題と合わない" if against else "")
    if len(declared) == 1:
        return read("purpose", titles[0].value, [titles[0].at], "書類の間で目的の書き方が分かれる")
    if votes:
        return unknown("purpose")
    if forms and sum(len(d.fields) for d in forms) >= _FIELDS_OF_A_FORM:
        return default("purpose", "treatment", "様式に研究の欄がない")
    return unknown("purpose")


_OF_FORM = {"treatment": "fact.purpose.treatment_form", "research": "fact.purpose.research_title"}
#: A form with fewer fields than this is an extract, whose silence says nothing.
_FIELDS_OF_A_FORM = 6


def _titles(reading: Reading) -> Iterable[Vote]:
    """One vote for each purpose the form's title has; the word in it counts more than the form's number."""
    for value, term in _OF_FORM.items():
        found = [h for h in hits(reading, term, _FORM) if not elsewhere(h)]
        if found:
            in_words = any("治療" in h.text or "研究" in h.text for h in found)
            yield Vote(value, 6.0 if in_words else 4.0, found[0].anchor)


def _fields_of_research(reading: Reading) -> list[Vote]:
    found = {folded(h.text): h for h in hits(reading, "fact.purpose.research_form", _FORM) if not elsewhere(h)}
    return [Vote("research", min(5.0, 2.5 * len(found)), h.anchor) for h in list(found.values())[:1]]


def _named(reading: Reading) -> list[Vote]:
    """The therapy's name: 〜に関する第Ⅰ相臨床研究, 〜の治療."""
    votes: list[Vote] = []
    for value in reading.form("name_of_therapy"):
        text = folded(value.text)
        if _STUDY.search(text) and not _STUDIED.search(text):
            votes.append(Vote("research", 3.0, value.anchor))
        elif _CARE.search(text):
            votes.append(Vote("treatment", 1.0, value.anchor))
    return votes


_STUDY = re.compile(
    r"臨床研究|臨床試験|第[IVⅠⅡⅢ1-3一二三/、-]+相|研究$|研究[\])】]|探索的|多施設共同|に関する研究|による研究|の研究"
)
_STUDIED = re.compile(r"研究(?:の|で)(?:経験|成績|結果)|研究(?:に基づく|を踏まえた|成果)")
_CARE = re.compile(r"治療$|療法$|治療法$")


def _protocol(reading: Reading) -> list[Vote]:
    votes: list[Vote] = []
    for d in reading.dossier.of_kinds(frozenset({DocKind.PROTOCOL})):
        if d.kind is not DocKind.PROTOCOL:
            continue
        heads = [folded(d.title), *(folded(b.text) for b in d.blocks[:4] if is_title(b.text))]
        if any(w in h for h in heads for w in ("研究計画書", "実施計画書", "臨床研究")):
            votes.append(Vote("research", 4.0, Anchor(d.id, 0)))
        elif any("治療計画書" in h for h in heads):
            votes.append(Vote("treatment", 3.0, Anchor(d.id, 0)))
    return votes[:1]


def _words(reading: Reading) -> list[Vote]:
    """What the plan calls itself in its sentences: 自由診療として, 本研究は, 研究責任医師."""
    votes: list[Vote] = []
    for value in ("treatment", "research"):
        found = [h for h in mentions(reading, f"fact.purpose.{value}", _PLAN) if own(h, reading)]
        votes += [Vote(value, min(3.0, 1.0 * len(found)), h.anchor) for h in found[:1]]
    return votes


_CLASS = re.compile(r"第?([一二三1-3])種(?!使用|医薬|特定)")
_CLASS_OF = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_NUMBER = re.compile(r"(?<![A-Za-z])P([ABC])\d{7}")
_MARKED = re.compile(r"([○●◎■□☑☐✓✔◇◆レ①②③]?)\s*\(?第?([一二三1-3])種")


def plan_class(reading: Reading) -> Fact:
    """The class the form declares; else the one the documents speak of."""
    for value in reading.form("class"):
        ticked = [(c, m) for c in value.ticked if (m := _CLASS.search(folded(c.label)))]
        if len(ticked) == 1:
            choice, m = ticked[0]
            return read(
                "class", _CLASS_OF[m.group(1)], [Anchor(value.document, choice.block, choice.start, choice.end)]
            )
        named = set(_CLASS.findall(folded(value.text)))
        if not value.field.choices and len(named) == 1:
            return read("class", _CLASS_OF[named.pop()], [value.anchor])
    for p in reading.index.passages_in(_FORM):
        marked = _marked(folded(p.text))
        if marked:
            return read("class", marked, [p.whole()])
    votes: list[Vote] = []
    for p in reading.index.passages:
        text = folded(p.text)
        for m in _CLASS.finditer(text):
            weight = 2.0 if p.place is Place.HEADING or DocKind.FORM in p.kinds else 1.0
            if "再生医療" in text[m.end() : m.end() + 8] and "分類" not in text[: m.start()][-12:]:
                votes.append(Vote(_CLASS_OF[m.group(1)], weight, p.whole()))
        for m in _NUMBER.finditer(text):
            votes.append(Vote("ABC".index(m.group(1)) + 1, 2.0, p.whole()))
    return winner("class", votes, margin=1.5)


def _marked(text: str) -> int | None:
    """The one of three classes in a row that bears another mark than the rest, if any does."""
    marks = [(m.group(1), _CLASS_OF[m.group(2)]) for m in _MARKED.finditer(text)]
    if {c for _, c in marks} != {1, 2, 3} or len(marks) > 3:
        return None
    alone = [c for mark, c in marks if [m for m, _ in marks].count(mark) == 1 and mark not in ("", "□", "☐", "◇")]
    return alone[0] if len(alone) == 1 else None


def submitted(reading: Reading) -> Fact:
    """The day of submission as an ISO date."""
    for value in reading.form("submitted"):
        for found in dates(value.text):
            day = found.first if found.day is not None else None
            if day is not None:
                return read("submitted", day.isoformat(), [value.anchor])
    # The printed form has no label for it: a line of its own above the addressee.
    for document in reading.dossier.of_kinds(_FORM):
        for block in document.blocks[:14]:
            for found in dates(block.text):
                day = found.first if found.day is not None else None
                if day is not None and len(block.text.strip()) <= found.end - found.start + 4:
                    at = Anchor(document.id, block.number, found.start, found.end)
                    return read("submitted", day.isoformat(), [at])
    return unknown("submitted")
