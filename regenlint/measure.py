"""A unit with its denominators (ng/mg RNA, EU/kg/h, pg/10⁶細胞), read, written and converted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from regenlint.numeral import NUMBER, number, plain
from regenlint.unit import NAMES, OF, PER_ONLY, SAME_OF, SIZE, alternatives

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Per:
    """One denominator: `amount` of `unit`, of a substance where it is named (mg RNA)."""

    unit: str
    amount: Decimal = Decimal(1)
    of: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit with its denominators: `ng/mg RNA` is ng per mg of RNA. `unit` may be empty (`/µL`)."""

    unit: str
    of: str = ""
    per: tuple[Per, ...] = ()

    def __str__(self) -> str:
        """The unit as `read_measure` reads it back: `ng/1E+13 vg`."""
        out = f"{self.unit} {self.of}".strip()
        for p in self.per:
            amount = "" if p.amount == 1 else f"{p.amount.normalize()} "
            out += "/" + f"{amount}{p.unit} {p.of}".strip()
        return out


@cache
def _piece() -> re.Pattern[str]:
    names = list(dict.fromkeys([*NAMES, *PER_ONLY]))
    amount = rf"(?P<amount>{NUMBER}|一)?+[ ]?"
    return re.compile(rf"{amount}(?P<unit>{alternatives(names)})?[ ]?(?P<of>{OF})?[ ]?")


def _name(text: str, denominator: bool) -> str | None:
    text = re.sub(r"^[×xX][ ]", "×", text)
    if denominator and text in PER_ONLY:
        return PER_ONLY[text]
    name = NAMES.get(text)
    # Per one time is per dose: ng/回 and ng/dose are the same.
    return "dose" if denominator and name == "times" else name


_BY_WEIGHT = re.compile(r"[wv]/[wv]%")


@lru_cache(maxsize=4096)
def read_measure(text: str) -> Measure | None:
    """A unit as written (`ng/1×10^13 vg`, `EU／kg／h`, `回`); None where it is not known.

    >>> str(read_measure("㎎／kg"))
    'mg/kg'
    """
    text = plain(text).strip().replace("per ", "/")
    text = _BY_WEIGHT.sub("%", text)
    if not text:
        return Measure("")
    head, *below = re.split(r"[ ]?/[ ]?", text)
    unit = of = ""
    if head:
        m = _piece().fullmatch(head)
        if m is None or m["amount"] or not m["unit"]:
            return None
        name = _name(m["unit"], False)
        if name is None:
            return None
        unit, of = name, SAME_OF.get(m["of"] or "", m["of"] or "")
    pers = []
    for piece in below:
        per = read_per(piece)
        if per is None:
            return None
        pers.append(per)
    return Measure(unit, of, tuple(pers))


@lru_cache(maxsize=2048)
def read_per(text: str) -> Per | None:
    """What stands under the line or before 当たり: `10^6細胞`, `mg RNA`, `体重1kg`, `1回量`."""
    text = plain(text).strip()
    if text in PER_ONLY:
        return Per(PER_ONLY[text])
    text = re.sub(r"^(体重|膜面積|RNA|mRNA|DNA|タンパク質)[ のを]*(?=\d)", "", lead := text)
    substance = lead[: len(lead) - len(text)].strip(" のを")
    m = _piece().fullmatch(text)
    if m is None or not m["unit"]:
        return None
    name = _name(m["unit"], True)
    if not name:
        return None
    amount = number(m["amount"]) if m["amount"] else None
    of = m["of"] or substance
    value = amount.value if amount else Decimal(1)
    return Per(name, value, SAME_OF.get(of, "" if of == "膜面積" else of)) if value else None


def _kin(a: str, b: str) -> bool:
    """個 may count cells or particles, but cells are no particles."""
    return a == b or {a, b} <= {"count", "cells"} or {a, b} <= {"count", "particles"}


def _strangers(unit: str, of: str, other: str, other_of: str) -> bool:
    # A kg of nothing named is body weight and no amount of RNA.
    return of != other_of and (bool(of and other_of) or (unit == "kg") != (other == "kg"))


def ratio(source: Measure, target: Measure) -> Fraction | None:
    """What a value in `source` is multiplied by to be one in `target`; None where nothing converts.

    A substance that one side leaves out (ng/mg, ng/mg RNA) is taken to be the other's.
    """
    if len(source.per) != len(target.per):
        return None
    pairs: list[tuple[str, str, str, str, Fraction, int]] = []
    left = list(source.per)
    for t in target.per:
        near = next((s for s in left if s.unit == t.unit), None) or next(
            (s for s in left if s.unit and _kin(SIZE[s.unit][0], SIZE[t.unit][0])), None
        )
        if near is None:
            return None
        left.remove(near)
        pairs.append((near.unit, near.of, t.unit, t.of, Fraction(near.amount) / Fraction(t.amount), -1))
    if source.unit and target.unit:
        pairs.append((source.unit, source.of, target.unit, target.of, Fraction(1), 1))
    elif (source.unit or target.unit) and not (
        # 80×10^4/µL counts something that only the other side names.
        source.per and SIZE[source.unit or target.unit][0] in {"count", "cells", "particles"}
    ):
        return None
    factor = Fraction(1)
    for from_unit, from_of, to_unit, to_of, amounts, sign in pairs:
        (d1, s1), (d2, s2) = SIZE[from_unit], SIZE[to_unit]
        if not _kin(d1, d2) or _strangers(from_unit, from_of, to_unit, to_of):
            return None
        factor *= (amounts * s1 / s2) ** sign
    return factor
