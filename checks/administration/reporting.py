"""Within how many days which events are reported: each span of days bound to the events named with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.interval import Bound
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says

SEVEN, TEN, FIFTEEN, SIXTY = Fraction(7), Fraction(10), Fraction(15), Fraction(60)
#: Hours and minutes are deadlines inside the institution.
_DAY_UNITS = frozenset({"day", "week", "month", "year"})
_ALTERNATIVES = re.compile(r"^[\s　]*(?:又は|または|若しくは|もしくは|・|、|／|/|及び|～|〜|と|，|,)[\s　]*$")
_BRACKET = re.compile(r"^[\s　]*(?:以内)?[\s　]*[（(：:＝=][^）)。]{1,80}")


class Group(StrEnum):
    """Which of the three rows of article 35 an event belongs to."""

    DEATH = "death"
    SERIOUS = "serious"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Due:
    """A span of days in which events of the groups are reported.

    `days` is the most it can mean; `values` holds those of all spans given together (7日又は15日).
    """

    passage: Passage
    deadline: Deadline
    groups: frozenset[Group]
    days: Fraction
    values: tuple[Fraction, ...]
    sentence: tuple[int, int]

    @property
    def anchor(self) -> Anchor:
        """The place of the span itself."""
        return self.passage.anchor(self.deadline.quantity.start, self.deadline.end)

    @property
    def text(self) -> str:
        """The span as written."""
        return self.passage.text[self.deadline.quantity.start : self.deadline.end]


def dues(ctx: Context) -> tuple[Due, ...]:
    """Every span of days bound to events, in the documents the rule reads."""
    return tuple(d for p in ctx.passages() if not p.cited for d in _in_passage(ctx, p))


def about_reports(ctx: Context, p: Passage) -> bool:
    """Whether a passage stands where reports of events are spoken of."""
    document = ctx.dossier.document(p.document)
    around = (p.text, p.header, p.before, *document.section_path(p.pieces[0].block))
    return any(says(ctx, "adm.report_context", t) for t in around)


def _in_passage(ctx: Context, p: Passage) -> Iterator[Due]:
    spans = [d for d in deadlines(p.text) if _counts(ctx, d)]
    by_sentence: dict[tuple[int, int], list[Deadline]] = {}
    for d in spans:
        by_sentence.setdefault(p.sentence(d.quantity.start), []).append(d)
    for (start, end), inside in by_sentence.items():
        sentence = p.text[start:end]
        if says(ctx, "adm.other_regime", sentence) and not says(ctx, "adm.death", sentence):
            continue
        yield from _bound(ctx, p, (start, end), inside)


def _counts(ctx: Context, d: Deadline) -> bool:
    return (
        d.quantity.unit in _DAY_UNITS
        and not d.before
        and days(d.quantity)[1] is not None
        and not says(ctx, "adm.not_a_report_start", d.event)
    )


def _bound(ctx: Context, p: Passage, sentence: tuple[int, int], inside: list[Deadline]) -> Iterator[Due]:
    row = p.place is Place.CELL
    start, end = sentence
    whole = groups_of(ctx, p.header + " " + p.text if row and not groups_of(ctx, p.text) else p.text[start:end])
    last, current = start, frozenset[Group]()
    k = 0
    while k < len(inside):
        run = [inside[k]]
        while k + len(run) < len(inside) and _ALTERNATIVES.match(
            p.text[run[-1].end : inside[k + len(run)].quantity.start]
        ):
            run.append(inside[k + len(run)])
        own = groups_of(ctx, p.text[last : run[0].quantity.start])
        last = run[-1].end
        if not own and (m := _BRACKET.match(p.text[last:end])) and (own := groups_of(ctx, m.group())):
            last += m.end()
        current = own or current or (whole if row else frozenset())
        values = tuple(v for d in run if (v := days(d.quantity)[1]) is not None)
        for d, v in zip(run, values, strict=True):
            if current:
                yield Due(p, d, current, v, values, sentence)
        k += len(run)


def groups_of(ctx: Context, text: str) -> frozenset[Group]:
    """The groups of the events a text names; その他 after the graver ones is a group of its own."""
    if says(ctx, "adm.other_event", text):
        return frozenset({Group.OTHER})
    return frozenset(
        g for g, term in ((Group.DEATH, "adm.death"), (Group.SERIOUS, "adm.serious")) if says(ctx, term, text)
    )


def wrong_and_right(ctx: Context, group: Group, most: Fraction) -> tuple[list[Due], list[Due]]:
    """Dues of a group that are too late, and those in time; a sentence that has one in time is not late."""
    found = dues(ctx)
    mine = [d for d in found if group in d.groups]
    right = [d for d in mine if not d.deadline.recurring and min(d.values) <= most]
    good = {(d.passage.number, d.sentence) for d in right}
    late = [
        d for d in mine if (d.passage.number, d.sentence) not in good and min(d.values) > most and _is_a_report(ctx, d)
    ]
    return late, right


def _is_a_report(ctx: Context, d: Due) -> bool:
    """Whether the span is surely a deadline of a report: 以内 or ごと beside the word, or a row of such a table."""
    p, q = d.passage, d.deadline.quantity
    sentence = p.text[slice(*d.sentence)]
    if not about_reports(ctx, p) or not (q.bound is Bound.AT_MOST or d.deadline.recurring or p.place is Place.CELL):
        return False
    if says(ctx, "adm.report", sentence):
        return True
    path = ctx.dossier.document(p.document).section_path(p.pieces[0].block)
    brief = p.place in (Place.CELL, Place.LIST, Place.KV) or len(sentence) <= 50
    return brief and any(says(ctx, "adm.report", t) for t in (p.header, p.before, *path))


def kept_in_time(
    ctx: Context, group: Group, most: Fraction, late: Callable[[Due], tuple[str, str]], what: str, english: str
) -> Iterator[Finding | Evidence]:
    """Late deadlines of a group each, in the words of `late`; else evidence of one in time or of a general promise.

    Where nothing of that stands, one finding that what is wanted is not there.
    """
    need_documents(ctx)
    wrong, right = wrong_and_right(ctx, group, most)
    for d in wrong[:3]:
        yield ctx.finding(Outcome.DEFICIENT, *late(d), d.anchor, related=[r.anchor for r in right[:1]])
    if wrong:
        return
    if right:
        yield Evidence(right[0].anchor, "value")
        return
    for hit in ctx.hits("adm.by_law")[:1]:
        yield Evidence(hit.anchor, "policy")
        return
    yield not_stated(ctx, what, english, ("adm.event_talk",))


def not_stated(ctx: Context, what: str, english: str, near: tuple[str, ...]) -> Finding:
    """The finding that a deadline is nowhere: at the words that speak of such reports, else missing."""
    stop_if_blind(ctx)
    for term in near:
        hit: Hit | None = next((h for h in ctx.hits(term) if h.passage.place is not Place.HEADING), None)
        if hit is not None:
            return ctx.finding(
                Outcome.DEFICIENT, f"{what}が書かれていません", f"{english} is not given", hit, searched=(what,)
            )
    return ctx.finding(
        Outcome.MISSING, f"{what}が見当たりません", f"{english} was not found", ctx.expected_place(), searched=(what,)
    )
