"""SARIF for GitHub code scanning, which shows only lines of files: places are those of the text renditions.

What the code host cannot show is left out: waived findings, rules without a finding. What could
not be read or judged is an alert of its own, for silence would pass for a clean plan.
"""

from __future__ import annotations

import json
import urllib.parse
from pathlib import PurePosixPath
from typing import Any

from regenlint.citation import LAWS, cited
from regenlint.labels import Lang
from regenlint.record import DossierRecord, FindingRecord, ResultRecord, RuleRecord, RunRecord, Unjudged
from regenlint.report import Display
from regenlint.report.rendition import position

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_UNREAD = "unread"


def render(run: RunRecord, display: Display) -> str:
    """The log: one run for all dossiers, every result with a line."""
    return json.dumps(_Log(run, display).values(), ensure_ascii=False, indent=1) + "\n"


class _Log:
    """The table of rules of a SARIF run, filled while its results are made."""

    def __init__(self, run: RunRecord, display: Display) -> None:
        self.run = run
        self.display = display
        self.lang = display.lang
        self.rules: dict[str, dict[str, Any]] = {}

    def _(self, ja: str, en: str) -> str:
        return en if self.lang is Lang.EN else ja

    def values(self) -> dict[str, Any]:
        results = [x for d in self.run.dossiers for x in self._results(d)]
        driver = {
            "name": "regenlint",
            "version": self.run.version,
            "semanticVersion": self.run.version,
            "rules": list(self.rules.values()),
        }
        invocation = {"executionSuccessful": self.run.exit_code in (0, 1), "exitCode": self.run.exit_code}
        made = {
            "tool": {"driver": driver},
            # Runs of the same category replace each other.
            "automationDetails": {"id": "regenlint/"},
            "language": self.lang.value,
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "results": results,
        }
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [made]}

    def _results(self, d: DossierRecord) -> list[dict[str, Any]]:
        least = self.display.min_severity
        out = [self._unjudged(u) for u in d.unjudged]
        out += [
            self._finding(r, f, d)
            for r, f in d.findings()
            if f.waived is None and (least is None or f.severity.rank <= least.rank)
        ]
        return out

    def _finding(self, r: ResultRecord, f: FindingRecord, d: DossierRecord) -> dict[str, Any]:
        self.rules.setdefault(r.rule.id, self._rule(r.rule))
        where = f.location.where(self.lang) if f.location else ""
        quote = f"\n「{' '.join(f.location.quote.split())}」" if f.location and f.location.quote.strip() else ""
        length = f.location.end - f.location.start if f.location else 0
        out = {
            "ruleId": r.rule.id,
            "ruleIndex": list(self.rules).index(r.rule.id),
            "level": f.severity.value,
            "message": {"text": self._(f.message, f.english) + (f" ({where})" if where else "") + quote},
            "locations": [self._location(*position(f.location, d.path, self.display.rendition), length)],
            "partialFingerprints": {"primaryLocationLineHash": f"{f.fingerprint}:1", "regenlint/v1": f.fingerprint},
        }
        related = [
            {
                "id": k,
                "message": {"text": x.where(self.lang) or x.document},
                **self._location(*position(x, d.path, self.display.rendition), x.end - x.start),
            }
            for k, x in enumerate(f.related, 1)
        ]
        return {**out, "relatedLocations": related} if related else out

    def _unjudged(self, u: Unjudged) -> dict[str, Any]:
        if u.code == _UNREAD:
            name = self._("読めない・判定できない", "not read or not judged")
            self.rules.setdefault(
                _UNREAD,
                {
                    "id": _UNREAD,
                    "name": _UNREAD,
                    "shortDescription": {"text": name},
                    "defaultConfiguration": {"level": "error"},
                },
            )
        else:
            name = self._("検査の失敗", "a check that failed")
            self.rules.setdefault(
                u.code, {"id": u.code, "name": u.name, "shortDescription": {"text": f"{u.name}: {name}"}}
            )
        page = f" (p.{u.page})" if u.page is not None else ""
        mark = f"{u.code} {u.name} {u.path} {u.page}"
        return {
            "ruleId": u.code,
            "ruleIndex": list(self.rules).index(u.code),
            "level": "error",
            "message": {"text": f"{u.path}: {self._(u.message, u.english)}{page}"},
            "locations": [self._location(u.path, 1, 1, 0)],
            "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1"},
        }

    def _location(self, path: str, line: int, column: int, length: int) -> dict[str, Any]:
        region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + max(1, length)}
        return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}}

    def _rule(self, r: RuleRecord) -> dict[str, Any]:
        sources = self._("、", "; ").join(cited(b, self.lang) for b in r.basis)
        if not r.verified:
            sources += self._("（根拠未確認）", " (basis not verified)")
        title, fix = self._(r.title, r.title_en), self._(r.fix, r.fix_en)
        basis = self._("根拠", "Basis")
        out: dict[str, Any] = {
            "id": r.id,
            "name": r.name,
            "shortDescription": {"text": title},
            "fullDescription": {"text": f"{title} {basis}: {sources}"},
            "help": {"text": f"{fix}\n{basis}: {sources}", "markdown": f"{fix}\n\n**{basis}** {sources}"},
            "defaultConfiguration": {"level": r.severity.value},
            "properties": {"tags": [r.area], "problem.severity": _PROBLEM[r.severity.value]},
        }
        address = next((LAWS[b.kind][2] for b in r.basis if b.kind in LAWS), None)
        return {**out, "helpUri": address} if address else out


_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def _uri(path: str) -> str:
    """A path as a URI reference, as the host expects it: relative to the repository."""
    pure = PurePosixPath(path)
    quoted = urllib.parse.quote(path)
    if pure.is_absolute():
        return f"file://{quoted}"
    return f"./{quoted}" if ":" in path.split("/", maxsplit=1)[0] else quoted
