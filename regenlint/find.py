"""Whether a concept stands in a short text of its own: a field's value, a cell, a title.

The same reading of forms as the index has, for texts that are no passages of a dossier.
"""

from __future__ import annotations

from functools import lru_cache

from regenlint.lexicon import Concept, Form, chained, joined
from regenlint.matcher import Matcher
from regenlint.text import Folded, fold


@lru_cache(maxsize=4096)
def _matcher(concept: Concept) -> Matcher:
    return Matcher(concept.literals())


def find(concept: Concept, text: str) -> tuple[int, int] | None:
    """The first place of a concept in a text as written, None where it is not there."""
    spans = find_all(concept, text)
    return spans[0] if spans else None


def find_all(concept: Concept, text: str) -> tuple[tuple[int, int], ...]:
    """All places of a concept in a text as written, in order; `A&B` asks for both in one 。-sentence."""
    folded = fold(text)
    if not folded.text:
        return ()
    found = _matcher(concept).scan(folded)
    spans = {span for form in concept.forms for span in _form(form, found, folded)}
    stops = [(s, s + len(lit)) for lit in concept.stops for s in found.get(lit, ())]
    kept = sorted((a, b) for a, b in spans if not any(c <= a and b <= d for c, d in stops))
    return tuple(folded.span(a, b) for a, b in kept)


def _form(form: Form, found: dict[str, list[int]], text: Folded) -> list[tuple[int, int]]:
    if form.ordered:
        chains = [[(s, s + len(lit)) for lit in c for s in found.get(lit, ())] for c in form.components]
    else:
        chains = [joined(word, found) for word in form.words()]
    if len(chains) == 1:
        return chains[0]
    if form.ordered:
        return list(chained(chains, form.gaps, text.text))
    out: list[tuple[int, int]] = []
    for start, end in chains[0]:
        low, high = start, end
        for chain in chains[1:]:
            near = [(a, b) for a, b in chain if "。" not in text.text[min(a, start) : max(b, end)]]
            if not near:
                break
            a, b = min(near, key=lambda x: abs(x[0] - start))
            low, high = min(low, a), max(high, b)
        else:
            out.append((low, high))
    return out
