"""Names of persons in fields and lists: 院長　見本 太郎, 柳真理子（医師）、小出 進（非常勤）.

A name is taken for one where it stands alone after titles and brackets are off, or with a space
between its halves. Old and new forms of a character are one (髙 and 高).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from regenlint.lexicon import dictionary
from regenlint.text import folded

#: Old and rare characters of names, each with the one it is written by today.
VARIANTS = str.maketrans(
    "髙﨑嵜齋齊邊邉澤濱濵眞廣國壽德惠嶋龍瀧櫻薗槇瀨黑冨條彌曾與圓榮實寬晉禮藏靜豐關萬舘桒𠮷",
    "高崎崎斎斉辺辺沢浜浜真広国寿徳恵島竜滝桜園槙瀬黒富条弥曽与円栄実寛晋礼蔵静豊関万館桑吉",
)
_LETTER = r"一-鿿々〆ヶぁ-んァ-ヴー"
_SPACED = re.compile(
    rf"(?<![{_LETTER}])(?P<family>[{_LETTER}]{{1,5}})[ 　\t]+(?P<given>[{_LETTER}]{{1,5}})(?![{_LETTER}])"
)
_WHOLE = re.compile(rf"[{_LETTER}]{{3,7}}")
_KANJI = re.compile(r"[一-鿿]{2}")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:[ -][A-Z][A-Za-z.]*){1,3}(?![A-Za-z])")
_BRACKETS = re.compile(r"[（(\[［【〔][^（）()\[\]［］【】〔〕]*[）)\]］】〕]")
_SEPARATOR = re.compile(r"[、,，;；/／|\n]|(?<=[^ァ-ヴー])・")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, and the form it is compared in."""

    written: str
    key: str


def name_key(text: str) -> str:
    """The form a name is compared in: without spaces, in new characters."""
    return re.sub(r"\s+", "", folded(text)).translate(VARIANTS)


@cache
def _titles() -> re.Pattern[str]:
    words = sorted((w for w in dictionary("titles")["titles"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, dictionary("titles")["bodies"])))


def names(text: str, *, least: int = 3) -> tuple[Name, ...]:
    """The names in the value of a field, in order, each once.

    `least` is how many characters a name without a space must have: two where the field can hold
    nothing but a name (林亮), more in lists of other words.
    """
    found: dict[str, Name] = {}
    for name in _names(text, least):
        found.setdefault(name.key, name)
    return tuple(found.values())


_SENTENCE = re.compile(
    r"(?:は|が|を|である|により|として|する|した|いる)$|^(?:は|が|を|である|により|として)|である|する"
)


_TRAILING = re.compile(r"(?:が|は|を|に|の)$")


def _names(text: str, least: int) -> Iterator[Name]:
    for piece in _SEPARATOR.split(_BRACKETS.sub("、", text)):
        rest = re.sub(r"^.*[:：]", "", piece)
        parts = [_TRAILING.sub("", p.strip()) for p in _titles().split(rest)]
        latin = _LATIN.search(rest)
        name = (
            next(filter(None, map(_spaced, parts)), "")
            or next(filter(None, (_whole(p, least) for p in parts)), "")
            or (latin.group() if latin else "")
        )
        if name:
            yield Name(name, name_key(name))


def _spaced(part: str) -> str:
    for m in _SPACED.finditer(part):
        if not _bodies().search(m.group()) and not _SENTENCE.search(m["family"]) and not _SENTENCE.search(m["given"]):
            return m.group()
    return ""


def _whole(part: str, least: int) -> str:
    word = re.split(r"[\s　]+", part)[0]
    if len(word) < least or _bodies().search(word) or _SENTENCE.search(word):
        return ""
    if len(word) == 2 and (word != part or not _KANJI.fullmatch(word)):
        return ""
    return word if len(word) == 2 or _WHOLE.fullmatch(word) else ""
