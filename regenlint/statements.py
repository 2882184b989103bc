"""Judging declarative rules: from the places that speak of a thing to the outcome of the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from regenlint.context import Context
from regenlint.evidence import THRESHOLD, Judgement, Place, State, Statement
from regenlint.form import Fill, FormValue
from regenlint.index import Hit, Passage
from regenlint.lexicon import Concept
from regenlint.model import Anchor, LossKind
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.specs import (
    Accept,
    AttachmentSpec,
    Clash,
    ConflictSpec,
    Element,
    ElementSet,
    FieldSpec,
    Reach,
    Refusal,
    Spec,
    StatementSpec,
    Value,
    WordingSpec,
)
from regenlint.text import folded
from regenlint.understanding import affirmed, denied_beside

Said: TypeAlias = "Iterator[Finding | Evidence]"

#: States that turn even a mere mention away.
_TURNED_AWAY = frozenset({State.DENIED, State.FUTURE, State.HANDED_ON, State.NA_BARE, State.TEMPLATE})


def judge_spec(spec: Spec, ctx: Context) -> Said:
    """Findings and evidence of a declarative rule; raises NotJudged or NotApplicable."""
    match spec:
        case StatementSpec():
            return _statement(spec, ctx)
        case WordingSpec():
            return _wording(spec, ctx)
        case FieldSpec():
            return _field(spec, ctx)
        case AttachmentSpec():
            return _attachment(spec, ctx)
        case ConflictSpec():
            return _conflict(spec, ctx)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A hit of an element with its judgement; `counts` is whether it satisfies the element."""

    hit: Hit
    judgement: Judgement
    counts: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was seen of one element: the best sighting, and whether enough was seen."""

    element: Element
    enough: bool
    best: Sighting | None
    all: tuple[Sighting, ...]


def _statement(spec: StatementSpec, ctx: Context) -> Said:
    _stop_without_documents(ctx)
    seen = spec.premise_seen is None or any(not _silent(h) for h in ctx.reading.index.hits(spec.premise_seen))
    if not seen or (spec.premise is not None and not _present(spec.premise, ctx)):
        ja, en = spec.premise_says
        raise NotApplicable(ja or "前提となる記載が見当たりません", en or "what the rule presupposes is not in the dossier")
    if spec.not_needed is not None:
        for hit in ctx.hits(spec.not_needed):
            if not _silent(hit) and (ctx.stated(hit) or ctx.state(hit).state in (State.DENIED, State.NA_REASONED)):
                raise NotApplicable("該当しない理由が書かれています", "the plan says why it does not apply", (ctx.evidence(hit),))
    if spec.not_needed_seen is not None:
        for hit in ctx.reading.index.hits(spec.not_needed_seen):
            if not _silent(hit):
                raise NotApplicable("この項目の前提がないことが書かれています", "the plan says that the question does not arise", (ctx.evidence(hit),))
    refusals = list(_refusals(spec.refused_by, ctx))
    results = [_evaluate(s, spec, ctx) for s in spec.sets]
    met = next((r for s, r in zip(spec.sets, results, strict=True) if _satisfied(s, r)), None)
    if met is not None and not refusals:
        for found in met:
            if found.enough and found.best:
                yield Evidence(found.best.hit.anchor, found.best.judgement.state.value)
        return
    if refusals:
        yield from refusals
        return
    # The alternative that came nearest is the one to complain about.
    nearest = max(range(len(results)), key=lambda k: (sum(f.enough for f in results[k]), -k))
    yield _lacking(spec, spec.sets[nearest], results[nearest], ctx)


def _satisfied(s: ElementSet, found: tuple[Found, ...]) -> bool:
    need = len(found) if s.need is None else min(s.need, len(found))
    return sum(f.enough for f in found) >= need and all(f.enough for f in found if f.element.key in s.core)


def _evaluate(s: ElementSet, spec: StatementSpec, ctx: Context) -> tuple[Found, ...]:
    """What was seen of each element, in the place that holds most of them.

    Words scattered over a dossier are no statement: the elements must stand together, around a
    hit of the core element. Where no place satisfies the set, the fullest one is returned.
    """
    topic = [h for h in ctx.hits(spec.topic) if not _silent(h)] if spec.topic is not None else None
    asked = [e for e in s.elements if all(ctx.facts.has(name, *values) for name, values in e.when)]
    anywhere = tuple(_look(e, topic, ctx, None) for e in asked)
    if not _satisfied(s, anywhere):
        return anywhere
    best = anywhere
    most = -1
    for place in _places(s, asked, ctx):
        found = tuple(_look(e, topic, ctx, place) for e in asked)
        if _satisfied(s, found):
            return found
        enough = sum(f.enough for f in found)
        if enough > most:
            best, most = found, enough
    return best


#: How many passages before and after a core hit still belong to its place.
_NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class _PlaceAround:
    """A core hit's surroundings: its section and the passages near it, in one document."""

    document: str
    number: int
    section: frozenset[int]

    def holds(self, hit: Hit, reach: Reach) -> bool:
        """Whether a hit of that reach stands here."""
        if reach is Reach.DOSSIER:
            return True
        if hit.passage.document != self.document:
            return False
        near = abs(hit.passage.number - self.number) <= _NEIGHBOURS
        return reach is Reach.DOCUMENT or near or hit.passage.number in self.section


