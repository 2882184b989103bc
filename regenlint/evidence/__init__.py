"""From a term's mention to its evidence state: stated, denied, put off, handed on, vague."""

from __future__ import annotations

from regenlint.evidence.judge import THRESHOLD, judge, judge_many
from regenlint.evidence.states import ACCEPTED, Judgement, Place, State, Statement

__all__ = [
    "ACCEPTED",
    "THRESHOLD",
    "Judgement",
    "Place",
    "State",
    "Statement",
    "judge",
    "judge_many",
]
