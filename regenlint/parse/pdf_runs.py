"""The characters of a PDF page as runs: pieces of one text object without a gap, with their places.

PDFium gives characters in the order they are drawn, with spaces it makes up. Nothing here trusts
that order: a run is only what is certain (one text object, one baseline, no gap), and
`pdf_lines` puts runs in order by where they stand. Coordinates are points on the page turned so
that lines run left to right.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from .pdf_glyphs import AS_MEANT, HYPHENS

Box = tuple[float, float, float, float]

_SPACES = frozenset((0x20, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009))
_INVISIBLE = 3
_STROKED = 2
_HEAVY = ("bold", "heavy", "black", "demi", "-w6", "-w7", "-w8", "-w9", "-eb", "-db", "ultra")


class Style(NamedTuple):
    """How a text object is set. `em` is the size in points as drawn, `colour` RRGGBB, `tag` a marked-content id."""

    em: float
    bold: bool
    italic: bool
    colour: str
    invisible: bool
    tag: int
    quarter: int
    struck: bool = False


class Run(NamedTuple):
    """Text without a gap: `left` to `right` at `base` (the baseline); `number` is that of its first character on the page.

    `lead` is white space that was drawn before the run, `typed` its width in points. `source` is where on the page it came
    from (a form field's value is not among the page's characters: index -1).
    """

    text: str
    left: float
    right: float
    base: float
    em: float
    style: Style
    number: int
    lead: str = ""
    typed: float = 0.0

    @property
    def bottom(self) -> float:
        """Lower edge of the em box; fonts disagree about their own boxes."""
        return self.base - 0.12 * self.em

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.base + 0.88 * self.em


class Turn(NamedTuple):
    """How the page was turned to read it: `quarters` of a circle, the page's size before, and where its corner lay."""

    quarters: int
    width: float
    height: float
    vertical: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def is_still(self) -> bool:
        """True where nothing is turned or moved."""
        return not (self.quarters or self.x or self.y)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page on the turned page."""
        x, y = x - self.x, y - self.y
        if self.quarters == 1:
            return self.height - y, x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return y, self.width - x
        return x, y

    def box(self, box: Box) -> Box:
        """A box of the page on the turned page."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def back(self, box: Box) -> Box:
        """A box of the turned page on the page as it is in the file."""
        inverse = Turn((0, 3, 2, 1)[self.quarters], *self.size)
        left, bottom, right, top = inverse.box(box)
        return left + self.x, bottom + self.y, right + self.x, top + self.y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)


