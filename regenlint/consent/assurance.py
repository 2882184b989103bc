"""Whether a document assures that neither refusing nor withdrawing brings a disadvantage.

What the assurance covers may stand in its own sentence or before it: 断ってもかまいません。途中で
やめても同じです。その場合も不利益はありません。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.rules import Evidence, Finding


@dataclass(frozen=True, slots=True)
class Assurance:
    """A place that assures; what of refusal and withdrawal its words cover."""

    hit: Hit
    refusal: bool
    withdrawal: bool


def assurances(ctx: Context) -> Iterator[Assurance]:
    """Every assurance of no disadvantage in the documents the rule reads; headings only announce one."""
    for hit in ctx.hits("icf.disadvantage"):
        if hit.passage.place is not Place.HEADING and _followed(hit, ctx):
            yield _covers(hit, ctx)
    for hit in ctx.hits("icf.same_care"):
        if hit.passage.place is not Place.HEADING:
            yield _covers(hit, ctx)


def _followed(hit: Hit, ctx: Context) -> bool:
    _, end = hit.passage.sentence(hit.start)
    return any(hit.end <= n.start < end for n in ctx.beside(hit, "icf.negation"))


def _covers(hit: Hit, ctx: Context) -> Assurance:
    """Refusal and withdrawal as named before the assurance in its sentence.

    A sentence that names neither, or opens with その場合 and the like, speaks of what stands before
    it: the passage so far, the paragraph before, the heading.
    """
    start, _ = hit.passage.sentence(hit.start)
    refusal = _named(hit, "icf.refuse", start, ctx)
    withdrawal = _named(hit, "icf.withdraw", start, ctx)
    if not (refusal or withdrawal) or _opens_with_anaphora(hit, start, ctx):
        refusal = refusal or _named(hit, "icf.refuse", 0, ctx) or _above(hit, "icf.refuse", ctx)
        withdrawal = withdrawal or _named(hit, "icf.withdraw", 0, ctx) or _above(hit, "icf.withdraw", ctx)
    return Assurance(hit, refusal, withdrawal)


def _named(hit: Hit, term: str, first: int, ctx: Context) -> bool:
    return any(first <= h.start < hit.start for h in ctx.beside(hit, term))


def _opens_with_anaphora(hit: Hit, start: int, ctx: Context) -> bool:
    return any(start <= h.start <= start + 14 for h in ctx.beside(hit, "icf.anaphora"))


def _above(hit: Hit, term: str, ctx: Context) -> bool:
    return any(_leads_to(h.passage, hit.passage) for h in ctx.hits(term))


def _leads_to(a: Passage, b: Passage) -> bool:
    """The paragraph just before, or the heading above."""
    if a.document != b.document or a.number >= b.number:
        return False
    return b.number - a.number == 1 or (
        a.place is Place.HEADING and a.section == b.section and b.number - a.number <= 3
    )


def both_assured(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence where refusal and withdrawal are both covered, else one finding that says which is not."""
    need_documents(ctx)
    found = list(assurances(ctx))
    refusal = next((a for a in found if a.refusal), None)
    withdrawal = next((a for a in found if a.withdrawal), None)
    if refusal is not None and withdrawal is not None:
        yield Evidence(refusal.hit.anchor, "policy")
        yield Evidence(withdrawal.hit.anchor, "policy")
        return
    lacks = [
        x
        for x, there in (
            (("拒否した場合に不利益を受けない旨", "no disadvantage on refusal"), refusal),
            (("撤回した場合に不利益を受けない旨", "no disadvantage on withdrawal"), withdrawal),
        )
        if there is None
    ]
    seen = refusal or withdrawal or next(iter(found), None)
    yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], seen.hit if seen else None)