def _places(s: ElementSet, asked: list[Element], ctx: Context) -> Iterator[_PlaceAround]:
    core = [e for e in asked if e.key in s.core][:1]
    # Where any so many of the elements will do and none is the core, each may mark the place.
    marks = core or (asked[:1] if s.need is None else asked)
    seen: set[tuple[str, int]] = set()
    for concept in (c for e in marks for c in e.concepts):
        for hit in ctx.hits(concept):
            p = hit.passage
            if _silent(hit) or (p.document, p.number) in seen:
                continue
            seen.add((p.document, p.number))
            section = ctx.reading.index.in_section(p.document, p.section) if p.section >= 0 else ()
            yield _PlaceAround(p.document, p.number, frozenset(section))


def _look(element: Element, topic: list[Hit] | None, ctx: Context, place: _PlaceAround | None) -> Found:
    seen = 0
    best: Sighting | None = None
    sightings: list[Sighting] = []
    for concept in element.concepts:
        counted = False
        for hit in sorted(ctx.hits(concept), key=lambda h: _order(h, ctx)):
            if _silent(hit) or (place is not None and not place.holds(hit, element.within)):
                continue
            if not _within(hit, element.within, topic, ctx) or not _fits(hit, element, ctx):
                continue
            sighting = _sighting(hit, element, ctx)
            sightings.append(sighting)
            if best is None or (sighting.counts, sighting.judgement.accepted) > (best.counts, best.judgement.accepted):
                best = sighting
            if sighting.counts:
                counted = True
                break
        seen += counted
        if seen >= element.at_least:
            return Found(element, True, best, tuple(sightings))
    return Found(element, False, best, tuple(sightings))


def _silent(hit: Hit) -> bool:
    return hit.passage.cited


def _within(hit: Hit, reach: Reach, topic: list[Hit] | None, ctx: Context) -> bool:
    if topic is None or reach is Reach.DOSSIER:
        return True
    return any(_reaches(t, hit, reach, ctx) for t in topic)


def _reaches(topic: Hit, hit: Hit, reach: Reach, ctx: Context) -> bool:
    a, b = topic.passage, hit.passage
    if a.document != b.document:
        return False
    if reach is Reach.DOCUMENT:
        return True
    if a.number == b.number:
        return reach is not Reach.SENTENCE or b.sentence(hit.start) == a.sentence(topic.start) or topic.end <= a.label_end
    if a.place is Place.HEADING or reach is Reach.SECTION:
        # Without headings a section is the neighbourhood.
        if a.section < 0:
            return abs(a.number - b.number) <= 8
        if a.table >= 0 and a.table == b.table:
            return True
        return b.number in ctx.reading.index.in_section(a.document, a.section)
    return reach is Reach.PASSAGE and (
        (a.table >= 0 and a.table == b.table and a.header == "" and b.header != "") or _continues(a, b, ctx)
    )


#: How many passages a caption or an introduction may have below it.
_BELOW = 8


