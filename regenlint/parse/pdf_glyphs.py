"""Single characters of PDFs: what a code point is meant to be, and which of them are Japanese.

Fonts give 279 radical code points the glyph of an ideograph, and producers write one of them into
ToUnicode; Wingdings boxes arrive as private-use characters. What a reader of the page sees is the
ideograph and the box, so that is what the text holds.
"""

from __future__ import annotations

import re
import unicodedata

from .symbols import PRIVATE

# Radicals that NFKC leaves alone or sends to a form Japanese does not use (⼾ to 戶).
_RADICALS = dict(
    zip("⺠⻄⻑⻘⻨⻩⻫⻭⻯⻲⻤⻝⻁⻣⺟⻀⺒⻆⼾⿊", "民西長青麦黄斉歯竜亀鬼食虎骨母卜巳角戸黒", strict=True)
)
#: Line-end hyphens as PDFium reports them.
HYPHENS = frozenset((0x02, 0xFFFE))

_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_CJK = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\u2460-\u24ff"
    r"\u25a0-\u25ff\u2610-\u2612\U00020000-\U0002ffff]"
)


def _as_meant() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x2E80, 0x2FE0):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            table[code] = plain
    table.update((ord(radical), plain) for radical, plain in _RADICALS.items())
    table.update(PRIVATE)
    return table


#: Code point to the character a reader of the page sees, for radicals and symbol fonts.
AS_MEANT = _as_meant()


class _Japanese(dict[str, bool]):
    def __missing__(self, ch: str) -> bool:
        known = self[ch] = bool(_CJK.match(ch))
        return known


_KNOWN = _Japanese()


def is_cjk(ch: str) -> bool:
    """True for a character set on the square of Japanese type: kana, ideographs, full-width forms, boxes."""
    return _KNOWN[ch[:1]]


def radicals(text: str) -> list[str]:
    """The radicals in a text that stand where ideographs are meant."""
    return _RADICAL.findall(text)
