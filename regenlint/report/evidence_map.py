"""The evidence map as rows: for each requirement that applies its outcome, document, page, place and quote.

It is what committees ask applicants to write by hand. What only a person can judge stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from regenlint.citation import LAWS, cited
from regenlint.labels import FACTS, KINDS, OUTCOMES, STATES, Lang, fact_value, said
from regenlint.record import DossierRecord, Location, ResultRecord
from regenlint.report.notes import basis, shown
from regenlint.report.requirement import outcome_of, requirement
from regenlint.rules import Basis, Outcome

_MORE = 4
_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement in words. `document` is a file name, `note` why it is so, `elsewhere` further places."""

    rule: str
    area: str
    requirement: str
    asks: str
    outcome: Outcome
    result: str
    document: str
    page: str
    place: str
    quote: str
    state: str
    note: str
    elsewhere: tuple[str, ...]
    basis: str
    bases: tuple[Basis, ...]


def items(record: DossierRecord, lang: Lang) -> tuple[Item, ...]:
    """All rules of a record in the order of the areas, those that do not apply too."""
    return tuple(_item(r, lang) for r in record.results)


def applying(found: Sequence[Item]) -> tuple[Item, ...]:
    """Those that apply."""
    return tuple(i for i in found if i.outcome is not Outcome.NOT_APPLICABLE)


def by_article(found: Sequence[Item], lang: Lang) -> tuple[tuple[str, Item], ...]:
    """Those that apply under each article they rest on: the laws in order of their articles, then the rest."""
    pairs = [(_order(b), cited(b, lang), i) for i in applying(found) for b in i.bases]
    return tuple((name, i) for _, name, i in sorted(pairs, key=lambda p: (p[0], p[1], p[2].rule)))


def _order(b: Basis) -> tuple[int, tuple[int, ...], str]:
    laws = list(LAWS)
    if b.kind not in LAWS:
        return len(laws), (), b.kind
    return laws.index(b.kind), tuple(int(n) for n in re.findall(r"\d+", b.ref)), b.ref


def _item(r: ResultRecord, lang: Lang) -> Item:
    english = lang is Lang.EN
    found: list[tuple[Location, str]] = (
        [(f.location, "") for f in r.findings if f.location is not None] if r.findings else list(r.evidence)
    )
    first, state = found[0] if found else (None, "")
    reasons = [f.english if english else f.message for f in r.findings] or [r.reason_en if english else r.reason]
    waived = [f.waived.reason for f in r.findings if f.waived is not None]
    if waived:
        reasons.append(f"{'waived' if english else '免除'}: {' / '.join(dict.fromkeys(waived))}")
    more = [shown(x, lang) for x, _ in found[1 : 1 + _MORE]]
    related = [shown(x, lang) for f in r.findings for x in f.related][:_MORE]
    result = outcome_of(r, lang)
    stated = result == said(OUTCOMES, Outcome.MET.value, lang)
    rest = len(found) - 1 - _MORE
    if rest > 0:
        more.append(f"+{rest}")
    return Item(
        r.rule.id,
        r.rule.area,
        requirement(r.rule, lang),
        r.rule.asked(lang),
        r.outcome,
        result,
        first.document.rsplit("/", 1)[-1] if first else "",
        _page(first),
        _place(first, lang),
        " ".join(first.quote.split())[:_QUOTE] if first else "",
        # Where a rule looks for a mistake and finds none, nothing is thereby stated.
        said(STATES, state, lang) if state and stated else "",
        "\n".join(dict.fromkeys(x for x in reasons if x)),
        tuple(dict.fromkeys((*more, *related))),
        basis(r, lang),
        r.rule.basis,
    )


def _page(place: Location | None) -> str:
    if place is None or place.page is None:
        return ""
    return f"{'≈' if place.page_is_approximate else ''}{place.page}"


def _place(place: Location | None, lang: Lang) -> str:
    if place is None:
        return ""
    parts = [" › ".join(" ".join(h.split())[:40] for h in place.section)]
    if place.cell is not None:
        row, column = place.cell[0] + 1, place.cell[1] + 1
        parts.append(f"row {row} column {column}" if lang is Lang.EN else f"行{row}列{column}")
    if place.row is not None:
        parts.append(f"line {place.row}" if lang is Lang.EN else f"{place.row}行目")
    return ", ".join(p for p in parts if p)


def overview(record: DossierRecord, lang: Lang) -> Iterator[tuple[str, str]]:
    """Labels and texts that say what was read, on which day's law, and how the rules came out."""
    english = lang is Lang.EN
    yield ("Plan" if english else "計画"), record.path
    yield ("Judged as of" if english else "判定の基準日"), record.as_of.isoformat()
    for f in record.facts:
        if f.source != "unknown":
            yield said(FACTS, f.name, lang), fact_value(f.name, f.value, lang)
    for d in record.documents:
        kinds = (", " if english else "・").join(said(KINDS, k, lang) for k in d.kinds)
        yield ("Document" if english else "書類"), f"{d.path} ({kinds})" if english else f"{d.path}（{kinds}）"
        for loss in d.losses:
            yield ("Not read" if english else "読めない所"), loss.english if english else loss.message
    for u in record.unread:
        yield ("Not read" if english else "読めない書類"), f"{u.path}: {u.english if english else u.message}"
    for outcome, count in record.summary.items():
        yield said(OUTCOMES, outcome.value, lang), str(count)
    for n in record.notices:
        yield ("Mind" if english else "注意"), n.english if english else n.message
    yield from _caution(english)


def _caution(english: bool) -> Iterator[tuple[str, str]]:
    yield (
        ("Mind", "This table tells what stands where. Whether it suffices, and whether the therapy does, people judge.")
        if english
        else ("注意", "どこに何が書かれているかの表です。それで足りるか、治療として妥当かは、人が判断してください。")
    )


def areas(found: Sequence[Item], titles: Mapping[str, str]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Items by area, each with its title, in the order they come."""
    for area in dict.fromkeys(i.area for i in found):
        yield f"{area} {titles.get(area, '')}".strip(), tuple(i for i in found if i.area == area)
