"""Calendar dates as plans write them: eras, both calendars side by side, months, years, English ones.

A date keeps what was written and what is wrong with it; nothing is put right silently. Spans of
time (7日以内) are no dates: `deadline` reads those.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from regenlint.numeral import kanji_value, plain


class Precision(StrEnum):
    """How much of a date is written."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Fault(StrEnum):
    """What is wrong with a date as written."""

    NO_SUCH_DAY = "no-such-day"
    OUTSIDE_ERA = "outside-era"
    YEARS_DIFFER = "years-differ"


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text, `start:end` in code points of the text as written.

    `year` is the Gregorian one, from the era where there is one, and None for 5月31日 alone.
    `other_year` is the second of a pair 令和7年（2025年）. `fiscal` marks 年度 (April to March).
    """

    start: int
    end: int
    precision: Precision
    year: int | None
    month: int | None = None
    day: int | None = None
    era: str = ""
    other_year: int | None = None
    fiscal: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def first(self) -> date | None:
        """The earliest day it can mean; None without a year or where there is no such day."""
        if self.year is None or Fault.NO_SUCH_DAY in self.faults or not 1 <= self.year <= 9998:
            return None
        return date(self.year, self.month or (4 if self.fiscal else 1), self.day or 1)

    @property
    def last(self) -> date | None:
        """The latest day it can mean; None where `first` is."""
        first = self.first
        if first is None or self.precision is Precision.DAY:
            return first
        if self.fiscal and self.month is None:
            return date(first.year + 1, 3, 31)
        month = self.month or 12
        return date(first.year, month, calendar.monthrange(first.year, month)[1])


# First and last day of each era, both inclusive; the day of change belongs to either.
_ERAS: dict[str, tuple[int, date, date]] = {
    "明治": (1867, date(1868, 1, 25), date(1912, 7, 30)),
    "大正": (1911, date(1912, 7, 30), date(1926, 12, 25)),
    "昭和": (1925, date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (2018, date(2019, 5, 1), date.max),
}
_ERA_NAMES = {
    **{name: name for name in _ERAS},
    "㍾": "明治",
    "㍽": "大正",
    "㍼": "昭和",
    "㍻": "平成",
    "㋿": "令和",
    "R": "令和",
    "H": "平成",
    "S": "昭和",
    "r": "令和",
    "h": "平成",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@cache
def _pattern() -> re.Pattern[str]:
    two = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
    day = rf"(?:[ ]?(?:(?P<m%s>{two})[ ]?月)(?:[ ]?(?P<d%s>{two})[ ]?日)?)?"
    months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    month_name = rf"(?:{months}|{months.upper()})[A-Za-z]{{0,6}}\.?"
    era = "明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿]"
    western = r"(?:19|20)\d\d|[一二][〇九][〇一二三四五六七八九]{2}"
    separated = r"(?P<s%s>[-/.])(?P<mm%s>\d{1,2})(?P=s%s)(?P<dd%s>\d{1,2})(?![\d]|[-/.]\d)"
    return re.compile(
        # 令和7年（2025年）5月31日, 平成26年法律第85号, 令和7(2025)年度
        rf"(?P<era>{era})[ ]?(?P<ey>元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
        rf"(?:[ ]?[(][ ]?(?:西暦)?(?P<pair0>(?:19|20)\d\d)[ ]?[)])?[ ]?"
        r"(?:年(?P<fy0>度)?"
        rf"(?:[ ]?[(/][ ]?(?:西暦)?(?P<pair1>(?:19|20)\d\d)(?:[ ]?年)?(?:度)?[ ]?[)]?)?(?!間)"
        rf"{day % ('1', '1')}|{separated % ('1', '1', '1', '1')})"
        # R7.5.31, H31/4/30
        rf"|(?<![A-Za-z0-9])(?P<le>[RHSrh])[ ]?(?P<ly>元|\d{{1,2}})"
        rf"(?:{separated % ('2', '2', '2', '2')}|[ ]?年{day % ('2', '2')})"
        # 2025年（令和7年）5月31日, 2025年5月, 2025/5/31
        rf"|(?<![\d.A-Za-z])(?<!\d[-/])(?P<wy>{western})"
        rf"(?:[ ]?[(][ ]?(?P<pe0>{era}|[RH])[ ]?(?P<pey0>元|\d{{1,2}})[ ]?年?[ ]?[)])?"
        r"(?:[ ]?年(?P<fy3>度)?"
        rf"(?:[ ]?[(/][ ]?(?P<pe1>{era}|[RH])[ ]?(?P<pey1>元|\d{{1,2}})[ ]?年?(?:度)?[ ]?[)]?)?(?!間)"
        rf"{day % ('3', '3')}|{separated % ('3', '3', '3', '3')}|/(?P<ms>0?[1-9]|1[0-2])(?![\d/])"
        r"|(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12]\d|3[01])(?![\dA-Za-z]|-\d))"
        # 31 May 2025, May 31, 2025
        rf"|(?<!\d)(?P<xd>\d{{1,2}})[- ](?P<xm>{month_name})[-, ]{{1,2}}(?P<xy>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<ym>{month_name})[ ](?:(?P<yd>\d{{1,2}})(?:st|nd|rd|th)?,?[ ])?(?P<yy>(?:19|20)\d\d)(?!\d)"
        # 5月31日 without a year
        rf"|(?<![\d年.])(?P<bm>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[ ]?月[ ]?(?P<bd>{two})[ ]?日(?!間)"
    )


def _integer(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() and text.isascii() else kanji_value(text)


def _days_of(year: int | None, month: int) -> int:
    # Without a year 2月29日 may well exist.
    return calendar.monthrange(year if year and year <= 9998 else 2000, month)[1]


def _faults(d: Date) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    year, month, day, era = d.year, d.month, d.day, d.era
    if (month is not None and not 1 <= month <= 12) or (
        day is not None and month is not None and not 1 <= day <= _days_of(year, month)
    ):
        faults.append(Fault.NO_SUCH_DAY)
    if era and year is not None and not faults:
        _, begins, ends = _ERAS[era]
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or _days_of(year, last_month))
        # 平成31年度 runs on after the era has ended; it only must not begin after it.
        if last < begins or (date(year, 4, 1) if d.fiscal else first) > ends:
            faults.append(Fault.OUTSIDE_ERA)
    if d.other_year is not None and year is not None and d.other_year != year:
        faults.append(Fault.YEARS_DIFFER)
    return tuple(faults)


def _era_year(era: str, written: str | None) -> int | None:
    number = _integer(written)
    return None if not number else _ERAS[era][0] + number


def _date(m: re.Match[str]) -> Date | None:
    g = m.groupdict()
    era, year, other, fiscal = "", None, None, False
    month: int | None
    day: int | None
    if g["era"] or g["le"]:
        era = _ERA_NAMES[g["era"] or g["le"]]
        year = _era_year(era, g["ey"] or g["ly"])
        other = _integer(g["pair0"] or g["pair1"])
        fiscal = bool(g["fy0"])
        month = _integer(g["m1"] or g["mm1"] or g["m2"] or g["mm2"])
        day = _integer(g["d1"] or g["dd1"] or g["d2"] or g["dd2"])
    elif g["wy"]:
        year, fiscal = _integer(g["wy"]), bool(g["fy3"])
        if letter := g["pe0"] or g["pe1"]:
            era = _ERA_NAMES[letter]
            year, other = _era_year(era, g["pey0"] or g["pey1"]), year
        month = _integer(g["m3"] or g["mm3"] or g["ms"] or g["cm"])
        day = _integer(g["d3"] or g["dd3"] or g["cd"])
    elif g["xy"] or g["yy"]:
        year, day = _integer(g["xy"] or g["yy"]), _integer(g["xd"] or g["yd"])
        month = _MONTHS.index((g["xm"] or g["ym"])[:3].lower()) + 1
    else:
        month, day = _integer(g["bm"]), _integer(g["bd"])
        if month is None or day is None:
            return None
    if (year is None) != bool(g["bm"]):
        return None
    precision = Precision.DAY if day is not None else Precision.MONTH if month is not None else Precision.YEAR
    read = Date(m.start(), m.end(), precision, year, month, day, era, other, fiscal)
    faults = _faults(read)
    # R1.2.3 is a version and 20251399 a number: only a calendar makes dates of them.
    if g["le"] and not g["m2"] and (Fault.OUTSIDE_ERA in faults or (month or 0) > 12 or (day or 0) > 31):
        return None
    if g["cm"] and faults:
        return None
    return replace(read, faults=faults) if faults else read


def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text in order; 令和7年5月31日（2025年5月31日） is one date with a pair.

    The second of two such dates is dropped after it was compared: where it is another day, the
    date has the fault `YEARS_DIFFER`.
    """
    shaped = plain(text)
    found = [d for m in _pattern().finditer(shaped) if (d := _date(m)) is not None]
    return tuple(_paired(found, shaped))


