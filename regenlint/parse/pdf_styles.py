"""How text objects of a PDF are set: size, weight, slant, colour, visibility."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from .symbols import is_symbol_font

_INVISIBLE = 3
_STROKED = 2
_HEAVY = ("bold", "heavy", "black", "demi", "-w6", "-w7", "-w8", "-w9", "-eb", "-db", "ultra")


class Style(NamedTuple):
    """How a text object is set.

    `em` is the type size in points as drawn, `wide` the same across; `colour` is RRGGBB, empty for
    black; `tag` the number of the tagged paragraph on the page, 0 for none; `quarter` the
    direction of writing in quarters of a circle; `font` the name without its subset tag.
    """

    em: float
    wide: float
    bold: bool
    italic: bool
    colour: str
    invisible: bool
    tag: int
    quarter: int
    font: str = ""
    is_symbol: bool = False
    struck: bool = False


def fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A PDFium function called with plain addresses, at half the cost: it is called for every character."""
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    assert address is not None, name  # noqa: S101 — a symbol of the library we ship with
    found: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return found


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_get_matrix = fast("FPDFPageObj_GetMatrix", _int, _pointer, _pointer)
_get_size = fast("FPDFTextObj_GetFontSize", _int, _pointer, _pointer)
_get_font = fast("FPDFTextObj_GetFont", _pointer, _pointer)
_get_mode = fast("FPDFTextObj_GetTextRenderMode", _int, _pointer)
_get_fill = fast("FPDFPageObj_GetFillColor", _int, *[_pointer] * 5)
_get_tag = fast("FPDFPageObj_GetMarkedContentID", _int, _pointer)


class Styles:
    """Styles of the text objects of a page. `paragraphs` are numbers of tagged paragraphs by marked-content id."""

    def __init__(self, paragraphs: Mapping[int, int]) -> None:
        """Of a page just opened: PDFium reuses the addresses of closed ones."""
        self._paragraphs = paragraphs
        self._fonts: dict[int | None, tuple[bool, bool, str]] = {None: (False, False, "")}
        self._known: dict[tuple[Any, ...], Style] = {}
        self._matrix = pdfium_c.FS_MATRIX()
        self._size = ctypes.c_float()
        self._rgba = [ctypes.c_uint() for _ in range(4)]
        self._at_matrix = ctypes.addressof(self._matrix)
        self._at_size = ctypes.addressof(self._size)
        self._at_rgba = [ctypes.addressof(c) for c in self._rgba]

    def of(self, text_object: int) -> Style:
        """The style of a text object; sizes include the page's scaling."""
        matrix = self._matrix
        _get_matrix(text_object, self._at_matrix)
        _get_size(text_object, self._at_size)
        font = _get_font(text_object)
        if font not in self._fonts:
            self._fonts[font] = self._read_font(font)
        r, g, b, _ = self._rgba
        if not _get_fill(text_object, *self._at_rgba):
            r.value = g.value = b.value = 0
        tag = self._paragraphs.get(_get_tag(text_object), 0) if self._paragraphs else 0
        key = (
            font, self._size.value, matrix.a, matrix.b, matrix.c, matrix.d,
            _get_mode(text_object), r.value, g.value, b.value, tag,
        )  # fmt: skip
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._style(*key)
        return known

    def _style(
        self, font: int | None, size: float, a: float, b: float, c: float, d: float, mode: int,
        red: int, green: int, blue: int, tag: int,
    ) -> Style:  # fmt: skip
        bold, italic, name = self._fonts[font]
        leans = abs(c) > 0.1 * abs(d) and abs(b) < 0.01 * abs(a)
        return Style(
            abs(size) * math.hypot(c, d),
            abs(size) * math.hypot(a, b),
            bold or mode == _STROKED,
            italic or leans,
            f"{red:02X}{green:02X}{blue:02X}" if red or green or blue else "",
            mode == _INVISIBLE,
            tag,
            round(math.atan2(b, a) / (math.pi / 2)) % 4,
            name,
            is_symbol_font(name),
        )

    @staticmethod
    def _read_font(font: int) -> tuple[bool, bool, str]:
        handle = ctypes.cast(font, pdfium_c.FPDF_FONT)
        buffer = ctypes.create_string_buffer(256)
        length = pdfium_c.FPDFFont_GetBaseFontName(handle, buffer, 256)
        name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace").split("+")[-1]
        low = name.lower()
        angle = ctypes.c_int()
        leans = bool(pdfium_c.FPDFFont_GetItalicAngle(handle, ctypes.byref(angle))) and angle.value != 0
        heavy = any(word in low for word in _HEAVY) or pdfium_c.FPDFFont_GetWeight(handle) >= 600
        return heavy, leans or "italic" in low or "oblique" in low, name
