"""Whether a person is named beside a role: 管理者：見本太郎, 見本太郎（院長）, a table of names.

Japanese names have no mark of their own. What is taken for one is a short run of kanji (with or
without a space before the given name) that stands directly beside the role or fills a cell, and
is none of the words of `icf.not_a_name`. It says that a name is there, not whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import DocKind
from regenlint.text import folded

_KANJI = "一-龥々ヶ"
#: 田ノ上, 竜ケ崎: a family name may hold a small kana between its characters.
_FAMILY = rf"[{_KANJI}](?:[ノケ]?[{_KANJI}]){{0,3}}"
_SPACED = re.compile(
    rf"(?<![{_KANJI}]){_FAMILY}[ 　]+(?:[{_KANJI}]{{1,3}}|[ぁ-ん]{{2,5}}|[ァ-ヶー]{{2,6}})(?![{_KANJI}])"
)
_JOINED = re.compile(rf"(?<![{_KANJI}])[{_KANJI}]{{2,7}}(?![{_KANJI}])")
_FOREIGN = re.compile(r"[ァ-ヶー]{2,}[・＝ 　][ァ-ヶー]{2,}|[A-Z][a-z]+[ .]+[A-Z][A-Za-z.]+")
#: What may stand between a role and a name that belongs to it.
_BETWEEN = re.compile(r"^[\s　：:（(）)・／/|｜、,=＝\-－『「【】」]*(?:は|が|の|を|として|である)?[\s　、]*$")
_LEADS = re.compile(r"(?:[：:（(|｜、,／/　 の]|である|を務める)$")
_ENDS_A_NAME = re.compile(
    r"$|[\s　、,，。．（(）)・／/|｜」】]|です|である|で|と|が|に|は|ら|ほか|他|及|並|又|さん|氏|先生|医師|院長|病院長"
)
_ENDINGS = "科部室課殿様欄者的性時等"
_TITLES = re.compile(r"病院長|院長|歯科医師|医師|先生|教授|部長|科長|博士|殿|様")


def named(ctx: Context, role: str, *kinds: DocKind) -> Hit | None:
    """The first hit of the term `role` that has a person's name beside it, None without one."""
    return next(naming(ctx, role, *kinds), None)


def naming(ctx: Context, role: str, *kinds: DocKind) -> Iterator[Hit]:
    """Every hit of the term `role` that has a person's name beside it."""
    words = frozenset(ctx.reading.terms["icf.not_a_name"].concept.literals())
    return (h for h in ctx.hits(role, *kinds) if _beside(h, ctx, words))


def _beside(hit: Hit, ctx: Context, words: frozenset[str]) -> bool:
    p = hit.passage
    if p.place is Place.HEADING:
        return any(_leads(q.text, words) for q in _following(p, ctx, 3) if q.section == p.section)
    if p.table >= 0 and not p.header and _fills_column(hit, ctx, words):
        return True
    if p.place is Place.CELL and any(is_name(c, words) for c in p.text.split(" | ")):
        return True
    if p.label_end and is_name(p.text[: p.label_end], words):
        return True
    start, end = p.sentence(hit.start)
    return _after(p.text[hit.end : end], words) or _before(p.text[start : hit.start], words)


def _following(p: Passage, ctx: Context, count: int) -> list[Passage]:
    passages = ctx.reading.index.passages
    return [q for q in passages[p.number + 1 : p.number + 1 + count] if q.document == p.document]


def _fills_column(hit: Hit, ctx: Context, words: frozenset[str]) -> bool:
    """A head of a column with names under it."""
    p = hit.passage
    column = p.text[: hit.start].count(" | ")
    for q in _following(p, ctx, 20):
        if q.table != p.table or (q.header != p.text and not q.label_end):
            return False
        # A table of two columns may have been read as labels and values.
        if q.label_end:
            if column and is_name(q.text[q.label_end :], words):
                return True
            continue
        cells = q.text.split(" | ")
        if column < len(cells) and _leads(cells[column], words):
            return True
    return False


#: One who heads the body that runs a place of treatment holds none of its offices.
_OWNER = re.compile(r"(?:理事長|代表取締役(?:社長)?|取締役|社長|会長)[\s　：:]*[^、。）)]{0,12}")


def _leads(text: str, words: frozenset[str]) -> bool:
    text = _OWNER.sub("", text)
    first = re.split(r"[、,，。（(／/\n]", text.strip("　 ：:"), maxsplit=1)[0]
    return is_name(first, words) or _after(text, words)


def _after(text: str, words: frozenset[str], reach: int = 40) -> bool:
    """Whether a name follows, with only titles, departments and marks between."""
    for m in _candidates(text[:reach]):
        if not is_name(m.group(), words):
            continue
        between = _without(text[: m.start()], words)
        if not _BETWEEN.match(between) and not _LEADS.search(text[: m.start()]):
            continue
        marked = re.search(r"[：:（(|｜　 ]$", text[: m.start()]) is not None
        if _ENDS_A_NAME.match(text[m.end() : m.end() + 4]) and (len(m.group()) > 2 or marked):
            return True
    return False


def _before(text: str, words: frozenset[str]) -> bool:
    """Whether a name stands directly before the role: 久保田敏也病院長, 見本太郎（院長）."""
    near = _TITLES.sub(lambda m: "／" * len(m.group()), text)[-18:]
    for m in _candidates(near):
        rest = near[m.end() :]
        if is_name(m.group(), words) and re.match(r"^[\s　（(・／/|｜：:]*(?:が|は|を|の)?(?:担当)?$", rest):
            return True
    run = re.search(rf"([{_KANJI}]{{2,6}})$", text)
    return run is not None and len(run.group(1)) >= 3 and is_name(run.group(1), words)


def _candidates(text: str) -> list[re.Match[str]]:
    # A title joined to a name would make one run of kanji of both.
    text = _TITLES.sub(lambda m: "／" * len(m.group()), text)
    spaced = list(_SPACED.finditer(text))
    taken = [m.span() for m in spaced]
    joined = [m for m in _JOINED.finditer(text) if not any(a <= m.start() < b for a, b in taken)]
    return sorted([*spaced, *joined, *_FOREIGN.finditer(text)], key=lambda m: m.start())


def is_name(text: str, words: frozenset[str]) -> bool:
    """Whether a text can be nothing but a person's name."""
    text = _TITLES.sub("", text.strip("　 ：:、。")).strip("　 ")
    if _FOREIGN.fullmatch(text):
        return True
    if not (_SPACED.fullmatch(text) or (_JOINED.fullmatch(text) and len(text) <= 6)):
        return False
    plain = folded(text)
    return plain[-1] not in _ENDINGS and not any(len(w) > 1 and w in plain for w in words)


def _without(text: str, words: frozenset[str]) -> str:
    for w in sorted(words, key=len, reverse=True):
        text = text.replace(w, "")
    return re.sub(rf"[{_KANJI}]", "", text)
