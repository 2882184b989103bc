"""The table of rules, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from regenlint.labels import SEVERITIES, Lang, said
from regenlint.registry import Registry
from regenlint.rules import Rule


def as_text(rules: Sequence[Rule], known: Registry, lang: Lang) -> str:
    """One line a rule, under its area."""
    lines: list[str] = []
    area = ""
    for r in rules:
        if r.area != area:
            area = r.area
            lines.append(f"{area}  {known.titles(lang).get(area, '')}")
        title = r.title_en if lang is Lang.EN else r.title
        lines.append(f"  {r.id}  {said(SEVERITIES, r.severity.value, lang)}  {r.name}  {title}")
    lines.append(f"{len(rules)} rules" if lang is Lang.EN else f"規則 {len(rules)}")
    return "\n".join(lines) + "\n"


def as_json(rules: Sequence[Rule]) -> str:
    """All fields of the rules."""
    return json.dumps({"schema_version": 1, "rules": [_rule(r) for r in rules]}, ensure_ascii=False, indent=1) + "\n"


def _rule(r: Rule) -> dict[str, Any]:
    return {
        "rule": r.id,
        "name": r.name,
        "area": r.area,
        "title": r.title,
        "title_en": r.title_en,
        "severity": r.severity.value,
        "kind": r.kind.value,
        "tier": r.tier,
        "verified": r.verified,
        "basis": [{"kind": b.kind, "ref": b.ref, "note": b.note} for b in r.basis],
        "applies": {k: list(v) for k, v in r.applies.items()},
        "reads": [k.value for k in r.reads],
        "since": r.since.isoformat() if r.since else None,
        "until": r.until.isoformat() if r.until else None,
        "asks": r.asks,
        "fix": r.fix,
        "fix_en": r.fix_en,
    }
