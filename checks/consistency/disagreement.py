"""What all checks of this area share: a finding that shows both places, and evidence of agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.comparison.agree import Odd, Same, by_about, equal, odd
from regenlint.comparison.said import LABELS, Item, Said
from regenlint.comparison.table import Table, table
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.values import short


def said(ctx: Context, item: Item, *kinds: DocKind) -> tuple[Said, ...]:
    """The values of an item in the documents the rule reads, or those of some kinds."""
    return whole(ctx).of(item, *(kinds or ctx.kinds))


def whole(ctx: Context) -> Table:
    """The table of the dossier."""
    return table(ctx.reading)


def conflict(
    ctx: Context,
    item: Item,
    one: Said,
    other: Said,
    what: str = "",
    english: str = "",
    *,
    confidence: Confidence = Confidence.HIGH,
) -> Finding:
    """The finding that two documents give different values; it stands at `one`."""
    ja, en = LABELS[item]
    return ctx.finding(
        Outcome.CONFLICTING,
        f"{what or ja}が「{short(one.text)}」と「{short(other.text)}」とで食い違っています",
        f"{english or en}: “{short(one.text)}” and “{short(other.text)}” differ",
        one.at,
        related=(other.at,),
        confidence=confidence,
    )


def disagreements(
    ctx: Context, item: Item, same: Same = equal, *, alone: bool = False, found: Sequence[Said] | None = None
) -> Iterator[Finding | Evidence]:
    """A finding for each thing of an item on which a document stands alone, else evidence of it."""
    for values in by_about(said(ctx, item) if found is None else found).values():
        against = odd(values, same, alone=alone)
        if against is not None:
            yield conflict(ctx, item, against.one, against.other)
        elif len({v.speaker for v in values}) > 1:
            yield Evidence(values[0].at, "value")


def any_said(ctx: Context, *items: Item) -> None:
    """NotJudged where the documents the rule reads say nothing that could be compared."""
    speakers = {s.speaker for i in items for s in said(ctx, i)}
    if not speakers:
        raise NotJudged("比べられる記載がありません", "there is nothing to compare")


__all__ = ["Odd", "any_said", "by_about", "conflict", "disagreements", "odd", "said", "whole"]
