"""Where word processors break lines of Japanese: what may not stand apart, and what joins two lines again."""

from __future__ import annotations

import re

from .pdf_glyphs import is_cjk
from .pdf_lines import Line

_MARKS = frozenset("、。，．・：；）」』】〕］｝〉》")
_CLOSING = frozenset("〜～、。，．・：；？！）」』】〕］｝〉》ーっゃゅょァィゥェォッャュョ々,.)]}％%/")
_BRACKETS = frozenset("（「『【〔［｛〈《([{")

_LATIN_END = re.compile(r"[!-~µμ×±]*$")
_LATIN_START = re.compile(r"[!-~µμ×±]*")


def first_word(ln: Line) -> float:
    """Width of what cannot be parted at a line's beginning, with the space drawn at the end of the line before.

    The rules are those of the strictest word processor: no break before closing marks and after
    opening ones, within Latin words and numbers, between a word and its bracket, and between 、
    and a word. Where another one does break there, a line is taken for full that was not quite.
    """
    text = ln.text.lstrip()
    if not text:
        return 0.0
    lead = sum({"\u3000": 1.0}.get(ch, 0.4) for ch in ln.runs[0].lead[:2])
    # A quarter em stands between an ideograph and a Latin letter.
    lead += 0.25 if not is_cjk(text[0]) else 0.0
    return (lead + width_of(_unit(text))) * ln.em


def width_of(text: str) -> float:
    """Width in em of a text in a common font."""
    return sum(1.0 if is_cjk(ch) else 0.52 for ch in text)


def _unit(text: str) -> str:
    """The beginning of a text that no line break may part."""
    k = 1
    while k < len(text) and _sticks(text[k - 1], text[k]):
        k += 1
    return text[:k]


def _sticks(a: str, b: str) -> bool:
    if a.isspace() or b.isspace():
        return False
    if b in _CLOSING or a in _BRACKETS:
        return True
    if b in _BRACKETS:
        return not is_cjk(a)
    if is_cjk(b):
        return a == "/"
    if a == "-" and b.isalpha():
        return False
    return not is_cjk(a) or a in _MARKS


def joined(above: Line, below: Line, width: float) -> str:
    """What stands between two lines of one paragraph `width` wide: the space that was drawn, or one between words."""
    a, b = above.text.rstrip(), below.text.lstrip()
    if not a or not b:
        return ""
    lead = below.runs[0].lead
    if lead and 0 <= below.runs[0].number - above.runs[-1].number - len(above.runs[-1].text) <= len(lead) + 3:
        return "\u3000" if "\u3000" in lead else "" if is_cjk(a[-1]) and is_cjk(b[0]) else " "
    if is_cjk(a[-1]) or is_cjk(b[0]):
        return ""
    if (a[-1] in "-/@_" and b[0].isalnum()) or b[0] in ",.;:)]}%/":
        return ""
    if not (a[-1].isascii() and b[0].isascii()):
        return ""
    # A word too long for its column is broken anywhere.
    head, tail = _LATIN_END.search(a), _LATIN_START.match(b)
    word = head.group() if head else ""
    if word[-1:].isalnum() and ("@" in word + b or "://" in word):
        return "" if len(word) > 3 else " "
    return "" if width_of(word + (tail.group() if tail else "")) * below.em > width else " "
