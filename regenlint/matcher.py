"""Finding a fixed set of words in a folded text in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from regenlint.text import Folded


class Matcher:
    """Finds a fixed set of literals in folded text.

    A literal of up to three ASCII letters keeps its case (sEV is not SeV); at an ASCII letter or
    digit it needs a border there, since Japanese letters count as word characters for `\\b`.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        by_low: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for lit in sorted(set(literals)):
            letters = sum(c.isascii() and c.isalpha() for c in lit)
            low = lit.lower() if lit.isascii() else "".join(c.lower() if c.isascii() else c for c in lit)
            by_low[low].append((lit, 0 < letters <= 3))
            lengths[low[:2]].add(len(low))
        self._by_low = dict(by_low)
        self._lengths = {start: tuple(sorted(found)) for start, found in lengths.items()}

    def scan(self, text: Folded) -> dict[str, list[int]]:
        """Start offsets in the folded text of every literal that occurs, ascending."""
        low, kept, n = text.lower, text.text, len(text.lower)
        by_low, lengths = self._by_low, self._lengths
        out: dict[str, list[int]] = {}
        for i in range(n):
            # The keys are the first two characters, or the only one of a word of one.
            for start in (low[i : i + 2], low[i]) if i + 1 < n else (low[i],):
                for length in lengths.get(start, ()):
                    j = i + length
                    found = by_low.get(low[i:j])
                    if found is None or j > n:
                        continue
                    if _ascii(low[i]) and i and _ascii(low[i - 1]):
                        continue
                    if j < n and _ascii(low[j - 1]) and _ascii(low[j]) and not _plural(low, j, low[i:j]):
                        continue
                    for lit, cased in found:
                        if not cased or kept[i:j] == lit:
                            out.setdefault(lit, []).append(i)
        return out


def _ascii(ch: str) -> bool:
    return ch.isascii() and ch.isalnum()


def _plural(low: str, j: int, literal: str) -> bool:
    return low[j] == "s" and literal[-1].isalpha() and not (j + 1 < len(low) and _ascii(low[j + 1]))
