"""What was understood of a plan, each fact with the places that say so; where asked for, what its documents give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from regenlint.labels import FACTS, SOURCES, Lang, fact_note, fact_value, said
from regenlint.record import DossierRecord, Location
from regenlint.report.values import rows_of


def as_text(dossiers: Sequence[DossierRecord], lang: Lang) -> str:
    """A part a dossier; evidence under its fact."""
    return "\n".join(line for d in dossiers for line in _lines(d, lang)) + "\n"


def _lines(d: DossierRecord, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    yield d.path
    for f in d.facts:
        value = said(SOURCES, "unknown", lang) if f.source == "unknown" else fact_value(f.name, f.value, lang)
        note = f" {fact_note(f.note, lang)}" if f.note else ""
        source = "" if f.source == "unknown" else f" [{said(SOURCES, f.source, lang)}]"
        yield f"  {said(FACTS, f.name, lang)} ({f.name}): {value}{source}{note}"
        yield from _places(f.evidence, lang)
    for row in rows_of(d.values, lang):
        yield f"  {row.name}"
        for text, same in row.values:
            yield f"    {text}"
            yield from _places(tuple(v.place for v in same), lang, quoted=False)
    for u in d.unread:
        yield f"  {'not read' if english else '読めません'}: {u.path}: {u.english if english else u.message}"
    for doc in d.documents:
        for loss in doc.losses:
            message = loss.english if english else loss.message
            yield f"  {'unread part' if english else '読めない所'}: {doc.path}: {message}"
    yield ""


def _places(places: Iterable[Location], lang: Lang, *, quoted: bool = True) -> Iterator[str]:
    for x in places:
        where = x.where(lang)
        yield f"      {x.document}" + (f" {where}" if where else "")
        if quoted and x.quote.strip():
            yield f"      │ {' '.join(x.line.split())}"