class Glyph(NamedTuple):
    """One visible character: its box, its text object, white space drawn before it and its width."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    number: int
    lead: str
    style: Style
    typed: float


def _fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A PDFium function called with plain pointers: half the cost of the typed call, per character."""
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    prototype = ctypes.PYFUNCTYPE(result, *arguments)
    return prototype(address)  # type: ignore[no-any-return, call-overload]  # ctypes has no type for it


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_get_box = _fast("FPDFText_GetLooseCharBox", _int, _pointer, _int, _pointer)
_get_object = _fast("FPDFText_GetTextObject", _pointer, _pointer, _int)
_is_generated = _fast("FPDFText_IsGenerated", _int, _pointer, _int)
_get_origin = _fast("FPDFText_GetCharOrigin", _int, _pointer, _int, _pointer, _pointer)
_get_unicode = _fast("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)
_get_matrix = _fast("FPDFPageObj_GetMatrix", _int, _pointer, _pointer)
_get_size = _fast("FPDFTextObj_GetFontSize", _int, _pointer, _pointer)
_get_font = _fast("FPDFTextObj_GetFont", _pointer, _pointer)
_get_mode = _fast("FPDFTextObj_GetTextRenderMode", _int, _pointer)
_get_fill = _fast("FPDFPageObj_GetFillColor", _int, *[_pointer] * 5)
_get_tag = _fast("FPDFPageObj_GetMarkedContentID", _int, _pointer)


class Styles:
    """Styles of the text objects of a page; fonts are asked once."""

    def __init__(self, tagged: bool) -> None:
        self._tagged = tagged
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._objects: dict[int, Style] = {}
        self._matrix = pdfium_c.FS_MATRIX()
        self._size = ctypes.c_float()
        self._rgba = [ctypes.c_uint() for _ in range(4)]
        self._at_matrix = ctypes.addressof(self._matrix)
        self._at_size = ctypes.addressof(self._size)
        self._at_rgba = [ctypes.addressof(c) for c in self._rgba]

    def of(self, text_object: int) -> Style:
        """The style of a text object; sizes include the page's scaling."""
        known = self._objects.get(text_object)
        if known is None:
            known = self._objects[text_object] = self._read(text_object)
        return known

    def _read(self, text_object: int) -> Style:
        matrix = self._matrix
        _get_matrix(text_object, self._at_matrix)
        _get_size(text_object, self._at_size)
        mode = _get_mode(text_object)
        bold, italic = self._font(_get_font(text_object))
        colour = ""
        if _get_fill(text_object, *self._at_rgba):
            r, g, b, _ = (c.value for c in self._rgba)
            colour = f"{r:02X}{g:02X}{b:02X}" if r or g or b else ""
        return Style(
            em=abs(self._size.value) * math.hypot(matrix.c, matrix.d),
            bold=bold or mode == _STROKED,
            italic=italic or (abs(matrix.c) > 0.1 * abs(matrix.d) and abs(matrix.b) < 0.01 * abs(matrix.a)),
            colour=colour,
            invisible=mode == _INVISIBLE,
            tag=_get_tag(text_object) if self._tagged else -1,
            quarter=round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4,
        )

    def _font(self, font: int | None) -> tuple[bool, bool]:
        if font is None:
            return False, False
        known = self._fonts.get(font)
        if known is None:
            handle = ctypes.cast(font, pdfium_c.FPDF_FONT)
            buffer = ctypes.create_string_buffer(256)
            length = pdfium_c.FPDFFont_GetBaseFontName(handle, buffer, 256)
            name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace").lower()
            angle = ctypes.c_int()
            leans = pdfium_c.FPDFFont_GetItalicAngle(handle, ctypes.byref(angle)) and angle.value != 0
            heavy = any(word in name for word in _HEAVY) or pdfium_c.FPDFFont_GetWeight(handle) >= 600
            known = self._fonts[font] = (heavy, bool(leans) or "italic" in name or "oblique" in name)
        return known


def codes(textpage: Any) -> list[int]:
    """UTF-16 units of a page's characters, one for each PDFium index."""
    count = pdfium_c.FPDFText_CountChars(textpage)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        return list(buffer[:count])
    # Characters without a Unicode value are left out of the text but not of the indexes.
    at = ctypes.cast(textpage, _pointer).value
    return [_get_unicode(at, i) for i in range(count)]


def glyphs(textpage: Any, mended: Mapping[int, str], tagged: bool) -> list[Glyph]:
    """Visible characters of a page in the order drawn; `mended` are texts of unmapped characters by index."""
    units = codes(textpage)
    page = ctypes.cast(textpage, _pointer).value
    rect = pdfium_c.FS_RECTF()
    at_rect = ctypes.addressof(rect)
    styles = Styles(tagged)
    last, style = 0, None
    lead, high, typed = "", 0, 0.0
    sideways = False
    out: list[Glyph] = []
    for i, code in enumerate(units):
        if code in _SPACES or (code < 0x20 and code != 2):
            if code >= 0x20 and not _is_generated(page, i):
                lead += chr(code)
                if _get_box(page, i, at_rect):
                    typed += rect.top - rect.bottom if sideways else rect.right - rect.left
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in {173, 65535} or code > 1114111:
            continue
        text = mended.get(i) or AS_MEANT.get(code) or ("-" if code in HYPHENS else chr(code))
        text_object = _get_object(page, i)
        if text_object is None or not _get_box(page, i, at_rect):
            continue
        if text_object != last:
            last, style = text_object, styles.of(text_object)
        assert style is not None
        out.append(Glyph(text, rect.left, rect.bottom, rect.right, rect.top, i, lead, style, typed))
        lead, typed = "", 0.0
        sideways = style.quarter % 2 == 1
    return out


def way_up(drawn: Sequence[Glyph], page: Box) -> Turn:
    """How to turn a page (its visible box) so that its lines run left to right.

    By the angle of most glyphs or, where they stand upright, by their flow: vertical writing goes
    down, columns from right to left.
    """
    x, y = page[0], page[1]
    width, height = page[2] - x, page[3] - y
    quarter = Counter(g.style.quarter for g in drawn).most_common(1)[0][0] if drawn else 0
    if quarter:
        # A text matrix turned by a quarter counter-clockwise is read by turning the page clockwise.
        return Turn({1: 3, 2: 2, 3: 1}[quarter], width, height, x=x, y=y)
    down = across = 0
    for a, b in itertools.pairwise(drawn):
        dx, dy, tall = b.left - a.left, b.bottom - a.bottom, a.top - a.bottom
        if abs(dx) < 0.2 * tall and -2.2 * tall < dy < 0:
            down += 1
        elif abs(dy) < 0.3 * tall and dx > 0:
            across += 1
    vertical = down > 2 * across and down > 10
    return Turn(1 if vertical else 0, width, height, vertical, x, y)


def runs(textpage: Any, drawn: Sequence[Glyph], turn: Turn) -> list[Run]:
    """Glyphs joined to runs on the turned page."""
    page = ctypes.cast(textpage, _pointer).value
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    expected = {0: 0, 1: 3, 2: 2, 3: 1}[turn.quarters] if not turn.vertical else 0
    still = turn.is_still
    out: list[Run] = []
    text: list[str] = []
    left = right = base = em = bottom = 0.0
    start, lead, typed = 0, "", 0.0
    style: Style | None = None

    def close() -> None:
        if text and style is not None:
            out.append(Run("".join(text), left, right, base, em, style, start, lead, typed))
        text.clear()

    for g in drawn:
        l, b, r, t = g[1:5] if still else turn.box((g.left, g.bottom, g.right, g.top))
        if text and g.style == style and abs(b - bottom) < 0.05 * em:
            gap = l - right
            if not g.lead and -0.3 * em < gap <= 0.17 * em:
                text.append(g.text)
                right = r
                continue
            if len(g.lead) == 1 and 0 <= gap <= 1.6 * em and gap - g.typed <= 0.17 * em:
                text.append(g.lead + g.text)
                right = r
                continue
        close()
        left, bottom, right, start, lead, style, typed = l, b, r, g.number, g.lead, g.style, g.typed
        em = g.style.em or (t - b)
        if turn.vertical or g.style.quarter != expected:
            base = (b + t) / 2 - 0.38 * em
        else:
            _get_origin(page, g.number, at_x, at_y)
            base = turn.point(x.value, y.value)[1]
        text.append(g.text)
    close()
    return out
