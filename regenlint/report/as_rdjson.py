"""Diagnostics of reviewdog (RDFormat)."""

from __future__ import annotations

import json
from typing import Any

from regenlint.labels import Lang
from regenlint.record import DossierRecord, RunRecord
from regenlint.report import Display

_LEVELS = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(run: RunRecord, display: Display) -> str:
    """The diagnostics; positions only where a file has lines."""
    content = {
        "source": {"name": "regenlint"},
        "diagnostics": [x for d in run.dossiers for x in _diagnostics(d, display)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _diagnostics(d: DossierRecord, display: Display) -> list[dict[str, Any]]:
    english = display.lang is Lang.EN
    out = [
        _one(
            u.english if english else u.message,
            u.path,
            None,
            "ERROR",
            u.code if u.code != "unread" else f"unread-{u.name}",
        )
        for u in d.unjudged
    ]
    for r, f in d.findings():
        if f.waived:
            continue
        where = f.location.where(display.lang) if f.location else ""
        out.append(
            _one(
                (f.english if english else f.message) + (f" ({where})" if where else ""),
                f.location.document if f.location else d.path,
                f.location.row if f.location else None,
                _LEVELS[f.severity.value],
                r.rule.id,
            )
        )
    return out


def _one(message: str, path: str, line: int | None, severity: str, code: str) -> dict[str, Any]:
    location: dict[str, Any] = {"path": path}
    if line:
        location["range"] = {"start": {"line": line}}
    return {"message": message, "location": location, "severity": severity, "code": {"value": code}}
