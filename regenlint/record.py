"""What a run says, flat and resolved: reporters, the cache and other programs read this and nothing else.

A record needs neither the dossier nor the rules any more: places carry their document, section,
page and quote. Everything is frozen and compares by value.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from regenlint.labels import Lang
from regenlint.rules import (
    Basis,
    Confidence,
    FactValue,
    Outcome,
    RuleKind,
    Severity,
)


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
    kind: RuleKind = RuleKind.STATEMENT
    asks: str = ""

    def asked(self, lang: Lang) -> str:
        """What must be there, in our own words; in English it is told by what to write."""
        return self.fix_en if lang is Lang.EN else self.asks


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """What one document gives for an item that documents are compared by (dose, follow-up period).

    `about` tells apart what the item has several of; `text` is as written.
    """

    item: str
    label: str
    label_en: str
    about: str
    text: str
    place: Location


@dataclass(frozen=True, slots=True)
class Waived:
    """Why a finding does not count: `by` is `waiver` or `baseline`."""

    by: str
    reason: str
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CommentWaiver:
    """A Word comment that waives a rule's findings at blocks `first` to `last` of a document.

    `rule` and `reason` are as written; without a reason it waives nothing.
    """

    rule: str
    reason: str
    until: datetime.date | None
    document: str
    first: int
    last: int


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
class Unjudged:
    """Something that could not be judged: `code` is `unread` or a rule's id, `name` the reason or the rule's name."""

    path: str
    code: str
    name: str
    message: str
    english: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the earlier version that is no longer there.

    `now` is what the rule says today, None where it was not asked. Only where it could judge is the
    finding mended.
    """

    rule: RuleRecord
    finding: FindingRecord
    now: Outcome | None

    @property
    def mended(self) -> bool:
        """Whether the rule looked again and no longer objects at that place."""
        return self.now is not None and self.now not in (Outcome.UNDECIDABLE, Outcome.CRASHED)


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that was changed, added (`before` None) or removed (`after` None). `line` holds its whole text."""

    before: Location | None
    after: Location | None


@dataclass(frozen=True, slots=True)
class Against:
    """What is different from an earlier version of the dossier: findings by fingerprint, and passages.

    `moved` are findings whose place moved or was rewritten without mending them: the fingerprint
    now, and the one before. `documents` pairs paths before and now; None where there is no counterpart.
    `unread` are files of the earlier version that could not be read.
    """

    path: str
    new: tuple[str, ...]
    unchanged: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[Gone, ...]
    changes: tuple[Change, ...]
    documents: tuple[tuple[str | None, str | None], ...]
    unread: tuple[Unjudged, ...] = ()


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
    comment_waivers: tuple[CommentWaiver, ...] = ()
    #: Findings of this severity and above make the run fail; None for never.
    fail_on: Severity | None = Severity.ERROR
    #: What the documents give for the items they are compared by; empty where no comparison was asked for.
    values: tuple[ValueRecord, ...] = ()
    #: Area code and its title, Japanese and English.
    areas: tuple[tuple[str, str, str], ...] = ()
    #: What is different from the earlier version, where one was given.
    against: Against | None = None

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
        return limit is not None and any(f.waived is None and f.severity.rank <= limit.rank for _, f in self.findings())

    @property
    def unjudged(self) -> tuple[Unjudged, ...]:
        """What was asked for and could not be judged: unread files and pages, crashed checks.

        A document kind the dossier lacks, or an unknown fact, is not among them.
        """
        files = (Unjudged(u.path, "unread", u.kind, u.message, u.english) for u in self.unread)
        pages = (
            Unjudged(d.path, "unread", x.kind, x.message, x.english, x.page)
            for d in self.documents
            for x in d.losses
            if x.blinds
        )
        crashes = (
            Unjudged(self.path, r.rule.id, r.rule.name, r.reason, r.reason_en)
            for r in self.results
            if r.outcome is Outcome.CRASHED
        )
        return (*files, *pages, *crashes)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A whole run: its dossiers in the order asked for, and the exit code they lead to."""

    version: str
    ruleset: str
    as_of: datetime.date
    dossiers: tuple[DossierRecord, ...] = field(default=())
    exit_code: int = 0


def waive(finding: FindingRecord, waived: Waived) -> FindingRecord:
    """The finding as waived; it stays in every report."""
    return replace(finding, waived=waived)
