"""The model as read: documents, kinds, sections, tables, label/value pairs, choices, losses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from regenlint.labels import KINDS, Lang, said
from regenlint.model import Document, Dossier


def as_text(dossiers: Sequence[Dossier], lang: Lang) -> str:
    """A part a document."""
    return "\n".join(line for d in dossiers for line in _dossier(d, lang)) + "\n"


def as_json(dossiers: Sequence[Dossier]) -> str:
    """The whole model."""
    return (
        json.dumps({"schema_version": 1, "dossiers": [asdict(d) for d in dossiers]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _dossier(d: Dossier, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    yield d.path
    for u in d.unread:
        yield f"  {'not read' if english else '読めません'}: {u.path}: {u.english if english else u.message}"
    for document in d.documents:
        yield from _document(document, lang)
    yield ""


def _document(d: Document, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    kinds = "・".join(said(KINDS, k.value, lang) for k in d.kinds)
    pages = "" if d.pages is None else f", {d.pages} {'pages' if english else '頁'}"
    yield f"  {d.path} [{d.format}] {kinds}{pages}"
    if d.title:
        yield f"    {'title' if english else '表題'}: {_short(d.title)}"
    for p in d.parts:
        yield f"    {'part' if english else '部分'}: {said(KINDS, p.kind.value, lang)} ({p.first}–{p.last})"
    for loss in d.losses:
        yield f"    {'unread part' if english else '読めない所'}: {loss.english if english else loss.message}"
    names = ("blocks", "tables", "choices") if english else ("段落", "表", "選択肢")
    counts = zip(names, (d.blocks, d.tables, d.choices), strict=True)
    yield "    " + ", ".join(f"{name} {len(items)}" for name, items in counts)
    for s in d.sections:
        yield f"    {'  ' * (len(s.path) - 1)}§ {_short(s.path[-1])}"
    for t in d.tables:
        cells = [_short(d.blocks[b].text, 12) for b in t.blocks[: t.columns]]
        yield f"    {'table' if english else '表'} {t.number + 1}: {t.rows}×{t.columns} {' | '.join(cells)}"
    for f in d.fields:
        value = " ".join(d.blocks[b].text[f.value_start if b in f.label_blocks else 0 :] for b in f.value_blocks)
        marks = " ".join(("☑" if c.ticked else "☐") + c.label for c in f.choices)
        yield f"    {_short(f.label)} = {marks or _short(value)}"


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
