"""Judging statement rules: elements that must stand together around the thing they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.evidence import THRESHOLD, Place, State
from regenlint.index import Hit
from regenlint.lexicon import Concept
from regenlint.listing import stop_if_only_listed
from regenlint.model import Anchor, DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, Outcome
from regenlint.sighting import (
    Sighting,
    Topic,
    fits,
    follows,
    present,
    quote,
    sighted,
    silent,
    topic_of,
    within,
)
from regenlint.specs import Element, ElementSet, Reach, Refusal, StatementSpec
from regenlint.text import folded

Said: TypeAlias = "Iterator[Finding | Evidence]"


@dataclass(frozen=True, slots=True)
class Found:
    """What was seen of one element: the best sighting, and whether enough was seen."""

    element: Element
    enough: bool
    best: Sighting | None
    all: tuple[Sighting, ...]


def judge_statement(spec: StatementSpec, ctx: Context) -> Said:
    """Evidence where a set of elements is satisfied, else the finding that says what lacks or is refused."""
    need_documents(ctx)
    seen = spec.premise_seen is None or any(not silent(h) for h in ctx.reading.index.hits(spec.premise_seen))
    if not seen or (spec.premise is not None and not present(spec.premise, ctx)):
        ja, en = spec.premise_says
        raise NotApplicable(
            ja or "前提となる記載が見当たりません", en or "what the rule presupposes is not in the dossier"
        )
    if spec.not_needed is not None:
        for hit in ctx.hits(spec.not_needed):
            if not silent(hit) and (_reasoned(hit, ctx)):
                raise NotApplicable(
                    "該当しない理由が書かれています", "the plan says why it does not apply", (ctx.evidence(hit),)
                )
    if spec.not_needed_seen is not None:
        for hit in ctx.reading.index.hits(spec.not_needed_seen):
            if not silent(hit):
                raise NotApplicable(
                    "この項目の前提がないことが書かれています",
                    "the plan says that the question does not arise",
                    (ctx.evidence(hit),),
                )
    refusals = list(refusals_found(spec.refused_by, ctx))
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
    if spec.listed is not None:
        stop_if_only_listed(spec.listed, ctx)
    # The alternative that came nearest is the one to complain about.
    nearest = max(range(len(results)), key=lambda k: (sum(f.enough for f in results[k]), -k))
    yield _lacking(spec, spec.sets[nearest], results[nearest], ctx)


def _reasoned(hit: Hit, ctx: Context) -> bool:
    """Whether words that hold a denial with its reason stand: stated, or a denial, or in doubt.

    The rule's own words already ask for the reason; a judge that is not sure does not overrule them.
    """
    judgement = ctx.state(hit)
    return ctx.stated(hit) or judgement.state in (State.DENIED, State.NA_REASONED) or not judgement.trusted


def _satisfied(s: ElementSet, found: tuple[Found, ...]) -> bool:
    need = len(found) if s.need is None else min(s.need, len(found))
    return sum(f.enough for f in found) >= need and all(f.enough for f in found if f.element.key in s.core)


def _evaluate(s: ElementSet, spec: StatementSpec, ctx: Context) -> tuple[Found, ...]:
    """What was seen of each element, in the place that holds most of them.

    Words scattered over a dossier are no statement: the elements must stand together, around a
    hit of the core element. Where no place satisfies the set, the fullest one is returned.
    """
    topic = _topic(spec, ctx)
    asked = [e for e in s.elements if all(ctx.facts.has(name, *values) for name, values in e.when)]
    anywhere = tuple(_look(e, topic, ctx, None) for e in asked)
    if not _satisfied(s, anywhere):
        return anywhere
    best = anywhere
    most = -1
    for place, _ in _places(s, asked, ctx):
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
    """A core hit's surroundings in one document: the numbers of its section's passages and of those near it."""

    document: str
    numbers: frozenset[int]


def _places(s: ElementSet, asked: list[Element], ctx: Context) -> Iterator[tuple[_PlaceAround, Hit]]:
    core = [e for e in asked if e.key in s.core][:1]
    # Where any so many of the elements will do and none is the core, each may mark the place.
    marks = core or (asked[:1] if s.need is None else asked)
    seen: set[tuple[str, int]] = set()
    for element, concept in ((e, c) for e in marks for c in e.concepts):
        for hit in ctx.hits(concept):
            p = hit.passage
            if silent(hit) or (p.document, p.number) in seen or not fits(hit, element, ctx):
                continue
            seen.add((p.document, p.number))
            near = range(p.number - _NEIGHBOURS, p.number + _NEIGHBOURS + 1)
            section = ctx.reading.index.section_set(p.document, p.section) if p.section >= 0 else ()
            yield _PlaceAround(p.document, frozenset((*near, *section))), hit


def _standing(concept: Concept, place: _PlaceAround, reach: Reach, ctx: Context) -> Sequence[Hit]:
    """The hits of a concept, as ranked, that stand in a place for an element of that reach."""
    ranked: Sequence[Hit] = _ranked(concept, ctx)
    if reach is Reach.DOSSIER:
        return ranked
    if reach is not Reach.DOCUMENT:
        # A common word stands in thousands of passages, a place has few.
        few = len(place.numbers) < len(ranked)
        ranked = (
            _among(concept, place.numbers, ctx) if few else [h for h in ranked if h.passage.number in place.numbers]
        )
    return [h for h in ranked if h.passage.document == place.document]


def _among(concept: Concept, numbers: frozenset[int], ctx: Context) -> Sequence[Hit]:
    """The hits of a concept that a rule reads in passages of those numbers, by `_order`."""
    index = ctx.reading.index
    found = [h for n in sorted(numbers) for h in index.hits_at(concept, n)]
    return sorted(
        (h for h in found if h.passage.kinds & ctx.kinds and not h.passage.cited), key=lambda h: _order(h, ctx)
    )


def _look(element: Element, topic: Topic | None, ctx: Context, place: _PlaceAround | None) -> Found:
    seen = 0
    best: Sighting | None = None
    sightings: list[Sighting] = []
    if element.enclosed and _left_out(element, ctx):
        return Found(element, False, None, ())
    for concept in element.concepts:
        counted = False
        for hit in _ranked(concept, ctx) if place is None else _standing(concept, place, element.within, ctx):
            if silent(hit):
                continue
            if not within(hit, element.within, topic, ctx) or not fits(hit, element, ctx):
                continue
            found = sighted(hit, element, ctx)
            sightings.append(found)
            if best is None or (found.counts, found.judgement.accepted) > (best.counts, best.judgement.accepted):
                best = found
            if found.counts:
                counted = True
                break
        seen += counted
        if seen >= element.at_least:
            return Found(element, True, best, tuple(sightings))
    return Found(element, False, best, tuple(sightings))


def _left_out(element: Element, ctx: Context) -> bool:
    """Whether the document the words speak of is not enclosed, as far as the dossier tells.

    A lone document tells nothing, nor does one beside an unread file; a title of another document tells that it is
    bound in there.
    """
    if len(ctx.dossier.documents) < 2 or ctx.dossier.unread or ctx.dossier.of_kinds(element.enclosed):
        return False
    return not any(
        hit.passage.place is Place.HEADING or (hit.passage.pieces[0].block <= 2 and "。" not in hit.passage.text)
        for concept in element.concepts
        for hit in ctx.reading.index.hits(concept)
    )


def refusals_found(refusals: Iterable[Refusal], ctx: Context) -> Iterator[Finding]:
    """A finding at every refused phrase that nothing in its sentence or passage excuses."""
    for r in refusals:
        for hit in ctx.hits(r.what):
            if silent(hit) or hit.passage.place is Place.HEADING:
                continue
            if r.unless is not None and ctx.shares_sentence(hit, r.unless):
                continue
            if r.unless_near is not None and follows(r.unless_near, hit, ctx):
                continue
            yield ctx.finding(r.outcome, f"「{quote(hit)}」：{r.says}", f"“{quote(hit)}”: {r.says_en}", hit)


_STATE_SAYS: dict[State, tuple[str, str]] = {
    State.DENIED: (
        "行わない・ないとされ、理由と代わりの措置がありません",
        "is denied without a reason and a substitute",
    ),
    State.FUTURE: ("これからのこととされています", "is put off to the future"),
    State.HANDED_ON: (
        "他者に委ねられ、内容が提出物にありません",
        "is left to somebody else; its content is not in the dossier",
    ),
    State.NA_BARE: ("理由のない「該当なし」です", "is a bare “not applicable” without a reason"),
    State.VAGUE: ("具体的な内容がなく、形容にとどまります", "is only described in vague words"),
    State.MENTION: ("語があるだけで、何をするかが書かれていません", "is only mentioned; what is done is not said"),
    State.CONDITIONAL: ("条件が付くだけで、決まりが書かれていません", "is only conditional"),
    State.TEMPLATE: ("未記入又はひな形のままです", "is blank or still the template's text"),
}


def _lacking(spec: StatementSpec, s: ElementSet, found: tuple[Found, ...], ctx: Context) -> Finding:
    absent = [f for f in found if not f.enough]
    stop_if_blind(ctx)
    label = "、".join(f.element.says for f in absent)
    label_en = ", ".join(f.element.says_en for f in absent)
    searched = tuple(f.element.says for f in absent)
    seen = [f for f in found if f.best is not None]
    pointed = sorted(ctx.hits(spec.points_at), key=lambda h: _order(h, ctx)) if spec.points_at is not None else []
    turned_away = any(f.best is not None for f in absent)
    if pointed and not turned_away:
        return ctx.finding(
            Outcome.DEFICIENT,
            f"{label}の記載が見当たりません",
            f"not stated: {label_en}",
            pointed[0],
            searched=searched,
        )
    if not seen:
        return ctx.finding(
            Outcome.MISSING,
            f"{label}の記載が見当たりません",
            f"nothing was found about: {label_en}",
            _where_missing(spec, ctx),
            searched=searched,
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
            place = best.hit
            if best.judgement.accepted >= THRESHOLD:
                ja, en = "必要な数がそろっていません", "is not complete"
                # One of several things was seen, maybe far away: the place is where most of the rest is said.
                place = _fullest(s, spec, ctx) or best.hit
            return ctx.finding(
                outcome,
                f"{f.element.says}：{ja}「{quote(best.hit)}」",
                f"{f.element.says_en}: {en} “{quote(best.hit)}”",
                place,
                searched=searched,
                confidence=Confidence.HIGH if best.judgement.trusted else Confidence.LOW,
                severity=severity,
            )
    # Best beside what the rule is about, where most of the rest is said; else wherever something was seen.
    where = _fullest(s, spec, ctx) or min(
        (x.hit for f in seen for x in f.all), key=lambda h: _order(h, ctx), default=None
    )
    return ctx.finding(
        Outcome.DEFICIENT,
        f"{label}の記載が見当たりません",
        f"not stated: {label_en}",
        where,
        searched=searched,
        severity=severity,
    )


def _fullest(s: ElementSet, spec: StatementSpec, ctx: Context) -> Hit | None:
    """The core hit around which most elements are said; the earlier kind of document among equals."""
    core = [e for e in s.elements if e.key in s.core and all(ctx.facts.has(name, *values) for name, values in e.when)][
        :1
    ]
    if not core or not _look(core[0], _topic(spec, ctx), ctx, None).enough:
        return None
    topic = _topic(spec, ctx)
    asked = [e for e in s.elements if all(ctx.facts.has(name, *values) for name, values in e.when)]
    best: tuple[int, int, Hit] | None = None
    for place, hit in _places(s, asked, ctx):
        enough = sum(_look(e, topic, ctx, place).enough for e in asked)
        rank = (enough, -_order(hit, ctx))
        if best is None or rank > best[:2]:
            best = (*rank, hit)
    return best[2] if best else None


def _topic(spec: StatementSpec, ctx: Context) -> Topic | None:
    return topic_of((h for h in ctx.hits(spec.topic) if not silent(h)), ctx) if spec.topic is not None else None


def _ranked(concept: Concept, ctx: Context) -> tuple[Hit, ...]:
    """The hits of a concept that a rule reads, by `_order`; worked out once for a run."""
    # By identity, with the concept beside, which keeps its number from another.
    key = f"statements {id(concept)} {','.join(ctx.rule.reads)}"
    known = ctx.reading.memo.get(key)
    if not isinstance(known, _Ranked):
        known = _Ranked(concept, tuple(sorted(ctx.hits(concept), key=lambda h: _order(h, ctx))))
        ctx.reading.memo[key] = known
    return known.hits


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A concept's hits in the order in which a rule looks at them."""

    concept: Concept
    hits: tuple[Hit, ...]


