"""The characters of a PDF page as runs: text of one baseline without a gap, with its place.

PDFium gives characters in the order they are drawn, with spaces it makes up. Nothing here trusts
that order: a run is only what is certain, and `pdf_lines` puts runs in order by where they stand.
Places are points on the page turned so that lines run left to right.

A text object of square characters as wide as their number has no gap inside, so two boxes tell
all of it; only others are looked at character by character.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from .pdf_glyphs import AS_MEANT, HYPHENS
from .pdf_styles import Style, Styles, fast
from .pdf_turn import Box, Turn
from .symbols import UNKNOWN, symbol

_SPACES = "\u0020\u00a0\u3000\u2002\u2003\u2009"
_SPACE = re.compile(f"[{_SPACES}]")
_SQUARES = re.compile(r"[\u3001-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]+")
#: How far the em box reaches below and above the baseline, in ems; fonts disagree about their own boxes.
BELOW, ABOVE = 0.12, 0.88
#: So many characters tell how a page is written.
_ENOUGH = 150
_NOTHING = "\0"
_SPECIAL = re.compile("[\0\ud800-\udfff]")
# One character for another: what is meant, a hyphen for PDFium's mark of one, nothing for what cannot be seen.
_TABLE: dict[int, str] = {
    **dict.fromkeys((*range(0x0A), 0x0B, 0x0C, *range(0x0E, 0x20), 0xAD, 0xFFFF), _NOTHING),
    # Line ends are PDFium's own; they belong to no text object.
    0x0A: " ",
    0x0D: " ",
    **AS_MEANT,
    **dict.fromkeys(HYPHENS, "-"),
}

_pointer, _int = ctypes.c_void_p, ctypes.c_int
_get_box = fast("FPDFText_GetLooseCharBox", _int, _pointer, _int, _pointer)
_get_object = fast("FPDFText_GetTextObject", _pointer, _pointer, _int)
_is_generated = fast("FPDFText_IsGenerated", _int, _pointer, _int)
_get_origin = fast("FPDFText_GetCharOrigin", _int, _pointer, _int, _pointer, _pointer)
_get_unicode = fast("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)


class Run(NamedTuple):
    """Text without a gap, from `left` to `right` at `base` (the baseline).

    `number` is that of its first character on the page, -1 for what is not among them (the value
    of a form field). `lead` is white space drawn before the run, `typed` its width in points.
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
        """Lower edge of the em box."""
        return self.base - BELOW * self.em

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.base + ABOVE * self.em


