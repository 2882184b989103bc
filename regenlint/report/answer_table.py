"""The answer table (指摘対応表) as a workbook: each finding with room for status, answer, person and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regenlint.answers import COLUMNS, FILLED, STATUSES, Answer
from regenlint.labels import OUTCOMES, SEVERITIES, Lang, said
from regenlint.record import DossierRecord, FindingRecord, ResultRecord, RunRecord
from regenlint.report.notes import Choice, basis
from regenlint.report.workbook import Column, Table, written
from regenlint.rules import Confidence

_WIDTHS: Mapping[str, float] = {
    "number": 6, "plan": 20, "rule": 9, "severity": 8, "outcome": 11, "requirement": 34, "finding": 44, "document": 22,
    "page": 6, "place": 26, "quote": 34, "basis": 32, "fix": 40, "status": 10, "answer": 40, "person": 12, "date": 12,
    "fingerprint": 18,
}  # fmt: skip


def as_xlsx(run: RunRecord, choice: Choice, earlier: Sequence[Answer] = ()) -> bytes:
    """A workbook of the findings at or above the severity chosen.

    What people wrote in an earlier table stays with its finding; rows whose finding is gone follow
    at the end. Waived findings come with their reason.
    """
    several = len(run.dossiers) > 1
    keys = [k for k in COLUMNS if k != "plan" or several]
    known = {a.cells["fingerprint"]: a for a in earlier}
    rows = [
        _row(d, r, f, choice, known.get(f.fingerprint))
        for d in run.dossiers
        for r, f in d.findings()
        if _kept(f, choice)
    ]
    here = {f.fingerprint for d in run.dossiers for _, f in d.findings()}
    gone = choice.of("今回は所見なし", "no longer found")
    rows += [{**a.cells, "outcome": gone} for a in earlier if a.cells["fingerprint"] not in here]
    english = choice.lang is Lang.EN
    columns = tuple(
        Column(
            COLUMNS[k][english],
            _WIDTHS[k],
            tuple(names[english] for names in STATUSES.values()) if k == "status" else (),
            k in FILLED,
        )
        for k in keys
    )
    cells = [[str(n) if k == "number" else row.get(k, "") for k in keys] for n, row in enumerate(rows, 1)]
    return written((Table(choice.of("指摘対応表", "Answers"), columns, cells),), run.as_of)


def _kept(f: FindingRecord, choice: Choice) -> bool:
    return f.severity.rank <= choice.least.rank and (f.waived is None or f.waived.by == "waiver" or choice.waived)


def _row(d: DossierRecord, r: ResultRecord, f: FindingRecord, choice: Choice, before: Answer | None) -> dict[str, str]:
    place = f.location
    unsure = choice.of("・要確認", ", to be checked") if f.confidence is Confidence.LOW else ""
    out = {
        "plan": d.path,
        "rule": r.rule.id,
        "severity": said(SEVERITIES, f.severity.value, choice.lang),
        "outcome": said(OUTCOMES, f.outcome.value, choice.lang) + unsure,
        "requirement": choice.of(r.rule.title, r.rule.title_en),
        "finding": choice.of(f.message, f.english),
        "document": place.document.rsplit("/", 1)[-1] if place else "",
        "page": f"{'≈' if place.page_is_approximate else ''}{place.page}" if place and place.page is not None else "",
        "place": " › ".join(" ".join(h.split())[:40] for h in place.section) if place else "",
        "quote": " ".join(place.quote.split()) if place else "",
        "basis": basis(r, choice.lang),
        "fix": choice.of(r.rule.fix, r.rule.fix_en),
        "fingerprint": f.fingerprint,
        **dict(_filled(f, choice, before)),
    }
    return out


def _filled(f: FindingRecord, choice: Choice, before: Answer | None) -> Iterator[tuple[str, str]]:
    if before is not None:
        yield from ((k, before.cells.get(k, "")) for k in FILLED)
        if before.status in STATUSES:
            yield "status", choice.of(*STATUSES[before.status])
    elif f.waived is not None and f.waived.by == "waiver":
        yield "status", choice.of(*STATUSES["not-needed"])
        yield "answer", f.waived.reason
    else:
        yield "status", choice.of(*STATUSES["open"])
