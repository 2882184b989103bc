"""保管温度、有効期間、輸送の条件が文書によって異ならないかを見る。

何を見るか
    最終製品・採取した細胞・保管する試料のそれぞれの温度、調製・解凍・希釈・凍結からの期限、輸送の温度と時間。
なぜ
    どの条件まで品質が確かめられているのかが、文書によって変わってはならない。
見ないもの
    より狭い運用値、試作・安定性試験の条件、原料・試薬の保管、培養や反応の温度。
直し方
    安定性の根拠のある条件に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.agree import numbers_agree, same_quantity
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.quantity import Bound, Quantity, in_unit
from regenlint.rules import Evidence, Finding

from .disagreement import by_about, conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Temperatures by what is kept, spans by what they are counted from."""
    for item in (Item.TEMPERATURE, Item.EXPIRY, Item.TRANSPORT):
        for values in by_about(said(ctx, item)).values():
            against = odd(
                values, _same if item is Item.TEMPERATURE else numbers_agree, alone=item is not Item.TEMPERATURE
            )
            if against is not None:
                yield conflict(ctx, item, against.one, against.other)
            elif len({v.speaker for v in values}) > 1:
                yield Evidence(values[0].at, "value")


def _same(a: Said, b: Said) -> bool | None:
    """Whether two temperatures agree: the same, or one within the other."""
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return None
    if _at_a_limit(a.value, b.value) or _at_a_limit(b.value, a.value):
        # A freezer at -80 ℃ lies below any limit above it, but says nothing for that limit.
        return True if a.value.value == b.value.value else None
    if same_quantity(a.value, b.value):
        return True
    turned = in_unit(b.value, a.value.measure)
    if turned is None:
        return None
    return _inside(a.value, turned) or _inside(turned, a.value)


def _at_a_limit(a: Quantity, b: Quantity) -> bool:
    """Whether one is a single temperature and the other a limit that holds for it."""
    return a.bound is Bound.EXACT and b.bound in (Bound.AT_MOST, Bound.BELOW) and same_quantity(a, b) is True


def _inside(a: Quantity, b: Quantity) -> bool:
    if a.bound in (Bound.AT_MOST, Bound.BELOW) and b.bound in (Bound.AT_MOST, Bound.BELOW):
        return False
    low = b.low is None or (a.low is not None and a.low >= b.low)
    high = b.high is None or (a.high is not None and a.high <= b.high)
    return low and high
