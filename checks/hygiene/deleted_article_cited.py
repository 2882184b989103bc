"""削除された条を根拠として引いていないかを見る。

何を見るか
    再生医療等の安全性の確保等に関する法律施行規則の第24条、第26条の5～第26条の11、第39条、第62条、第68条の引用。
なぜ
    今はない条を根拠にした定めは、古い文書の写しであることが多い。
見ないもの
    法律・施行令・他の法令の同じ番号の条、改正の経緯の説明、「省令」がどの法令か分からないもの。
直し方
    現在の条に改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.numeral import kanji_value, plain
from regenlint.rules import Evidence, Finding, Outcome

from .files import readable, whole

_DELETED = {"24", "39", "62", "68", *(f"26の{n}" for n in range(5, 12))}
#: What may stand between the ordinance's name and the article: its number, or the name it goes by from here on.
_GLOSS = r"(?:[（(][^（）()]{1,40}[）)])?"
_ARTICLE = re.compile(
    rf"(?P<law>施行規則|省令|同規則|規則){_GLOSS}[ ]?(?:の)?第[ ]?(?P<n>\d{{1,3}})[ ]?条"
    r"(?:[ ]?の[ ]?(?P<sub>\d{1,2}))?"
)
_KANJI = re.compile(
    rf"(?P<law>施行規則|省令){_GLOSS}(?:の)?第(?P<n>[一二三四五六七八九十百]{{1,5}})条"
    r"(?:の(?P<sub>[一二三四五六七八九十]{1,3}))?"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each citation of a deleted article once a document."""
    seen: set[tuple[str, str]] = set()
    for p in ctx.passages():
        if p.cited:
            continue
        for start, end, number in _cited(p):
            if number not in _DELETED or (p.document, number) in seen or _else(ctx, p, start, end):
                continue
            seen.add((p.document, number))
            shown = p.text[start:end]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{shown}」は削除された条です",
                f"article {number} of the ordinance is deleted",
                p.anchor(start, end),
            )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _cited(p: Passage) -> Iterator[tuple[int, int, str]]:
    text = plain(p.text)
    for m in _ARTICLE.finditer(text):
        yield m.start(), m.end(), m["n"] + (f"の{m['sub']}" if m["sub"] else "")
    for m in _KANJI.finditer(text):
        number, sub = kanji_value(m["n"]), kanji_value(m["sub"]) if m["sub"] else None
        yield m.start(), m.end(), f"{number}" + (f"の{sub}" if sub else "")


def _else(ctx: Context, p: Passage, start: int, end: int) -> bool:
    """Whether it is another ordinance's article, or told of as deleted."""
    first, last = p.sentence(start)
    near = p.text[max(first, start - 30) : start]
    if re.search(
        r"(?:GCP|GMP|GCTP|QMS|医薬品|医療機器|治験|臨床研究法|医療法|(?<!厚生)労働|カルタヘナ|生物多様性|個人情報|放射線|廃棄物)[^。]{0,16}$",
        near,
    ):
        return True
    return any(
        h.passage.number == p.number and first <= h.start < last
        for key in ("doc.other_law", "doc.repealed_said")
        for h in ctx.hits(key)
    )
