"""A quantity as an interval in a unit: what it is, what it converts into, what it agrees with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from regenlint.measure import Measure, Per, ratio, read_measure


class Bound(StrEnum):
    """How the number limits the quantity."""

    EXACT = "="
    BELOW = "<"
    AT_MOST = "≤"
    ABOVE = ">"
    AT_LEAST = "≥"
    RANGE = "range"
    TOLERANCE = "±"


class Relation(StrEnum):
    """What 後, 前, ごと, 目 after the unit make of it."""

    NONE = ""
    AFTER = "after"
    BEFORE = "before"
    EVERY = "every"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text; `start:end` are code points of the text as written.

    `low` and `high` are its ends in `measure`, None where it has none; `low_open` and `high_open`
    say that the end itself is outside (未満, 超). A range written upside down (5,000～3,000個) keeps
    its order: `reversed` tells. `about` marks 約 and 程度. `exponent_lost` marks 1×108, read as 10⁸.
    `number_start:number_end` span the digits alone. `unit_shared` is true for the first numbers of
    1、3、6か月, whose unit stands behind the last.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    measure: Measure
    low_open: bool = False
    high_open: bool = False
    about: bool = False
    relation: Relation = Relation.NONE
    exponent_lost: bool = False
    unit_shared: bool = False

    @property
    def unit(self) -> str:
        """The unit's one name (`ng`, `day`, `℃`), empty for a bare number."""
        return self.measure.unit

    @property
    def per(self) -> tuple[Per, ...]:
        """The denominators, first to last."""
        return self.measure.per

    @property
    def value(self) -> Decimal | None:
        """The one number named: the limit, or the middle of ±; None for a range."""
        if self.bound is Bound.RANGE:
            return None
        if self.low is not None and self.high is not None:
            return self.low if self.low == self.high else (self.low + self.high) / 2
        return self.low if self.low is not None else self.high

    @property
    def reversed(self) -> bool:
        """True where the lower end is above the upper one."""
        return self.low is not None and self.high is not None and self.low > self.high


def decimal(value: Fraction) -> Decimal:
    """A fraction as a decimal, exact where 28 digits are enough."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the two measure the same kind of thing, so that one converts into the other."""
    return ratio(a.measure, b.measure) is not None


def in_unit(q: Quantity, unit: str | Measure) -> Quantity | None:
    """The quantity in another unit (`in_unit(q, "ng/dose")`); None where it does not convert.

    Exact where the result has at most 28 digits. Months and days do not convert: see `deadline`.
    """
    target = unit if isinstance(unit, Measure) else read_measure(unit)
    factor = None if target is None else ratio(q.measure, target)
    if target is None or factor is None:
        return None

    def turned(value: Decimal | None) -> Decimal | None:
        return None if value is None else decimal(Fraction(value) * factor)

    return replace(q, low=turned(q.low), high=turned(q.high), measure=target)


def overlap(a: Quantity, b: Quantity) -> bool | None:
    """Whether some value satisfies both; None where they are not comparable."""
    factor = ratio(a.measure, b.measure)
    if factor is None:
        return None
    a_low, a_high = (None if v is None else Fraction(v) * factor for v in (a.low, a.high))
    b_low, b_high = (None if v is None else Fraction(v) for v in (b.low, b.high))
    return _meets(a_high, b_low, a.high_open or b.low_open) and _meets(b_high, a_low, b.high_open or a.low_open)


def _meets(high: Fraction | None, low: Fraction | None, is_open: bool) -> bool:
    return high is None or low is None or high > low or (high == low and not is_open)
