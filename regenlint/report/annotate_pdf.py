"""PDF highlights at the very words with the finding as their text, and summary pages at the end of the copy.

PDFium places and writes them. What a block says is found again among the characters of its page
inside the block's box; where that fails the box itself is marked, never some other words.
"""

from __future__ import annotations

import ctypes
import datetime
import difflib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from regenlint.errors import AnnotationError, UnreadableError
from regenlint.model import Block, Document
from regenlint.parse.from_pdf import opened
from regenlint.parse.pdf_repair import Repair
from regenlint.parse.pdf_runs import PageText, units
from regenlint.report.notes import Note
from regenlint.report.summary_pages import summary_pages
from regenlint.rules import Severity

AUTHOR = "regenlint"
_COLOURS = {Severity.ERROR: (255, 170, 160), Severity.WARNING: (255, 224, 102), Severity.NOTE: (170, 210, 255)}
#: Share of the words that must be found for them to be marked instead of their block.
_ENOUGH = 0.6
#: A paragraph goes on over at most so many further pages.
_PAGES_ON = 2
_NOT_TEXT = re.compile(r"[\s\u00ad\ufffe\u0002]")
Box = tuple[float, float, float, float]


def annotated(
    data: bytes, document: Document, notes: Sequence[Note], summary: Sequence[str], day: datetime.date
) -> tuple[bytes, int]:
    """A copy of a PDF with a highlight or a note for each note, the summary on pages of its own at the end,
    and how many findings stand at their place.

    `document` is what the reader makes of `data`. AnnotationError where the pages of the copy
    would not hold the same characters.
    """
    try:
        before = opened(data)
    except UnreadableError as e:
        raise AnnotationError(f"写しを作れません：{e}", f"no copy: {e.english}") from e
    try:
        pages = len(before)
        writer = _Writer(before, Repair(data), day)
        marks = [writer.set(n, document.blocks[n.block]) for n in notes]
        lost = [n for n, done in zip(notes, marks, strict=True) if not done]
        lines = [*summary, *_listed(notes, document), *(x for n in lost for x in ("", n.head, *n.lines))]
        _append(before, lines)
        made = _saved(before)
    except pdfium.PdfiumError as e:
        raise AnnotationError("PDFに書き込めません", "the PDF cannot be written to") from e
    finally:
        before.close()
    _verify(data, made, pages, sum(marks))
    return made, sum(n.count for n, done in zip(notes, marks, strict=True) if done)


def _listed(notes: Sequence[Note], document: Document) -> Iterator[str]:
    """The notes in order with their pages: on paper a highlight says nothing."""
    for n in notes:
        page = document.blocks[n.block].origin.page
        if page is not None:
            yield ""
            yield f"p.{page}  {n.head}"
            yield from (f"  {x}" for x in n.lines)


@dataclass(slots=True)
class _Page:
    """A page's characters that show something: each with its index and the middle of its box."""

    characters: str
    indexes: list[int]
    middles: list[tuple[float, float]]


