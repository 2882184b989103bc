"""How a declarative rule is judged, as data: read strictly from `checks/<area>/judgement.yaml`.

The primitives are closed: a statement made of elements, wording that must not be there, a form
field, an attachment. What needs an *and*-*but not*, arithmetic, an order of dates or two
documents is a Python check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from regenlint.errors import ConfigError
from regenlint.lexicon import Concept, Term, concept, strict
from regenlint.model import DocKind
from regenlint.rules import FactValue, Outcome


class Reach(StrEnum):
    """How far from the topic an element may stand."""

    SENTENCE = "sentence"
    PASSAGE = "passage"
    SECTION = "section"
    DOCUMENT = "document"
    DOSSIER = "dossier"


class Accept(StrEnum):
    """`stated`: the evidence must be accepted as stated. `any`: a mention will do unless it is
    denied, put off, handed on, a bare 該当なし or a template. `seen`: the words alone will do, even
    as a denial (a reason for not doing something), but not in a template."""

    STATED = "stated"
    ANY = "any"
    SEEN = "seen"


class Value(StrEnum):
    """What must stand in the same sentence or row. A `limit` is a quantity with an end: 以上, 未満, 2～8, ±."""

    NUMBER = "number"
    LIMIT = "limit"
    QUANTITY = "quantity"
    DATE = "date"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that must be stated: `concepts` of which `at_least` different ones are needed."""

    key: str
    says: str
    says_en: str
    concepts: tuple[Concept, ...]
    at_least: int = 1
    accept: Accept = Accept.STATED
    within: Reach = Reach.SECTION
    near: Concept | None = None
    #: Words that must stand in the passage, the heading above it or the head of its table.
    about: Concept | None = None
    unless: Concept | None = None
    value: Value | None = None
    units: tuple[str, ...] = ()
    #: Facts that must be known to hold for the element to be asked at all.
    when: tuple[tuple[str, tuple[FactValue, ...]], ...] = ()
    #: Kinds of document of which one must be in the dossier for the words to count.
    enclosed: frozenset[DocKind] = frozenset()


@dataclass(frozen=True, slots=True)
class ElementSet:
    """Elements of which `need` (None: all asked) must be stated for the rule to be met; `core` ones always."""

    elements: tuple[Element, ...]
    need: int | None
    core: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words whose presence turns the rule into a finding, whatever else is said.

    `unless` are words of their sentence that excuse them, `unless_near` words of their passage or the next one.
    """

    what: Concept
    unless: Concept | None
    outcome: Outcome
    says: str
    says_en: str
    unless_near: Concept | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure that a list names by its title only: what it holds cannot be judged here.

    `titles` are its names in such a list, `spoken` words that show that the dossier does deal
    with it; where these are found outside a list the rule speaks.
    """

    titles: Concept
    spoken: Concept


@dataclass(frozen=True, slots=True)
class StatementSpec:
    """A statement rule: any of `sets` satisfied around the topic, nothing of `refused_by` there."""

    sets: tuple[ElementSet, ...]
    topic: Concept | None = None
    look_in: tuple[str, ...] = ()
    premise: Concept | None = None
    #: A premise that is itself a denial: the words alone show that the question arises.
    premise_seen: Concept | None = None
    premise_says: tuple[str, str] = ("", "")
    not_needed: Concept | None = None
    #: Words that anywhere in the dossier, in whatever state, leave the question to another rule.
    not_needed_seen: Concept | None = None
    #: Words at which the finding stands where none of the elements shows the place of the defect.
    points_at: Concept | None = None
    refused_by: tuple[Refusal, ...] = ()
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class WordingSpec:
    """Words that must not be said: each with guards in its sentence or passage."""

    forbidden: tuple[Refusal, ...]
    unless_near: Concept | None = None
    premise: Concept | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A form field that must be filled; `accepts` are fills that also do, `elsewhere` a statement that also does."""

    keys: tuple[str, ...]
    accepts: frozenset[str]
    max_length: int | None
    elsewhere: StatementSpec | None


@dataclass(frozen=True, slots=True)
class AttachmentSpec:
    """A document that must be in the dossier: one of `kinds`, or a document titled so."""

    kinds: frozenset[DocKind]
    named: Concept | None
    elsewhere: StatementSpec | None
    premise: Concept | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A claim that must not stand beside `against`, or must not stand where `without` is not said.

    `unless` are words of the claim's sentence that excuse it, `against_unless` those of the other
    one's; `excused_by` anywhere in what the rule reads silences the case.
    """

    claim: Concept
    unless: Concept | None
    against: Concept | None
    against_unless: Concept | None
    #: False where the words of `against` are themselves a denial.
    against_affirmed: bool
    without: tuple[Concept, ...]
    excused_by: Concept | None
    outcome: Outcome
    says: str
    says_en: str


