"""What a run says, flat and resolved: reporters, the cache and other programs read this and nothing else.

A record needs neither the dossier nor the rules any more: places carry their document, section,
page and quote. Everything is frozen and compares by value.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from regenlint.labels import Lang
from regenlint.model import Anchor, Document, Dossier
from regenlint.rules import FACT_NAMES, Basis, Confidence, Fact, Facts, FactValue, Finding, Outcome, Rule, RuleResult, Severity
from regenlint.text import folded

#: Characters of a block that are kept around a quote for people to see.
_AROUND = 60
_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document. Offsets count code points of the block as written.

    `line` is the block's text around the quote and `column` where the quote begins in it.
    `origin` is the reader's path to the element; `kind` the document kind that holds there.
    """

    document: str
    section: tuple[str, ...]
    block: int
    start: int
    end: int
    page: int | None
    page_is_approximate: bool
    cell: tuple[int, int] | None
    quote: str
    line: str = ""
    column: int = 0
    origin: tuple[str | int, ...] = ()
    kind: str = "other"

    @property
    def row(self) -> int | None:
        """The line of a text file, from 1; None in formats that have no lines."""
        n = self.origin[1] if len(self.origin) == 2 and self.origin[0] == "line" else None
        return n if isinstance(n, int) else None

    def where(self, lang: Lang = Lang.JA) -> str:
        """Section and page for a line of text: 「§ 3 原料 › (2) 提供者, p.≈12」; empty where neither is known."""
        parts = ["§ " + " › ".join(" ".join(h.split())[:40] for h in self.section)] if self.section else []
        if self.page is not None:
            parts.append(f"p.{'≈' if self.page_is_approximate else ''}{self.page}")
        if self.cell is not None:
            row, column = self.cell[0] + 1, self.cell[1] + 1
            parts.append(f"row {row} column {column}" if lang is Lang.EN else f"行{row}列{column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something seen in a file but not read; `blinds` where unread text may hold what a rule looks for."""

    kind: str
    message: str
    english: str
    page: int | None
    blinds: bool


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One file as it was read."""

    path: str
    kind: str
    kinds: tuple[str, ...]
    format: str
    sha256: str
    pages: int | None
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A file that could not be read, and why."""

    path: str
    kind: str
    message: str
    english: str


@dataclass(frozen=True, slots=True)
class FactRecord:
    """One fact with its evidence."""

    name: str
    value: FactValue
    source: str
    evidence: tuple[Location, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """Of a rule what a report shows; `severity` is the effective one."""

    id: str
    name: str
    area: str
    title: str
    title_en: str
    severity: Severity
    basis: tuple[Basis, ...]
    verified: bool
    fix: str
    fix_en: str


@dataclass(frozen=True, slots=True)
class Waived:
    """Why a finding does not count: `by` is `waiver` or `baseline`."""

    by: str
    reason: str
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One defect. `fingerprint` stays the same when pages, messages or other findings change."""

    outcome: Outcome
    message: str
    english: str
    severity: Severity
    confidence: Confidence
    location: Location | None
    related: tuple[Location, ...]
    searched: tuple[str, ...]
    fingerprint: str
    waived: Waived | None = None


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """The one answer of a rule to a dossier."""

    rule: RuleRecord
    outcome: Outcome
    reason: str
    reason_en: str
    evidence: tuple[tuple[Location, str], ...]
    findings: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the run itself that a person should know: an expired or unused waiver."""

    kind: str
    message: str
    english: str


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """All that is said of one dossier. `as_of_source` is given, submitted or today."""

    path: str
    documents: tuple[DocumentRecord, ...]
    unread: tuple[UnreadRecord, ...]
    facts: tuple[FactRecord, ...]
    results: tuple[ResultRecord, ...]
    as_of: datetime.date
    as_of_source: str
    notices: tuple[Notice, ...] = ()
    #: Findings of this severity and above make the run fail; None for never.
    fail_on: Severity | None = Severity.ERROR

    @property
    def summary(self) -> dict[Outcome, int]:
        """How many rules have each of the eight outcomes."""
        counts = Counter(r.outcome for r in self.results)
        return {o: counts[o] for o in Outcome}

    def findings(self) -> Iterable[tuple[ResultRecord, FindingRecord]]:
        """Every finding with its result, waived ones too."""
        return ((r, f) for r in self.results for f in r.findings)

    @property
    def failing(self) -> bool:
        """Whether a finding that is not waived reaches `fail_on`."""
        limit = self.fail_on
        return limit is not None and any(
            f.waived is None and f.severity.rank <= limit.rank for _, f in self.findings()
        )

    @property
    def undecided(self) -> bool:
        """Whether something asked for could not be judged: unread files or pages, a crashed check.

        A document kind the dossier lacks, or an unknown fact, is not among them.
        """
        return (
            bool(self.unread)
            or any(x.blinds for d in self.documents for x in d.losses)
            or any(r.outcome is Outcome.CRASHED for r in self.results)
        )


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A whole run: its dossiers in the order asked for, and the exit code they lead to."""

    version: str
    ruleset: str
    as_of: datetime.date
    dossiers: tuple[DossierRecord, ...] = field(default=())
    exit_code: int = 0


def of(
    dossier: Dossier, facts: Facts, results: Sequence[RuleResult], as_of: datetime.date, as_of_source: str
) -> DossierRecord:
    """The record of a dossier: places resolved, findings in reading order with their fingerprints."""
    places = _Places(dossier)
    return DossierRecord(
        dossier.path,
        tuple(_document(d) for d in dossier.documents),
        tuple(UnreadRecord(u.path, u.kind, u.message, u.english) for u in dossier.unread),
        tuple(_fact(facts.fact(n), places) for n in FACT_NAMES),
        tuple(_result(r, places) for r in results),
        as_of,
        as_of_source,
    )


def rule_of(rule: Rule) -> RuleRecord:
    """What a report shows of a rule."""
    return RuleRecord(
        rule.id, rule.name, rule.area, rule.title, rule.title_en, rule.severity, rule.basis, rule.verified, rule.fix, rule.fix_en,
    )


def _document(d: Document) -> DocumentRecord:
    return DocumentRecord(
        d.path, d.kind.value, tuple(k.value for k in d.kinds), d.format, d.sha256, d.pages,
        tuple(Loss(x.kind.value, x.message, x.english, x.page, x.blinds) for x in d.losses),
    )


class _Places:
    """Anchors to locations over one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._documents = {d.id: d for d in dossier.documents}
        self._order = {d.id: n for n, d in enumerate(dossier.documents)}

    def location(self, anchor: Anchor) -> Location:
        d = self._documents[anchor.document]
        block = d.blocks[anchor.block]
        start = min(anchor.start, len(block.text))
        end = max(start, min(anchor.end, len(block.text)))
        first = max(0, start - _AROUND)
        last = min(len(block.text), max(end, start) + _AROUND) if end > start else start
        kinds = d.kinds_of(anchor.block)
        inner = next((p.kind for p in reversed(d.parts) if p.first <= anchor.block <= p.last), d.kind)
        return Location(
            d.path, d.section_path(anchor.block), anchor.block, start, end,
            block.origin.page, block.origin.page_is_approximate,
            (block.cell.row, block.cell.column) if block.cell else None,
            block.text[start:end][:_QUOTE], block.text[first:last], start - first,
            block.origin.path, (inner if inner in kinds else d.kind).value,
        )

    def order(self, anchor: Anchor | None) -> tuple[int, int, int]:
        if anchor is None:
            return len(self._order), 0, 0
        return self._order[anchor.document], anchor.block, anchor.start

    def identity(self, anchor: Anchor | None) -> str:
        """What of a place outlives another pagination, another numbering, another file name."""
        if anchor is None:
            return ""
        d = self._documents[anchor.document]
        headings = d.section_path(anchor.block)
        kind = next((p.kind for p in reversed(d.parts) if p.first <= anchor.block <= p.last), d.kind)
        heading = _plain(headings[-1]) if headings else ""
        # A place without a span points at a whole document, not at the words that happen to begin it.
        text = _plain(d.blocks[anchor.block].text) if anchor.end > anchor.start else ""
        return "\x1f".join((kind.value, heading, text))


_NUMBER = re.compile(r"^(?:第?[0-9一二三四五六七八九十]+(?:の[0-9一二三四五六七八九十]+)*(?:章|節|条|項)?|[(（][0-9ア-ンa-z]+[)）]|[①-⑳])[.．、:：)）\-‐]*(?:[0-9]+[.．\-])*[0-9]*")


def _plain(text: str) -> str:
    return _NUMBER.sub("", re.sub(r"\s+", "", folded(text)))


def _fact(fact: Fact, places: _Places) -> FactRecord:
    return FactRecord(
        fact.name, fact.value, fact.source.value, tuple(places.location(a) for a in fact.evidence), fact.note
    )


def _result(result: RuleResult, places: _Places) -> ResultRecord:
    rule = rule_of(result.rule)
    seen: Counter[str] = Counter()
    findings: list[FindingRecord] = []
    for f in sorted(_distinct(result.findings), key=lambda f: (places.order(f.at), f.outcome.value, f.message)):
        identity = "\x1e".join((rule.id, f.outcome.value, places.identity(f.at)))
        seen[identity] += 1
        findings.append(_finding(f, rule, places, _digest(identity, seen[identity])))
    return ResultRecord(
        rule, result.outcome, result.reason, result.reason_en,
        tuple((places.location(e.at), e.state) for e in result.evidence), tuple(findings),
    )


def _distinct(findings: Iterable[Finding]) -> Iterable[Finding]:
    return dict.fromkeys(findings)


def _digest(identity: str, occurrence: int) -> str:
    return hashlib.sha256(f"{identity}\x1e{occurrence}".encode()).hexdigest()[:16]


def _finding(f: Finding, rule: RuleRecord, places: _Places, fingerprint: str) -> FindingRecord:
    return FindingRecord(
        f.outcome, f.message, f.english, f.severity or rule.severity, f.confidence,
        places.location(f.at) if f.at is not None else None,
        tuple(places.location(a) for a in f.related), f.searched, fingerprint,
    )


def waive(finding: FindingRecord, waived: Waived) -> FindingRecord:
    """The finding as waived; it stays in every report."""
    return replace(finding, waived=waived)
