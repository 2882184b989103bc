"""One amount as written: the number, its unit, the words that bound it, and what makes it no amount.

What stands beside it (1回, 週, the next number of a list) is `quantity`'s concern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from regenlint import unit as units
from regenlint.interval import Bound, Quantity, Relation, decimal
from regenlint.measure import Measure, ratio, read_measure
from regenlint.numeral import KANJI, NUMBER, POWER, Number, number

# Counters and signs that make a number a place, a name or a time of day.
_NOISE = (
    r"\d++-\d++-\d[\d-]*+|\d{3}-\d{4}(?!\d)|\d++(?:\.\d++){2,}+|\d++(?=第)"
    r"|\d++(?:の\d++)++(?! ?乗)|\d[\d,]{0,14}+ ?分の ?[\d一二三四五六七八九]+"
    r"|\d++:\d++(?! ?[例名人回個件匹本日年週か])|\d[\d,]{0,14}+/\d[\d,]{0,14}+(?![\d.]*+ ?[×xX^⁰¹²³⁴-⁹eE])"
    r"|\d{1,2} ?時(?![間点])(?: ?\d{1,2} ?分|半)?"
    r"|\d++ ?(?:条|項(?!目)|号|章|節|款|版|頁|ページ|番(?!目)|級|型|類|次(?!亜)|期|相|丁目|番地|階|群"
    r"|巻|編|月(?!齢)|年度|年代|歳代|等級|世代|行|列)"
)
_KANJI_UNIT = (
    r"(?:日(?!本|常|時|市|町|咳)|年(?!度|代|生|齢)|か月|カ月|ヶ月|箇月|週|時間|分(?=間|以内|以上|程度)"
    r"|回(?!転|答|収|復|避)|名(?!称|前)|人(?!工|体|間|ひ|一)|個(?!人|別|室|体)|歳|倍|割(?!合|付|り)|円|種類|か所)"
)
_SEPARATOR = (
    # 62から31へ is a change, not a range.
    r"~+|-|から(?![ ]?[-\d.,]+[^\d。、]{0,3}[へに](?!わた|かけ))|ないし|乃至|to[ ]"
)
_RELATION = r"の?間隔|ごと|毎(?!分)|おき(?!る)|後(?![半続発期世者遺])|前(?![後期処])|目(?![的標安視次])|以降|以後|経過"
_BOUND = (
    r"以[上下内](?!外)|未満|まで|の?うちに|[をに]?(?:超え|越え)(?:ない|ず|ぬ|[るてた]|)|超過?(?![音遠高低急臨純])"
    r"|を?[上下]回(?:らない|らず|[るりっ])|に?満たな[いく]?|よりも?(?:大き|多|高|長|小さ|少な|低|短)"
    r"|を?(?:上限|下限|限度)と|を切[るりっれ]|を過ぎ"
)
_RELATIONS = {
    "間隔": Relation.EVERY,
    "の間隔": Relation.EVERY,
    "ごと": Relation.EVERY,
    "毎": Relation.EVERY,
    "おき": Relation.EVERY,
    "後": Relation.AFTER,
    "以降": Relation.AFTER,
    "以後": Relation.AFTER,
    "経過": Relation.AFTER,
    "前": Relation.BEFORE,
    "目": Relation.ORDINAL,
}
# The first that fits decides: を超えない holds 超 and means its opposite.
_AFTER = (
    (re.compile(r"以下|まで|以内|上限|限度|うちに|[超越]え(?:ない|ず|ぬ)|上回(?:らな|らず)"), Bound.AT_MOST),
    (re.compile(r"未満|満たな|下回[るりっ]|切|小さ|少な|低|短"), Bound.BELOW),
    (re.compile(r"以上|下限|下回(?:らな|らず)"), Bound.AT_LEAST),
    (re.compile(r"超|越え|過ぎ|上回|大き|多|高|長"), Bound.ABOVE),
)
# 定量下限5 ng is a property of the method, 基準値上限 one of the laboratory.
_OWN = r"(?<![定検測基])(?<![量出定値準])"
_BEFORE = re.compile(
    rf"(?:(?P<most><=|=<|≤|最大で?|最高|最長で?|多くとも|長くとも|遅くとも|{_OWN}上限は?|NMT|[Nn]ot more than|up to)"
    rf"|(?P<least>>=|=>|≥|最低で?|最小|最短|少なくとも|{_OWN}下限は?|NLT|[Nn]ot less than)"
    r"|(?P<below><|[Ll]ess than)|(?P<above>>|[Mm]ore than)"
    r"|(?P<about>約|およそ|おおよそ|概ね|おおむね|ほぼ|~|≈|≒|about|approx\.))[ :]?$"
)
_BEFORE_ENDS = frozenset("=<>≤≥約そね大高長とでもはぼ限低小短TnptP~≈≒. :")


@cache
def _pattern() -> re.Pattern[str]:
    one = rf"(?:{NUMBER}|{KANJI}(?=[ ]?{_KANJI_UNIT}))"
    measure = units.pattern()
    return re.compile(
        rf"(?P<noise>{_NOISE})"
        rf"|(?P<low>{one})(?:[ ]?(?P<u1>{measure}))"
        r"(?P<half>半(?![ば減期数]))?"
        rf"(?:(?:[ ]?(?P<sep>{_SEPARATOR})[ ]?(?P<sign>[-ー](?=\d)|マイナス)?約?(?P<high>{one})(?:[ ]?±[ ]?{NUMBER})?"
        rf"|[ ]?±[ ]?(?P<tol>{NUMBER}))"
        rf"(?P<outer>\)[ ]?[×xX*][ ]?10{POWER})?"
        rf"(?:[ ]?(?P<u2>{measure})))?"
        rf"(?:[ ]?±[ ]?(?P<tol2>{NUMBER})[ ]?(?P<u3>{measure}))?"
        rf"(?:[ ]?(?P<rel>{_RELATION}))?"
        rf"(?:[ ]?(?P<bound>{_BOUND})(?P<late>{units.denominators()}+(?!以|未満|超|まで|を|後|前))?"
        r"|(?P<about>程度|前後|ほど|くらい|ぐらい))?"
        r"(?P<under>[ ]?(?:当た?り|あたり|につき))?"
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and whether 当たり stands behind it, which makes it a denominator."""

    quantity: Quantity
    under: bool


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a plain text without its dates, in order, each for itself."""
    last = at = 0
    while (m := _pattern().search(text, at)) is not None:
        if m["sep"] and _are_two(m):
            m = _pattern().match(text, m.start(), m.start("sep")) or m
        at = m.end()
        if m["noise"] is None and (found := _amount(text, m, last)) is not None:
            yield found
            last = m.end()


def _are_two(m: re.Match[str]) -> bool:
    """Whether both sides of what looks like a range measure different things: 30年間−80℃で保存."""
    one, two = (read_measure(m[side] or "") for side in ("u1", "u2"))
    return one is not None and two is not None and bool(one.unit and two.unit) and ratio(one, two) is None


_REFERENCE = re.compile(
    r"(?:第|図|表|別紙|別表|別添|資料|様式|文献|No\.?|№|番号|参考|注|§|日局|JP|USP|EP|項目|工程|ロット|Lot"
    r"|コホート|グレード|ステップ|クラス|ISO|第[ 0-9、,・~-]+)[ ]?$"
)
_MARKER = re.compile(r"[(]?\d{1,2}(?:[-.]\d{1,2})*[)]?(?:\.(?!\d)|[ ](?![/|、,]))")
_ACIDITY = re.compile(r"pH(?:値)?[ :はを]{0,2}$")
# 「1　細胞の入手」 is a heading, not one cell.
_HEADING_UNITS = frozenset({"cells", "container", "specimen", "body", "step", "site", "lot", "particles", "field"})
_HEADING = re.compile(r"\d{1,2}[ ]\S+?[の、一-龥ァ-ヺ]")
_SIGNED = frozenset({"℃", "mV", "kPa", "Pa", "%", "log", "kcal", ""})


def _alphanumeric(ch: str) -> bool:
    return ch.isascii() and ch.isalnum()


def _is_name(text: str, start: int, measure: Measure) -> bool:
    """Whether the digits belong to a word (CD73, HEK293細胞, S1-0023) and say no amount."""
    before = text[start - 1] if start else " "
    if before == "." and measure.unit:
        # A．6回 is an answer of six times.
        return text[start - 2 : start - 1].isdigit()
    if before in "_/.-":
        return start > 1 and _alphanumeric(text[start - 2])
    if not (before.isascii() and before.isalpha()) or text[max(0, start - 2) : start] == "pH":
        return False
    return not measure.unit or measure.unit in units.COUNTS


def _opens_line(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    return start - line <= 4 and not text[line:start].strip(" (#")


def _is_place(text: str, m: re.Match[str]) -> bool:
    """Whether a number without a unit is a place in a list, a reference or a piece of a name."""
    start, end = m.start("low"), m.end()
    after = text[end : end + 1]
    if (after.isascii() and after.isalpha()) or (after in ("-", ":", "/") and text[end + 1 : end + 2].isdigit()):
        return True
    if _REFERENCE.search(text, max(0, start - 8), start):
        return True
    if m["bound"] or m["tol"] or m["sep"]:
        return False
    if text[start - 1 : start] == "(" and after == ")":
        return True
    return bool(after and _opens_line(text, start) and _MARKER.match(text, start))


def _refused(text: str, m: re.Match[str], first: Number, measure: Measure, last: int) -> bool:
    raw, start = m["low"], m.start("low")
    before = text[start - 1 : start]
    if not raw[0].isdigit():
        # 十分, 一本 and 一本鎖 are words.
        if before and before in "数第十百千万一二三四五六七八九":
            return True
        if (raw == "十" and measure.unit == "min") or (raw == "一" and measure.unit in {"tube", "strand"}):
            return True
    # 500×g5分: what ends a unit begins no name.
    if before == "第" or (start != last and _is_name(text, start, measure)):
        return True
    if measure.unit in _HEADING_UNITS and _opens_line(text, start) and _HEADING.match(text, start):
        return True
    bare = measure == Measure("")
    if m["sep"] == "-" and ((bare and first.scale == 1) or _is_name(text, start, Measure(""))):
        return True
    return bare and _is_place(text, m)


def _measure(text: str, m: re.Match[str]) -> Measure | None:
    u1, u2 = m["u1"] or "", m["u2"] or ""
    # 1.0×10^8個±20%: the unit behind ± is that of the width, where it has one of its own.
    measure = read_measure(u1 if m["tol"] and u1 else u2 or u1)
    late = read_measure(m["late"]) if m["late"] else Measure("")
    if measure is None or late is None:
        return None
    if m["tol"] and not u1 and measure.unit == "%" and measure.per:
        # 4.0×10³ ± 20% /cm²: the % is the width's.
        return Measure("", "", measure.per)
    if late.per:
        # 1 CFU未満/4時間: the limit stands before the line.
        return Measure(measure.unit, measure.of, (*measure.per, *late.per))
    start = m.start("low")
    if measure == Measure("") and _ACIDITY.search(text, max(0, start - 6), start):
        return Measure("pH")
    return measure


def _sign_at(text: str, start: int) -> int:
    """Where the minus sign of a number at `start` begins, or `start` where it has none."""
    if text.startswith("マイナス", max(0, start - 4)) and start >= 4:
        return start - 4
    at = start - 1
    if at < 0 or text[at] not in "-ー":
        return start
    before = text[at - 1] if at else " "
    # ー before a number is a minus sign mistyped, unless it ends a word: フリーザー80℃.
    if text[at] == "ー" and "ァ" <= before <= "ヺ":
        return start
    return start if before in ")-" or _alphanumeric(before) else at


def _range(m: re.Match[str], first: Number, second: Number, measure: Measure, minus: bool) -> tuple[Decimal, Decimal]:
    """Both ends in `measure`; the lower end of 1～5×10⁶ leaves its power to the upper one."""
    low = first.value
    if first.scale == 1 and second.scale != 1 and first.value < second.mantissa:
        low = first.value * second.scale
    low = -low if minus else low
    high = -second.value if m["sign"] else second.value
    own = read_measure(m["u1"] or "")
    if own is not None and own != measure and (factor := ratio(own, measure)) is not None:
        low = decimal(Fraction(low) * factor)
    # −20～−30℃ is no range upside down: frost is counted from zero.
    return (high, low) if low < 0 and high < low else (low, high)


def _width(m: re.Match[str], middle: Decimal, measure: Measure) -> Decimal | None:
    """The half width of ±, in `measure`; None where there is no ± or its unit does not fit."""
    tolerance = number(m["tol"] or m["tol2"]) if m["tol"] or m["tol2"] else None
    if tolerance is None:
        return None
    own = m["u3"] or (m["u2"] if m["u1"] or not measure.unit else None)
    other = read_measure(own) if own else None
    if other is None or other == measure:
        return tolerance.value
    if other.unit == "%":
        return abs(middle) * tolerance.value / 100
    factor = ratio(other, measure)
    return None if factor is None else decimal(Fraction(tolerance.value) * factor)


def _limit(m: re.Match[str], before: re.Match[str] | None) -> Bound | None:
    """What the words around a number make of it; those behind it outweigh those before."""
    if m["bound"]:
        # 14日前まで is no upper limit: more days before are welcome.
        if m["bound"] == "まで" and m["rel"] == "前":
            return None
        return next((bound for words, bound in _AFTER if words.search(m["bound"])), None)
    if before is None:
        return None
    named = {"most": Bound.AT_MOST, "least": Bound.AT_LEAST, "below": Bound.BELOW, "above": Bound.ABOVE}
    return named.get(before.lastgroup or "")


def _amount(text: str, m: re.Match[str], last: int) -> Amount | None:
    first, measure = number(m["low"]), _measure(text, m)
    if first is None or measure is None or _refused(text, m, first, measure, last):
        return None
    second = number(m["high"]) if m["high"] else None
    start = m.start("low")
    sign_at = _sign_at(text, start)
    minus = sign_at < start and measure.unit in _SIGNED
    start = sign_at if minus else start
    value = -first.value if minus else first.value
    if m["half"] and measure.unit in units.TIMES:
        value += Decimal("0.5")
    low: Decimal | None
    high: Decimal | None
    low = high = value
    bound = Bound.EXACT
    if second is not None:
        bound = Bound.RANGE
        low, high = _range(m, first, second, measure, minus)
    elif (width := _width(m, value, measure)) is not None:
        bound = Bound.TOLERANCE
        low, high = value - width, value + width
    if m["outer"] and (outer := number("1" + m["outer"].lstrip(")").replace(" ", ""))) is not None:
        low, high = low * outer.scale, high * outer.scale
    near = text[start - 1] if start else ""
    before = _BEFORE.search(text, max(0, start - 14), start) if near in _BEFORE_ENDS else None
    start = before.start() if before else start
    limit = _limit(m, before)
    low_open, high_open = limit is Bound.ABOVE, limit is Bound.BELOW
    if limit is not None and bound is Bound.EXACT:
        bound = limit
        low, high = (None, high) if limit in (Bound.AT_MOST, Bound.BELOW) else (low, None)
    quantity = Quantity(
        start,
        m.start("under") if m["under"] else m.end(),
        m.start("low"),
        m.end("high") if second else m.end("low"),
        low,
        high,
        bound,
        measure,
        low_open,
        high_open,
        bool(m["about"] or (before and before["about"])),
        _RELATIONS.get(m["rel"] or "", Relation.NONE),
        first.exponent_lost or bool(second and second.exponent_lost),
    )
    return Amount(quantity, bool(m["under"]))
