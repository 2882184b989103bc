"""The Code Quality report of GitLab."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from regenlint.labels import Lang
from regenlint.record import DossierRecord, RunRecord
from regenlint.report import Display

_LEVELS = {"error": "major", "warning": "minor", "note": "info"}


def render(run: RunRecord, display: Display) -> str:
    """The report; fingerprints are unique over all dossiers."""
    issues = [i for d in run.dossiers for i in _issues(d, display)]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _issues(d: DossierRecord, display: Display) -> list[dict[str, Any]]:
    english = display.lang is Lang.EN
    out = [
        _issue(
            f"{u.code} {u.name}",
            u.english if english else u.message,
            "blocker",
            (u.path, 1),
            f"{u.path}{u.page}{u.message}",
        )
        for u in d.unjudged
    ]
    for r, f in d.findings():
        if f.waived:
            continue
        where = f.location.where(display.lang) if f.location else ""
        out.append(
            _issue(
                f"{r.rule.id} {r.rule.name}",
                (f.english if english else f.message) + (f" ({where})" if where else ""),
                _LEVELS[f.severity.value],
                (f.location.document, f.location.row or 1) if f.location else (d.path, 1),
                f"{d.path}{f.fingerprint}",
            )
        )
    return out


def _issue(name: str, description: str, severity: str, place: tuple[str, int], identity: str) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": name,
        "fingerprint": hashlib.sha256(f"{name}\x1f{identity}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": place[0], "lines": {"begin": place[1]}},
    }
