"""The lines of a consent form where somebody signs or dates."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import DocKind
from regenlint.text import folded

#: A field to be filled in is a short line.
LONGEST = 90


def fields(ctx: Context, term: str, *kinds: DocKind) -> Iterator[Hit]:
    """Hits of a term in lines that can be fields of a form, those of a withdrawal form left out."""
    away = set(_withdrawal_sections(ctx, kinds))
    first = _first_of_form(ctx, away, kinds)
    for hit in ctx.hits(term, *kinds):
        p = hit.passage
        if (p.document, p.section) not in away and is_field(p) and p.number >= first.get(p.document, 0):
            yield hit


#: A form's fields stand no farther before the words of consent.
_BEFORE_CONSENT = 12


def _first_of_form(ctx: Context, away: set[tuple[str, int]], kinds: tuple[DocKind, ...]) -> dict[str, int]:
    """Per document, the passage from which on the consent form stands; absent where nothing tells."""
    out: dict[str, int] = {}
    for h in ctx.hits("icf.agree", *kinds):
        if (h.passage.document, h.passage.section) not in away:
            out[h.passage.document] = max(0, h.passage.number - _BEFORE_CONSENT)
    return out


def is_field(p: Passage) -> bool:
    """Whether a passage is a line to be filled in, not a sentence of prose."""
    text = p.text.strip()
    return p.place is Place.KV or p.table >= 0 or (len(text) <= LONGEST and not text.endswith(("。", "ます", "です")))


def line(hit: Hit) -> str:
    """The words of the line a hit stands in: a label with its value, a cell row, a paragraph."""
    return folded(hit.passage.text)


def _withdrawal_sections(ctx: Context, kinds: tuple[DocKind, ...]) -> Iterator[tuple[str, int]]:
    for hit in ctx.hits("icf.withdrawal_form", *kinds):
        p = hit.passage
        if p.place is Place.HEADING:
            sections = ctx.dossier.document(p.document).sections
            for number, section in enumerate(sections):
                if section.first <= p.pieces[0].block <= section.last and section.heading == p.pieces[0].block:
                    yield p.document, number
                    yield from (
                        (p.document, k)
                        for k, s in enumerate(sections)
                        if section.first <= s.first and s.last <= section.last
                    )
