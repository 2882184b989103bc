"""From a dossier and the rules' answers to its record: places resolved, findings named for good."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from regenlint.comparison.said import LABELS, Said
from regenlint.model import Anchor, Document, Dossier
from regenlint.record import (
    CommentWaiver,
    DocumentRecord,
    DossierRecord,
    FactRecord,
    FindingRecord,
    Location,
    Loss,
    ResultRecord,
    RuleRecord,
    UnreadRecord,
    ValueRecord,
)
from regenlint.rules import FACT_NAMES, Fact, Facts, Finding, Rule, RuleResult
from regenlint.text import folded

#: Characters of a block that are kept around a quote for people to see.
_AROUND = 60
_QUOTE = 200


def record_of(
    dossier: Dossier, facts: Facts, results: Sequence[RuleResult], as_of: datetime.date, as_of_source: str
) -> DossierRecord:
    """The record of a dossier: places resolved, findings in reading order with their fingerprints."""
    places = Places(dossier)
    return DossierRecord(
        dossier.path,
        tuple(_document(d) for d in dossier.documents),
        tuple(UnreadRecord(u.path, u.kind, u.message, u.english) for u in dossier.unread),
        tuple(_fact(facts.fact(n), places) for n in FACT_NAMES),
        tuple(_result(r, places) for r in results),
        as_of,
        as_of_source,
        comment_waivers=tuple(w for d in dossier.documents for w in _comment_waivers(d)),
    )


def values_of(dossier: Dossier, said: Iterable[Said]) -> tuple[ValueRecord, ...]:
    """What documents give for the items they are compared by; each value of a document once."""
    places = Places(dossier)
    made = ((s.item.value, *LABELS[s.item], s.about, s.text, places.location(s.at)) for s in said)
    unique = {(v[0], v[3], v[5].document, folded(v[4])): ValueRecord(*v) for v in reversed(tuple(made))}
    return tuple(reversed(unique.values()))


_IGNORE = re.compile(r"\s*regenlint\s*[:：]\s*ignore\s+([\w-]+)[\s、,，:：]*(.*)", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"[\s（(、,]*(?:until|期限)[\s:：=]*(\d{4})[-/](\d{1,2})[-/](\d{1,2})[）)\s]*$", re.IGNORECASE)


def _comment_waivers(d: Document) -> Iterator[CommentWaiver]:
    """Comments of a Word file that say `regenlint: ignore RULE reason`, with the blocks they stand at.

    At a heading one stands for its whole section.
    """
    places = dict(d.hygiene).get("comment-places", "")
    for entry in places.split(",") if places else ():
        comment, first, last = (int(n) for n in re.split("[=-]", entry))
        m = _IGNORE.fullmatch(d.blocks[comment].text)
        if m is None:
            continue
        section = next((s for s in d.sections if s.heading == first == last and d.blocks[first].level), None)
        reason, until = _dated(m[2].strip())
        yield CommentWaiver(folded(m[1]), reason, until, d.path, first, section.last if section else last)


def _dated(reason: str) -> tuple[str, datetime.date | None]:
    """A reason without the day at its end until which it holds, and that day."""
    m = _UNTIL.search(reason)
    if m is None:
        return reason, None
    try:
        until = datetime.date(*(int(n) for n in m.groups()))
    except ValueError:
        return reason, None
    return reason[: m.start()].strip(), until


def rule_of(rule: Rule) -> RuleRecord:
    """What a report shows of a rule."""
    return RuleRecord(
        rule.id,
        rule.name,
        rule.area,
        rule.title,
        rule.title_en,
        rule.severity,
        rule.basis,
        rule.verified,
        rule.fix,
        rule.fix_en,
        rule.kind,
        rule.asks,
    )


def _document(d: Document) -> DocumentRecord:
    return DocumentRecord(
        d.path,
        d.kind.value,
        tuple(k.value for k in d.kinds),
        d.format,
        d.sha256,
        d.pages,
        tuple(Loss(x.kind.value, x.message, x.english, x.page, x.blinds) for x in d.losses),
    )


class Places:
    """Anchors to locations over one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._documents = {d.id: d for d in dossier.documents}
        self._order = {d.id: n for n, d in enumerate(dossier.documents)}

    def location(self, anchor: Anchor) -> Location:
        """The place as people find it again."""
        d = self._documents[anchor.document]
        block = d.blocks[anchor.block]
        start = min(anchor.start, len(block.text))
        end = max(start, min(anchor.end, len(block.text)))
        first = max(0, start - _AROUND)
        last = min(len(block.text), min(end, start + _QUOTE) + _AROUND) if end > start else start
        kinds = d.kinds_of(anchor.block)
        inner = next((p.kind for p in reversed(d.parts) if p.first <= anchor.block <= p.last), d.kind)
        return Location(
            d.path,
            d.section_path(anchor.block),
            anchor.block,
            start,
            end,
            block.origin.page,
            block.origin.page_is_approximate,
            (block.cell.row, block.cell.column) if block.cell else None,
            block.text[start:end][:_QUOTE],
            block.text[first:last],
            start - first,
            block.origin.path,
            (inner if inner in kinds else d.kind).value,
        )

    def order(self, anchor: Anchor | None) -> tuple[int, int, int]:
        """Where a place comes in reading order; no place comes last."""
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
        heading = plain(headings[-1]) if headings else ""
        # A place without a span points at a whole document, not at the words that happen to begin it.
        text = plain(d.blocks[anchor.block].text) if anchor.end > anchor.start else ""
        return "\x1f".join((kind.value, heading, text))


_NUMBER = re.compile(
    r"^(?:第?[0-9一二三四五六七八九十]+(?:の[0-9一二三四五六七八九十]+)*(?:章|節|条|項)?|[(（][0-9ア-ンa-z]+[)）]|[①-⑳])[.．、:：)）\-‐]*(?:[0-9]+[.．\-])*[0-9]*"
)


def plain(text: str) -> str:
    """A text without its number, blanks and widths."""
    return _NUMBER.sub("", re.sub(r"\s+", "", folded(text)))


def _fact(fact: Fact, places: Places) -> FactRecord:
    return FactRecord(
        fact.name, fact.value, fact.source.value, tuple(places.location(a) for a in fact.evidence), fact.note
    )


def _result(result: RuleResult, places: Places) -> ResultRecord:
    rule = rule_of(result.rule)
    seen: Counter[str] = Counter()
    findings: list[FindingRecord] = []
    for f in sorted(_distinct(result.findings), key=lambda f: (places.order(f.at), f.outcome.value, f.message)):
        identity = "\x1e".join((rule.id, f.outcome.value, places.identity(f.at)))
        seen[identity] += 1
        findings.append(_finding(f, rule, places, _digest(identity, seen[identity])))
    return ResultRecord(
        rule,
        result.outcome,
        result.reason,
        result.reason_en,
        tuple((places.location(e.at), e.state) for e in result.evidence),
        tuple(findings),
    )


def _distinct(findings: Iterable[Finding]) -> Iterable[Finding]:
    return dict.fromkeys(findings)


def _digest(identity: str, occurrence: int) -> str:
    return hashlib.sha256(f"{identity}\x1e{occurrence}".encode()).hexdigest()[:16]


def _finding(f: Finding, rule: RuleRecord, places: Places, fingerprint: str) -> FindingRecord:
    return FindingRecord(
        f.outcome,
        f.message,
        f.english,
        f.severity or rule.severity,
        f.confidence,
        places.location(f.at) if f.at is not None else None,
        tuple(places.location(a) for a in f.related),
        f.searched,
        fingerprint,
    )