def _paired(found: Iterable[Date], text: str) -> list[Date]:
    out: list[Date] = []
    for d in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.year is not None
            and d.year is not None
            and bool(before.era) != bool(d.era)
            and before.other_year is None
            and before.precision is d.precision
            and text[before.end : d.start].strip() in {"(", "(西暦"}
            and text[d.end : d.end + 1] == ")"
        ):
            western, other = (d.year, before) if before.era else (before.year, d)
            same = (before.year, before.month, before.day) == (d.year, d.month, d.day)
            faults = dict.fromkeys((*before.faults, *d.faults, *(() if same else (Fault.YEARS_DIFFER,))))
            out[-1] = replace(
                before,
                end=d.end + 1,
                era=other.era,
                year=other.year,
                other_year=western,
                faults=tuple(faults),
            )
        else:
            out.append(d)
    return out


@cache
def _blank() -> re.Pattern[str]:
    # Gaps are short; without a limit a page of spaces would be searched from each of them.
    hole = r"[ 〇○◯●□_X*x・]{0,16}"
    some = rf"(?:[ ]?\d{{1,2}}[ ]?|{hole})"
    era = r"(?:明治|大正|昭和|平成|令和|西暦|20)"
    return re.compile(rf"(?:{era}(?:\d{{1,2}}|{hole})[ ]?)?(?:年{hole}月(?:{hole}日)?|年{some}月{hole}(?<!月)日)")


def blank_dates(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of dates never filled in: 「令和　年　月　日」「令和〇年〇月〇日」「令和8年　月　日」."""
    shaped = plain(text)
    out = []
    for m in _blank().finditer(shaped):
        # 作成年月日 is a label: only a gap or an era makes it a date to be filled in.
        if m.group().strip() in {"年月日", "年月"}:
            continue
        start = m.start() + len(m.group()) - len(m.group().lstrip())
        out.append((start, m.end()))
    return tuple(out)
