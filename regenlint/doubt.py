"""Statements in doubt, and which of them decide a rule: only those are worth the third reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from regenlint.context import Reading
from regenlint.engine import run_one
from regenlint.evidence import ACCEPTED, Judgement, State, Statement, judge
from regenlint.registry import Registered
from regenlint.rules import RuleResult

Judge = Callable[[Statement], Judgement]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule, its result by the first two readers, and the statements in doubt on which it hangs (often none)."""

    registered: Registered
    result: RuleResult
    statements: tuple[Statement, ...]


def doubts(rules: Iterable[Registered], reading: Reading) -> tuple[Doubt, ...]:
    """One per rule that is in force on the reading's day, in the order given.

    A rule that asks of statements in doubt is run twice more, with all of these taken for stated and
    with none. Where that changes nothing of what is reported, no reader can.
    """
    return tuple(_doubt(r, reading) for r in rules if r.rule.in_force(reading.as_of))


def settled(
    found: Sequence[Doubt], reading: Reading, read: Callable[[Sequence[Statement]], Sequence[Judgement]]
) -> tuple[RuleResult, ...]:
    """The results once `read` has judged, in one batch, the statements that decide."""
    unsure = tuple(dict.fromkeys(s for doubt in found for s in doubt.statements))
    known = dict(zip(unsure, read(unsure), strict=True)) if unsure else {}
    return tuple(_once_more(doubt, reading, known) for doubt in found)


def _once_more(doubt: Doubt, reading: Reading, known: Mapping[Statement, Judgement]) -> RuleResult:
    if not doubt.statements:
        return doubt.result
    return _asked(doubt.registered, reading, lambda s: known.get(s) or judge(s))[0]


def _doubt(registered: Registered, reading: Reading) -> Doubt:
    result, statements = _asked(registered, reading, judge)
    if all(judge(s).trusted for s in statements):
        return Doubt(registered, result, ())
    asked = dict.fromkeys(statements)
    changed = False
    for leaning in (_stated, _refused):
        other, more = _asked(registered, reading, leaning)
        asked |= dict.fromkeys(more)
        changed = changed or _reported(other) != _reported(result)
    return Doubt(registered, result, tuple(s for s in asked if changed and not judge(s).trusted))


def _asked(registered: Registered, reading: Reading, readers: Judge) -> tuple[RuleResult, tuple[Statement, ...]]:
    """A rule's result by a judge, and what it asked the judge."""
    asked: dict[Statement, None] = {}

    def remembering(statement: Statement) -> Judgement:
        asked[statement] = None
        return readers(statement)

    # The form and what modules worked out do not hang on the judge; what was judged does.
    return run_one(registered, replace(reading, judge=remembering, _judged={})), tuple(asked)


def _reported(result: RuleResult) -> object:
    return result.outcome, [(f.outcome, f.message, f.at) for f in result.findings]


def _stated(statement: Statement) -> Judgement:
    return _leaning(statement, stated=True)


def _refused(statement: Statement) -> Judgement:
    return _leaning(statement, stated=False)


def _leaning(statement: Statement, *, stated: bool) -> Judgement:
    """The judgement, or in doubt what it would be if the reader on that side were right."""
    found = judge(statement)
    if found.trusted:
        return found
    fallback = State.VALUE if stated else State.MENTION
    state = next((s for s in (found.state, *(s for _, s in found.readers)) if (s in ACCEPTED) == stated), fallback)
    return Judgement(state, 1.0 if stated else 0.0, True, found.readers)
