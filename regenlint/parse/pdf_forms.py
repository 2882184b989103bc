"""What lies over a PDF page: values of form fields, boxes drawn or ticked, text typed on top, comments.

None of it is in the page's own text. Values and typed text become runs at their place, so that
they land in the cell or beside the label where a reader sees them; comments are kept apart.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from .pdf_glyphs import is_cjk
from .pdf_rulings import Drawing
from .pdf_runs import Run
from .pdf_styles import Style
from .pdf_turn import Box, Turn

#: Kinds of annotation that hold or mean a remark.
_REMARKS = frozenset(
    (
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
        pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_INK,
    )
)
_MOST_ANNOTATIONS = 5000
_TICKS = frozenset("✓✔レ☑■✗✘xX×●vV☒")
_WRITTEN = (pdfium_c.FPDF_FORMFIELD_TEXTFIELD, pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
_HIDDEN_FLAGS = 0x02 | 0x20  # hidden, no view


class Remark(NamedTuple):
    """A comment on the page: its words, author and place; `done` where its state says it is settled."""

    text: str
    author: str
    box: Box
    done: bool


class Overlay(NamedTuple):
    """What lies over a page: runs of values and typed text, boxes to tick with names, remarks, the number of fields."""

    runs: tuple[Run, ...]
    boxes: tuple[tuple[Run, str], ...]
    remarks: tuple[Remark, ...]
    fields: int


def _string(read: Callable[[Any, int], int]) -> str:
    """A UTF-16 string by PDFium's two calls: length, then content."""
    length = read(None, 0)
    if length <= 2 or length > 1 << 22:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    read(buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")


def _value(annotation: Any, key: bytes) -> str:
    return _string(lambda b, n: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, b, n))


def _field_value(annotation: Any, form: Any) -> str:
    return _string(lambda b, n: pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, b, n))


def overlay(page: Any, form: Any, turn: Turn, em: float) -> Overlay:
    """What annotations and form fields put over a page.

    `form` is the form environment or None; `em` the page's type size.
    """
    runs: list[Run] = []
    boxes: list[tuple[Run, str]] = []
    remarks: list[Remark] = []
    fields = 0
    for i in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
                continue
            box = turn.box(_rect(annotation))
            if kind == pdfium_c.FPDF_ANNOT_WIDGET:
                fields += 1
                kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation) if form else -1
                if kind in (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON):
                    boxes.append((_box(annotation, form, box, em), _name(annotation, form)))
                elif kind in _WRITTEN:
                    runs += _typed(_field_value(annotation, form), box, em)
            elif kind == pdfium_c.FPDF_ANNOT_FREETEXT and _value(annotation, b"IT") != "FreeTextCallout":
                runs += _typed(_value(annotation, b"Contents"), box, em)
            elif kind in _REMARKS or kind == pdfium_c.FPDF_ANNOT_FREETEXT:
                remark = _remark(annotation, kind, box)
                if remark is not None:
                    remarks.append(remark)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return Overlay(tuple(runs), tuple(boxes), tuple(remarks), fields)


def _rect(annotation: Any) -> Box:
    rect = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    (left, right), (bottom, top) = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def _remark(annotation: Any, kind: int, box: Box) -> Remark | None:
    text = _value(annotation, b"Contents").replace("\r\n", "\n").replace("\r", "\n").strip()
    state = _value(annotation, b"State")
    if kind == pdfium_c.FPDF_ANNOT_INK and not text:
        return None  # a signature or a ring by hand
    if state and not text:
        return None  # a reply that only sets a state
    return Remark(text, _value(annotation, b"T").strip(), box, state in ("Completed", "Rejected", "Cancelled"))


def _box(annotation: Any, form: Any, box: Box, em: float) -> Run:
    ticked = bool(pdfium_c.FPDFAnnot_IsChecked(form, annotation))
    height = min(box[3] - box[1], 1.4 * em)
    middle = (box[1] + box[3]) / 2
    return _run("☑" if ticked else "☐", box[0], min(box[2], box[0] + height), middle - 0.38 * em, em)


