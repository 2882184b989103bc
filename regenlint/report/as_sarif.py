"""SARIF 2.1.0, strict: a Word or PDF file is binary, so a place in it is logical and never a line.

Text files have regions. What could not be judged is `kind: open`; what could not be read is a
notification of the invocation.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from regenlint.citation import LAWS, cited
from regenlint.labels import OUTCOMES, Lang, said
from regenlint.record import DossierRecord, FindingRecord, Location, Loss, ResultRecord, RuleRecord, RunRecord, Waived
from regenlint.report import Display
from regenlint.rules import Outcome

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
}


def render(run: RunRecord, display: Display) -> str:
    """The log: one run for all dossiers. What is stated or not applicable is left out unless shown."""
    return json.dumps(_Log(run, display).values(), ensure_ascii=False, indent=1) + "\n"


class _Log:
    """The tables of a SARIF run, filled while its results are made."""

    def __init__(self, run: RunRecord, display: Display) -> None:
        self.run = run
        self.lang = display.lang
        self.show = display.show
        self.rules: dict[str, RuleRecord] = {}
        self.artifacts: list[dict[str, Any]] = []
        self.numbers: dict[str, int] = {}

    def _(self, ja: str, en: str) -> str:
        return en if self.lang is Lang.EN else ja

    def values(self) -> dict[str, Any]:
        for d in self.run.dossiers:
            for x in d.documents:
                self._artifact(
                    x.path,
                    hashes={"sha-256": x.sha256},
                    roles=["analysisTarget"],
                    **({"mimeType": _TYPES[x.format]} if x.format in _TYPES else {}),
                )
        results = [r for d in self.run.dossiers for r in self._results(d)]
        notes = [n for d in self.run.dossiers for n in self._notifications(d)]
        driver = {
            "name": "regenlint",
            "version": self.run.version,
            "semanticVersion": self.run.version,
            "rules": [self._rule(r) for r in self.rules.values()],
            "properties": {"ruleset": self.run.ruleset, "asOf": self.run.as_of.isoformat()},
        }
        invocation: dict[str, Any] = {
            "executionSuccessful": self.run.exit_code in (0, 1),
            "exitCode": self.run.exit_code,
            "toolExecutionNotifications": notes,
        }
        return {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": driver},
                    "language": self.lang.value,
                    "columnKind": "unicodeCodePoints",
                    "invocations": [invocation],
                    "artifacts": self.artifacts,
                    "results": results,
                }
            ],
        }

    def _artifact(self, path: str, **more: Any) -> int:
        if path not in self.numbers:
            self.numbers[path] = len(self.artifacts)
            self.artifacts.append({"location": {"uri": _uri(path)}, **more})
        return self.numbers[path]

    def _inner(self, path: str, part: str) -> int:
        """A part of a package, nested in it."""
        key = f"{path}\x1f{part}"
        if key not in self.numbers:
            parent = self._artifact(path)
            self.numbers[key] = len(self.artifacts)
            self.artifacts.append({"location": {"uri": urllib.parse.quote(f"/{part}")}, "parentIndex": parent})
        return self.numbers[key]

    def _rule(self, r: RuleRecord) -> dict[str, Any]:
        basis = [cited(b, self.lang) for b in r.basis]
        verified = "" if r.verified else self._("（根拠未確認）", " (basis not verified)")
        fix = self._(r.fix, r.fix_en)
        sources = self._("、", "; ").join(basis) + verified
        out: dict[str, Any] = {
            "id": r.id,
            "name": r.name,
            "shortDescription": {"text": self._(r.title, r.title_en)},
            "fullDescription": {"text": f"{self._(r.title, r.title_en)}. {self._('根拠：', 'Basis: ')}{sources}"},
            "help": {"text": f"{fix}\n{self._('根拠：', 'Basis: ')}{sources}\nregenlint explain {r.id}"},
            "defaultConfiguration": {"level": r.severity.value},
            "properties": {"tags": [r.area], "basis": basis, "basisVerified": r.verified},
        }
        address = next((LAWS[b.kind][2] for b in r.basis if b.kind in LAWS), None)
        return {**out, "helpUri": address} if address else out

    def _results(self, d: DossierRecord) -> Iterator[dict[str, Any]]:
        for r in d.results:
            for f in r.findings:
                yield self._finding(r, f, d)
            kind = {Outcome.UNDECIDABLE: "open", Outcome.CRASHED: "open"}.get(r.outcome)
            if r.outcome is Outcome.MET and "met" in self.show:
                kind = "pass"
            if r.outcome is Outcome.NOT_APPLICABLE and "na" in self.show:
                kind = "notApplicable"
            if kind is not None:
                yield self._other(r, kind, d)

    def _base(self, r: ResultRecord, d: DossierRecord) -> dict[str, Any]:
        self.rules.setdefault(r.rule.id, r.rule)
        return {
            "ruleId": r.rule.id,
            "ruleIndex": list(self.rules).index(r.rule.id),
            "properties": {"outcome": r.outcome.value, "dossier": d.path},
        }

    def _finding(self, r: ResultRecord, f: FindingRecord, d: DossierRecord) -> dict[str, Any]:
        where = f.location.where(self.lang) if f.location else ""
        out = self._base(r, d)
        properties: dict[str, Any] = {"outcome": f.outcome.value, "dossier": d.path, "confidence": f.confidence.value}
        if f.location is not None and f.location.page is not None:
            properties |= {"page": f.location.page, "pageIsApproximate": f.location.page_is_approximate}
        if f.location is not None and f.location.quote:
            properties["quote"] = f.location.quote
        out |= {
            "kind": "fail",
            "level": f.severity.value,
            "message": {"text": self._(f.message, f.english) + (f" ({where})" if where else "")},
            "locations": [self._location(f.location)] if f.location else [self._whole(d)],
            "partialFingerprints": {"regenlint/v1": f.fingerprint},
            "properties": properties,
        }
        related = [*([] if f.location is None else self._part(f.location)), *(self._location(x) for x in f.related)]
        if related:
            out["relatedLocations"] = [{"id": k, **x} for k, x in enumerate(related, 1)]
        if f.waived is not None:
            out["suppressions"] = [_suppression(f.waived)]
        return out

    def _other(self, r: ResultRecord, kind: str, d: DossierRecord) -> dict[str, Any]:
        reason = self._(r.reason, r.reason_en)
        text = said(OUTCOMES, r.outcome.value, self.lang) + (f": {reason}" if reason else "")
        places = [self._location(x) for x, _ in r.evidence] or [self._whole(d)]
        return {**self._base(r, d), "kind": kind, "level": "none", "message": {"text": text}, "locations": places[:1]}

    def _whole(self, d: DossierRecord) -> dict[str, Any]:
        """The dossier itself, where nothing in it could be pointed at."""
        return {
            "logicalLocations": [
                {"name": PurePosixPath(d.path).name or d.path, "fullyQualifiedName": d.path, "kind": "dossier"}
            ]
        }

    def _location(self, x: Location) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(x.document), "index": self._artifact(x.document)}}
        if x.row is not None:
            physical["region"] = {
                "startLine": x.row,
                "startColumn": x.start + 1,
                "endLine": x.row,
                "endColumn": max(x.end, x.start) + 1,
            }
        return {"physicalLocation": physical, "logicalLocations": [_logical(x)]}

    def _part(self, x: Location) -> list[dict[str, Any]]:
        """The element inside an OOXML package, as its reader counts them."""
        if len(x.origin) < 2 or not isinstance(x.origin[0], str) or "/" not in x.origin[0]:
            return []
        part, *steps = x.origin
        name = "/" + "/".join(str(s) for s in (part, *steps))
        return [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": urllib.parse.quote(f"/{part}"),
                        "index": self._inner(x.document, str(part)),
                    }
                },
                "logicalLocations": [{"fullyQualifiedName": name, "kind": "element"}],
            }
        ]

    def _notifications(self, d: DossierRecord) -> Iterator[dict[str, Any]]:
        for u in d.unread:
            yield _notification(f"unread/{u.kind}", "error", self._(u.message, u.english), u.path)
        for x in d.documents:
            for loss in x.losses:
                yield _notification(f"loss/{loss.kind}", _level(loss), self._(loss.message, loss.english), x.path)
        for r in d.results:
            if r.outcome is Outcome.CRASHED:
                yield _notification(
                    f"crashed/{r.rule.id}", "error", f"{r.rule.id}: {self._(r.reason, r.reason_en)}", d.path
                )
        for n in d.notices:
            yield _notification(n.kind, "note", self._(n.message, n.english), d.path)


def _level(loss: Loss) -> str:
    return "error" if loss.blinds else "note"


def _notification(id: str, level: str, text: str, path: str) -> dict[str, Any]:
    return {
        "descriptor": {"id": id},
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}],
    }


def _suppression(w: Waived) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": w.reason,
        "properties": {"by": w.by, **({"until": w.until.isoformat()} if w.until else {})},
    }


def _logical(x: Location) -> dict[str, Any]:
    name = "/".join(x.section) or PurePosixPath(x.document).name
    place = f"{name}/block[{x.block}]" if x.cell is None else f"{name}/row[{x.cell[0] + 1}]/cell[{x.cell[1] + 1}]"
    return {
        "name": x.section[-1] if x.section else name,
        "fullyQualifiedName": place,
        "kind": "paragraph" if x.cell is None else "cell",
    }


def _uri(path: str) -> str:
    """A relative or absolute path as a URI reference; Japanese letters are percent-encoded UTF-8."""
    pure = PurePosixPath(path)
    quoted = urllib.parse.quote(path)
    if pure.is_absolute():
        return f"file://{quoted}"
    # A first segment with a colon would read as a scheme.
    return f"./{quoted}" if ":" in path.split("/", maxsplit=1)[0] else quoted
