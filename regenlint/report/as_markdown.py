"""A summary in Markdown, for the page of a CI job or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.citation import cited
from regenlint.labels import FACTS, OUTCOMES, SEVERITIES, Lang, fact_value, said
from regenlint.record import DossierRecord, RunRecord
from regenlint.report import Display, harmless
from regenlint.report.versions import counted
from regenlint.rules import Outcome


def render(run: RunRecord, display: Display) -> str:
    """The summary, a part a dossier."""
    return "\n".join(line for d in run.dossiers for line in _dossier(d, display)) + "\n"


def _dossier(d: DossierRecord, display: Display) -> Iterator[str]:
    lang, english = display.lang, display.lang is Lang.EN
    yield f"## {_cell(d.path)}"
    yield ""
    known = [
        f"{said(FACTS, f.name, lang)}={fact_value(f.name, f.value, lang)}" for f in d.facts if f.source != "unknown"
    ]
    if known:
        yield _cell((", " if english else "、").join(known))
        yield ""
    yield "| " + " | ".join(said(OUTCOMES, o.value, lang) for o in Outcome) + " |"
    yield "|" + "---|" * len(Outcome)
    yield "| " + " | ".join(str(n) for n in d.summary.values()) + " |"
    yield ""
    if d.against is not None:
        yield _cell(f"{d.against.path}: {counted(d.against, lang)}")
        yield ""
    for u in d.unjudged:
        code = (
            ("not read" if english else "読めません")
            if u.code == "unread"
            else f"{said(OUTCOMES, 'crashed', lang)} {u.code}"
        )
        yield f"- **{code}** {_cell(u.path)}: {_cell(u.english if english else u.message)}"
    least = display.min_severity
    rows = [
        (r, f)
        for r, f in d.findings()
        if (least is None or f.severity.rank <= least.rank) and (f.waived is None or "waived" in display.show)
    ]
    if not rows:
        yield ""
        return
    yield ""
    heads = ("severity", "rule", "place", "finding", "basis") if english else ("重大度", "規則", "場所", "所見", "根拠")
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|"
    for r, f in rows:
        place = f"{f.location.document.rsplit('/', 1)[-1]} {f.location.where(lang)}" if f.location else ""
        basis = cited(r.rule.basis[0], lang) if r.rule.basis else ""
        if not r.rule.verified:
            basis += " (not verified)" if english else "（根拠未確認）"
        message = (f.english if english else f.message) + (f" [{f.waived.by}: {f.waived.reason}]" if f.waived else "")
        cells = (said(SEVERITIES, f.severity.value, lang), r.rule.id, place, message, basis)
        yield f"| {' | '.join(_cell(c) for c in cells)} |"
    yield ""


def _cell(text: str) -> str:
    """Text that is only text in Markdown and HTML, on one line."""
    text = " ".join(harmless(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", text)
