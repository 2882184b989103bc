"""Annotations of GitHub Actions, one workflow command a finding."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.labels import Lang
from regenlint.record import DossierRecord, RunRecord
from regenlint.report import Display, harmless

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(run: RunRecord, display: Display) -> str:
    """The commands; GitHub itself shows only the first of many."""
    return "".join(f"{line}\n" for d in run.dossiers for line in _lines(d, display))


def _lines(d: DossierRecord, display: Display) -> Iterator[str]:
    english = display.lang is Lang.EN
    for u in d.unjudged:
        yield _command("error", u.path, None, f"{u.code} {u.name}", u.english if english else u.message)
    least = display.min_severity
    for r, f in d.findings():
        if f.waived or (least is not None and f.severity.rank > least.rank):
            continue
        where = f.location.where(display.lang) if f.location else ""
        message = (f.english if english else f.message) + (f" ({where})" if where else "")
        yield _command(
            _LEVELS[f.severity.value],
            f.location.document if f.location else d.path,
            f.location.row if f.location else None,
            f"{r.rule.id} {r.rule.name}",
            message,
        )


def _command(level: str, path: str, line: int | None, title: str, message: str) -> str:
    properties = f"file={_property(path)}" + (f",line={line}" if line else "") + f",title={_property(title)}"
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    lines = (harmless(line) for line in text.replace("\r\n", "\n").split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