def _continues(a: Passage, b: Passage, ctx: Context) -> bool:
    """Whether `b` goes on where `a` began: further paragraphs of one field, what stands below a caption or 次のとおり."""
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


def _fits(hit: Hit, element: Element, ctx: Context) -> bool:
    if element.unless is not None and _shares_sentence(element.unless, hit, ctx):
        return False
    if element.near is not None and not any(h.passage.number == hit.passage.number for h in ctx.reading.index.hits(element.near)):
        return False
    if element.about is not None and not any(_heads(h, hit) for h in ctx.reading.index.hits(element.about)):
        return False
    return element.value is None or _has_value(hit, element, ctx)


def _heads(word: Hit, hit: Hit) -> bool:
    """Whether a word stands in the hit's passage, in the heading above it, or in the head of its table."""
    a, b = word.passage, hit.passage
    if a.number == b.number:
        return True
    if a.document != b.document or a.number > b.number:
        return False
    return (a.place is Place.HEADING and a.section == b.section) or (a.table >= 0 and a.table == b.table and not a.header)


def _shares_sentence(concept: Concept, hit: Hit, ctx: Context) -> bool:
    start, end = hit.passage.sentence(hit.start)
    return any(
        h.passage.number == hit.passage.number and start <= h.start < end for h in ctx.reading.index.hits(concept)
    )


_DIGIT = re.compile(r"[0-9０-９¹²³⁴-⁹⁰①-⑳]|[一二三四五六七八九十百](?:日|回|年|週|か月|名|人|度|時間|種|項目|段階|ロット|例|本)")


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


def _said_at(hit: Hit, ctx: Context) -> str:
    """The sentence or row of a hit; for the head of a column what stands in the column."""
    p = hit.passage
    start, end = p.sentence(hit.start)
    text = p.text[start:end]
    if p.table < 0 or p.header:
        return text
    column = p.text[: hit.start].count(" | ")
    rows = [q.text.split(" | ") for q in _after(p, ctx, 12) if q.table == p.table and q.header == p.text]
    return "\n".join((text, *(r[column] for r in rows if column < len(r))))


def _sighting(hit: Hit, element: Element, ctx: Context) -> Sighting:
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
        under = [q for q in _after(p, ctx, 4) if q.place is not Place.HEADING and q.section == p.section]
        for q in under[:3]:
            text = f"{p.text}：{q.text}"
            yield Statement(text, hit.start, hit.end, Place.KV, p.before, q.after)
        return
    if p.table >= 0 and not p.header:
        under = [q for q in _after(p, ctx, 3) if q.table == p.table and q.header == p.text]
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


def _after(p: Passage, ctx: Context, count: int) -> list[Passage]:
    passages = ctx.reading.index.passages
    return [q for q in passages[p.number + 1 : p.number + 1 + count] if q.document == p.document]


def _present(concept: Concept, ctx: Context) -> bool:
    return any(
        ctx.state(h).state not in (State.DENIED, State.NA_BARE, State.NA_REASONED)
        for h in ctx.reading.index.hits(concept) if not _silent(h)
    )


def _refusals(refusals: Iterable[Refusal], ctx: Context) -> Iterator[Finding]:
    for r in refusals:
        for hit in ctx.hits(r.what):
            if _silent(hit) or hit.passage.place is Place.HEADING:
                continue
            if r.unless is not None and _shares_sentence(r.unless, hit, ctx):
                continue
            if r.unless_near is not None and _follows(r.unless_near, hit, ctx):
                continue
            yield ctx.finding(r.outcome, f"「{_quote(hit)}」：{r.says}", f"“{_quote(hit)}”: {r.says_en}", hit)


def _follows(concept: Concept, hit: Hit, ctx: Context) -> bool:
    """Whether the words stand in the hit's passage or, outside tables, in the next one of its document."""
    here = hit.passage
    return any(
        h.passage.number == here.number
        or (h.passage.number == here.number + 1 and h.passage.document == here.document and h.passage.table < 0 > here.table)
        for h in ctx.reading.index.hits(concept)
    )


