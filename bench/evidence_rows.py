"""Labelled rows of evidence: how they are read, mapped and grouped. Used by training and bench."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from regenlint.evidence.states import ACCEPTED, Place, State, Statement

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"

#: The older assertion labels; `stated` is any accepted state and is settled by the rules.
LABELS: dict[str, State | None] = {
    "stated": None,
    "negated": State.DENIED,
    "deferred": State.FUTURE,
    "na_reason": State.NA_REASONED,
    "na_bare": State.NA_BARE,
    "mention": State.MENTION,
    "title": State.MENTION,
    "question": State.TEMPLATE,
    "conditional": State.CONDITIONAL,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A statement with its label; `state` is None where only acceptance is known."""

    id: str
    hand: str
    statement: Statement
    state: State | None
    weight: float = 1.0

    @property
    def accepted(self) -> bool:
        """Whether the label is an accepted state."""
        return self.state is None or self.state in ACCEPTED


def place_of(text: str) -> Place:
    """The place of a row that does not name one."""
    if re.search(r"[|｜\t]", text):
        return Place.CELL
    if re.search(r"[□■☐☑☒]", text):
        return Place.CHECKBOX
    return Place.KV if re.match(r"^[^。]{1,30}[:：]", text) else Place.PROSE


def rows(paths: Iterable[Path], *, weight: float = 1.0) -> list[Row]:
    """Rows of JSON-lines files with text, target and state (or label)."""
    out: list[Row] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            r = json.loads(line)
            start = r["start"] if "start" in r else r["text"].find(r["target"])
            if start < 0:
                continue
            statement = Statement(
                r["text"],
                start,
                start + len(r["target"]),
                Place(r["place"]) if "place" in r else place_of(r["text"]),
                r.get("before", ""),
                r.get("after", ""),
            )
            state = State(r["state"]) if "state" in r else LABELS[r["label"]]
            out.append(Row(str(r.get("id", len(out))), path.stem, statement, state, weight))
    return out


def evidence_rows() -> list[Row]:
    """All rows of the corpus that carry an evidence state."""
    return rows(sorted(CORPUS.glob("evidence_*.jsonl")))


def assertion_rows(weight: float = 0.5) -> list[Row]:
    """The older assertion rows, which name a coarser label."""
    return rows(sorted(CORPUS.glob("assertions_*.jsonl")), weight=weight)


def groups(of: Sequence[Row], alike: float = 0.45) -> list[int]:
    """A group number per row; rows whose texts share most of their 3-grams are in one group."""
    root = list(range(len(of)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    holders: dict[str, list[int]] = defaultdict(list)
    grams: list[set[str]] = []
    for i, row in enumerate(of):
        text = row.statement.text
        own = {text[k : k + 3] for k in range(max(1, len(text) - 2))}
        shared = Counter(j for g in own for j in holders[g])
        for j, n in shared.items():
            if n / (len(own) + len(grams[j]) - n) > alike:
                root[find(i)] = find(j)
        for g in own:
            holders[g].append(i)
        grams.append(own)
    return [find(i) for i in range(len(of))]
