"""The vocabulary of checks: what a rule is, what it answers, and the places it points at."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from regenlint.model import Anchor, DocKind

#: Fact values as the catalogue writes them; a tuple means several hold (products).
FactValue: TypeAlias = "str | int | bool | tuple[str, ...] | None"


class Severity(StrEnum):
    """How much a finding weighs. `error`: act, ordinance or a contradiction; `note`: a recommendation."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for note."""
        return ("error", "warning", "note").index(self.value)

    def lowered(self) -> Severity:
        """One step milder; a note stays a note."""
        return (Severity.WARNING, Severity.NOTE, Severity.NOTE)[self.rank]


class Confidence(StrEnum):
    """HIGH: read; LOW: inferred, a person should look (要確認)."""

    HIGH = "high"
    LOW = "low"


class Outcome(StrEnum):
    """What a rule says of a dossier. The four of `FIRING` are findings."""

    MET = "met"
    MISSING = "missing"
    EMPTY = "empty"
    DEFICIENT = "deficient"
    CONFLICTING = "conflicting"
    NOT_APPLICABLE = "not-applicable"
    UNDECIDABLE = "undecidable"
    CRASHED = "crashed"


#: The worst first: the outcome of a rule with several findings.
FIRING = (Outcome.CONFLICTING, Outcome.MISSING, Outcome.EMPTY, Outcome.DEFICIENT)


class RuleKind(StrEnum):
    """What sort of thing a rule looks at; values are those of the catalogue."""

    STATEMENT = "statement"
    FIELD = "field"
    ATTACHMENT = "attachment"
    CONSISTENCY = "consistency"
    NUMERIC = "numeric"
    WORDING = "wording"
    HYGIENE = "hygiene"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from: kind of authority, exact reference, a note on what it says there."""

    kind: str
    ref: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a plan is checked for. Nothing in the id means anything but "this rule".

    `applies` maps fact names to the values of which one must hold. `asks` says in our own words
    what makes it complete; `fix` what to write. `good` and `bad` are example phrasings.
    """

    id: str
    name: str
    area: str
    title: str
    title_en: str
    severity: Severity
    basis: tuple[Basis, ...]
    verified: bool
    kind: RuleKind
    reads: tuple[DocKind, ...]
    asks: str
    fix: str
    fix_en: str
    applies: Mapping[str, tuple[FactValue, ...]]
    na_ok: bool = False
    tier: int = 1
    since: datetime.date | None = None
    until: datetime.date | None = None
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()

    def in_force(self, day: datetime.date) -> bool:
        """Whether the rule holds for a plan judged as of that day (both ends inclusive)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that speaks for a rule, with the evidence state it was judged to have."""

    at: Anchor
    state: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one place. `at` is None where nothing in the dossier could be pointed at.

    `message` is Japanese without a closing 。, `english` the same; `searched` names what was
    looked for where something is missing. `severity` None means the rule's own.
    """

    outcome: Outcome
    message: str
    english: str
    at: Anchor | None = None
    related: tuple[Anchor, ...] = ()
    searched: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """Exactly one answer of a rule to a dossier."""

    rule: Rule
    outcome: Outcome
    reason: str = ""
    reason_en: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class NotJudged(Exception):
    """Raised by a check that could not look; the outcome is `undecidable` with this reason."""

    def __init__(self, reason: str, english: str) -> None:
        super().__init__(reason)
        self.english = english


class NotApplicable(Exception):
    """Raised by a check whose question does not arise here; the outcome is `not-applicable`."""

    def __init__(self, reason: str, english: str, evidence: tuple[Evidence, ...] = ()) -> None:
        super().__init__(reason)
        self.english = english
        self.evidence = evidence


class FactSource(StrEnum):
    """Where a fact comes from: read in the dossier, given by the user, taken by default, or nowhere."""

    READ = "read"
    GIVEN = "given"
    DEFAULT = "default"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a dossier with its evidence.

    `value` None with source `unknown`: nothing said so. `value` None with any other source: the
    question does not arise (a plan without cells has no donor); rules that hang on it do not apply.
    """

    name: str
    value: FactValue
    source: FactSource
    evidence: tuple[Anchor, ...] = ()
    note: str = ""

    @property
    def unknown(self) -> bool:
        """True where rules that hang on the fact cannot be decided."""
        return self.source is FactSource.UNKNOWN


#: The facts of the catalogue, in the order they are printed.
FACT_NAMES = (
    "purpose",
    "class",
    "product",
    "nucleic_acid",
    "donor",
    "cultured",
    "gene_modified",
    "animal_material",
    "outsourced",
    "frozen",
    "minors",
    "multi_site",
    "claims_verified_care",
    "submitted",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a dossier; a name that was never set is unknown."""

    items: Mapping[str, Fact] = field(default_factory=dict)

    def fact(self, name: str) -> Fact:
        """The fact of that name."""
        return self.items.get(name) or Fact(name, None, FactSource.UNKNOWN)

    def value(self, name: str) -> FactValue:
        """Its value, None where unknown or where the question does not arise."""
        return self.fact(name).value

    def has(self, name: str, *values: FactValue) -> bool:
        """Whether the fact is known to hold one of the values (any of several products)."""
        value = self.value(name)
        if isinstance(value, tuple):
            return any(v in value for v in values)
        return value is not None and any(v == value and type(v) is type(value) for v in values)
