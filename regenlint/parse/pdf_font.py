"""The font PDFium is given for what a PDF does not embed: one square for every character.

PDFium otherwise takes a font of the machine. Where the machine has none, its characters have no
extent, and it takes equal words below each other (a column of 「適合」) for one drawn twice: the text is
lost without a sign. With this font a PDF is read alike on every machine. Widths come from the PDF.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium_c

_EM, _UP, _DOWN = 1000, 880, -120
#: Charsets of Japanese, Korean, simplified and traditional Chinese fonts, by their Windows numbers.
_EAST_ASIAN = frozenset({128, 129, 134, 136})


def square() -> bytes:
    """A TrueType font (OpenType 1.9) of two shapes: the em square for every character, half of it for narrow ones."""
    shapes = [b"", _box(_EM), _box(_EM // 2)]
    ends = [sum(map(len, shapes[: k + 1])) for k in range(len(shapes))]
    groups = [(1, 0x1F, 1), (0x20, 0x7E, 2), (0x7F, 0xFF60, 1), (0xFF61, 0xFF9F, 2), (0xFFA0, 0x10FFFF, 1)]
    # Format 13 maps a whole range to one glyph.
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups))
    tables = {
        b"cmap": cmap + b"".join(struct.pack(">III", *group) for group in groups),
        b"glyf": b"".join(shapes),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DOWN, _EM, _UP, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _UP, _DOWN, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", _EM, 0, _EM, 0, _EM // 2, 0),
        b"loca": struct.pack(">4I", 0, *ends),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    at = len(head) + 16 * len(tables)
    entries, bodies = b"", b""
    for tag, body in sorted(tables.items()):
        entries += tag + struct.pack(">III", 0, at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    return head + entries + bodies


def _box(width: int) -> bytes:
    """The outline of an upright rectangle as wide as that."""
    across, up = (0, 0, width, 0), (_DOWN, _UP - _DOWN, 0, _DOWN - _UP)
    shape = struct.pack(">hhhhhHH", 1, 0, _DOWN, width, _UP, 3, 0) + bytes([1] * 4) + struct.pack(">8h", *across, *up)
    return shape + bytes(-len(shape) % 4)


class _Fonts:
    """PDFium's view of a machine with that one font; its callbacks live as long as the process."""

    def __init__(self) -> None:
        self._data = square()
        types = dict(pdfium_c.FPDF_SYSFONTINFO._fields_)
        calls = {
            "Release": lambda _: None,
            "EnumFonts": lambda _, mapper: None,
            # For others it has fonts of its own, with the measures of their letters.
            "MapFont": lambda _, weight, italic, charset, family, face, exact: int(charset in _EAST_ASIAN),
            "GetFont": lambda _, face: 0,
            "GetFontData": self._copied,
            "GetFaceName": lambda _, font, buffer, size: 0,
            "GetFontCharset": lambda _, font: 0,
            "DeleteFont": lambda _, font: None,
        }
        self.info = pdfium_c.FPDF_SYSFONTINFO(1, **{name: types[name](call) for name, call in calls.items()})

    def _copied(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(self._data):
            ctypes.memmove(buffer, self._data, len(self._data))
        return len(self._data)


@cache
def give_square() -> Any:
    """Give PDFium the font, once for the process, before the first document is opened; the result keeps it alive."""
    fonts = _Fonts()
    pdfium_c.FPDF_SetSystemFontInfo(ctypes.byref(fonts.info))
    return fonts
