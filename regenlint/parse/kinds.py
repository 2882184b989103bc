"""What a document is, by what it says: its title, its headings, its labels; the file name only if they are silent.

One file may hold several documents, and a chapter may do the work of one: those become parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regenlint.model import SILENT_ROLES, Block, DocKind, Part, Role, Section
from regenlint.text import folded

from . import titles
from .fields import Fields

_TOP = 14
_TITLE, _HEADER, _HEADING, _LABEL, _FILE = 10.0, 5.0, 1.2, 1.0, 3.0
_CHAPTERS = frozenset({DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.PLAIN_SUMMARY})
_STANDARDS = frozenset(
    {DocKind.STANDARD, DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD}
)
_SMALLEST_PART = 150


@dataclass(frozen=True, slots=True)
class Named:
    """A document's kind, its parts of other kinds, and its title as written."""

    kind: DocKind
    parts: tuple[Part, ...]
    title: str


def judge(blocks: Sequence[Block], sections: Sequence[Section], fields: Fields, name: str) -> Named:
    """The kind of a document by content. `name` is the file's name, a tie-breaker."""
    top = _top(blocks)
    said: list[tuple[Block, tuple[DocKind, ...]]] = [(b, titles.named(b.text)) for b in top]
    score: dict[DocKind, float] = {}
    order: list[DocKind] = []
    rank = 0.0
    for b, kinds in said:
        for n, kind in enumerate(kinds):
            weight = _TITLE - rank - n * 0.4
            if kind not in score:
                score[kind] = max(weight, 2.0)
                order.append(kind)
        rank += 2.5 if kinds else 0.4
        _ = b
    for b in blocks:
        if b.role == Role.HEADER:
            for kind in titles.named(re.sub(r"[\s\u3000]{2,}.*$", "", b.text)) or _named_anywhere(b.text):
                score[kind] = score.get(kind, 0.0) + _HEADER
            break
    _by_content(blocks, sections, fields, score)
    stem = re.sub(r"\.\w+$", "", folded(name))
    by_file = [w.kind for w in titles.kinds() if w.files and w.files.search(stem)]
    for kind in by_file:
        score[kind] = score.get(kind, 0.0) + _FILE
    kind = max(score, key=lambda k: score[k]) if score and max(score.values()) >= 2.4 else DocKind.OTHER
    if DocKind.OTHER in score and score[DocKind.OTHER] >= score.get(kind, 0.0):
        kind = DocKind.OTHER
    if kind in _STANDARDS:
        # In one binder the document's kind is the one its title names first.
        kind = next((k for k in order if k in _STANDARDS), kind)
    parts = _parts(blocks, sections, kind, tuple(order))
    return Named(kind, parts, _title(blocks, said, kind))


def _top(blocks: Sequence[Block]) -> list[Block]:
    out: list[Block] = []
    for b in blocks:
        if b.role in SILENT_ROLES or b.role == Role.NOTE or not b.text.strip():
            continue
        out.append(b)
        if len(out) >= _TOP:
            break
    return [b for b in out if len(b.text) <= 120]


def _named_anywhere(text: str) -> tuple[DocKind, ...]:
    """Kinds a running header names among other things (「資料2　詳細書　第1.2版」)."""
    out: list[DocKind] = []
    for piece in re.split(r"[\s\u3000/／|｜]+", text):
        out.extend(titles.named(piece))
    return tuple(dict.fromkeys(out))


def _by_content(
    blocks: Sequence[Block], sections: Sequence[Section], fields: Fields, score: dict[DocKind, float]
) -> None:
    heads = [folded(blocks[s.heading].text) for s in sections if blocks[s.heading].role == Role.HEADING]
    names = {re.sub(r"[\s:*※・]", "", folded(f.label)) for f in fields.found}
    for words in titles.kinds():
        found = sum(any(p.search(h) for h in heads) for p in words.headings)
        labelled = sum(n in words.labels for n in names)
        value = min(5.0, found * _HEADING) + min(5.0, labelled * _LABEL)
        if value:
            score[words.kind] = score.get(words.kind, 0.0) + value


def _parts(
    blocks: Sequence[Block], sections: Sequence[Section], kind: DocKind, order: tuple[DocKind, ...]
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for s in sections:
        head = blocks[s.heading]
        if head.role not in (Role.HEADING, Role.TITLE) or head.level > 3:
            continue
        for named in titles.named(head.text, chapter=True):
            if named in (kind, DocKind.OTHER) or (named not in _CHAPTERS and head.level > 2):
                continue
            length = sum(len(blocks[b].text) for b in range(s.first, s.last + 1))
            if named in _CHAPTERS or length >= _SMALLEST_PART:
                parts.append(Part(named, s.first, s.last))
    for named in order:
        # A title that names several documents at once, whose chapters do not say which is which.
        own = any(p.kind == named for p in parts)
        together = {named, kind} <= _STANDARDS or {named, kind} == {DocKind.CV, DocKind.PRECEDENTS}
        if named != kind and not own and together:
            parts.append(Part(named, 0, len(blocks) - 1))
    return tuple(sorted(set(parts), key=lambda p: (p.first, p.last, p.kind)))


def _title(blocks: Sequence[Block], said: Sequence[tuple[Block, tuple[DocKind, ...]]], kind: DocKind) -> str:
    for b, kinds in said:
        if kind in kinds:
            return b.text.strip()
    marked = next((b for b in blocks if b.role == Role.TITLE), None)
    if marked is None:
        marked = next((b for b, _ in said if b.role == Role.HEADING), None)
    if marked is None:
        marked = next((b for b, _ in said), None)
    return marked.text.strip() if marked else ""
