"""The third reader is asked where the first two disagree and a rule hangs on the answer, and nowhere else."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from regenlint.context import Reading
from regenlint.doubt import Doubt, doubts, settled
from regenlint.engine import run
from regenlint.evidence import Judgement, State, Statement, judge
from regenlint.index import build
from regenlint.judging import compiled
from regenlint.lexicon import Term, concept
from regenlint.parse.open import open_dossier
from regenlint.registry import Registered, Registry
from regenlint.rules import Outcome
from regenlint.specs import read_spec
from regenlint.testing import facts, plan, reading
from regenlint.understanding import understand

from .test_primitives import RULE

IN_DOUBT = "ウイルスの検査も、状況により実施対象となりうる。"
CLEAR = "ウイルスの検査は、全ロットについてPCR法で行う。"


def found(text: str) -> tuple[tuple[Doubt, ...], Reading]:
    """The doubts of one rule that wants ウイルスの検査 stated, on a protocol of the text."""
    terms = {"t.test": Term("t.test", concept("ウイルスの検査"), (), ())}
    how = {"statement": {"elements": [{"key": "e", "says": "検査", "says_en": "the test", "any": ["@t.test"]}]}}
    registered = Registered(RULE, read_spec(how, "TST001", terms), None)
    read = reading(plan(f"@@ protocol\n{text}"), facts(), Registry({"TST001": registered}, {"TST": "試験"}, terms))
    return doubts((registered,), read), read


def answer(statement: Statement, state: State, accepted: float) -> Judgement:
    """A third reader's word on a statement."""
    return Judgement(state, accepted, True, judge(statement).readers)


def test_the_two_sentences_are_what_they_are_called() -> None:
    for text, trusted in ((IN_DOUBT, False), (CLEAR, True)):
        (doubt,), read = found(text)
        asked: list[Statement] = []

        def remembering(s: Statement, seen: list[Statement] = asked) -> Judgement:
            seen.append(s)
            return judge(s)

        run((doubt.registered,), replace(read, judge=remembering, _judged={}))
        assert {judge(s).trusted for s in asked} == {trusted}


def test_a_rule_without_doubt_sends_nothing() -> None:
    (doubt,), _ = found(CLEAR)

    assert doubt.result.outcome is Outcome.MET
    assert doubt.statements == ()


def test_a_statement_in_doubt_is_not_sent_where_the_thing_is_stated_elsewhere() -> None:
    (doubt,), _ = found(f"{IN_DOUBT}\n{CLEAR}")

    assert doubt.result.outcome is Outcome.MET
    assert doubt.statements == ()


@pytest.mark.parametrize(
    ("state", "accepted", "outcome"), [(State.POLICY, 0.95, Outcome.MET), (State.VAGUE, 0.05, Outcome.DEFICIENT)]
)
def test_the_third_reader_decides_where_the_rule_hangs_on_it(state: State, accepted: float, outcome: Outcome) -> None:
    before, read = found(IN_DOUBT)
    batches: list[Sequence[Statement]] = []

    def third(unsure: Sequence[Statement]) -> list[Judgement]:
        batches.append(unsure)
        return [answer(s, state, accepted) for s in unsure]

    (result,) = settled(before, read, third)

    assert [[s.target for s in batch] for batch in batches] == [["ウイルスの検査"]]
    assert result.outcome is outcome


@pytest.mark.parametrize("salt", [0, 1])
def test_what_is_not_sent_would_have_changed_nothing(salt: int) -> None:
    """A third reader that contradicts at random: asked of everything in doubt, or only of what decides."""
    known, matcher = compiled(use_cache=False)
    rules = tuple(known.rules.values())
    dossier = open_dossier(Path(__file__).parent / "corpus" / "labelled" / "b1-car-t-class1" / "files")
    index = build(dossier, matcher)
    read = Reading(dossier, index, understand(dossier, index, known.terms), known.terms, datetime.date(2026, 11, 1))
    sent: list[Statement] = []

    def third(s: Statement) -> Judgement:
        first = judge(s)
        if first.trusted:
            return first
        stated = hashlib.sha256(f"{salt}{s.text}".encode()).digest()[0] % 2 == 0
        return answer(s, State.VALUE, 1.0) if stated else answer(s, State.MENTION, 0.0)

    def batch(unsure: Sequence[Statement]) -> list[Judgement]:
        sent.extend(unsure)
        return [third(s) for s in unsure]

    before = doubts(rules, read)
    few = settled(before, read, batch)
    all_of_them = run(rules, replace(read, judge=third, _judged={}))

    assert 0 < len(sent) < 60
    assert [(r.rule.id, r.outcome) for r in few] == [(r.rule.id, r.outcome) for r in all_of_them]