def _name(annotation: Any, form: Any) -> str:
    """What a field is called: the text meant for readers, else its name where that is Japanese."""
    shown = _string(lambda b, n: pdfium_c.FPDFAnnot_GetFormFieldAlternateName(form, annotation, b, n)).strip()
    name = _string(lambda b, n: pdfium_c.FPDFAnnot_GetFormFieldName(form, annotation, b, n)).strip()
    return shown or (name if any(is_cjk(ch) for ch in name) else "")


def with_boxes(boxes: Sequence[tuple[Run, str]], runs: Sequence[Run]) -> list[Run]:
    """Runs with the form's boxes; one with no word beside it is followed by its own name."""
    out = [*runs, *(run for run, _ in boxes)]
    for box, name in boxes:
        beside = any(
            r.bottom < box.base + 0.4 * box.em < r.top
            and (-2 < r.left - box.right < 3 * box.em or -2 < box.left - r.right < 1.5 * box.em)
            for r in runs
        )
        if name and not beside:
            out.append(_run(name, box.right + 0.2 * box.em, box.right + (len(name) + 0.2) * box.em, box.base, box.em))
    return out


def _typed(text: str, box: Box, em: float) -> list[Run]:
    """Lines of a text in a box from its top; a single line stands in the middle, as viewers set it."""
    lines = [part for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if part.strip()]
    if not lines:
        return []
    left, bottom, right, top = box
    step = min(1.3 * em, (top - bottom) / len(lines))
    first = (top + bottom) / 2 - 0.38 * em if len(lines) == 1 and top - bottom < 2.5 * em else top - 0.9 * em
    size = min(em, step) if len(lines) > 1 else em
    # Two full-width spaces part a value from a label right before it.
    return [
        _run(part, left + 1, right - 1, first - k * step, size)._replace(lead="\u3000\u3000")
        for k, part in enumerate(lines)
    ]


def _run(text: str, left: float, right: float, base: float, em: float) -> Run:
    style = Style(em, em, False, False, "", False, 0, 0)
    return Run(text, left, max(right, left + 1), base, em, style, -1)


def with_drawn_boxes(drawn: Drawing, runs: Sequence[Run]) -> list[Run]:
    """Runs with ☐ or ☑ for each small square drawn alone before a word; ticked where something is drawn in it.

    A square that touches a line belongs to a table and is no box to tick.
    """
    out = list(runs)
    for square in drawn.squares:
        left, bottom, right, top = square
        middle, height = (bottom + top) / 2, top - bottom
        if any(abs(d.x - left) < 1.5 or abs(d.x - right) < 1.5 for d in drawn.down if d.bottom < middle < d.top):
            continue
        if any(a.left < right and a.right > left and bottom - 1.5 < a.y < top + 1.5 for a in drawn.across):
            continue
        inside = [k for k, r in enumerate(out) if _within(r, square)]
        if any(len(out[k].text) > 1 or out[k].text not in _TICKS for k in inside):
            continue  # a letter in a frame
        label = [
            r
            for r in out
            if -2 <= r.left - right < 1.6 * r.em and r.bottom < middle < r.top and 0.5 * r.em < height < 1.7 * r.em
        ]
        if not label:
            continue
        crossed = any(
            s != square and left - 2 <= (s[0] + s[2]) / 2 <= right + 2 and bottom - 2 <= (s[1] + s[3]) / 2 <= top + 2
            for s in drawn.strokes
        ) or any(f.colour not in ("FFFFFF", "") and f.box == square for f in drawn.fills)
        ticked = bool(inside) or crossed
        for k in reversed(inside):
            del out[k]
        out.append(_run("☑" if ticked else "☐", left, right, label[0].base, label[0].em))
    return out


def _within(run: Run, box: Box) -> bool:
    x, y = (run.left + run.right) / 2, run.base + 0.38 * run.em
    fits = run.right - run.left < 1.5 * (box[2] - box[0])
    return fits and box[0] - 1 < x < box[2] + 1 and box[1] - 1 < y < box[3] + 1
