"""From a word in a passage to whether it counts: its place, what stands beside it, its evidence state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import THRESHOLD, Judgement, Place, State, Statement
from regenlint.index import Hit, Passage
from regenlint.lexicon import Concept
from regenlint.specs import Accept, Element, Reach, Value
from regenlint.text import itemised

#: States that turn even a mere mention away.
_TURNED_AWAY = frozenset({State.DENIED, State.FUTURE, State.HANDED_ON, State.NA_BARE, State.TEMPLATE})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A hit of an element with its judgement; `counts` is whether it satisfies the element."""

    hit: Hit
    judgement: Judgement
    counts: bool


def silent(hit: Hit) -> bool:
    """Whether the words are nobody's statement here: they stand in a reference list."""
    return hit.passage.cited


@dataclass(frozen=True, slots=True)
class Topic:
    """The hits of what a rule is about, arranged by how far they reach: asking costs the same however many there are.

    `sections` are the numbers of the passages in their sections, `tables` their tables; `under_headings` and
    `headed` the same of hits in headings, `heads` the tables in whose header row there is one.
    """

    by_number: Mapping[int, Sequence[Hit]]
    documents: frozenset[str]
    sections: frozenset[int]
    tables: frozenset[tuple[str, int]]
    under_headings: frozenset[int]
    headed: frozenset[tuple[str, int]]
    heads: frozenset[tuple[str, int]]


def topic_of(hits: Iterable[Hit], ctx: Context) -> Topic:
    """The hits of a topic, arranged."""
    by_number: dict[int, list[Hit]] = {}
    for h in hits:
        by_number.setdefault(h.passage.number, []).append(h)
    passages = [found[0].passage for found in by_number.values()]
    sectioned = [p for p in passages if p.section >= 0]
    headings = [p for p in sectioned if p.place is Place.HEADING]
    return Topic(
        by_number,
        frozenset(p.document for p in passages),
        _numbers(sectioned, ctx),
        frozenset((p.document, p.table) for p in sectioned if p.table >= 0),
        _numbers(headings, ctx),
        frozenset((p.document, p.table) for p in headings if p.table >= 0),
        frozenset((p.document, p.table) for p in passages if p.header == "" and p.place is not Place.HEADING),
    )


def _numbers(passages: Iterable[Passage], ctx: Context) -> frozenset[int]:
    sections = {(p.document, p.section) for p in passages}
    return frozenset().union(*(ctx.reading.index.section_set(*s) for s in sections))


def within(hit: Hit, reach: Reach, topic: Topic | None, ctx: Context) -> bool:
    """Whether a hit stands near enough to any hit of the topic; without a topic everything does."""
    if topic is None or reach is Reach.DOSSIER:
        return True
    b = hit.passage
    if b.document not in topic.documents or reach is Reach.DOCUMENT:
        return b.document in topic.documents
    table = (b.document, b.table) if b.table >= 0 else None
    if reach is Reach.SECTION:
        far = b.number in topic.sections or table in topic.tables
    else:
        far = b.number in topic.under_headings or table in topic.headed
        far = far or (reach is Reach.PASSAGE and b.header != "" and table in topic.heads)
    itself = b.place is Place.HEADING and b.number in topic.by_number
    if far and not (reach is Reach.SENTENCE and itself):
        return True
    # What is no nearer than this reaches by section or table only; a heading does not so reach its own sentences.
    numbers = topic.by_number if itself else range(b.number - _BELOW, b.number + _BELOW + 1)
    near = (topic.by_number.get(n, ()) for n in numbers)
    return any(_reaches(t, hit, reach, ctx) for found in near for t in found)


def _reaches(topic: Hit, hit: Hit, reach: Reach, ctx: Context) -> bool:
    a, b = topic.passage, hit.passage
    if a.document != b.document:
        return False
    if reach is Reach.DOCUMENT:
        return True
    if a.number == b.number:
        return (
            reach is not Reach.SENTENCE or b.sentence(hit.start) == a.sentence(topic.start) or topic.end <= a.label_end
        )
    if a.place is Place.HEADING or reach is Reach.SECTION:
        # Without headings a section is the neighbourhood.
        if a.section < 0:
            return abs(a.number - b.number) <= 8
        if a.table >= 0 and a.table == b.table:
            return True
        return b.number in ctx.reading.index.section_set(a.document, a.section)
    return reach is Reach.PASSAGE and (
        (a.table >= 0 and a.table == b.table and a.header == "" and b.header != "") or _continues(a, b, ctx)
    )


