"""Whether two values can both be meant, and which document stands alone with its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from regenlint.comparison.said import Said
from regenlint.deadline import same_span
from regenlint.model import DocKind
from regenlint.quantity import Bound, Quantity, comparable, in_unit
from regenlint.unit import TIMES

_CEILING = (Bound.AT_MOST, Bound.BELOW)
_FLOOR = (Bound.AT_LEAST, Bound.ABOVE)
_NEARLY = Decimal("0.12")
_ROUNDING = Decimal("0.001")

#: The documents that are followed before others, first to last; the rest keep their order.
AUTHORITY = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.QUALITY_STANDARD,
    DocKind.MANUFACTURING_STANDARD,
    DocKind.HYGIENE_STANDARD,
    DocKind.CONTRACT,
    DocKind.COI,
    DocKind.STAT_PLAN,
    DocKind.SOP,
    DocKind.MONITORING_SOP,
    DocKind.AUDIT_SOP,
    DocKind.CONSENT,
    DocKind.DONOR_CONSENT,
    DocKind.ASSENT,
    DocKind.PLAIN_SUMMARY,
    DocKind.CHECKLIST,
    DocKind.CV,
    DocKind.OPINION,
)


def rank(kind: DocKind) -> int:
    """How early a kind of document is followed."""
    return AUTHORITY.index(kind) if kind in AUTHORITY else len(AUTHORITY)


def same_quantity(a: Quantity, b: Quantity) -> bool | None:
    """Whether two quantities can be one and the same setting; None where they do not compare."""
    if not comparable(a, b):
        if a.unit in TIMES and b.unit in TIMES and not a.per and not b.per:
            return same_span(a, b)
        return None
    turned = in_unit(b, a.measure)
    return None if turned is None else _same(a, turned)


def same_number(a: Quantity, b: Quantity) -> bool | None:
    """The same with limits taken as the numbers they name: 15日 and 15日以内 are one."""
    one, two = (replace(q, bound=Bound.EXACT, low=q.value, high=q.value) if q.value is not None else q for q in (a, b))
    return same_quantity(one, two)


def numbers_agree(a: Said, b: Said) -> bool | None:
    """`same_number` of two values; None where one is no quantity."""
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return None
    return same_number(a.value, b.value)


def _same(a: Quantity, b: Quantity) -> bool | None:
    about = a.about or b.about
    for side in (_CEILING, _FLOOR):
        if a.bound in side and b.bound in side:
            return _close(a.value, b.value, about)
    if (a.bound in _CEILING and b.bound in _FLOOR) or (a.bound in _FLOOR and b.bound in _CEILING):
        return None
    if a.bound in (Bound.RANGE, Bound.TOLERANCE) and b.bound in (Bound.RANGE, Bound.TOLERANCE):
        return _close(a.low, b.low, about) and _close(a.high, b.high, about)
    for one, other in ((a, b), (b, a)):
        if one.bound in _CEILING and other.high is not None:
            return _close(one.high, other.high, about) if other.bound is Bound.RANGE else _below(other.high, one.high)
        if one.bound in _FLOOR and other.low is not None:
            return _close(one.low, other.low, about) if other.bound is Bound.RANGE else _below(one.low, other.low)
    if a.bound is Bound.EXACT and b.bound is Bound.EXACT:
        return _close(a.value, b.value, about)
    one, other = (a, b) if a.bound is Bound.EXACT else (b, a)
    return _below(other.low, one.value, about) and _below(one.value, other.high, about)


def _close(a: Decimal | None, b: Decimal | None, about: bool = False) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(abs(a), abs(b)) * (_NEARLY if about else _ROUNDING)


def _below(a: Decimal | None, b: Decimal | None, about: bool = False) -> bool:
    if a is None or b is None:
        return True
    return a <= b + abs(b) * (_NEARLY if about else _ROUNDING)


@dataclass(frozen=True, slots=True)
class Odd:
    """A value no other document has, and one of those the others have."""

    one: Said
    other: Said


Same = Callable[[Said, Said], bool | None]


def equal(a: Said, b: Said) -> bool | None:
    """Whether two values are one; quantities by what they measure, other things by equality."""
    if isinstance(a.value, Quantity) and isinstance(b.value, Quantity):
        return same_quantity(a.value, b.value)
    return a.value == b.value


def by_about(found: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    """Values by what they are about, in order."""
    out: defaultdict[str, list[Said]] = defaultdict(list)
    for s in found:
        out[s.about].append(s)
    return {k: tuple(v) for k, v in out.items()}


def odd(found: Sequence[Said], same: Same = equal, *, alone: bool = False) -> Odd | None:
    """The value that stands against all other documents, None where they agree.

    Values must be about one thing. By default a document is odd only where none of its values
    agrees with any of the others'; `alone` asks it of each value for itself.
    """
    found = _once(found)
    odds = [o for o in (_against(s, found, same, alone) for s in found) if o is not None]
    if not odds:
        return None
    speakers = {o.one.speaker for o in odds}

    # With more than two documents the one without company is the odd one; of two the lower in authority.
    def key(o: Odd) -> tuple[int, int]:
        lonely = sum(same(o.one, s) is True for s in found if s.speaker != o.one.speaker)
        return lonely, -rank(o.one.kind)

    best = min(odds, key=key)
    if len(speakers) == 1:
        best = next(o for o in odds)
    return best


def _once(found: Iterable[Said]) -> tuple[Said, ...]:
    """The first of those a document repeats word for word: every pair is compared, and a plan may say it 500 times."""
    return tuple({(s.item, s.about, s.text, s.value, s.speaker, s.note): s for s in reversed(tuple(found))}.values())[
        ::-1
    ]


def _against(s: Said, found: Sequence[Said], same: Same, alone: bool) -> Odd | None:
    others = [o for o in found if o.speaker != s.speaker]
    verdicts = [(same(s, o), o) for o in others]
    if any(v is True for v, _ in verdicts) or not any(v is False for v, _ in verdicts):
        return None
    if not alone:
        mine = [m for m in found if m.speaker == s.speaker and m is not s]
        if any(same(m, o) is True for m in mine for o in others):
            return None
    against = min((o for v, o in verdicts if v is False), key=lambda o: rank(o.kind))
    return Odd(s, against)
