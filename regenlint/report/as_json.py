"""The JSON report: everything that was said, for programs. Its schema ships as `report.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from regenlint.record import (
    Against,
    DossierRecord,
    FactRecord,
    FindingRecord,
    Location,
    ResultRecord,
    RunRecord,
    ValueRecord,
)
from regenlint.report import Display

SCHEMA_VERSION = 1


def render(run: RunRecord, display: Display) -> str:
    """The report as text, one line end at its end. The same record gives the same bytes."""
    frame = json.dumps({**_head(run), "dossiers": [], "exit_code": run.exit_code}, ensure_ascii=False, indent=1)
    before, after = frame.split('"dossiers": []', 1)
    # One plan at a time becomes values: those of a thousand at once take gigabytes. No string holds a line end.
    plans = (json.dumps(_dossier(d), ensure_ascii=False, indent=1).replace("\n", "\n  ") for d in run.dossiers)
    listed = "[\n  " + ",\n  ".join(plans) + "\n ]" if run.dossiers else "[]"
    return f'{before}"dossiers": {listed}{after}\n'


def _head(run: RunRecord) -> dict[str, Any]:
    tool = {"name": "regenlint", "version": run.version, "ruleset": run.ruleset, "as_of": run.as_of.isoformat()}
    return {"schema_version": SCHEMA_VERSION, "tool": tool}


def facts(dossiers: tuple[DossierRecord, ...]) -> str:
    """What was understood, as text; what the documents give too where it was read."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "dossiers": [
            {"path": d.path, "facts": [_fact(f) for f in d.facts]}
            | ({"values": [_value(v) for v in d.values]} if d.values else {})
            for d in dossiers
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _dossier(d: DossierRecord) -> dict[str, Any]:
    return {
        "path": d.path,
        "as_of": d.as_of.isoformat(),
        "as_of_source": d.as_of_source,
        "documents": [
            {
                "path": x.path,
                "kind": x.kind,
                "kinds": list(x.kinds),
                "sha256": x.sha256,
                "pages": x.pages,
                "losses": [loss.message for loss in x.losses],
            }
            for x in d.documents
        ],
        "unread": [{"path": u.path, "kind": u.kind, "message": u.message, "message_en": u.english} for u in d.unread],
        "facts": [_fact(f) for f in d.facts],
        "results": [_result(r) for r in d.results],
        "summary": {o.value: n for o, n in d.summary.items()},
        "notices": [{"kind": n.kind, "message": n.message, "message_en": n.english} for n in d.notices],
        **({"against": _against(d.against)} if d.against else {}),
    }


def _against(a: Against) -> dict[str, Any]:
    """What is different from an earlier version; passages hold their whole text as `line`."""

    def passage(x: Location | None) -> dict[str, Any] | None:
        return {**location(x), "line": x.line} if x else None

    return {
        "path": a.path,
        "new": list(a.new),
        "unchanged": list(a.unchanged),
        "moved": [{"before": before, "after": after} for after, before in a.moved],
        "gone": [
            {
                "rule": g.rule.id,
                "name": g.rule.name,
                "now": g.now.value if g.now else None,
                "fixed": g.mended,
                "finding": _finding(g.finding),
            }
            for g in a.gone
        ],
        "changes": [{"before": passage(c.before), "after": passage(c.after)} for c in a.changes],
        "documents": [{"before": before, "after": after} for before, after in a.documents],
        "unread": [{"path": u.path, "kind": u.name, "message": u.message, "message_en": u.english} for u in a.unread],
    }


def _fact(f: FactRecord) -> dict[str, Any]:
    return {
        "fact": f.name,
        "value": list(f.value) if isinstance(f.value, tuple) else f.value,
        "source": f.source,
        "evidence": [location(x) for x in f.evidence],
        "note": f.note,
    }


def _value(v: ValueRecord) -> dict[str, Any]:
    return {
        "item": v.item,
        "label": v.label,
        "label_en": v.label_en,
        "about": v.about,
        "text": v.text,
        "place": location(v.place),
    }


def _result(r: ResultRecord) -> dict[str, Any]:
    return {
        "rule": r.rule.id,
        "name": r.rule.name,
        "severity": r.rule.severity.value,
        "outcome": r.outcome.value,
        "reason": r.reason,
        "reason_en": r.reason_en,
        "evidence": [{**location(x), "state": state} for x, state in r.evidence],
        "findings": [_finding(f) for f in r.findings],
    }


def _finding(f: FindingRecord) -> dict[str, Any]:
    waived = f.waived
    return {
        "outcome": f.outcome.value,
        "message": f.message,
        "message_en": f.english,
        "severity": f.severity.value,
        "confidence": f.confidence.value,
        "location": location(f.location) if f.location else None,
        "related": [location(x) for x in f.related],
        "searched": list(f.searched),
        "fingerprint": f.fingerprint,
        "waived": None
        if waived is None
        else {
            "by": waived.by,
            "reason": waived.reason,
            "until": waived.until.isoformat() if waived.until else None,
        },
    }


def location(x: Location) -> dict[str, Any]:
    """A place as plain values; `cell` is row and column, both from 0."""
    return {
        "document": x.document,
        "section": list(x.section),
        "block": x.block,
        "start": x.start,
        "end": x.end,
        "page": x.page,
        "page_is_approximate": x.page_is_approximate,
        "cell": list(x.cell) if x.cell else None,
        "quote": x.quote,
    }
