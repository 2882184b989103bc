"""The validity and risk picture for the terminal, as bars of one character an item, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from regenlint.labels import Lang
from regenlint.record import DossierRecord, Location
from regenlint.report import harmless
from regenlint.report.as_json import SCHEMA_VERSION, location
from regenlint.report.coverage import (
    CAPTION,
    FEWEST,
    HAZARDS_CAPTION,
    STANDINGS,
    Coverage,
    Group,
    Item,
    Standing,
    coverage,
    named,
)
from regenlint.report.requirement import requirement

#: One character an item, all of which a Japanese console can show.
_MARKS = {
    Standing.STATED: "■",
    Standing.ACKNOWLEDGED: "◆",
    Standing.VAGUE: "▲",
    Standing.SILENT: "□",
    Standing.CONFLICTING: "×",
    Standing.UNREAD: "？",
}
#: Longer bars are drawn to this length.
_LONGEST = 40
_LISTED = (Standing.ACKNOWLEDGED, Standing.VAGUE, Standing.CONFLICTING)


def as_text(dossiers: Sequence[DossierRecord], lang: Lang) -> str:
    """The picture of each dossier; items that are neither stated nor silent with their quotes."""
    return "".join(f"{harmless(line)}\n" for d in dossiers for line in _lines(d, lang))


def bar(group: Group) -> str:
    """The bar of a group: one mark an item, or its share of the longest bar with at least one mark each."""
    counts = {s: n for s, n in group.counts.items() if n and s in _MARKS}
    if group.asked <= _LONGEST:
        return "".join(_MARKS[s] * n for s, n in counts.items())
    shares = {s: max(1, round(_LONGEST * n / group.asked)) for s, n in counts.items()}
    most = max(shares, key=lambda s: shares[s])
    shares[most] -= sum(shares.values()) - _LONGEST
    return "".join(_MARKS[s] * n for s, n in shares.items())


def _lines(d: DossierRecord, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    found = coverage(d)
    yield d.path
    yield "  " + named(CAPTION, lang)
    yield "  " + "  ".join(f"{mark} {named(STANDINGS[s], lang)}" for s, mark in _MARKS.items())
    for u in d.unjudged:
        yield f"  {'not read' if english else '読めません'}: {u.path}: {u.english if english else u.message}"
    yield ""
    yield "Validity, five viewpoints" if english else "妥当性の五つの観点"
    for view in found.viewpoints:
        yield from _group(view.whole, lang, "  ")
        for theme in view.themes:
            yield f"      {named(theme.name, lang)}: {_counted(theme, lang)}"
        yield from _listed(view.whole.items, lang)
    yield from _rest(found, lang)
    yield ""


def _rest(found: Coverage, lang: Lang) -> Iterator[str]:
    english = lang is Lang.EN
    for title, common in (
        ("Risks common to all" if english else "危険：共通のもの", True),
        ("Risks of the technology used" if english else "危険：用いる技術に固有のもの", False),
    ):
        groups = [g for g in found.risks if g.common is common]
        if not groups:
            continue
        yield ""
        yield title
        for g in groups:
            if g.asked:
                yield from _group(g, lang, "  ")
                yield from _listed(g.items, lang)
        idle = [named(g.name, lang) for g in groups if not g.asked]
        if idle:
            yield f"  {named(STANDINGS[Standing.NOT_APPLICABLE], lang)}: {'、'.join(idle)}"
    yield ""
    yield "Conditions the plan declares that call for attention" if english else "計画が示す、注意を要する条件"
    yield "  " + named(HAZARDS_CAPTION, lang)
    for h in found.hazards:
        yield f"  {named(h.name, lang)}"
        yield from _places(h.places, lang)
    if found.claims:
        yield ""
        yield "Findings about what is claimed" if english else "言い方についての所見"
        for i in found.claims:
            yield f"  {i.rule.id} {requirement(i.rule, lang)}"
            yield from _places(i.places, lang)


def _group(g: Group, lang: Lang, indent: str) -> Iterator[str]:
    yield f"{indent}{named(g.name, lang)}"
    if g.asked >= FEWEST:
        yield f"{indent}  {bar(g)}"
    yield f"{indent}  {_counted(g, lang)}"


def _counted(g: Group, lang: Lang) -> str:
    return ("、", ", ")[lang is Lang.EN].join(f"{named(STANDINGS[s], lang)} {n}" for s, n in g.counts.items() if n)


def _listed(items: Iterable[Item], lang: Lang) -> Iterator[str]:
    for i in items:
        if i.standing in _LISTED:
            yield f"    {_MARKS[i.standing]} {i.rule.id} {requirement(i.rule, lang)}"
            yield from _places(i.places, lang)
    silent = [i.rule.id for i in items if i.standing is Standing.SILENT]
    if silent:
        yield f"    {_MARKS[Standing.SILENT]} {' '.join(silent)}"


def _places(places: Sequence[Location], lang: Lang) -> Iterator[str]:
    for p in places[:1]:
        quote = " ".join((p.line or p.quote).split())
        yield f"        {p.document} {p.where(lang)}".rstrip() + (f"  「{quote}」" if quote and p.quote.strip() else "")


def as_json(dossiers: Sequence[DossierRecord]) -> str:
    """Everything: counts, items with their places, risks, hazards, claims. No total, for there is none."""
    content = {"schema_version": SCHEMA_VERSION, "dossiers": [_values(d) for d in dossiers]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _values(d: DossierRecord) -> dict[str, Any]:
    found = coverage(d)
    return {
        "path": d.path,
        "caption": CAPTION[0],
        "caption_en": CAPTION[1],
        "unread": [{"path": u.path, "code": u.code, "message": u.message, "message_en": u.english} for u in d.unjudged],
        "frame": [_item(i) for i in found.frame],
        "viewpoints": [{**_head(v.whole), "themes": [_with_items(t) for t in v.themes]} for v in found.viewpoints],
        "risks": [{**_with_items(g), "common": g.common} for g in found.risks],
        "hazards": [
            {"hazard": h.key, "name": h.name[0], "name_en": h.name[1], "evidence": [location(p) for p in h.places]}
            for h in found.hazards
        ],
        "claims": [_item(i) for i in found.claims],
    }


def _head(g: Group) -> dict[str, Any]:
    return {
        "key": g.key,
        "name": g.name[0],
        "name_en": g.name[1],
        "counts": {s.value: n for s, n in g.counts.items()},
    }


def _with_items(g: Group) -> dict[str, Any]:
    return {**_head(g), "items": [_item(i) for i in g.items]}


def _item(i: Item) -> dict[str, Any]:
    return {
        "rule": i.rule.id,
        "name": i.rule.name,
        "standing": i.standing.value,
        "outcome": i.outcome.value,
        "reason": i.reason,
        "reason_en": i.reason_en,
        "evidence": [location(p) for p in i.places],
    }