@dataclass(frozen=True, slots=True)
class ConflictSpec:
    """Claims of the dossier that contradict each other, or lack what they presuppose."""

    clashes: tuple[Clash, ...]
    premise: Concept | None = None


Spec: TypeAlias = "StatementSpec | WordingSpec | FieldSpec | AttachmentSpec | ConflictSpec"


def concepts_of(spec: Spec) -> Iterator[Concept]:
    """Every concept a spec needs the index to know."""
    match spec:
        case StatementSpec():
            for s in spec.sets:
                for e in s.elements:
                    yield from e.concepts
                    yield from (c for c in (e.near, e.about, e.unless) if c)
            yield from (c for c in (spec.topic, spec.premise, spec.premise_seen) if c)
            yield from (c for c in (spec.not_needed, spec.not_needed_seen, spec.points_at) if c)
            if spec.listed:
                yield from (spec.listed.titles, spec.listed.spoken)
            yield from _refusal_concepts(spec.refused_by)
        case WordingSpec():
            yield from _refusal_concepts(spec.forbidden)
            yield from (c for c in (spec.unless_near, spec.premise) if c)
        case FieldSpec():
            if spec.elsewhere:
                yield from concepts_of(spec.elsewhere)
        case AttachmentSpec():
            yield from (c for c in (spec.named, spec.premise) if c)
            if spec.elsewhere:
                yield from concepts_of(spec.elsewhere)
        case ConflictSpec():
            yield from _clash_concepts(spec)


def _clash_concepts(spec: ConflictSpec) -> Iterator[Concept]:
    for c in spec.clashes:
        yield c.claim
        yield from (x for x in (c.unless, c.against, c.against_unless, c.excused_by) if x)
        yield from c.without
    if spec.premise:
        yield spec.premise


def _refusal_concepts(refusals: Sequence[Refusal]) -> Iterator[Concept]:
    for r in refusals:
        yield r.what
        yield from (c for c in (r.unless, r.unless_near) if c)


def read_spec(raw: Mapping[str, Any], name: str, terms: Mapping[str, Term]) -> Spec:
    """The spec of an entry that holds one of `statement`, `wording`, `field`, `attachment`, `conflict`.

    A fault is a ConfigError that begins with `name`.
    """
    readers: dict[str, Callable[[object, str, Mapping[str, Term]], Spec]] = {
        "statement": _statement,
        "wording": _wording,
        "field": _field,
        "conflict": _conflict,
        "attachment": _attachment,
    }
    way = next(w for w in readers if w in raw)
    try:
        return readers[way](raw[way], name, terms)
    except ConfigError as fault:
        if str(fault).startswith(name):
            raise
        raise ConfigError(f"{name}: {fault}", f"{name}: {fault.english}") from fault


def _concept(raw: object, name: str, terms: Mapping[str, Term]) -> Concept | None:
    if raw is None:
        return None
    if not isinstance(raw, (str, list)):
        raise ConfigError(f"{name}: 語の一覧ではありません", f"{name}: not a list of forms")
    return concept(raw, terms)


_STATEMENT_KEYS = (
    "topic",
    "look_in",
    "premise",
    "premise_seen",
    "premise_says",
    "premise_says_en",
    "not_needed",
    "not_needed_seen",
    "points_at",
    "need",
    "elements",
    "or",
    "refused_by",
    "within",
    "listed",
)


def _statement(raw: object, name: str, terms: Mapping[str, Term]) -> StatementSpec:
    e = strict(raw, name, ("elements",), _STATEMENT_KEYS)
    within = Reach(e.get("within", "section"))
    sets = [_set(e, name, terms, within)]
    for k, other in enumerate(e.get("or", ())):
        o = strict(other, f"{name}.or[{k}]", ("elements",), ("need", "within"))
        sets.append(_set(o, name, terms, Reach(o.get("within", within))))
    return StatementSpec(
        tuple(sets),
        _concept(e.get("topic"), name, terms),
        tuple(e.get("look_in", ())),
        _concept(e.get("premise"), name, terms),
        _concept(e.get("premise_seen"), name, terms),
        (e.get("premise_says", ""), e.get("premise_says_en", "")),
        _concept(e.get("not_needed"), name, terms),
        _concept(e.get("not_needed_seen"), name, terms),
        _concept(e.get("points_at"), name, terms),
        _refusals(e.get("refused_by", ()), name, terms),
        _listed(e.get("listed"), name, terms),
    )


def _listed(raw: object, name: str, terms: Mapping[str, Term]) -> Listed | None:
    if raw is None:
        return None
    e = strict(raw, f"{name}.listed", ("titles", "spoken"))
    return Listed(concept(e["titles"], terms), concept(e["spoken"], terms))