class Piece(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text object: style, origin, the box of the first character."""

    start: int
    end: int
    style: Style
    x: float
    y: float
    box: Box


def units(textpage: Any) -> str:
    """UTF-16 units of a page's characters as code points, one for each PDFium index."""
    count = pdfium_c.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        text = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        return text if len(text) == count else "".join(map(chr, buffer[:count]))
    # Characters without a Unicode value are left out of the text but not of the indexes.
    at = ctypes.cast(textpage, _pointer).value
    codes = [_get_unicode(at, i) for i in range(count)]
    return "".join([chr(c) if c < 0x110000 else "\ufffd" for c in codes])


def characters(codes: str, mended: Mapping[int, str]) -> str | list[str]:
    """What each index of a page shows; empty for what shows nothing. `mended` are texts of unmapped characters."""
    plain = codes.translate(_TABLE)
    if not mended and not _SPECIAL.search(plain):
        return plain
    out = list(plain)
    for i, ch in enumerate(out):
        if "\ud800" <= ch <= "\udfff":
            low = out[i + 1] if i + 1 < len(out) else ""
            if ch < "\udc00" and "\udc00" <= low <= "\udfff":
                out[i] = chr(0x10000 + ((ord(ch) - 0xD800) << 10) + ord(low) - 0xDC00)
                out[i + 1] = ""
            else:
                out[i] = "\ufffd"
        elif ch == _NOTHING:
            out[i] = ""
    for i, text in mended.items():
        out[i] = text
    return out


class PageText:
    """Text objects of a page, the way they are to be turned, and their runs."""

    def __init__(self, textpage: Any, mended: Mapping[int, str], page: Box, tagged: Mapping[int, int]) -> None:
        """`page` is the visible box of the page, `tagged` its paragraphs by content id; `textpage` must stay open."""
        self._page = ctypes.cast(textpage, _pointer).value
        self._rect = pdfium_c.FS_RECTF()
        self._at_rect = ctypes.addressof(self._rect)
        self.codes = units(textpage)
        self.shown: str | list[str] = characters(self.codes, mended)
        self.pieces = list(self._pieces(Styles(tagged)))
        self.turn = self._way_up(page)

    def _pieces(self, styles: Styles) -> Iterator[Piece]:
        get, page, count, rect, at_rect = _get_object, self._page, len(self.shown), self._rect, self._at_rect
        objects = [get(page, i) for i in range(count)]
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
        bounds = [i for i in range(1, count) if objects[i] != objects[i - 1]]
        for start, end in zip([0, *bounds], [*bounds, count], strict=True):
            if start == end or objects[start] is None:
                continue
            _get_origin(page, start, at_x, at_y)
            _get_box(page, start, at_rect)
            style = styles.of(objects[start])
            if style.is_symbol:
                self._symbols(start, end, style.font)
            yield Piece(start, end, style, x.value, y.value, (rect.left, rect.bottom, rect.right, rect.top))

    def _symbols(self, start: int, end: int, font: str) -> None:
        """Characters of a symbol font as what they look like, where that is known."""
        for i in range(start, end):
            if self.codes[i] > " ":
                meant = symbol(ord(self.codes[i]), font)
                if meant != UNKNOWN:
                    if isinstance(self.shown, str):
                        self.shown = list(self.shown)
                    self.shown[i] = meant

    def _box(self, i: int) -> Box:
        _get_box(self._page, i, self._at_rect)
        rect = self._rect
        return rect.left, rect.bottom, rect.right, rect.top

    def _along(self, i: int) -> tuple[float, float]:
        """Where a character begins and ends along the lines of the turned page."""
        _get_box(self._page, i, self._at_rect)
        rect, turn = self._rect, self.turn
        if turn.quarters == 0:
            return rect.left - turn.x, rect.right - turn.x
        if turn.quarters == 1:
            return turn.height - rect.top + turn.y, turn.height - rect.bottom + turn.y
        if turn.quarters == 2:
            return turn.width - rect.right + turn.x, turn.width - rect.left + turn.x
        return rect.bottom - turn.y, rect.top - turn.y

    def _way_up(self, page: Box) -> Turn:
        """How to turn a page (its visible box) so that its lines run left to right.

        By the angle of most text or, where it stands upright, by its flow: vertical writing goes
        down within a text object, or from one of a single character to the next.
        """
        x, y, width, height = page[0], page[1], page[2] - page[0], page[3] - page[1]
        quarters: Counter[int] = Counter()
        for piece in self.pieces:
            quarters[piece.style.quarter] += piece.end - piece.start
        quarter = quarters.most_common(1)[0][0] if quarters else 0
        if quarter:
            # A text matrix turned by a quarter counter-clockwise is read by turning the page clockwise.
            return Turn({1: 3, 2: 2, 3: 1}[quarter], width, height, x=x, y=y)
        down = across = 0
        for a, b in zip(self.pieces, self.pieces[1:] or self.pieces, strict=False):
            count = a.end - a.start
            tall = a.box[3] - a.box[1]
            end = self._box(a.end - 1) if count > 1 else b.box
            dx, dy = end[0] - a.box[0], end[1] - a.box[1]
            if abs(dx) < 0.3 * tall and -2.2 * tall < dy / max(1, count - 1) < -0.3 * tall:
                down += count
            elif count > 1 or (abs(dy) < 0.3 * tall and dx > 0):
                across += count
            if down + across > _ENOUGH:
                break
        vertical = down > 2 * across and down > 5
        return Turn(1 if vertical else 0, width, height, vertical, x, y)

    def runs(self) -> list[Run]:
        """Runs of the page in the order drawn; neighbours of one style without a gap are one."""
        out: list[Run] = []
        lead, typed = "", 0.0
        upright = {0: 0, 1: 3, 2: 2, 3: 1}[self.turn.quarters] if not self.turn.vertical else 0
        for piece in self.pieces:
            if piece.style.quarter != upright:
                run = self._aside(piece)
                if run is not None:
                    out.append(run._replace(lead=lead, typed=typed))
                    lead, typed = "", 0.0
                continue
            base = self._base(piece)
            text = self._text(piece)
            ends = self._ends(piece) if _SQUARES.fullmatch(text) and len(text) == piece.end - piece.start else None
            if ends is not None:
                _add(out, Run(text, *ends, base, piece.style.em, piece.style, piece.start, lead, typed))
                lead, typed = "", 0.0
                continue
            lead, typed = self._by_character(piece, base, out, lead, typed)
        return out

    def _text(self, piece: Piece) -> str:
        shown = self.shown[piece.start : piece.end]
        return shown if isinstance(shown, str) else "".join(shown)

    def _ends(self, piece: Piece) -> tuple[float, float] | None:
        """Both ends of square characters as wide as their number; None where a gap may stand between them."""
        count = piece.end - piece.start
        if self.turn.vertical and count > 1:
            return None
        left, _, right, _ = piece.box if self.turn.is_still else self.turn.box(piece.box)
        if count > 1:
            right = self._along(piece.end - 1)[1]
            if abs(right - left - count * piece.style.wide) >= 0.17 * piece.style.em:
                return None
        return left, right

    def _base(self, piece: Piece) -> float:
        if self.turn.vertical:
            _, bottom, _, top = self.turn.box(piece.box)
            return (bottom + top) / 2 - 0.38 * piece.style.em
        return self.turn.point(piece.x, piece.y)[1]

    def _aside(self, piece: Piece) -> Run | None:
        """Text written across the lines of the page, as one run in its box."""
        text = self._text(piece).strip(_SPACES)
        if not text:
            return None
        first, last = self.turn.box(piece.box), self.turn.box(self._box(piece.end - 1))
        middle = (min(first[1], last[1]) + max(first[3], last[3])) / 2
        em = piece.style.em
        left, right = min(first[0], last[0]), max(first[2], last[2])
        return Run(text, left, right, middle - 0.38 * em, em, piece.style, piece.start)

    def _by_character(self, piece: Piece, base: float, out: list[Run], lead: str, typed: float) -> tuple[str, float]:
        """Adds the runs of a text object looked at character by character; gives back the white space at its end."""
        style, em = piece.style, piece.style.em
        parts: list[str] = []
        left = right = 0.0
        first = piece.start
        opening, width = lead, typed
        for i in range(piece.start, piece.end):
            ch = self.shown[i]
            if not ch:
                continue
            if ch in _SPACES:
                if not _is_generated(self._page, i):
                    lead += ch
                    start, end = self._along(i)
                    typed += end - start
                continue
            start, end = self._along(i)
            gap = start - right
            if parts and not lead and -0.3 * em < gap <= 0.17 * em:
                parts.append(ch)
            elif parts and len(lead) == 1 and 0 <= gap <= 1.6 * em and gap - typed <= 0.17 * em:
                parts.append(lead + ch)
            else:
                if parts:
                    _add(out, Run("".join(parts), left, right, base, em, style, first, opening, width))
                parts, left, first, opening, width = [ch], start, i, lead, typed
            lead, typed = "", 0.0
            right = end
        if parts:
            _add(out, Run("".join(parts), left, right, base, em, style, first, opening, width))
        return lead, typed


def _add(out: list[Run], run: Run) -> None:
    """Appends a run, or lengthens the last one where it goes on without a gap in the same style."""
    if out and not run.lead:
        last = out[-1]
        if (
            abs(last.base - run.base) < 0.02 * run.em
            and -0.3 * run.em < run.left - last.right <= 0.17 * run.em
            and last.style is run.style
        ):
            out[-1] = last._replace(text=last.text + run.text, right=run.right)
            return
    out.append(run)
