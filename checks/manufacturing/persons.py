"""Who holds a role: the name directly beside it, as lists and organisation charts write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.person import name_key
from regenlint.roles import is_name

_GAP = r"[ 　]"
_KANJI = "一-鿿々〆ヶノ"
#: A family name alone or with the given name; kana names need the gap.
_NAME = re.compile(
    rf"[{_KANJI}]{{1,4}}{_GAP}+[{_KANJI}]{{1,3}}(?![{_KANJI}])|[{_KANJI}]{{1,4}}{_GAP}+[ぁ-ん]{{2,4}}(?![ぁ-ん{_KANJI}])"
    rf"|[{_KANJI}]{{1,4}}{_GAP}+[ぁ-んァ-ヴ]{{1,3}}[{_KANJI}]{{1,2}}(?![{_KANJI}])"
    rf"|[{_KANJI}]{{1,4}}{_GAP}+[ァ-ヴー]{{2,5}}(?![ァ-ヴー])|[{_KANJI}]{{2,6}}(?![{_KANJI}])"
)
#: J. Smith, Maria K. Lopez, MICHEL Anne; a title before it is skipped.
_LATIN = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+)?(?P<name>[A-Z][A-Za-z'’-]*\.?(?:\s+[A-Z][A-Za-z'’.-]*){1,3})(?![A-Za-z])"
)
_BETWEEN = re.compile(
    r"(?:[\s　：:｜|=＝（(「『]|は、?|を|に|とし、?|の?氏名|の?お名前|担当者?"
    r"|(?:看護師|医師|臨床検査技師|薬剤師|院長|副院長|課長|部長|室長)の?){0,8}"
)
_ENDS = re.compile(r"$|[\s　、,，。．（()）・／/|｜」』;；:：]|とする|である|です|を充て|が|は|を|と|氏|の下|のもと|（")


@dataclass(frozen=True, slots=True)
class Holder:
    """A role with the person named beside it."""

    role: Hit
    name: str
    key: str


def holders(ctx: Context, term: str, *kinds: DocKind) -> Iterator[Holder]:
    """The persons named directly after a role, or in the next cell of its row, in reading order."""
    words = frozenset(ctx.reading.terms["icf.not_a_name"].concept.literals())
    for hit in ctx.hits(term, *kinds):
        name = _after(hit, words) or _in_column(hit, ctx, words)
        if name:
            yield Holder(hit, name, _key(name))


def _key(name: str) -> str:
    """The form a name is compared in; of a Latin one the family name, for given names are shortened."""
    return name_key(name.rsplit(maxsplit=1)[-1] if name.isascii() else name)


def _after(hit: Hit, words: frozenset[str]) -> str:
    rest = hit.passage.text[hit.end : hit.end + 40]
    skip = _BETWEEN.match(rest)
    start = skip.end() if skip else 0
    latin = _LATIN.match(rest, start)
    if latin is not None and (start > 0 or rest[:1].isascii()) and _ENDS.match(rest[latin.end() : latin.end() + 3]):
        return latin["name"]
    m = _NAME.match(rest, start)
    if m is None or (start == 0 and not re.match(r"[\s　]", rest)):
        return ""
    if not _ENDS.match(rest[m.end() : m.end() + 3]) or not _person(m.group(), words):
        return ""
    return m.group()


def _person(text: str, words: frozenset[str]) -> bool:
    """A name; with the given name in kana it is one whatever its family name reads like."""
    return bool(re.fullmatch(rf"[{_KANJI}]{{1,4}}{_GAP}+[ぁ-んァ-ヴー]{{1,5}}[{_KANJI}]{{0,2}}", text)) or is_name(
        text, words
    )


def _in_column(hit: Hit, ctx: Context, words: frozenset[str]) -> str:
    """A head of a column with the name under it."""
    p = hit.passage
    if p.table < 0 or p.header:
        return ""
    column = p.text[: hit.start].count(" | ")
    for q in ctx.reading.index.passages[p.number + 1 : p.number + 2]:
        cells = q.text.split(" | ")
        if q.table == p.table and column < len(cells) and _person(cells[column].strip(), words):
            return cells[column]
    return ""
