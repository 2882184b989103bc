"""From a statement to its judgement: the readers asked in order of their price."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from regenlint.evidence import clause, learned
from regenlint.evidence.passage import Passage, take_apart
from regenlint.evidence.states import ACCEPTED, Judgement, State, Statement

#: A statement counts as stated from this probability on. Chosen on cross-validation; the card of
#: the shipped model records the same number.
THRESHOLD: float = 0.67
#: Nearer to the threshold than this no judgement is trusted.
_MARGIN = 0.15
#: What is left of the probability of the other side where the shape alone settles the matter.
SETTLED = 0.02


@lru_cache(maxsize=65536)
def judge(statement: Statement) -> Judgement:
    """The judgement of one statement; cached for the life of the process."""
    passage = take_apart(statement)
    model = learned.shipped()
    return _joined(passage, model, model.scores(passage))


def judge_many(
    statements: Sequence[Statement], *, deep: bool = False, cache: Path | None = None
) -> tuple[Judgement, ...]:
    """The judgements of many statements, in their order.

    `deep` lets the reader over contextual vectors join where the first two disagree; `cache` is
    the folder in which its passages are kept. Without GiNZA installed `deep` changes nothing.
    """
    first = tuple(judge(s) for s in statements)
    if not deep or all(j.trusted for j in first):
        return first
    from regenlint.evidence import deep as vectors

    if not vectors.available():
        return first
    unsure = [i for i, j in enumerate(first) if not j.trusted]
    model = learned.shipped()
    share, calibration = vectors.share(), vectors.calibration()
    out = list(first)
    readings = vectors.read([statements[i] for i in unsure], cache)
    for i, (state, more) in zip(unsure, readings, strict=True):
        passage = take_apart(statements[i])
        own = model.scores(passage)
        both = tuple((1 - share) * a + share * b for a, b in zip(own, more, strict=True))
        out[i] = _joined(passage, model, own, (("vectors", state),), both, calibration)
    return tuple(out)


def _joined(
    passage: Passage,
    model: learned.Model,
    own: tuple[float, ...],
    more: tuple[tuple[str, State], ...] = (),
    scores: tuple[float, ...] | None = None,
    calibration: tuple[float, float] | None = None,
) -> Judgement:
    """One judgement of the rules, the learned reader's `own` scores and, with `more`, their sum."""
    reading = clause.read(passage)
    scores = own if scores is None else scores
    slope, offset = model.calibration if calibration is None else calibration
    accepted = learned.calibrated(model.states, scores, slope, offset)
    if reading.settled:
        accepted = max(accepted, 1 - SETTLED) if reading.state in ACCEPTED else min(accepted, SETTLED)
    passes = accepted >= THRESHOLD
    state = model.states[max(range(len(scores)), key=scores.__getitem__)]
    if reading.settled and (state in ACCEPTED) != passes:
        state = reading.state
    characters = model.states[max(range(len(own)), key=own.__getitem__)]
    readers = (("rules", reading.state), ("characters", characters), *more)
    agreeing = sum((s in ACCEPTED) == passes for _, s in readers)
    clear = (state in ACCEPTED) == passes and abs(accepted - THRESHOLD) > _MARGIN
    trusted = reading.settled or (agreeing >= 2 and clear)
    return Judgement(state, accepted, trusted, readers)
