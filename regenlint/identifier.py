"""Numbers that name something: plans, facilities, committees, registrations, telephones, addresses.

An identifier with the wrong count of digits is reported as not well formed rather than passed
over: it is what a typing error looks like. The forms follow published examples; how the digits
divide (office, year, serial) is inferred from them, and `year` is no more than that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from regenlint.numeral import plain


class IdentifierKind(StrEnum):
    """What an identifier names."""

    PLAN = "plan"
    FACILITY = "facility"
    COMMITTEE = "committee"
    JRCT = "jrct"
    DISCLOSURE = "disclosure"
    NOTICE = "notice"
    TRIAL = "trial"
    ERAD = "e-rad"
    MAIL = "mail"
    POSTAL = "postal"
    PHONE = "phone"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in a text; `start:end` are code points of the text as written.

    `value` is its one spelling: half width, capitals as issued, digits only for telephones
    (+81 becomes 0), 123-4567 for postal codes. `well_formed` is false where letters or the count
    of digits do not fit the kind.
    """

    start: int
    end: int
    kind: IdentifierKind
    value: str
    well_formed: bool = True

    @property
    def letter(self) -> str:
        """A, B, C of PA, FB, NA …; a, b, c, s of jRCT numbers, empty for jRCT of other acts."""
        if self.kind in (IdentifierKind.PLAN, IdentifierKind.FACILITY, IdentifierKind.COMMITTEE):
            return self.value[1]
        if self.kind is IdentifierKind.JRCT and len(self.value) > 4 and self.value[4].isalpha():
            return self.value[4]
        return ""

    @property
    def plan_class(self) -> int | None:
        """1, 2 or 3 for the class a plan number or a jRCT number of this act names."""
        if self.kind in (IdentifierKind.PLAN, IdentifierKind.JRCT):
            return {"a": 1, "b": 2, "c": 3}.get(self.letter.lower())
        return None

    @property
    def year(self) -> int | None:
        """The year of issue as the digits seem to tell it; None where they do not."""
        if not self.well_formed:
            return None
        digits = re.sub(r"\D", "", self.value)
        if self.kind in (IdentifierKind.PLAN, IdentifierKind.FACILITY, IdentifierKind.COMMITTEE):
            return 2000 + int(digits[1:3])
        if self.kind is IdentifierKind.JRCT and self.letter:
            return 2000 + int(digits[3:5])
        return None


_LETTERS = {"P": IdentifierKind.PLAN, "F": IdentifierKind.FACILITY, "N": IdentifierKind.COMMITTEE}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<mail>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)"
        r"|(?<![A-Za-z0-9_-])(?:"
        # An O among the digits is a zero mistyped; a shorter run may be some other code.
        r"(?P<act>[PFN][ABC])[- ]?(?P<digits>[0-9O]{5,9})(?![A-Za-z0-9])"
        r"|(?P<jrct>[jJ]RCT|JRCT)[- ]?(?P<jletter>[A-Za-z]?)[- ]?(?P<jdigits>\d{6,12})(?![A-Za-z0-9])"
        r"|(?P<trial>NCT\d{8}|UMIN\d{9}|JapicCTI-?\d{6}|JMA-IIA\d{5}|ISRCTN\d{8})(?!\d)"
        r"|[eE]-?[Rr]ad[^\d\n]{0,24}(?P<erad>\d[\dー-]{4,11})(?!\d)"
        r"|(?P<disclosure>\d{2}[A-Z]\d{7})(?![A-Za-z0-9])"
        r"|〒[ ]?(?P<marked>\d{3}-?\d{3,5})(?![\d-])"
        r"|(?P<postal>\d{3}-\d{4})(?![\d-])"
        r"|(?P<phone>(?:\+81[- ]?(?:\(0\))?\d{1,4}|[(]0\d{1,4}[)]|0\d{1,4})"
        r"(?:[ ]?-[ ]?\d{1,4}[ ]?-[ ]?\d{3,4}|[ ]?[(]\d{1,4}[)][ ]?\d{3,4}|(?<=[)])[ ]?\d{1,4}-\d{3,4})(?![\d-])"
        r"|(?<=[: LX話号])0\d{9,10}(?!\d)))"
        r"|(?P<notice>[一-龥]{1,8}?(?<!開)発(?:[ ]?\d{4})?[ ]?第[ ]?\d{1,5}[ ]?号(?:の\d+)?)"
    )


_AREA = re.compile(r"(?:[(]0\d[)]|0\d[ ]?[-(]|\+81[- ]?(?:[(]0[)])?\d[ ]?[-(])")
_FAX = re.compile(r"(?:FAX|Fax|fax|ファックス|ファクス|ファクシミリ|F[.:]?)[^\d]{0,10}$")
_TELEPHONE = re.compile(r"(?:TEL|Tel|tel|電話|ダイヤル|携帯)[^\d]{0,10}$")


def identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a text, in order."""
    shaped = plain(text)
    return tuple(i for m in _pattern().finditer(shaped) if (i := _identifier(m, shaped)) is not None)


def _identifier(m: re.Match[str], text: str) -> Identifier | None:
    g = m.groupdict()
    start, end = m.span()
    if mail := g["mail"]:
        return Identifier(start, end, IdentifierKind.MAIL, mail.lower())
    if g["act"]:
        digits = g["digits"]
        if sum(c.isdigit() for c in digits) < 5:
            return None
        fits = len(digits) == 7 and digits.isdigit() and g["act"] != "NC"
        return Identifier(start, end, _LETTERS[g["act"][0]], g["act"] + digits, fits)
    if g["jrct"]:
        letter = g["jletter"].lower()
        fits = letter in {"", "a", "b", "c", "s"} and len(g["jdigits"]) == (9 if letter else 10)
        return Identifier(start, end, IdentifierKind.JRCT, f"jRCT{letter}{g['jdigits']}", fits)
    if g["trial"]:
        return Identifier(start, end, IdentifierKind.TRIAL, g["trial"])
    if g["erad"]:
        value = re.sub(r"\D", "", g["erad"])
        return Identifier(m.start("erad"), end, IdentifierKind.ERAD, value, len(value) == 8)
    if g["disclosure"]:
        return Identifier(start, end, IdentifierKind.DISCLOSURE, g["disclosure"])
    if g["marked"] or g["postal"]:
        value = (g["marked"] or g["postal"]).replace("-", "")
        # The last two parts of a telephone number cut by a line look like a postal code.
        if not g["marked"] and _TELEPHONE.search(text, max(0, start - 14), start):
            return None
        return Identifier(start, end, IdentifierKind.POSTAL, f"{value[:3]}-{value[3:]}", len(value) == 7)
    if phone := g["phone"]:
        value = re.sub(r"\D", "", re.sub(r"^\+81[- ]?(?:\(0\))?", "0", phone))
        kind = IdentifierKind.PHONE
        if _FAX.search(text, max(0, start - 24), start):
            kind = IdentifierKind.FAX
        # 0120 and area codes have ten digits, mobile and IP telephones eleven; 06-0000-… is Osaka, not 060.
        fits = len(value) == (10 if _AREA.match(phone) else 11 if re.match(r"0[5-9]0", value) else 10)
        return Identifier(start, end, kind, value, fits)
    if notice := g["notice"]:
        return Identifier(start, end, IdentifierKind.NOTICE, notice.replace(" ", ""))
    return None
