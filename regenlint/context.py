"""What a check may look at: one dossier, its facts, its words, and how to judge a place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from regenlint.evidence import THRESHOLD, Judgement, Statement, judge
from regenlint.form import FormValue, read_form
from regenlint.index import Hit, Index, Passage
from regenlint.lexicon import Concept, Term
from regenlint.model import Anchor, DocKind, Document, Dossier
from regenlint.rules import Confidence, Evidence, Facts, Finding, Outcome, Rule, Severity


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with the table's header: `cells` by column, `header` likewise (may be empty)."""

    passage: Passage
    header: tuple[str, ...]
    cells: tuple[str, ...]

    def under(self, *names: str) -> str:
        """The cell under the first header that holds one of the names, else an empty string."""
        for name in names:
            for head, cell in zip(self.header, self.cells, strict=False):
                if name in head:
                    return cell
        return ""


@dataclass(slots=True)
class Reading:
    """A dossier prepared for judging; shared by all rules of a run."""

    dossier: Dossier
    index: Index
    facts: Facts
    terms: Mapping[str, Term]
    as_of: datetime.date
    _form: dict[str, tuple[FormValue, ...]] | None = None
    _judged: dict[tuple[int, int, int], Judgement] = field(default_factory=dict)
    #: Judges many statements at once; replaced when a deeper reader is wanted.
    judge: Callable[[Statement], Judgement] = judge
    #: What one module works out once for all rules of a run, by the module's name.
    memo: dict[str, object] = field(default_factory=dict)

    def state(self, hit: Hit) -> Judgement:
        """The evidence state of a hit, judged once per place."""
        key = (hit.passage.number, hit.start, hit.end)
        found = self._judged.get(key)
        if found is None:
            p = hit.passage
            found = self._judged[key] = self.judge(Statement(p.text, hit.start, hit.end, p.place, p.before, p.after))
        return found

    def form(self, key: str) -> tuple[FormValue, ...]:
        """The values of a form field by its key in dictionaries/form_fields.yaml, in reading order."""
        if self._form is None:
            self._form = read_form(self.dossier)
        return self._form.get(key, ())


@dataclass(frozen=True, slots=True)
class Context:
    """One rule's view of a reading. Checks are functions of it and keep nothing."""

    rule: Rule
    reading: Reading

    @property
    def dossier(self) -> Dossier:
        """The documents."""
        return self.reading.dossier

    @property
    def facts(self) -> Facts:
        """What was understood of the plan."""
        return self.reading.facts

    @property
    def as_of(self) -> datetime.date:
        """The day whose law holds."""
        return self.reading.as_of

    @property
    def kinds(self) -> frozenset[DocKind]:
        """The document kinds the rule reads."""
        return frozenset(self.rule.reads)

    def documents(self, *kinds: DocKind) -> tuple[Document, ...]:
        """Documents that hold one of the kinds (the rule's own when none is given)."""
        return self.dossier.of_kinds(frozenset(kinds) or self.kinds)

    def passages(self, *kinds: DocKind) -> tuple[Passage, ...]:
        """Passages of documents or parts of the kinds (the rule's own when none is given)."""
        return self.reading.index.passages_in(frozenset(kinds) or self.kinds)

    def hits(self, what: str | Concept, *kinds: DocKind, cited: bool = False) -> tuple[Hit, ...]:
        """Occurrences of a term of the dictionaries (by key) or of a concept already in the index."""
        return self.reading.index.hits_in(self._concept(what), frozenset(kinds) or self.kinds, cited=cited)

    def beside(self, hit: Hit, what: str | Concept) -> tuple[Hit, ...]:
        """Occurrences of a term or concept in the hit's passage, whatever the kind of its document."""
        return self.reading.index.hits_at(self._concept(what), hit.passage.number)

    def _concept(self, what: str | Concept) -> Concept:
        return self.reading.terms[what].concept if isinstance(what, str) else what

    def shares_sentence(self, hit: Hit, what: str | Concept) -> bool:
        """Whether a term or concept occurs in the hit's sentence or table row."""
        found = self.beside(hit, what)
        start, end = hit.passage.sentence(hit.start) if found else (0, 0)
        return any(start <= h.start < end for h in found)

    def state(self, hit: Hit) -> Judgement:
        """The evidence state of a hit."""
        return self.reading.state(hit)

    def stated(self, hit: Hit) -> bool:
        """Whether a hit is accepted as stated."""
        return self.state(hit).accepted >= THRESHOLD

    def form(self, key: str) -> tuple[FormValue, ...]:
        """Values of a form field."""
        return self.reading.form(key)

    def rows(self, *kinds: DocKind) -> Iterator[Row]:
        """Rows of tables (header rows excluded) in documents of the kinds, with their header."""
        for p in self.passages(*kinds):
            if p.table >= 0:
                yield row_of(p)

    def sentence(self, hit: Hit) -> str:
        """The sentence (or table row) a hit stands in, as written."""
        return hit.sentence

    def evidence(self, hit: Hit) -> Evidence:
        """A hit as evidence with its state."""
        return Evidence(hit.anchor, self.state(hit).state.value)

    def finding(
        self,
        outcome: Outcome,
        message: str,
        english: str,
        at: Anchor | Hit | None = None,
        *,
        related: Sequence[Anchor | Hit] = (),
        searched: Sequence[str] = (),
        confidence: Confidence = Confidence.HIGH,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule; hits may stand for their anchors."""
        return Finding(
            outcome,
            message,
            english,
            _anchor(at),
            tuple(a for a in map(_anchor, related) if a is not None),
            tuple(searched),
            confidence,
            severity,
        )

    def expected_place(self) -> Anchor | None:
        """Where something missing should have stood: the first document of the first kind read."""
        for kind in self.rule.reads:
            for d in self.dossier.documents:
                if kind in d.kinds:
                    part = next((p for p in d.parts if p.kind is kind), None) if d.kind is not kind else None
                    return Anchor(d.id, part.first if part else 0)
        return None

    def blind(self, *kinds: DocKind) -> tuple[Document, ...]:
        """Documents of the kinds with pages or parts that could not be read."""
        return tuple(d for d in self.documents(*kinds) if any(x.blinds for x in d.losses))


def _anchor(at: Anchor | Hit | None) -> Anchor | None:
    return at.anchor if isinstance(at, Hit) else at


def row_of(passage: Passage) -> Row:
    """A table passage as a row of cells."""
    return Row(
        passage,
        tuple(c.strip() for c in passage.header.split(" | ")) if passage.header else (),
        tuple(c.strip() for c in passage.text.split(" | ")),
    )
