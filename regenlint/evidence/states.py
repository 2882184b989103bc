"""The vocabulary of evidence: what a passage says of a term, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What the words around a target state about it; the target's state, not the sentence's."""

    VALUE = "value"
    POLICY = "policy"
    RESULT = "result"
    GAP_ACK = "gap_ack"
    NA_REASONED = "na_reasoned"
    NA_BARE = "na_bare"
    VAGUE = "vague"
    MENTION = "mention"
    FUTURE = "future"
    HANDED_ON = "handed_on"
    DENIED = "denied"
    CONDITIONAL = "conditional"
    TEMPLATE = "template"


ACCEPTED: frozenset[State] = frozenset({State.VALUE, State.POLICY, State.RESULT, State.GAP_ACK, State.NA_REASONED})


class Place(StrEnum):
    """The kind of text a passage stands in, as the reader of the file knows it."""

    PROSE = "prose"
    CELL = "cell"
    KV = "kv"
    LIST = "list"
    CONSENT = "consent"
    NOTE = "note"
    HEADING = "heading"
    CHECKBOX = "checkbox"


@dataclass(frozen=True, slots=True)
class Statement:
    """A term in its passage.

    `start` and `end` are code points of `text` as written (end exclusive). A table row is its
    cells joined by `|`, `｜` or tab, its header row in `before`; a label and its value are
    `ラベル：値`. `before` and `after` are the neighbouring passages, or empty.
    """

    text: str
    start: int
    end: int
    place: Place
    before: str = ""
    after: str = ""

    @property
    def target(self) -> str:
        """The term as written."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the readers make of a statement.

    `state` is the likeliest state. `accepted` is the probability that the passage states the term
    in an accepted way; it decides, and may fall short of the threshold although the likeliest state
    is an accepted one. `trusted` is true where shape settles the matter, or the readers agree and
    the probability is far from the threshold. `readers` names each reader with the state it read.
    """

    state: State
    accepted: float
    trusted: bool
    readers: tuple[tuple[str, State], ...]
