"""Quantities as plans write them: a number or range, its unit, and what it is per.

Read from the text as written, never from its folded form. A quantity is an interval: 10 ng以下
ends at 10, 2～8℃ has two ends, 37±0.5℃ a middle. What stands in dates, clock times, articles of
law, telephone numbers and names (CD73, 第27条, 03-0000-0000) is no quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from regenlint.amount import Amount, amounts
from regenlint.dates import Date, dates
from regenlint.interval import Bound, Quantity, Relation, comparable, in_unit, overlap
from regenlint.measure import ONE, Measure, Per, read_per
from regenlint.numeral import plain
from regenlint.unit import TIMES

__all__ = ["Bound", "Measure", "Per", "Quantity", "Relation", "comparable", "in_unit", "overlap", "quantities"]


def quantities(text: str, superscripts: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """The quantities of a text, in order.

    `superscripts` are spans (code points) that the file sets raised: with them 1×108 is read as
    10⁸ without doubt. A bare number is a quantity with an empty unit; list numbers, articles, dates
    and parts of names are left out. A denominator that only stands before the number (1回2バイアル,
    1 mL当たり5×10⁶個) becomes the quantity's `per` and is not listed itself.
    """
    shaped = _without(plain(text, superscripts), dates(text))
    return tuple(_merged(_attached(_shared(list(amounts(shaped)), shaped), shaped), shaped))


def _without(text: str, found: tuple[Date, ...]) -> str:
    """The text with dates struck out, so that no number of theirs is read."""
    parts, last = [], 0
    for d in found:
        parts += [text[last : d.start], "\0" * (d.end - d.start)]
        last = d.end
    return "".join((*parts, text[last:]))


_JOINT = re.compile(r"[ ]?(?:[、,・/]|及び|又は|と)[ ]?")


def _shared(found: list[Amount], text: str) -> list[Amount]:
    """8.1、9.7、14.2 ng/dose: the unit of the last belongs to all."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        q, nxt = out[i].quantity, out[i + 1].quantity
        if q.measure != Measure("") or nxt.measure == Measure("") or q.bound not in (Bound.EXACT, Bound.RANGE):
            continue
        if _JOINT.fullmatch(text, q.end, nxt.start):
            shared = replace(q, measure=nxt.measure, relation=nxt.relation, unit_shared=True)
            out[i] = Amount(shared, under=False)
    return out


_ONCE = re.compile(
    r"[ ]?の?(?:投与|用)?量?(?:(?:当た?り|あたり|につき|に含まれる|中の)[^。;\n]{0,20}|(?:[はに:]|として|の)?[ ]?)"
)
_OF_BEFORE = re.compile(r"(?P<of>m?RNA|DNA|タンパク質?|蛋白質?|総タンパク質)[ のを]{0,2}$")
_EVERY = re.compile(r"毎(?P<what>[秒分時日週年])(?:間)?[ ]?$")
_FREQUENCY = re.compile(r"(?:毎|1)?(?P<what>[週月年日])(?:間)?(?:に)?[ ]?$")
_PERIOD = {
    "秒": "s",
    "分": "min",
    "時": "hour",
    "日": "day",
    "週": "week",
    "月": "month",
    "年": "year",
}
_LEAD = re.compile(
    r"(?P<what>(?:体重|RNA|mRNA|DNA|膜面積)?[ ]?(?:[A-Za-zµ℃㎎㎏㎖㎍]{1,3}[23²³]?(?:[ ]?m?RNA|[ ]?DNA)?"
    r"|細胞|粒子|1?回(?:投与)?量|投与量|用量|バイアル|ベクターゲノム|ロット|容器))"
    r"(?:当た?り|あたり|につき)[^。;\n\d]{0,24}$"
)
# How far after 1回 or 当たり its amount may stand, in characters.
_REACH = 40
_CONTAINERS = frozenset({"tube", "vial", "bag"})


def _attached(found: list[Amount], text: str) -> list[Quantity]:
    """The quantities with the denominators that stand before them: 1回, 1 mL当たり, 週."""
    out: list[Quantity] = []
    pending: tuple[Per, ...] = ()
    head: Quantity | None = None
    last = 0
    for i, amount in enumerate(found):
        q, after = amount.quantity, found[i + 1] if i + 1 < len(found) else None
        if after is not None and q.value and (amount.under or _heads(q, after, text)):
            gap = text[q.end : after.quantity.start]
            if len(gap) <= _REACH - 10 and not re.search(r"[。;\n]", gap):
                pending, head = (*pending, _denominator(q, text[max(last, q.start - 8) : q.start])), q
                last = q.end
                continue
        if head is not None and q.start > head.end + _REACH:
            pending, head = (), None
        if head is not None and not q.per and q.unit not in TIMES:
            if head.bound is Bound.AT_MOST and q.bound is Bound.EXACT:
                q = replace(q, bound=Bound.AT_MOST, low=None)
            q, pending, head = _per(q, pending), (), None
        if not q.per:
            q = _per(q, _led(q, text, last))
        out.append(q)
        last = q.end
    return out