def _set(e: Mapping[str, Any], name: str, terms: Mapping[str, Term], within: Reach) -> ElementSet:
    elements = tuple(_element(x, f"{name}.elements", terms, within) for x in e["elements"])
    core = frozenset(x["key"] for x in e["elements"] if x.get("core"))
    need = e.get("need", "all")
    count = None if need == "all" else int(need)
    if count is not None and not 1 <= count <= len(elements):
        raise ConfigError(f"{name}: need が要素の数に合いません", f"{name}: need does not fit the elements")
    return ElementSet(elements, count, core)


_ELEMENT_KEYS = (
    "core",
    "at_least",
    "accept",
    "within",
    "near",
    "about",
    "unless",
    "value",
    "units",
    "when",
    "enclosed",
)


def _element(raw: object, name: str, terms: Mapping[str, Term], within: Reach) -> Element:
    e = strict(raw, name, ("key", "says", "says_en", "any"), _ELEMENT_KEYS)
    at_least = int(e.get("at_least", 1))
    # With a count each entry of the list is a thing of its own; without one all are one thing.
    concepts = tuple(concept(x, terms) for x in e["any"]) if at_least > 1 else (concept(e["any"], terms),)
    if at_least > len(concepts):
        raise ConfigError(f"{name}: at_least が多すぎます（{e['key']}）", f"{name}: at_least exceeds {e['key']}")
    return Element(
        e["key"],
        e["says"],
        e["says_en"],
        concepts,
        at_least,
        Accept(e.get("accept", "stated")),
        Reach(e.get("within", within)),
        _concept(e.get("near"), name, terms),
        _concept(e.get("about"), name, terms),
        _concept(e.get("unless"), name, terms),
        Value(e["value"]) if e.get("value") else None,
        tuple(e.get("units", ())),
        tuple((k, tuple(v) if isinstance(v, list) else (v,)) for k, v in e.get("when", {}).items()),
        frozenset(DocKind(k) for k in e.get("enclosed", ())),
    )


def _refusals(raw: Sequence[object], name: str, terms: Mapping[str, Term]) -> tuple[Refusal, ...]:
    out: list[Refusal] = []
    for entry in raw:
        e = strict(entry, f"{name}.refusal", ("any", "says", "says_en"), ("unless", "unless_near", "outcome"))
        out.append(
            Refusal(
                concept(e["any"], terms),
                _concept(e.get("unless"), name, terms),
                Outcome(e.get("outcome", "deficient")),
                e["says"],
                e["says_en"],
                _concept(e.get("unless_near"), name, terms),
            )
        )
    return tuple(out)


def _wording(raw: object, name: str, terms: Mapping[str, Term]) -> WordingSpec:
    e = strict(raw, name, ("forbids",), ("unless_near", "premise"))
    return WordingSpec(
        _refusals(e["forbids"], name, terms),
        _concept(e.get("unless_near"), name, terms),
        _concept(e.get("premise"), name, terms),
    )


_CLASH_KEYS = ("unless", "against", "against_unless", "against_affirmed", "without", "excused_by", "outcome")


def _conflict(raw: object, name: str, terms: Mapping[str, Term]) -> ConflictSpec:
    e = strict(raw, name, ("cases",), ("premise",))
    clashes: list[Clash] = []
    for entry in e["cases"]:
        c = strict(entry, f"{name}.cases", ("claim", "says", "says_en"), _CLASH_KEYS)
        if ("against" in c) == ("without" in c):
            raise ConfigError(
                f"{name}: against か without のどちらか一つが要ります", f"{name}: one of against, without"
            )
        clashes.append(
            Clash(
                concept(c["claim"], terms),
                _concept(c.get("unless"), name, terms),
                _concept(c.get("against"), name, terms),
                _concept(c.get("against_unless"), name, terms),
                bool(c.get("against_affirmed", True)),
                tuple(concept(x, terms) for x in c.get("without", ())),
                _concept(c.get("excused_by"), name, terms),
                Outcome(c.get("outcome", "conflicting")),
                c["says"],
                c["says_en"],
            )
        )
    return ConflictSpec(tuple(clashes), _concept(e.get("premise"), name, terms))


def _field(raw: object, name: str, terms: Mapping[str, Term]) -> FieldSpec:
    e = strict(raw, name, ("keys",), ("accepts", "max_length", "elsewhere"))
    return FieldSpec(
        tuple(e["keys"]),
        frozenset(e.get("accepts", ())),
        e.get("max_length"),
        _statement(e["elsewhere"], name, terms) if e.get("elsewhere") else None,
    )


def _attachment(raw: object, name: str, terms: Mapping[str, Term]) -> AttachmentSpec:
    e = strict(raw, name, ("kinds",), ("named", "elsewhere", "premise"))
    return AttachmentSpec(
        frozenset(DocKind(k) for k in e["kinds"]),
        _concept(e.get("named"), name, terms),
        _statement(e["elsewhere"], name, terms) if e.get("elsewhere") else None,
        _concept(e.get("premise"), name, terms),
    )
