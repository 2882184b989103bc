"""Illnesses and parts of the body by name, and whether one lies within another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from regenlint.lexicon import dictionary, strict
from regenlint.text import fold, folded


@dataclass(frozen=True, slots=True)
class Illness:
    """One thing a plan may be for; `wider` are the keys of what holds it."""

    key: str
    words: tuple[str, ...]
    wider: frozenset[str]

    def fits(self, other: Illness) -> bool:
        """Whether one of the two is, or lies within, the other."""
        return self.key == other.key or other.key in self.wider or self.key in other.wider


@cache
def _all() -> tuple[Illness, ...]:
    out = []
    for key, raw in dictionary("illnesses").items():
        e = strict(raw, f"illnesses.yaml: {key}", ("words",), ("within",))
        out.append(Illness(key, tuple(folded(w) for w in e["words"]), frozenset(e.get("within", ()))))
    return tuple(out)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Illness]]:
    table = {w: i for i in _all() for w in i.words}
    words = "|".join(re.escape(w) for w in sorted(table, key=len, reverse=True))
    return re.compile(words), table


def illnesses(text: str) -> tuple[tuple[Illness, int, int], ...]:
    """The illnesses a text names with their spans in it as written, longest names first at a place."""
    pattern, table = _pattern()
    f = fold(text)
    return tuple((table[m.group()], *f.span(m.start(), m.end())) for m in pattern.finditer(f.text))


def named(text: str) -> tuple[Illness, ...]:
    """The illnesses a text names, each once."""
    return tuple(dict.fromkeys(i for i, _, _ in illnesses(text)))
