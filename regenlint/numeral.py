"""Numbers as Japanese technical text writes them: full width, commas, powers of ten, 億 and 万, 漢数字.

Everything here keeps lengths: `plain` replaces character by character, so that offsets found in
its result are offsets of the text as written. A raised digit stays raised (⁸), and digits that a
file sets as superscript become raised ones: without that, 10⁸ and 108 are the same five strokes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_PLAIN: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict.fromkeys(map(ord, "〜∼˜"), "~"),
    **dict.fromkeys(map(ord, "−‐‑‒–—―﹣"), "-"),
    **dict.fromkeys(map(ord, "✕✖⨯╳"), "×"),
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u200a\u202f\t"), " "),
    **dict.fromkeys(map(ord, "≦⩽"), "≤"),
    **dict.fromkeys(map(ord, "≧⩾"), "≥"),
    **dict.fromkeys(map(ord, "∕⁄"), "/"),
    **dict.fromkeys(map(ord, "⋅∙"), "·"),
    **dict.fromkeys(map(ord, "º˚"), "°"),
    ord("μ"): "µ",
    ord("ｶ"): "カ",
    ord("ｹ"): "ケ",
}
_RAISED = str.maketrans("0123456789-−－‐–+()（）０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁻⁻⁺⁽⁾⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_KANJI_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = {"万": 10**4, "億": 10**8, "兆": 10**12}

#: Pattern text of the parts of a number; compiled into the patterns of the modules that use it.
DIGITS = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+"
KANJI = r"[〇一二三四五六七八九十百千][〇一二三四五六七八九十百千万億]{0,24}+"
POWER = (
    r"(?:[ ]?\^[ ]?[({]?[-+]?\d{1,3}[)}]?|\*\*[-+]?\d{1,3}"
    r"|[⁺⁻]?[⁰¹²³⁴-⁹]++(?!⁾)|[ ]?の[ ]?[-+]?\d{1,2}[ ]?乗)"
)
# 1×108: nobody writes a factor of one hundred and eight; the raised 8 was lost on the way.
_LOST = (
    r"(?:(?:[1-9]|1\d)(?![\d.,%:/]|[ ]?(?:[mcnµ]?m\b|px))"
    r"|[ ](?:[1-9]|1\d)(?=[ ]?(?:個|細胞|粒子|cells?\b|vg\b|CFU|PFU|TU\b|copies)))"
)
NUMBER = (
    rf"(?:10{POWER}"
    rf"|{DIGITS}(?:[ ]?[×xX*·][ ]?10(?:{POWER}|{_LOST})"
    r"|[eE][-+]?\d{1,3}(?![\dA-Za-z])"
    r"|(?:[百千]?[万億兆])(?:\d[\d,]*+(?:\.\d+)?+[百千]?[万億]|[一二三四五六七八九][百千]?[万億])*+(?:\d[\d,]*+[百千]?(?=[円個人名例]))?+"
    r"|千(?=[円個人名例])|[ ]million|[ ]billion|M(?=[ ]?(?:個|細胞|cells?\b)))?+)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """What a number says: its value, the digits before the power of ten, and the power's factor.

    `value` is `mantissa * scale`; `scale` is 1 where there is no power or 億. `exponent_lost` is
    true where the power stood unraised (1×108) and was read as the power it must have been.
    """

    mantissa: Decimal
    scale: Decimal
    value: Decimal
    exponent_lost: bool = False


def plain(text: str, superscripts: Iterable[tuple[int, int]] = ()) -> str:
    """The text with one form for each kind of digit, sign and space; of the same length.

    `superscripts` are spans (code points) that the file sets raised.
    """
    out = text
    for start, end in superscripts:
        out = out[:start] + out[start:end].translate(_RAISED) + out[end:]
    return out.translate(_PLAIN)


def kanji_value(text: str) -> int | None:
    """The value of 二十四, 二〇二五 or 五千万; None where the characters make no number."""
    if not text:
        return None
    if all(c in _KANJI_DIGIT for c in text):
        # Digits in a row are a place-value number only as 一〇 or 二〇二五, not as 二、三 run together.
        value = int("".join(str(_KANJI_DIGIT[c]) for c in text))
        return value if len(text) == 1 or len(text) == 4 or "〇" in text or "零" in text else None
    total = part = digit = 0
    seen = False
    for c in text:
        if c in _KANJI_DIGIT:
            if seen:
                return None
            digit, seen = _KANJI_DIGIT[c], True
        elif c in _PLACE:
            part += (digit if seen else 1) * _PLACE[c]
            digit, seen = 0, False
        elif c in _MYRIAD:
            if not part and not seen:
                return None
            total += (part + digit) * _MYRIAD[c]
            part, digit, seen = 0, 0, False
        else:
            return None
    return total + part + digit


_EXPONENT = re.compile(
    r"^(?P<mantissa>[\d,.]*)[ ]?(?:[×xX*·][ ]?)?(?<!\d)10(?:"
    r"[ ]?\^[ ]?[({]?(?P<caret>[-+]?\d+)[)}]?|\*\*(?P<stars>[-+]?\d+)|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+)"
    r"|[ ]?の[ ]?(?P<word>[-+]?\d+)[ ]?乗|[ ]?(?P<lost>\d{1,2}))$"
)
_MIXED = re.compile(r"(?P<digits>[\d,.]+|[一二三四五六七八九])(?P<place>[百千]?)(?P<myriad>[万億兆]?)")
_WORDS = {" million": Decimal(10) ** 6, " billion": Decimal(10) ** 9, "M": Decimal(10) ** 6}


def _simple(digits: str) -> Decimal:
    if digits in _KANJI_DIGIT:
        return Decimal(_KANJI_DIGIT[digits])
    return Decimal(digits.replace(",", "").rstrip("."))


@lru_cache(maxsize=8192)
def number(text: str) -> Number | None:
    """The value of what `NUMBER` or `KANJI` matched in a plain text; None where it is no number."""
    one = Decimal(1)
    if text[0] in _KANJI_DIGIT or text[0] in _PLACE:
        value = kanji_value(text)
        return None if value is None else Number(Decimal(value), one, Decimal(value))
    if text[-1].isascii() and text[-1].isdigit() and text.replace(",", "").replace(".", "").isdigit():
        mantissa = _simple(text)
        return Number(mantissa, one, mantissa)
    if m := re.fullmatch(r"([\d,.]+)[eE]([-+]?\d+)", text):
        mantissa, scale = _simple(m[1]), Decimal(10) ** int(m[2])
        return Number(mantissa, scale, mantissa * scale)
    if m := _EXPONENT.match(text):
        power = m["caret"] or m["stars"] or m["raised"] or m["word"] or m["lost"]
        mantissa = _simple(m["mantissa"]) if m["mantissa"] else one
        scale = Decimal(10) ** int(power.translate(_LOWERED))
        return Number(mantissa, scale, mantissa * scale, bool(m["lost"]))
    for word, scale in _WORDS.items():
        if text.endswith(word):
            mantissa = _simple(text[: -len(word)])
            return Number(mantissa, scale, mantissa * scale)
    value_so_far = Decimal(0)
    first: Number | None = None
    for m in _MIXED.finditer(text):
        scale = Decimal(_PLACE.get(m["place"], 1) * _MYRIAD.get(m["myriad"], 1))
        value_so_far += _simple(m["digits"]) * scale
        first = first or Number(_simple(m["digits"]), scale, value_so_far)
    if first is None:
        return None
    return first if first.value == value_so_far else Number(value_so_far, one, value_so_far)
