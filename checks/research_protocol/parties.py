"""Who does what in a study: names beside roles, in tables, forms and sentences, compared as persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.person import name_key, names
from regenlint.values import says

_KANJI = "一-龥々"
#: A family name behind a department, or between a role and は, が, の.
_FAMILY = (
    re.compile(
        r"(?:室|課|部|科|センター|講座|学科|分野|事務局|院)[ 　]+"
        rf"(?P<name>[{_KANJI}]{{1,4}})(?=[ 　]*(?:$|[（(、。，／/]))"
    ),
    # 臨床研究推進室の小谷真理が: a name written together.
    re.compile(
        rf"(?:室|課|部|科|センター|講座|学科|分野|事務局|院|社)の(?P<name>[{_KANJI}]{{3,5}})(?=(?:が|は|とする|とし|氏|、|。|，|$))"
    ),
    re.compile(
        rf"(?:者|医師|担当|医)(?:の|は|：|:|である)?[ 　]*(?P<name>[{_KANJI}]{{2,3}})"
        r"(?=(?:が|は|氏|医師|を|に|$|[（(、。／/]))"
    ),
    re.compile(rf"^[ 　：:]*(?P<name>[{_KANJI}]{{2,3}})(?=(?:が|は|氏|医師|$|[（(、。／/]))"),
)
_CUT = re.compile(r"[。；;\n]|／")
_CONNECTED = re.compile(
    r"^(?:担当者?|責任者|従事者|実施者|者|業務|の担当|の責任者)?[ 　]*(?:[：:は＝=／/|（(]|を担当するのは|には|[ 　])"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A person in a role at a place."""

    term: str
    written: str
    key: str
    hit: Hit


def parts(ctx: Context, *terms: str, kinds: tuple[DocKind, ...] = ()) -> tuple[Part, ...]:
    """Every person named beside one of the roles."""
    return tuple(p for t in terms for hit in ctx.hits(t, *kinds) for p in _of(ctx, t, hit))


def _of(ctx: Context, term: str, hit: Hit) -> Iterator[Part]:
    seen: set[str] = set()
    for text in _beside(ctx, hit):
        for written in _persons(text):
            key = name_key(written)
            if key not in seen and not says(ctx, "prt.study_thing", written):
                seen.add(key)
                yield Part(term, written, key, hit)


def _beside(ctx: Context, hit: Hit) -> Iterator[str]:
    p = hit.passage
    if p.place is Place.HEADING:
        # A heading names a person through the line below it.
        if hit.start <= 4 and hit.end >= len(p.text) - 1:
            below = ctx.reading.index.passages[p.number + 1 : p.number + 2]
            yield from (
                _first(q.text)
                for q in below
                if q.document == p.document and q.section == p.section and not says(ctx, "prt.monitor", q.text)
            )
        return
    if p.place is Place.CELL:
        yield from _cells(hit)
    elif p.label_end and hit.end <= p.label_end:
        yield _first(p.text[p.label_end + 1 :])
    else:
        rest = p.text[hit.end : hit.end + 60]
        m = _CONNECTED.match(rest)
        if m:
            yield _first(rest[m.end() :])


def _cells(hit: Hit) -> Iterator[str]:
    """The other cells of the row whose first cell is the role; the role in brackets behind a name."""
    cells = hit.passage.text.split(" | ")
    column = min(hit.passage.text[: hit.start].count(" | "), len(cells) - 1)
    if len(cells[column]) <= 24 and column + 1 < len(cells):
        yield _first(cells[column + 1])
        if column + 2 < len(cells):
            yield _first(cells[column + 2])
    if column > 0:
        yield _first(cells[0])


def _first(text: str) -> str:
    return _CUT.split(text.strip(), maxsplit=1)[0]


#: A department or an institution in front of a name.
_DEPARTMENT = re.compile(
    r"[^ 　、，／/]*(?:室|課|部|科|社|センター|講座|学科|分野|病院|大学|事務局)[ 　]+(?=[^ 　]+[ 　]+[^ 　])"
)


def _persons(text: str) -> Iterator[str]:
    text = _DEPARTMENT.sub("", text)
    found = [n.written for n in names(text)]
    yield from (n for n in found if not re.search(r"(?:室|課|部|科|社|センター)[ 　]", n))
    if not found or any(re.search(r"(?:室|課|部|科|社|センター)[ 　]", n) for n in found):
        for pattern in _FAMILY:
            if m := pattern.search(text):
                yield m["name"]
                return


def same_person(a: Part, b: Part) -> bool:
    """Whether two parts are one person; a family name alone stands for one who bears it."""
    if a.key == b.key:
        return True
    return _family_of(a, b) or _family_of(b, a)


def _family_of(short: Part, long: Part) -> bool:
    if " " in short.written or "\u3000" in short.written or len(short.key) > 3 or len(short.key) < 2:
        return False
    family = re.split(r"[\s　]+", long.written.strip())
    return len(family) > 1 and name_key(family[0]) == short.key
