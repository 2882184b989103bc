"""The committee a document names, and whether it says what the committee reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding
from regenlint.text import folded


def named_committees(ctx: Context) -> list[Hit]:
    """Hits of a committee's designation that carry a proper name or stand beside a certification number."""
    whole: dict[tuple[int, int], Hit] = {}
    for h in ctx.hits("icf.committee"):
        # 特定認定再生医療等委員会 is hit three times; the longest counts.
        key = (h.passage.number, h.end)
        if key not in whole or h.start < whole[key].start:
            whole[key] = h
    return [h for h in whole.values() if _named(h, ctx)]


def _named(hit: Hit, ctx: Context) -> bool:
    p = hit.passage
    start, end = p.sentence(hit.start)
    if any(i.kind is IdentifierKind.COMMITTEE for i in identifiers(p.text[start:end])):
        return True
    before = folded(p.text[start : hit.start])
    if not before:
        return False
    generic = ctx.reading.terms["icf.committee.generic"].concept.literals()
    if any(before.endswith(g) and not _part_of_name(before, g) for g in generic):
        return False
    if before.endswith("の"):
        return any(before.endswith(w + "の") for w in ctx.reading.terms["icf.body"].concept.literals())
    return before[-1].isalnum() or before[-1] in "々ー」）)"


def _part_of_name(before: str, word: str) -> bool:
    """本 and the like after another character of a name: みほん東日本."""
    return len(word) == 1 and "一" <= word <= "龥" and len(before) > 1 and before[-2].isalnum()


def reviewed(hit: Hit, ctx: Context) -> bool:
    """Whether the passage, its table or the rest of its section says what was reviewed."""
    p = hit.passage
    inside = (
        set(ctx.reading.index.in_section(p.document, p.section))
        if p.section >= 0 or p.place is Place.HEADING
        else set()
    )
    return any(
        h.passage.document == p.document
        and (
            h.passage.number == p.number
            or (p.table >= 0 and h.passage.table == p.table)
            or (h.passage.number in inside and abs(h.passage.number - p.number) <= 6)
        )
        for h in ctx.hits("icf.review")
    )


def committee_stated(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence where a committee is named and its review told, else one finding."""
    need_documents(ctx)
    committees = named_committees(ctx)
    if not committees:
        mentioned = ctx.hits("icf.committee")
        yield lacking(
            ctx, ["審査した認定再生医療等委員会の名称"], ["the committee's name"], mentioned[0] if mentioned else None
        )
    elif not any(reviewed(c, ctx) for c in committees):
        yield lacking(ctx, ["委員会の審査事項"], ["what the committee reviewed"], committees[0])
    else:
        yield Evidence(committees[0].anchor, "value")