def _quote(hit: Hit, limit: int = 40) -> str:
    text = re.sub(r"\s+", " ", hit.text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_STATE_SAYS: dict[State, tuple[str, str]] = {
    State.DENIED: ("行わない・ないとされ、理由と代わりの措置がありません", "is denied without a reason and a substitute"),
    State.FUTURE: ("これからのこととされています", "is put off to the future"),
    State.HANDED_ON: ("他者に委ねられ、内容が提出物にありません", "is left to somebody else; its content is not in the dossier"),
    State.NA_BARE: ("理由のない「該当なし」です", "is a bare “not applicable” without a reason"),
    State.VAGUE: ("具体的な内容がなく、形容にとどまります", "is only described in vague words"),
    State.MENTION: ("語があるだけで、何をするかが書かれていません", "is only mentioned; what is done is not said"),
    State.CONDITIONAL: ("条件が付くだけで、決まりが書かれていません", "is only conditional"),
    State.TEMPLATE: ("未記入又はひな形のままです", "is blank or still the template's text"),
}


def _lacking(spec: StatementSpec, s: ElementSet, found: tuple[Found, ...], ctx: Context) -> Finding:
    absent = [f for f in found if not f.enough]
    _stop_if_blind(ctx, found)
    label = "、".join(f.element.says for f in absent)
    label_en = ", ".join(f.element.says_en for f in absent)
    searched = tuple(f.element.says for f in absent)
    seen = [f for f in found if f.best is not None]
    pointed = sorted(ctx.hits(spec.points_at), key=lambda h: _order(h, ctx)) if spec.points_at is not None else []
    turned_away = any(f.best is not None for f in absent)
    if pointed and not turned_away:
        return ctx.finding(
            Outcome.DEFICIENT, f"{label}の記載が見当たりません", f"not stated: {label_en}", pointed[0], searched=searched,
        )
    if not seen:
        return ctx.finding(
            Outcome.MISSING, f"{label}の記載が見当たりません", f"nothing was found about: {label_en}",
            _section_anchor(spec, ctx) or _topic_anchor(spec, ctx) or ctx.expected_place(), searched=searched,
        )
    turned = [f for f in absent if f.best is not None]
    gap = any(f.best and f.best.judgement.state is State.GAP_ACK for f in found if f.enough)
    severity = ctx.rule.severity.lowered() if gap else None
    if turned:
        f = max(turned, key=lambda f: (f.element.key in s.core, f.best.judgement.accepted if f.best else 0))
        best = f.best
        if best is not None:
            ja, en = _STATE_SAYS.get(best.judgement.state, ("必要な内容がそろっていません", "is incomplete"))
            outcome = Outcome.EMPTY if best.judgement.state is State.TEMPLATE else Outcome.DEFICIENT
            if best.judgement.accepted >= THRESHOLD:
                ja, en = "必要な数がそろっていません", "is not complete"
            return ctx.finding(
                outcome, f"{f.element.says}：{ja}「{_quote(best.hit)}」",
                f"{f.element.says_en}: {en} “{_quote(best.hit)}”", best.hit, searched=searched,
                confidence=Confidence.HIGH if best.judgement.trusted else Confidence.LOW, severity=severity,
            )
    # Best beside what the rule is about, where that is said; else wherever something of it was seen.
    named = [f for f in seen if f.enough and f.element.key in s.core] or seen
    where = min((x.hit for f in named for x in f.all), key=lambda h: _order(h, ctx), default=None)
    return ctx.finding(
        Outcome.DEFICIENT, f"{label}の記載が見当たりません", f"not stated: {label_en}", where,
        searched=searched, severity=severity,
    )


def _order(hit: Hit, ctx: Context) -> int:
    """The rank of a hit's document among the kinds the rule reads: what is missing should stand in the first."""
    return min((i for i, kind in enumerate(ctx.rule.reads) if kind in hit.passage.kinds), default=len(ctx.rule.reads))


def _stop_if_blind(ctx: Context, found: tuple[Found, ...]) -> None:
    """What an unread page may hold is not missing."""
    blind = ctx.blind()
    if not blind:
        return
    pages = "、".join(sorted({d.path.rsplit("/", 1)[-1] for d in blind}))
    raise NotJudged(f"読み取れない頁があるため判定できません（{pages}）", f"pages that could not be read may hold it ({pages})")


def _topic_anchor(spec: StatementSpec, ctx: Context) -> Anchor | None:
    if spec.topic is None:
        return None
    hits = [h for h in ctx.hits(spec.topic) if not _silent(h) and h.passage.place is not Place.HEADING]
    return min(hits, key=lambda h: _order(h, ctx)).anchor if hits else None


def _section_anchor(spec: StatementSpec, ctx: Context) -> Anchor | None:
    words = [folded(w) for w in spec.look_in]
    for kind in ctx.rule.reads:
        for d in ctx.documents(kind):
            for section in d.sections:
                if any(w in folded(section.path[-1]) for w in words):
                    return Anchor(d.id, section.heading, 0, len(d.blocks[section.heading].text))
    return None


def _wording(spec: WordingSpec, ctx: Context) -> Said:
    _stop_without_documents(ctx)
    if spec.premise is not None and not _present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    near = {h.passage.number for h in ctx.hits(spec.unless_near)} if spec.unless_near is not None else set()
    found = False
    for finding, hit in _forbidden(spec, ctx):
        if hit.passage.number not in near:
            found = True
            yield finding
    if not found:
        _stop_if_blind_wording(ctx)


def _forbidden(spec: WordingSpec, ctx: Context) -> Iterator[tuple[Finding, Hit]]:
    seen: list[Hit] = []
    for r in spec.forbidden:
        for hit in sorted(ctx.hits(r.what), key=lambda h: (h.passage.number, h.start, -h.end)):
            if r.unless is not None and _shares_sentence(r.unless, hit, ctx):
                continue
            if any(s.passage.number == hit.passage.number and s.start < hit.end and hit.start < s.end for s in seen):
                continue
            seen.append(hit)
            yield ctx.finding(r.outcome, f"「{_quote(hit)}」：{r.says}", f"“{_quote(hit)}”: {r.says_en}", hit), hit


def _stop_if_blind_wording(ctx: Context) -> None:
    if any(x.kind is not LossKind.LOW_TRUST_TEXT and x.blinds for d in ctx.documents() for x in d.losses):
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")


def _field(spec: FieldSpec, ctx: Context) -> Said:
    values = [v for key in spec.keys for v in ctx.form(key)]
    good = [v for v in values if v.fill is Fill.FILLED or v.fill.value in spec.accepts]
    too_long = [v for v in good if spec.max_length and _length(v.text) > spec.max_length]
    if too_long:
        for v in too_long:
            yield ctx.finding(
                Outcome.DEFICIENT, f"{_length(v.text)}字あり、上限{spec.max_length}字を超えています",
                f"{_length(v.text)} characters; the limit is {spec.max_length}", v.anchor,
            )
        return
    if good:
        yield from (Evidence(v.anchor, "value") for v in good[:1])
        return
    if spec.elsewhere is not None and not values:
        yield from _statement(spec.elsewhere, ctx)
        return
    if not ctx.documents():
        raise NotJudged("様式が提出物にありません", "the form is not in the dossier")
    if values:
        yield from (_unfilled(v, ctx) for v in values[:1])
        return
    _stop_if_blind(ctx, ())
    yield ctx.finding(
        Outcome.MISSING, "この欄が様式に見当たりません", "the form has no such field", ctx.expected_place(), searched=spec.keys,
    )


_FILL_SAYS = {
    Fill.BLANK: ("空欄です", "is blank"),
    Fill.PLACEHOLDER: ("仮の文字のままです", "holds only a placeholder"),
    Fill.UNTOUCHED: ("どの選択肢にも印がありません", "has no box ticked"),
    Fill.POINTER: ("別の文書を指すだけです", "only points to another document"),
    Fill.NOT_APPLICABLE: ("理由のない「該当なし」です", "is a bare “not applicable”"),
}


def _unfilled(v: FormValue, ctx: Context) -> Finding:
    ja, en = _FILL_SAYS[v.fill]
    outcome = Outcome.DEFICIENT if v.fill is Fill.NOT_APPLICABLE else Outcome.EMPTY
    return ctx.finding(outcome, f"「{v.field.label}」が{ja}", f"“{v.field.label}” {en}", v.anchor)


def _length(text: str) -> int:
    """Characters as the web form counts them: a line end counts two."""
    return len(text) + text.count("\n")


def _attachment(spec: AttachmentSpec, ctx: Context) -> Said:
    if spec.premise is not None and not _present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    there = ctx.dossier.of_kinds(spec.kinds)
    if there:
        d = there[0]
        part = next((p for p in d.parts if p.kind in spec.kinds), None) if d.kind not in spec.kinds else None
        yield Evidence(Anchor(d.id, part.first if part else 0), "value")
        return
    if spec.named is not None:
        for hit in ctx.reading.index.hits(spec.named):
            if hit.passage.place is Place.HEADING or (hit.passage.pieces[0].block <= 2 and not _silent(hit)):
                yield Evidence(hit.anchor, "value")
                return
    if len(ctx.dossier.documents) < 2:
        raise NotJudged("一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached")
    if ctx.dossier.unread:
        raise NotJudged("読めないファイルがあるため添付の有無を判定できません", "an unread file may be the attachment")
    if spec.elsewhere is not None:
        elsewhere = replace(ctx, rule=ctx.rule)
        yield from _statement(spec.elsewhere, elsewhere)
        return
    yield ctx.finding(
        Outcome.MISSING, "この書類が提出物に見当たりません", "this document is not in the dossier", None,
        searched=tuple(k.value for k in sorted(spec.kinds)),
    )


def _conflict(spec: ConflictSpec, ctx: Context) -> Said:
    _stop_without_documents(ctx)
    if spec.premise is not None and not _present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    found = False
    for clash in spec.clashes:
        for finding in _clashes(clash, ctx):
            found = True
            yield finding
    if not found:
        _stop_if_blind_wording(ctx)


def _clashes(clash: Clash, ctx: Context) -> Iterator[Finding]:
    """At most one finding: at the first claim, with the places that contradict it beside."""
    claims = [
        h for h in ctx.hits(clash.claim)
        if h.passage.place is not Place.HEADING and not (clash.unless and _shares_sentence(clash.unless, h, ctx))
    ]
    if not claims or (clash.excused_by and any(affirmed(h, ctx.reading) for h in ctx.hits(clash.excused_by))):
        return
    if clash.against is None:
        if not all(_said(w, ctx) for w in clash.without):
            _stop_if_blind(ctx, ())
            quoted = _quote(claims[0])
            yield ctx.finding(clash.outcome, f"「{quoted}」：{clash.says}", f"“{quoted}”: {clash.says_en}", claims[0])
        return
    others = [
        h for h in ctx.hits(clash.against)
        if (not clash.against_affirmed or affirmed(h, ctx.reading)) and not (clash.against_unless and _shares_sentence(clash.against_unless, h, ctx))
    ]
    for claim in claims:
        apart = [o for o in others if not _overlap(o, claim)]
        if apart:
            yield ctx.finding(
                clash.outcome, f"「{_quote(claim)}」と「{_quote(apart[0])}」：{clash.says}",
                f"“{_quote(claim)}” and “{_quote(apart[0])}”: {clash.says_en}", claim, related=apart[:3],
            )
            return


def _said(concept: Concept, ctx: Context) -> bool:
    """Whether the thing is spoken of other than by a denial, a promise, a bare 該当なし or a blank."""
    return any(h.passage.place is Place.HEADING or not _turned_down(h, ctx) for h in ctx.hits(concept))


def _turned_down(hit: Hit, ctx: Context) -> bool:
    judgement = ctx.state(hit)
    denied = judgement.state in (State.DENIED, State.NA_BARE, State.TEMPLATE) and judgement.trusted
    return denied or denied_beside(hit) or judgement.state is State.FUTURE


def _overlap(a: Hit, b: Hit) -> bool:
    return a.passage.number == b.passage.number and a.start < b.end and b.start < a.end


def _stop_without_documents(ctx: Context) -> None:
    if not ctx.documents():
        raise NotJudged(
            "この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is in the dossier"
        )
