"""Spans of time and what they are counted from: 知った日から7日以内, 60日ごと, 満了後10日以内, 投与後12か月."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from regenlint.measure import Measure, ratio
from regenlint.quantity import Bound, Quantity, Relation, quantities
from regenlint.unit import TIMES


@dataclass(frozen=True, slots=True)
class Deadline:
    """A span of time in a text and the event it is counted from.

    `start:end` are code points of the text as written and take in the event, `event` its words
    as written (「その事由を知った日」), empty where none is named. `quantity.relation` tells 60日ごと
    from 60日, `quantity.bound` 以内 from 以上. `before` is true for a span that ends at the event
    (投与前3か月以内, 14日前までに).
    """

    start: int
    end: int
    event: str
    quantity: Quantity
    before: bool = False

    @property
    def recurring(self) -> bool:
        """True for 60日ごと, 1年ごと, 4週間隔."""
        return self.quantity.relation is Relation.EVERY


_DAY = Fraction(86400)
# A month has 28 to 31 days, a year 365 or 366: that much two ways of writing it may differ.
_MONTH_DAYS = (Fraction(28), Fraction(31))
_EVENT = re.compile(
    r"(?P<event>[^、。,，;；:：…‥（）()「」【】|｜／/\n]{1,40}?)"
    r"(?P<link>(?:を?起点とし|を?起算日とし|から起算し|より起算し|を起算として)(?:て|た)?、?"
    r"|(?:から|より)(?:起算して|数えて|起算し、?)?、?|(?<=[日月年時])以降、?|以降|以後|の翌日から(?:起算して)?|後の?|前の?)"
    r"[ 　]?(?:約|およそ|最長|最短|最大|少なくとも|遅くとも|当初|直近|最初の?|各|の)?[ 　]?$"
)
_BEFORE_LINK = re.compile(r"前の?$")


def deadlines(text: str, superscripts: Iterable[tuple[int, int]] = ()) -> tuple[Deadline, ...]:
    """The spans of time of a text in order, each with its event where one stands before it."""
    return deadlines_of(text, quantities(text, superscripts))


def deadlines_of(text: str, found: Iterable[Quantity]) -> tuple[Deadline, ...]:
    """The same from quantities already read of `text`."""
    out: list[Deadline] = []
    last = 0
    for q in found:
        if q.unit in TIMES and not q.per and q.relation is not Relation.ORDINAL:
            m = _EVENT.search(text, max(last, q.start - 48), q.start)
            event = m["event"].strip() if m else ""
            before = q.relation is Relation.BEFORE or bool(m and _BEFORE_LINK.search(m["link"].strip()))
            out.append(Deadline(m.start("event") if m and event else q.start, q.end, event, q, before))
        last = q.end
    return tuple(out)


def days(q: Quantity) -> tuple[Fraction | None, Fraction | None]:
    """The fewest and the most days a span of time can mean; None for an open end.

    12か月 gives 336 to 372, 4週 28 to 28. Both None where the quantity is no time.
    """
    least, most = (q.low, q.high)
    month = ratio(q.measure, Measure("month")) if not q.per else None
    second = ratio(q.measure, Measure("s")) if not q.per else None
    if month is not None:
        return (
            None if least is None else Fraction(least) * month * _MONTH_DAYS[0],
            None if most is None else Fraction(most) * month * _MONTH_DAYS[1],
        )
    if second is not None:
        return (
            None if least is None else Fraction(least) * second / _DAY,
            None if most is None else Fraction(most) * second / _DAY,
        )
    return None, None


def same_span(a: Quantity, b: Quantity) -> bool | None:
    """Whether two spans can mean the same time (12か月 and 1年, 4週 and 1か月); None if not times.

    Limits count as their number: whether both are limits the caller must judge.
    """
    first, second = _named_days(a), _named_days(b)
    if first is None or second is None:
        return None
    return first[0] <= second[1] and second[0] <= first[1]


def _named_days(q: Quantity) -> tuple[Fraction, Fraction] | None:
    if q.bound in (Bound.AT_MOST, Bound.BELOW, Bound.AT_LEAST, Bound.ABOVE):
        q = replace(q, bound=Bound.EXACT, low=q.value, high=q.value)
    least, most = days(q)
    return None if least is None or most is None else (least, most)
