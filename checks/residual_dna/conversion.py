"""Residual DNA per something (mg RNA, cells, vector genomes) against the amount of one dose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.quantity import Bound, Quantity, in_unit, quantities
from regenlint.rules import Evidence, Finding, Outcome

from .amounts import Amount, Role, akin, amounts

#: The difference that rounding may make.
TOLERANCE = 0.05
_SPOKEN = frozenset({Role.LIMIT, Role.RESULT, Role.OTHER})


@dataclass(frozen=True, slots=True)
class Scale:
    """What the DNA is related to: its target measure (`ng/mg`), and how a dose of it is read."""

    measure: str
    unit: str
    dose: Callable[[Passage], Iterable[float]]


def mismatches(ctx: Context, scale: Scale) -> Iterator[Finding | Evidence]:
    """A finding for each passage whose two values and dose cannot all hold; evidence where they do."""
    by_passage: dict[int, list[Amount]] = {}
    spoken = [a for a in amounts(ctx) if a.role in _SPOKEN]
    for a in spoken:
        by_passage.setdefault(a.passage.number, []).append(a)
    for found in by_passage.values():
        related = [(a, q) for a in found if (q := _related(a, scale)) is not None]
        per_dose = [(a, q) for a in found if a.per_dose and (q := in_unit(a.quantity, "ng/dose")) is not None]
        doses = sorted(set(scale.dose(found[0].passage))) or _doses_beside(ctx, found[0].passage, scale)
        if per_dose and doses and not related:
            # The value per unit may stand in a table of the same document: any that fits will do.
            related = [
                (a, q)
                for a in spoken
                if a.passage.document == found[0].passage.document
                and akin(a, per_dose[0][0])
                and (q := _related(a, scale)) is not None
            ]
        if not related or not per_dose or not doses:
            continue
        yield from _compared(ctx, related, per_dose, doses, scale)


#: How many passages above or below a row may name the dose.
_BESIDE = 6
_DOSE_LABEL = re.compile(r"(?:投与|用|1回)量|投与(?:する)?(?:生)?細胞数|投与vg|[Dd]ose|DOSE")


def _doses_beside(ctx: Context, p: Passage, scale: Scale) -> list[float]:
    """The dose a neighbouring row or field of the same table or section is labelled with, where there is only one."""
    found: set[float] = set()
    for q in ctx.reading.index.passages[max(0, p.number - _BESIDE) : p.number + _BESIDE + 1]:
        together = q.table == p.table if p.table >= 0 else q.section == p.section
        if q.document != p.document or not together or q.number == p.number or q.cited:
            continue
        label = q.text[: q.label_end] if q.label_end else q.text.split(" | ", 1)[0] if q.table >= 0 else ""
        if _DOSE_LABEL.search(label):
            found.update(scale.dose(q))
    return sorted(found) if len(found) == 1 else []


def _related(a: Amount, scale: Scale) -> Quantity | None:
    return None if a.per_dose or not a.quantity.per else in_unit(a.quantity, scale.measure)


def _compared(
    ctx: Context,
    related: list[tuple[Amount, Quantity]],
    per_dose: list[tuple[Amount, Quantity]],
    doses: list[float],
    scale: Scale,
) -> Iterator[Finding | Evidence]:
    for amount, q in per_dose:
        said = _number(q)
        # A dose that stands under each of several values belongs to all of them; the pair that fits speaks.
        products = [(a, n * d, d) for a, r in related if (n := _number(r)) is not None for d in doses]
        if said is None or not products:
            continue
        if any(_agrees(p, said, q) for _, p, _ in products):
            yield Evidence(amount.anchor, "value")
            continue
        source, product, dose = max(products, key=lambda x: x[2])
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"「{source.text}」×1回量{dose:g} {scale.unit}＝{product:g} ng/doseですが、「{amount.text}」とあります",
            f"“{source.text}” times {dose:g} {scale.unit} is {product:g} ng/dose, but “{amount.text}” is written",
            amount.anchor,
            related=(source.anchor,),
        )
        return


def _number(q: Quantity) -> float | None:
    top = q.high if q.high is not None else q.value
    return None if top is None else float(top)


def _agrees(product: float, said: float, q: Quantity) -> bool:
    if q.bound in (Bound.AT_MOST, Bound.BELOW):
        return product <= said * (1 + TOLERANCE)
    return abs(product - said) <= TOLERANCE * max(product, said)


def products(ctx: Context) -> Iterator[Finding | Evidence]:
    """Amounts of a dose with their product beside them: 9 ng/dose（30 ng/mL×0.3 mL）, 30 ng/mL×0.3 mL＝9 ng/dose."""
    for dose in (a for a in amounts(ctx) if a.role in _SPOKEN and a.per_dose):
        text = dose.passage.text
        said = in_unit(dose.quantity, "ng/dose")
        for first, second in itertools.pairwise(quantities(text)):
            factor, volume = in_unit(first, "ng/mL"), in_unit(second, "mL")
            if said is None or factor is None or volume is None or not first.per or second.per:
                continue
            joined = re.fullmatch(r"\s*[×xX*・]\s*", text[first.end : second.start])
            before = re.fullmatch(r"\s*[（(]\s*(?:＝|=)?\s*", text[dose.quantity.end : first.start])
            after = re.fullmatch(r"\s*(?:＝|=)\s*", text[second.end : dose.quantity.start])
            numbers = _number(said), _number(factor), _number(volume)
            if not joined or not (before or after) or None in numbers:
                continue
            stated, a, b = (float(n or 0) for n in numbers)
            if abs(a * b - stated) <= TOLERANCE * max(a * b, stated):
                yield Evidence(dose.anchor, "value")
                continue
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{text[first.start : second.end]}」＝{a * b:g} ng/doseですが、「{dose.text}」とあります",
                f"“{text[first.start : second.end]}” is {a * b:g} ng/dose, but “{dose.text}” is written",
                dose.anchor,
            )


def doses(
    passage: Passage,
    units: frozenset[str],
    target: str,
    *,
    least: float = 0.0,
    said: str = r"1回|一回|投与|用量|[×xX]|dose|量",
) -> Iterator[float]:
    """The doses a passage names, in the target unit: quantities said to be given, without another denominator."""
    text = passage.text
    for q in quantities(text):
        if q.unit not in units or [p.unit for p in q.per] not in ([], ["dose"], ["body"]):
            continue
        before, after = text[max(0, q.start - 12) : q.start], text[q.end : q.end + 6]
        if not q.per and not re.search(said, before) and not re.match(r"[^、。]{0,2}(?:を?投与|／回|/回)", after):
            continue
        turned = in_unit(q, target) if not q.per else in_unit(q, f"{target}/{q.per[0].unit}")
        number = None if turned is None else _number(turned)
        if number is not None and number > least:
            yield number
