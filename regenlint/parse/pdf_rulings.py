"""What is drawn on a PDF page besides text: straight lines, filled areas, pictures.

Coordinates are points of the turned page, as for runs. Thin filled boxes count as lines: Word
draws its table borders so.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from .pdf_glyphs import is_cjk
from .pdf_runs import Run
from .pdf_styles import fast
from .pdf_turn import Box, Turn

#: A drawing with more segments than this is a picture, not a form; a grid of it would take minutes.
MOST_SEGMENTS = 4000
_MOST_OBJECTS = 60_000
_THIN = 3.0
# A pattern or a shading has no one colour; any that is not white will do.
_SHADE = "808080"

_pointer, _int = ctypes.c_void_p, ctypes.c_int
_get_object = fast("FPDFPage_GetObject", _pointer, _pointer, _int)
_get_inner = fast("FPDFFormObj_GetObject", _pointer, _pointer, ctypes.c_ulong)
_get_type = fast("FPDFPageObj_GetType", _int, _pointer)

Matrix = tuple[float, float, float, float, float, float]
_SHORT = 4.0


class Across(NamedTuple):
    """A horizontal line from `left` to `right` at height `y`."""

    left: float
    right: float
    y: float


class Down(NamedTuple):
    """A vertical line at `x` from `bottom` to `top`."""

    x: float
    bottom: float
    top: float


class Fill(NamedTuple):
    """A filled area and its colour (RRGGBB)."""

    box: Box
    colour: str


class Drawing(NamedTuple):
    """Lines, fills, small outlined squares, other small strokes and pictures of a page."""

    across: tuple[Across, ...] = ()
    down: tuple[Down, ...] = ()
    fills: tuple[Fill, ...] = ()
    squares: tuple[Box, ...] = ()
    strokes: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    paths: int = 0


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _through(inner: Matrix, outer: Matrix | None) -> Matrix | None:
    """What a form inside a form does to its content; None where that is nothing."""
    if outer is not None:
        a, b, c, d, e, f = inner
        x, y = _at(outer, e, f)
        inner = (
            outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b,
            outer[0] * c + outer[2] * d, outer[1] * c + outer[3] * d, x, y,
        )  # fmt: skip
    return None if inner == (1, 0, 0, 1, 0, 0) else inner


def drawing(page: Any, turn: Turn) -> Drawing:
    """What a page draws; where there is more than `MOST_SEGMENTS`, no lines are given."""
    return _Reader(page, turn).read()


class _Reader:
    def __init__(self, page: Any, turn: Turn) -> None:
        self.page, self.turn = page, turn
        self.across: list[Across] = []
        self.down: list[Down] = []
        self.fills: list[Fill] = []
        self.squares: list[Box] = []
        self.strokes: list[Box] = []
        self.pictures: list[Box] = []
        self.paths = 0
        self._edge = [ctypes.c_float() for _ in range(4)]
        self._xy = (ctypes.c_float(), ctypes.c_float())
        self._matrix = pdfium_c.FS_MATRIX()
        self._modes = (ctypes.c_int(), ctypes.c_int())
        self._rgba = [ctypes.c_uint() for _ in range(4)]
        self._form: Matrix | None = None

    def read(self) -> Drawing:
        for kind, thing in self._objects(self.page, 0):
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                box = self._bounds(thing)
                if box:
                    self.pictures.append(box)
            elif kind == pdfium_c.FPDF_PAGEOBJ_SHADING:
                box = self._bounds(thing)
                if box:
                    self.fills.append(Fill(box, _SHADE))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                self._path(thing)
        busy = len(self.across) + len(self.down) > MOST_SEGMENTS
        return Drawing(
            () if busy else tuple(self.across),
            () if busy else tuple(self.down),
            tuple(self.fills),
            () if busy else tuple(self.squares),
            () if busy else tuple(self.strokes),
            tuple(self.pictures),
            self.paths,
        )

    def _objects(self, host: Any, depth: int) -> Iterator[tuple[int, Any]]:
        if depth:
            count, get = pdfium_c.FPDFFormObj_CountObjects(host), _get_inner
        else:
            count, get = pdfium_c.FPDFPage_CountObjects(host), _get_object
        at = ctypes.cast(host, _pointer).value
        for i in range(min(count, _MOST_OBJECTS)):
            found = get(at, i)
            kind = _get_type(found)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:  # nearly all of them
                continue
            thing = ctypes.cast(found, pdfium_c.FPDF_PAGEOBJECT)
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
                if depth < 4:
                    pdfium_c.FPDFPageObj_GetMatrix(thing, self._matrix)
                    m, outer = self._matrix, self._form
                    self._form = _through((m.a, m.b, m.c, m.d, m.e, m.f), outer)
                    yield from self._objects(thing, depth + 1)
                    self._form = outer
            else:
                yield kind, thing

    def _bounds(self, thing: Any) -> Box | None:
        if not pdfium_c.FPDFPageObj_GetBounds(thing, *self._edge):
            return None
        left, bottom, right, top = (v.value for v in self._edge)
        if self._form is not None:
            corners = [_at(self._form, x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.turn.box((left, bottom, right, top))

    def _path(self, path: Any) -> None:
        fill, stroke = self._modes
        pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not (fill.value or stroke.value):
            return  # only clips
        box = self._bounds(path)
        if box is None:
            return
        left, bottom, right, top = box
        width, height = right - left, top - bottom
        if width <= _THIN and height <= _THIN:
            return
        if height <= _THIN:
            self._segment(left, (bottom + top) / 2, right, (bottom + top) / 2)
            return
        if width <= _THIN:
            self._segment((left + right) / 2, bottom, (left + right) / 2, top)
            return
        if fill.value:
            self.fills += self._fill(path, box)
        count = pdfium_c.FPDFPath_CountSegments(path)
        small = 4.5 <= height <= 18 and 0.8 <= width / height <= 1.25
        if small and count in (4, 5) and stroke.value:
            self.squares.append(box)
            return
        if width <= 18 and height <= 18 and 2 <= count <= 12:
            self.strokes.append(box)
        if count > 2000 or (not stroke.value and count > 6):
            return
        self._outline(path, count)

    def _fill(self, path: Any, box: Box) -> list[Fill]:
        if not pdfium_c.FPDFPageObj_GetFillColor(path, *self._rgba):
            return [Fill(box, _SHADE)]
        r, g, b, a = (c.value for c in self._rgba)
        return [Fill(box, f"{r:02X}{g:02X}{b:02X}")] if a else []

    def _outline(self, path: Any, count: int) -> None:
        m = self._matrix
        pdfium_c.FPDFPageObj_GetMatrix(path, m)
        x, y = self._xy
        at: tuple[float, float] | None = None
        start: tuple[float, float] | None = None
        for k in range(count):
            piece = pdfium_c.FPDFPath_GetPathSegment(path, k)
            pdfium_c.FPDFPathSegment_GetPoint(piece, x, y)
            kind = pdfium_c.FPDFPathSegment_GetType(piece)
            here = m.a * x.value + m.c * y.value + m.e, m.b * x.value + m.d * y.value + m.f
            here = self.turn.point(*(here if self._form is None else _at(self._form, *here)))
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO and at is not None:
                self._segment(*at, *here)
            if start is not None and pdfium_c.FPDFPathSegment_GetClose(piece):
                self._segment(*here, *start)
            at = here

    def _segment(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y0 - y1) <= 1.5 and abs(x0 - x1) >= _SHORT:
            self.across.append(Across(min(x0, x1), max(x0, x1), (y0 + y1) / 2))
        elif abs(x0 - x1) <= 1.5 and abs(y0 - y1) >= _SHORT:
            self.down.append(Down((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def without_text_lines(drawn: Drawing, runs: Sequence[Run]) -> tuple[Drawing, list[Run]]:
    """The drawing without underlines and strokes through text, and the runs with struck words marked.

    An underline as wide as its words would otherwise wall off the lower half of a cell.
    """
    if not drawn.across or not runs:
        return drawn, list(runs)
    by_line: dict[int, list[int]] = {}
    for k, run in enumerate(runs):
        by_line.setdefault(int(run.base // 4), []).append(k)
    kept: list[Across] = []
    struck: dict[int, list[Across]] = {}
    for rule in drawn.across:
        near = int(rule.y // 4)
        over = [
            k
            for step in range(near - 3, near + 4)
            for k in by_line.get(step, ())
            if -0.3 * runs[k].em <= rule.y - runs[k].base <= 0.6 * runs[k].em
            and runs[k].left < rule.right - 1
            and runs[k].right > rule.left + 1
        ]
        left = min((runs[k].left for k in over), default=0.0)
        right = max((runs[k].right for k in over), default=0.0)
        if not over or rule.left < left - 3 or rule.right > right + 3:
            kept.append(rule)
        elif rule.y - runs[over[0]].base > 0.15 * runs[over[0]].em:
            for k in over:
                struck.setdefault(k, []).append(rule)
    out: list[Run] = []
    for k, run in enumerate(runs):
        out += _struck(run, struck[k]) if k in struck else [run]
    return drawn._replace(across=tuple(kept)), out


def _struck(run: Run, rules: Sequence[Across]) -> list[Run]:
    """A run cut where lines through it begin and end; what lies under a line is struck."""
    widths = [1.0 if is_cjk(ch) else 0.5 for ch in run.text]
    scale = (run.right - run.left) / sum(widths)
    out: list[Run] = []
    at, start, left = run.left, 0, run.left
    state: bool | None = None
    for k, width in enumerate(widths):
        middle = at + width * scale / 2
        now = any(r.left < middle < r.right for r in rules)
        if state is not None and now != state:
            out.append(_piece(run, start, k, left, at, struck=state))
            start, left = k, at
        state = now
        at += width * scale
    out.append(_piece(run, start, len(run.text), left, run.right, struck=bool(state)))
    return out


def _piece(run: Run, start: int, end: int, left: float, right: float, *, struck: bool) -> Run:
    return run._replace(
        text=run.text[start:end],
        left=left,
        right=right,
        number=run.number + start if run.number >= 0 else -1,
        lead=run.lead if start == 0 else "",
        style=run.style._replace(struck=struck),
    )