def _order(hit: Hit, ctx: Context) -> int:
    """The rank of a hit's document among the kinds the rule reads: what is missing should stand in the first."""
    return min((i for i, kind in enumerate(ctx.rule.reads) if kind in hit.passage.kinds), default=len(ctx.rule.reads))


def _where_missing(spec: StatementSpec, ctx: Context) -> Anchor | None:
    """Where it should have stood: in the first kind of document read, at its section or beside its topic."""
    kind = next((k for k in ctx.rule.reads if ctx.documents(k)), None)
    return _section_anchor(spec, ctx, kind) or _topic_anchor(spec, ctx, kind) or ctx.expected_place()


def _topic_anchor(spec: StatementSpec, ctx: Context, kind: DocKind | None) -> Anchor | None:
    if spec.topic is None or kind is None:
        return None
    hits = (h for h in ctx.hits(spec.topic, kind) if not silent(h) and h.passage.place is not Place.HEADING)
    first = next(hits, None)
    return first.anchor if first else None


def _section_anchor(spec: StatementSpec, ctx: Context, kind: DocKind | None) -> Anchor | None:
    words = [folded(w) for w in spec.look_in]
    for d in ctx.documents(kind) if kind else ():
        for section in d.sections:
            if any(w in folded(section.path[-1]) for w in words):
                return Anchor(d.id, section.heading, 0, len(d.blocks[section.heading].text))
    return None