class _Writer:
    """Annotations going onto the pages of one file."""

    def __init__(self, document: pdfium.PdfDocument, repair: Repair, day: datetime.date) -> None:
        self.document = document
        self.repair = repair
        self.date = f"D:{day:%Y%m%d}000000Z"
        self._pages: dict[int, _Page] = {}

    def set(self, note: Note, block: Block) -> int:
        """Mark a note's words, or its block; how many annotations that took, 0 where there is no place."""
        page, box = block.origin.page, block.origin.box
        if page is None or box is None:
            return 0
        if note.end <= note.start:
            self._note(page, box, note)
            return 1
        marked = 0
        for number, quads in self._words(note, block, page, box) or ((page, [box]),):
            self._highlight(number, quads, note)
            marked += 1
        return marked

    def _words(self, note: Note, block: Block, page: int, box: Box) -> list[tuple[int, list[Box]]]:
        """The boxes of a note's words by page; empty where too few of them are found again."""
        key = [(c, k) for k, c in enumerate(block.text) if not _NOT_TEXT.match(c)]
        wanted = {n for n, (_, k) in enumerate(key) if note.start <= k < note.end}
        text = "".join(c for c, _ in key)
        found: dict[int, tuple[int, int]] = {}
        for n, index in self._aligned(text, self._page(page), box).items():
            found[n] = page, index
        rest = max(found, default=-1) + 1
        for number in range(page + 1, min(page + _PAGES_ON, len(self.document)) + 1):
            if not found or rest >= len(text) or max(wanted, default=0) < rest:
                break
            for n, index in self._aligned(text[rest:], self._page(number), None).items():
                found[rest + n] = number, index
            rest = max(found) + 1
        if not wanted or sum(n in found for n in wanted) < _ENOUGH * len(wanted):
            return []
        out: list[tuple[int, list[Box]]] = []
        for number in sorted({found[n][0] for n in wanted if n in found}):
            indexes = sorted(found[n][1] for n in wanted if n in found and found[n][0] == number)
            out.append((number, list(self._boxes(number, indexes))))
        return [(number, boxes) for number, boxes in out if boxes]

    def _aligned(self, text: str, page: _Page, box: Box | None) -> dict[int, int]:
        """Positions in a text to indexes of the page's characters, those inside a box only."""
        inside = [k for k, m in enumerate(page.middles) if box is None or _within(m, box)]
        there = "".join(page.characters[k] for k in inside)
        at = there.find(text)
        if at >= 0:
            return {n: page.indexes[inside[at + n]] for n in range(len(text))}
        if box is None:
            # What goes on from the page before stands in one piece at some line's beginning.
            length = next((n for n in (200, 80, 30, 12) if n < len(text) and text[:n] in there), 0)
            at = there.find(text[:length])
            return {n: page.indexes[inside[at + n]] for n in range(length)}
        blocks = difflib.SequenceMatcher(None, text, there, autojunk=False).get_matching_blocks()
        return {a + n: page.indexes[inside[b + n]] for a, b, size in blocks for n in range(size)}

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            page = self.document[number - 1]
            text = page.get_textpage()
            try:
                mended, _ = self.repair.page(text.raw, number - 1)
                shown = PageText(text.raw, mended, page.get_cropbox(), {}).shown
                rect = pdfium_c.FS_RECTF()
                found = _Page("", [], [])
                for index, piece in enumerate(shown):
                    pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, rect)
                    middle = ((rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2)
                    for c in piece:
                        if not _NOT_TEXT.match(c):
                            found.characters += c
                            found.indexes.append(index)
                            found.middles.append(middle)
            finally:
                text.close()
                page.close()
            self._pages[number] = found
        return self._pages[number]

    def _boxes(self, number: int, indexes: Sequence[int]) -> Iterator[Box]:
        """One box a line for characters of a page."""
        page = self.document[number - 1]
        text = page.get_textpage()
        codes = units(text.raw)
        values = [ctypes.c_double() for _ in range(4)]
        try:
            for first, last in _stretches(indexes, codes):
                for k in range(pdfium_c.FPDFText_CountRects(text.raw, first, last - first + 1)):
                    pdfium_c.FPDFText_GetRect(text.raw, k, *values)
                    left, top, right, bottom = (v.value for v in values)
                    yield left, bottom, right, top
        finally:
            text.close()
            page.close()

    def _highlight(self, number: int, boxes: Sequence[Box], note: Note) -> None:
        around = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
        with _Annotation(self.document, number, pdfium_c.FPDF_ANNOT_HIGHLIGHT) as a:
            self._fill(a, around, note)
            for left, bottom, right, top in boxes:
                quad = pdfium_c.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
                pdfium_c.FPDFAnnot_AppendAttachmentPoints(a, quad)

    def _note(self, number: int, box: Box, note: Note) -> None:
        left, top = max(2.0, box[0] - 20), box[3]
        with _Annotation(self.document, number, pdfium_c.FPDF_ANNOT_TEXT) as a:
            self._fill(a, (left, top - 18, left + 18, top), note)
            _string(a, b"Name", "Note")

    def _fill(self, annotation: Any, box: Box, note: Note) -> None:
        left, bottom, right, top = box
        pdfium_c.FPDFAnnot_SetColor(annotation, pdfium_c.FPDFANNOT_COLORTYPE_Color, *_COLOURS[note.severity], 255)
        pdfium_c.FPDFAnnot_SetRect(annotation, pdfium_c.FS_RECTF(left, top, right, bottom))
        pdfium_c.FPDFAnnot_SetFlags(annotation, pdfium_c.FPDF_ANNOT_FLAG_PRINT)
        _string(annotation, b"Contents", "\n".join((note.head, *note.lines)))
        _string(annotation, b"T", AUTHOR)
        _string(annotation, b"M", self.date)


class _Annotation:
    """A new annotation on a page, closed with its page."""

    def __init__(self, document: pdfium.PdfDocument, number: int, kind: int) -> None:
        self.page = document[number - 1]
        self.raw = pdfium_c.FPDFPage_CreateAnnot(self.page.raw, kind)

    def __enter__(self) -> Any:
        return self.raw

    def __exit__(self, *error: object) -> None:
        pdfium_c.FPDFPage_CloseAnnot(self.raw)
        self.page.close()


def _string(annotation: Any, key: bytes, value: str) -> None:
    buffer = ctypes.create_string_buffer((value.replace("\0", " ") + "\0").encode("utf-16-le", "replace"))
    pdfium_c.FPDFAnnot_SetStringValue(annotation, key, ctypes.cast(buffer, pdfium_c.FPDF_WIDESTRING))


def _within(point: tuple[float, float], box: Box) -> bool:
    # Boxes of blocks are em boxes; fonts draw beyond them.
    return box[0] - 2 <= point[0] <= box[2] + 2 and box[1] - 2 <= point[1] <= box[3] + 2


def _stretches(indexes: Sequence[int], codes: str) -> Iterator[tuple[int, int]]:
    """First and last of characters that follow each other with nothing but space between."""
    first = last = -1
    for index in indexes:
        if first >= 0 and (index <= last + 1 or all(_NOT_TEXT.match(c) for c in codes[last + 1 : index])):
            last = index
            continue
        if first >= 0:
            yield first, last
        first = last = index
    if first >= 0:
        yield first, last


def _append(document: pdfium.PdfDocument, lines: Sequence[str]) -> None:
    pages = pdfium.PdfDocument(summary_pages(lines))
    try:
        document.import_pages(pages)
    finally:
        pages.close()


def _saved(document: pdfium.PdfDocument) -> bytes:
    # A signature holds for the bytes as they were, so they stay in front of what is new.
    signed = pdfium_c.FPDF_GetSignatureCount(document.raw) > 0
    out = io.BytesIO()
    document.save(out, flags=pdfium_c.FPDF_INCREMENTAL if signed else 0)
    return out.getvalue()


def _verify(data: bytes, made: bytes, pages: int, marks: int) -> None:
    """The first pages of the copy hold the same characters, and the annotations more than before."""
    old, new = opened(data), opened(made)
    try:
        if len(new) <= pages:
            raise AnnotationError("写しに要約の頁がありません", "the copy lacks its summary")
        if any(_characters(old, k) != _characters(new, k) for k in range(pages)):
            raise AnnotationError("写しの文章が元と同じになりません", "the copy would not hold the same text")
        if sum(_count(new, k) - _count(old, k) for k in range(pages)) != marks:
            raise AnnotationError("注釈を書き込めません", "the annotations would be lost")
    finally:
        old.close()
        new.close()


def _characters(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return ""
    text = page.get_textpage()
    try:
        return units(text.raw)
    finally:
        text.close()
        page.close()


def _count(document: pdfium.PdfDocument, number: int) -> int:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return 0
    try:
        return int(pdfium_c.FPDFPage_GetAnnotCount(page.raw))
    finally:
        page.close()