#: How many passages a caption or an introduction may have below it.
_BELOW = 8


def _continues(a: Passage, b: Passage, ctx: Context) -> bool:
    """Whether `b` goes on where `a` began: one field, below a caption, after 次のとおり."""
    if not 0 < b.number - a.number <= _BELOW:
        return False
    between = ctx.reading.index.passages[a.number + 1 : b.number + 1]
    if a.label_end:
        return all(q.label_end == a.label_end and q.text[: q.label_end] == a.text[: a.label_end] for q in between)
    if any(q.label_end or q.section != a.section or _captions(q) for q in between):
        return False
    if _captions(a):
        return True
    return _opens_a_list(a.text) and all(q.place in (Place.LIST, Place.CELL) for q in between)


def _captions(p: Passage) -> bool:
    return p.place is Place.PROSE and len(p.text) <= 36 and not re.search(r"[。、]", p.text)


def _opens_a_list(text: str) -> bool:
    return bool(re.search(r"(?:[:：]|次の[^。]{0,20}。?|以下の[^。]{0,20}。?|下記[^。]{0,20}。?)$", text.rstrip()))


def fits(hit: Hit, element: Element, ctx: Context) -> bool:
    """Whether what an element asks of the hit's surroundings is there: guards, neighbours, a value."""
    if element.unless is not None and ctx.shares_sentence(hit, element.unless):
        return False
    if element.near is not None and not ctx.reading.index.hits_at(element.near, hit.passage.number):
        return False
    if element.about is not None and not _is_about(element.about, hit, ctx):
        return False
    return element.value is None or _has_value(hit, element, ctx)


def _is_about(concept: Concept, hit: Hit, ctx: Context) -> bool:
    """Whether a word stands in the hit's passage, in the heading above it, or in the head of its table."""
    index, p = ctx.reading.index, hit.passage
    start, end = p.sentence(hit.start)
    # In a run of items a word belongs to its own one.
    here = any(not itemised(p.text) or start <= h.start < end for h in index.hits_at(concept, p.number))
    return here or any(True for _ in index.hits_over(concept, p))


_DIGIT = re.compile(
    r"[0-9０-９¹²³⁴-⁹⁰①-⑳]|[一二三四五六七八九十百](?:日|回|年|週|[か箇ヶカケヵ個]月|名|人|度|時間|種|項目|段階|ロット|例|本|床|台)"
)


def _has_value(hit: Hit, element: Element, ctx: Context) -> bool:
    from regenlint.dates import dates
    from regenlint.quantity import Bound, quantities

    text = _said_at(hit, ctx)
    match element.value:
        case Value.NUMBER:
            return bool(_DIGIT.search(text))
        case Value.DATE:
            return bool(dates(text))
        case _:
            found = [q for q in quantities(text) if not element.units or q.unit in element.units]
            return any(element.value is not Value.LIMIT or q.bound is not Bound.EXACT for q in found)


#: A label speaks for all the sentences of a value no longer than this: 保管検体：血清1 mL。10年間、−80℃.
_SHORT = 160


def _said_at(hit: Hit, ctx: Context) -> str:
    """The sentence or row of a hit; a short field for its label, for the head of a column what stands in the column."""
    p = hit.passage
    start, end = p.sentence(hit.start)
    if hit.start < p.label_end and len(p.text) <= _SHORT:
        start, end = 0, len(p.text)
    text = p.text[start:end]
    if p.table < 0 or p.header:
        return text
    column = p.text[: hit.start].count(" | ")
    rows = [q.text.split(" | ") for q in after(p, ctx, 12) if q.table == p.table and q.header == p.text]
    return "\n".join((text, *(r[column] for r in rows if column < len(r))))


