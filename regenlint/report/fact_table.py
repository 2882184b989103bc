"""What was understood of a plan, each fact with the places that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.labels import FACTS, SOURCES, Lang, fact_value, said
from regenlint.record import DossierRecord


def as_text(dossiers: Sequence[DossierRecord], lang: Lang) -> str:
    """A part a dossier; evidence under its fact."""
    return "\n".join(line for d in dossiers for line in _lines(d, lang)) + "\n"


def _lines(d: DossierRecord, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    yield d.path
    for f in d.facts:
        value = said(SOURCES, "unknown", lang) if f.source == "unknown" else fact_value(f.name, f.value, lang)
        note = f" {f.note}" if f.note else ""
        source = "" if f.source == "unknown" else f" [{said(SOURCES, f.source, lang)}]"
        yield f"  {said(FACTS, f.name, lang)} ({f.name}): {value}{source}{note}"
        for x in f.evidence:
            where = x.where(lang)
            yield f"      {x.document}" + (f" {where}" if where else "")
            if x.quote.strip():
                yield f"      │ {' '.join(x.line.split())}"
    for u in d.unread:
        yield f"  {'not read' if english else '読めません'}: {u.path}: {u.english if english else u.message}"
    for doc in d.documents:
        for loss in doc.losses:
            message = loss.english if english else loss.message
            yield f"  {'unread part' if english else '読めない所'}: {doc.path}: {message}"
    yield ""