def _per(q: Quantity, per: tuple[Per, ...]) -> Quantity:
    return replace(q, measure=Measure(q.measure.unit, q.measure.of, (*q.measure.per, *per))) if per else q


def _denominator(q: Quantity, before: str) -> Per:
    """The denominator a quantity is; a substance may stand before it: RNA 1 mg当たり."""
    of = _OF_BEFORE.search(before)
    name = "dose" if q.unit == "times" else q.unit
    if of is None or q.measure.of or name == "dose":
        return Per(name, q.value or ONE, q.measure.of)
    return read_per(f"{q.value:f}{name} {of['of']}") or Per(name, q.value or ONE)


def _led(q: Quantity, text: str, last: int) -> tuple[Per, ...]:
    """Denominators without a number of their own: mL当たり, 毎分, 週 before 1回."""
    window = text[max(last, q.start - _REACH) : q.start]
    if "たり" in window or "当り" in window or "につき" in window:
        m = _LEAD.search(window)
        per = read_per(m["what"]) if m else None
        if per is not None:
            return (per,)
    near = window[-4:]
    if m := _EVERY.search(near):
        return (Per(_PERIOD[m["what"]]),)
    if q.unit == "times" and (m := _FREQUENCY.search(near)):
        return (Per(_PERIOD[m["what"]]),)
    return ()


def _heads(q: Quantity, after: Amount, text: str) -> bool:
    """1回 before 2バイアル, 1日 before 2回: a denominator without 当たり."""
    nxt = after.quantity
    gap = text[q.end : nxt.start]
    if q.relation is not Relation.NONE or q.per:
        return False
    if q.bound is not Bound.EXACT and not (q.value == 1 and q.start < q.number_start):
        return False
    if after.under and q.unit and q.unit != nxt.unit and not gap.strip(" ・、"):
        # 1 kg 1時間当たり: both stand under the line.
        return True
    measured = bool(nxt.unit) and nxt.unit != "times" and nxt.unit not in TIMES
    if q.unit == "times":
        return q.value == 1 and measured and bool(_ONCE.fullmatch(gap))
    if q.unit in _CONTAINERS:
        return q.value == 1 and measured and not gap.strip()
    if q.unit in TIMES and nxt.unit == "times" and nxt.relation is Relation.NONE:
        return gap == "に" or (q.value == 1 and gap in ("", " ", "で"))
    return False


#: The smaller part that may follow the larger without a gap, and how many of it make one.
_PARTS = {("hour", "min"): 60, ("year", "month"): 12, ("day", "hour"): 24, ("min", "s"): 60}
_OPENED = re.compile(r"[ ]?(?:かつ|から|、)?[ ]?")


def _merged(found: list[Quantity], text: str) -> list[Quantity]:
    """20歳以上80歳未満 is one range, 1時間30分 one time."""
    out: list[Quantity] = []
    for q in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.bound in (Bound.AT_LEAST, Bound.ABOVE)
            and q.bound in (Bound.AT_MOST, Bound.BELOW)
            and before.relation is q.relation
            and before.measure in (q.measure, Measure(""))
            and _OPENED.fullmatch(text, before.end, q.start)
        ):
            out[-1] = replace(
                before,
                end=q.end,
                number_end=q.number_end,
                high=q.high,
                high_open=q.high_open,
                bound=Bound.RANGE,
                measure=q.measure,
                exponent_lost=before.exponent_lost or q.exponent_lost,
            )
        elif before is not None and (whole := _compound(before, q)) is not None:
            out[-1] = whole
        else:
            out.append(q)
    return out


def _compound(large: Quantity, small: Quantity) -> Quantity | None:
    times = _PARTS.get((large.unit, small.unit))
    if times is None or large.end != small.start or large.per or small.per or large.relation is not Relation.NONE:
        return None
    if large.value is None or large.low is None or small.value is None or small.value >= times:
        return None
    rest = large.value * times
    return replace(
        small,
        start=large.start,
        number_start=large.number_start,
        low=None if small.low is None else small.low + rest,
        high=None if small.high is None else small.high + rest,
        about=large.about or small.about,
    )