def sighted(hit: Hit, element: Element, ctx: Context) -> Sighting:
    """The hit with the judgement of the most favourable reading, and whether it counts for the element."""
    judgement = max((ctx.reading.judge(s) for s in _readings(hit, ctx)), key=lambda j: j.accepted, default=None)
    if judgement is None:
        judgement = ctx.state(hit)
    if element.accept is Accept.STATED:
        counts = judgement.accepted >= THRESHOLD
    elif element.accept is Accept.SEEN:
        # The words are there; only a form left blank, and to be seen as such, does not count.
        counts = judgement.state is not State.TEMPLATE or not judgement.trusted or not _left_blank(hit)
    else:
        # Where the readers disagree the mention stands: a false accusation weighs more.
        turned_away = judgement.state in _TURNED_AWAY and judgement.trusted
        if judgement.state is State.TEMPLATE:
            turned_away = turned_away and _left_blank(hit)
        counts = judgement.accepted >= THRESHOLD or not turned_away
    return Sighting(hit, judgement, counts)


_BLANK = re.compile(
    r"[○〇●◯◎△]{2,}|[□☐]|[_＿]{2,}|…|・{3,}|\.{3,}|[\s　]{3,}|[Xx×]{3,}|[：:][\s　]*$|[（(][\s　]*[）)]"
    r"|(?:年|令和)[\s　]*(?:月|年)|記載例|記入例|【[^】]*(?:記載|記入|入力|選択|名)|TBD|未定"
)


def _left_blank(hit: Hit) -> bool:
    """Whether the words about a hit show a blank to be filled in; a heading may have nothing below it."""
    p = hit.passage
    start, end = p.sentence(hit.start)
    return p.place is Place.HEADING or _BLANK.search(p.text[start:end]) is not None


def _readings(hit: Hit, ctx: Context) -> Iterator[Statement]:
    """A heading or a column head speaks through what stands under it; anything else for itself."""
    p = hit.passage
    if p.place is Place.HEADING:
        under = [q for q in after(p, ctx, 4) if q.place is not Place.HEADING and q.section == p.section]
        for q in under[:3]:
            text = f"{p.text}：{q.text}"
            yield Statement(text, hit.start, hit.end, Place.KV, p.before, q.after)
        return
    if p.table >= 0 and not p.header:
        under = [q for q in after(p, ctx, 3) if q.table == p.table and q.header == p.text]
        column = p.text[: hit.start].count(" | ")
        for q in under:
            cells = q.text.split(" | ")
            if column < len(cells):
                head = p.text.split(" | ")[column]
                yield Statement(f"{head}：{cells[column]}", 0, len(head), Place.KV, "", "")
        if under:
            return
    # Words that begin in a label and end in its value are said by the value.
    start = p.label_end + 1 if hit.start < p.label_end < hit.end - 1 else hit.start
    yield Statement(p.text, start, hit.end, p.place, p.before, p.after)


def after(p: Passage, ctx: Context, count: int) -> list[Passage]:
    """The next `count` passages of the same document."""
    passages = ctx.reading.index.passages
    return [q for q in passages[p.number + 1 : p.number + 1 + count] if q.document == p.document]


def follows(concept: Concept, hit: Hit, ctx: Context) -> bool:
    """Whether the words stand in the hit's passage or, outside tables, in the next one of its document."""
    here, index = hit.passage, ctx.reading.index
    return bool(index.hits_at(concept, here.number)) or any(
        h.passage.document == here.document and h.passage.table < 0 > here.table
        for h in index.hits_at(concept, here.number + 1)
    )


def quote(hit: Hit, limit: int = 40) -> str:
    """The hit's words on one line, cut at `limit` characters."""
    text = re.sub(r"\s+", " ", hit.text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_GONE = frozenset({State.DENIED, State.NA_BARE, State.NA_REASONED})


def present(concept: Concept, ctx: Context) -> bool:
    """Whether a premise is somewhere in the dossier other than as a denial."""
    return any(not silent(h) and not _gone(ctx.state(h)) for h in ctx.reading.index.hits(concept))


def _gone(j: Judgement) -> bool:
    """Grammar decides unless the sentence is accepted all the same; what it does not see must be trusted.

    委託する is no denial because it hands on.
    """
    by_grammar = next((state for reader, state in j.readers if reader == "rules"), j.state)
    if by_grammar in _GONE:
        return j.accepted < THRESHOLD
    return j.state in _GONE and j.trusted and by_grammar is not State.HANDED_ON
