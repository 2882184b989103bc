"""Characters of symbol fonts, which carry no meaning of their own, as the characters people see."""

from __future__ import annotations

_WINGDINGS = {
    0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0x6E: "■",
    0xA7: "■", 0xFC: "✓", 0xFB: "✗", 0x6C: "●", 0xA1: "○", 0x6D: "○", 0xA4: "◉", 0x75: "◆",
    0x76: "◆", 0xD8: "▶", 0xE0: "→", 0xDF: "←", 0xE8: "→", 0xF0: "⇨", 0x2A: "✉", 0x28: "☎",
}  # fmt: skip
_WINGDINGS_2 = {
    0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x50: "✓", 0x4F: "✗", 0x51: "☒", 0xA2: "■",
    0x97: "●", 0x99: "○", 0x9E: "・",
}  # fmt: skip
_SYMBOL = {
    **{0x61 + i: c for i, c in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    **{0x41 + i: c for i, c in enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")},
    **{0x20 + i: chr(0x20 + i) for i in range(0x20)},
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB7: "・", 0xA5: "∞", 0xB9: "≠",
    0xBB: "≈", 0xB8: "÷", 0xD7: "⋅", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xB6: "∂",
    0x7E: "～", 0x2D: "−", 0xA2: "′", 0xB2: "″", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip
#: Seen in text whose font is not known: only boxes, ticks and bullets are safe to tell.
PRIVATE = {0xF000 + k: v for k, v in {**_WINGDINGS, 0xA3: "☐", 0x52: "☑", 0xB7: "・"}.items()}
UNKNOWN = "〓"


def symbol(code: int, font: str) -> str:
    """The visible character for a code of a symbol font; 〓 where it is not known."""
    name = font.lower().replace(" ", "")
    low = code & 0xFF
    if name.startswith(("wingdings2", "wingdings3")):
        return _WINGDINGS_2.get(low, UNKNOWN)
    if name.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(low, UNKNOWN)
    if name.startswith("symbol"):
        return _SYMBOL.get(low, UNKNOWN)
    return PRIVATE.get(code, UNKNOWN) if 0xE000 <= code <= 0xF8FF else chr(code) if code else ""


def is_symbol_font(font: str) -> bool:
    """Whether letters set in that font are pictures, not letters."""
    return font.lower().startswith(("wingdings", "webdings", "symbol"))


def shown(text: str, font: str = "") -> str:
    """Text with the private-use characters of symbol fonts replaced where they are known."""
    if font and is_symbol_font(font):
        return "".join(c if c.isspace() else symbol(ord(c), font) for c in text)
    if not any("\ue000" <= c <= "\uf8ff" for c in text):
        return text
    return "".join(PRIVATE.get(ord(c), c) for c in text)
