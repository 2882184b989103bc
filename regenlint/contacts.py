"""Where a reader is told whom to reach and how: a telephone number or a mail address near a desk."""

from __future__ import annotations

from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.identifier import Identifier, IdentifierKind, identifiers
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind

_WAYS = (IdentifierKind.PHONE, IdentifierKind.MAIL)
_NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number or mail address in its passage."""

    passage: Passage
    identifier: Identifier

    @property
    def anchor(self) -> Anchor:
        """Its place in the document."""
        return self.passage.anchor(self.identifier.start, self.identifier.end)


def contacts(ctx: Context, *kinds: DocKind) -> tuple[Contact, ...]:
    """Telephone numbers and mail addresses of the documents of the kinds, fax numbers left out."""
    return tuple(
        Contact(p, i) for p in ctx.passages(*kinds) if not p.cited for i in identifiers(p.text) if i.kind in _WAYS
    )


def near(desk: Hit, found: tuple[Contact, ...], ctx: Context) -> Contact | None:
    """The first contact in the desk's passage, table or section, or a few passages on."""
    p = desk.passage
    same = [c for c in found if c.passage.document == p.document]
    inside = ctx.reading.index.in_section(p.document, p.section) if p.section >= 0 else ()
    for c in same:
        q = c.passage
        follows = 0 < q.number - p.number <= _NEIGHBOURS and not p.label_end
        if q.number == p.number or (p.table >= 0 and q.table == p.table) or follows:
            return c
        if q.number in inside and (p.place is Place.HEADING or abs(q.number - p.number) <= _NEIGHBOURS):
            return c
    return None
