"""One line a finding, for grep, editors and problem matchers: `path:line:col: severity CODE name: message (place)`."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.labels import Lang
from regenlint.record import DossierRecord, RunRecord
from regenlint.report import Display, harmless
from regenlint.report.rendition import position


def render(run: RunRecord, display: Display) -> str:
    """The lines; waived findings only where the display shows them."""
    return "".join(f"{harmless(line)}\n" for d in run.dossiers for line in _lines(d, display))


def _lines(d: DossierRecord, display: Display) -> Iterator[str]:
    english = display.lang is Lang.EN
    for u in d.unjudged:
        page = f" (p.{u.page})" if u.page is not None else ""
        yield f"{u.path}:1:1: error {u.code} {u.name}: {u.english if english else u.message}{page}"
    least = display.min_severity
    for r, f in d.findings():
        if (least is not None and f.severity.rank > least.rank) or (f.waived and "waived" not in display.show):
            continue
        where = f.location.where(display.lang) if f.location else ""
        message = " ".join((f.english if english else f.message).split())
        path, line, column = position(f.location, d.path, display.rendition)
        yield f"{path}:{line}:{column}: {f.severity.value} {r.rule.id} {r.rule.name}: {message}" + (
            f" ({where})" if where else ""
        )
