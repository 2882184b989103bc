"""PDF to the model, on PDFium: characters with their places become lines, cells, paragraphs, one flow.

What PDFium cannot map is mended from the font's tables or said to be lost; pages that are pictures
are said to be pictures. PDFium is not thread-safe: one file at a time is read in a process.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Document, Loss, LossKind, Mark, MarkKind, Origin, Role

from .pdf_edges import Sheet, is_page_number, take_edges
from .pdf_forms import Overlay, Remark, overlay, with_boxes, with_drawn_boxes
from .pdf_glyphs import is_radical
from .pdf_joins import Flow, Table, TableCell, Text, contents_of, together
from .pdf_layout import body_size, flow_of, margins, sheet
from .pdf_paragraphs import Paragraph
from .pdf_repair import Repair
from .pdf_rulings import Drawing, drawing, without_text_lines
from .pdf_runs import PageText
from .pdf_trust import judge_mapping, judge_pictures, ocr_layer, visible
from .pdf_turn import Box, Turn
from .raw import RawBlock, assemble

#: Larger files and longer documents are refused; no honest plan came near.
MOST_BYTES = 300 * 1024 * 1024
MOST_PAGES = 3000
#: A page with more characters is read as lost: a drawing or an attack.
MOST_CHARACTERS = 200_000

_LOCK = threading.Lock()


def read(data: bytes, path: str) -> Document:
    """The document in the bytes of a PDF; `path` as the user gave it.

    Raises `UnreadableError`: `password`, `broken`, `too-large`, `empty`.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            "too-large",
            f"PDFが大きすぎます（{len(data) // 1048576} MB、上限{MOST_BYTES // 1048576} MB）",
            "the PDF is too large",
        )
    with _LOCK:
        found = _read(data, path)
    return assemble(
        found.blocks,
        path=path,
        format="pd",
        sha256=hashlib.sha256(data).hexdigest(),
        losses=found.losses,
        pages=found.pages,
        hygiene=found.hygiene,
    )


@dataclass(slots=True)
class _Found:
    blocks: list[RawBlock] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    hygiene: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0


@dataclass(slots=True)
class _Seen:
    """What the pages hold before they are laid out."""

    sheets: list[Sheet] = field(default_factory=list)
    art: list[Drawing] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    low_trust: set[int] = field(default_factory=set)
    hidden: int = 0
    hidden_pages: list[int] = field(default_factory=list)
    radicals: int = 0
    fields: int = 0


def _open(data: bytes, path: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", 0) == pdfium_c.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "password",
                "パスワードで保護されたPDFです。パスワードを外して保存し直してください",
                "the PDF is protected by a password; save it without one",
            ) from error
        mended = _mended(data)
        if mended is not None:
            try:
                return pdfium.PdfDocument(mended)
            except pdfium.PdfiumError:
                pass
        raise UnreadableError(
            "broken",
            "PDFとして開けません（壊れているか途中で切れています）。作り直すか元のファイルを使ってください",
            "the PDF cannot be opened (broken or cut off)",
        ) from error


def _mended(data: bytes) -> bytes | None:
    """A broken PDF written anew by pypdf, which forgives other faults than PDFium; None where it cannot."""
    import io
    import logging

    from pypdf import PdfReader, PdfWriter

    logging.getLogger("pypd").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
            return None
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        out = io.BytesIO()
        writer.write(out)
    except Exception:  # whatever a damaged file makes it raise means the same
        return None
    return out.getvalue()


def _read(data: bytes, path: str) -> _Found:
    document = _open(data, path)
    try:
        count = len(document)
        if count == 0:
            raise UnreadableError("empty", "頁のないPDFです", "the PDF has no pages")
        if count > MOST_PAGES:
            raise UnreadableError(
                "too-large",
                f"{count}頁あります（上限{MOST_PAGES}頁）。文書ごとに分けてください",
                f"{count} pages (at most {MOST_PAGES})",
            )
        seen = _Seen()
        if document.get_formtype() in (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND):
            seen.losses.append(
                Loss(
                    LossKind.XFA,
                    "XFA形式の入力フォームの値は読めません。印刷してPDFにし直したものを使ってください",
                    "values of an XFA form cannot be read; print it to PDF",
                )
            )
        if document.get_formtype() == pdfium_c.FORMTYPE_ACRO_FORM:
            document.init_forms()
        form = document.formenv
        tagged = bool(pdfium_c.FPDFCatalog_IsTagged(document.raw))
        repair = Repair(data)
        for number in range(count):
            _page(document, number, form, tagged, repair, seen)
        facts = _properties(document)
    finally:
        document.close()
    return _laid_out(seen, count, facts)


def _page(
    document: pdfium.PdfDocument, number: int, form: Any, tagged: bool, repair: Repair, seen: _Seen
) -> None:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        seen.losses.append(_lost(number + 1))
        _blank(seen, number + 1)
        return
    # Both handles stay in variables: a page freed early while PDFium uses it crashes the process.
    textpage = None
    try:
        textpage = page.get_textpage()
        _runs(page, textpage, number, form, tagged, repair, seen)
    except pdfium.PdfiumError:
        seen.losses.append(_lost(number + 1))
        _blank(seen, number + 1)
    finally:
        if textpage is not None:
            textpage.close()
        page.close()


def _lost(page: int) -> Loss:
    return Loss(
        LossKind.UNMAPPED_FONT, f"{page}頁は壊れていて読めません", f"page {page} is broken and could not be read", page
    )


def _blank(seen: _Seen, number: int) -> None:
    seen.sheets.append(Sheet(number, Turn(0, 595.0, 842.0), [], []))
    seen.art.append(Drawing())


def _runs(
    page: Any, textpage: Any, number: int, form: Any, tagged: bool, repair: Repair, seen: _Seen
) -> None:
    handle = textpage.raw
    if pdfium_c.FPDFText_CountChars(handle) > MOST_CHARACTERS:
        seen.losses.append(
            Loss(
                LossKind.LIMIT,
                f"{number + 1}頁は文字が多すぎるため読んでいません",
                f"page {number + 1} has too many characters and was not read",
                number + 1,
            )
        )
        _blank(seen, number + 1)
        return
    mended, unmapped = repair.page(handle, number)
    text = PageText(handle, mended, page.get_cropbox(), tagged=tagged)
    turn = text.turn
    written = text.runs()
    art = drawing(page.raw, turn)
    em = sorted(r.em for r in written)[len(written) // 2] if written else 10.5
    over = overlay(page.raw, form.raw if form else None, turn, em) if pdfium_c.FPDFPage_GetAnnotCount(page.raw) else Overlay((), (), (), 0)
    written, hidden, recognised = visible(written, art, turn)
    loss = judge_mapping("".join(r.text for r in written), unmapped, number + 1)
    if loss is not None:
        seen.losses.append(loss)
        seen.low_trust.add(number + 1)
    if recognised:
        seen.losses.append(ocr_layer(number + 1))
        seen.low_trust.add(number + 1)
    picture = judge_pictures([*written, *over.runs], art, turn, number + 1)
    if picture is not None:
        seen.losses.append(picture)
    if hidden:
        seen.hidden += sum(len(r.text) for r in hidden)
        seen.hidden_pages.append(number + 1)
    seen.radicals += sum(is_radical(chr(code)) for code in text.codes if 0x2E80 <= code <= 0x2FDF)
    seen.remarks += [(number + 1, remark) for remark in over.remarks]
    seen.fields += over.fields
    art, written = without_text_lines(art, written)
    everything = with_boxes(over.boxes, with_drawn_boxes(art, [*written, *over.runs]))
    seen.sheets.append(sheet(number + 1, everything, art, turn))
    seen.art.append(Drawing(art.across, art.down))


def _properties(document: pdfium.PdfDocument) -> list[tuple[str, str]]:
    names = (
        ("Author", "author"),
        ("Title", "file-title"),
        ("Creator", "application"),
        ("Producer", "producer"),
        ("CreationDate", "created"),
        ("ModDate", "modified"),
    )
    known = document.get_metadata_dict(skip_empty=True)
    return [(key, known[name].strip()) for name, key in names if known.get(name, "").strip()]


def _laid_out(seen: _Seen, count: int, facts: Iterable[tuple[str, str]]) -> _Found:
    numbered = take_edges(seen.sheets)
    columns = margins(seen.sheets)
    em = body_size(seen.sheets)
    flows: list[Flow] = [
        flow_of(s, columns.get(round(s.turn.size[0]), (0.0, s.turn.size[0])), art, em)
        for s, art in zip(seen.sheets, seen.art, strict=True)
    ]
    flow = together(flows, [s.height for s in seen.sheets])
    writer = _Writer(seen)
    blocks = list(writer.blocks(flow))
    hygiene = [("page-numbers", "yes" if numbered else "no"), *facts]
    open_remarks = [r for _, r in seen.remarks if not r.done]
    for key, value in (
        ("comments-open", len(open_remarks)),
        ("comments-resolved", len(seen.remarks) - len(open_remarks)),
        ("hidden-text", seen.hidden),
        ("kangxi-radicals", seen.radicals),
        ("form-fields", seen.fields),
    ):
        if value:
            hygiene.append((key, str(value)))
    return _Found(blocks, seen.losses, hygiene, count)


class _Writer:
    """Raw blocks of a flow: tables numbered as they come, lines counted on each page."""

    def __init__(self, seen: _Seen) -> None:
        self.sheets = seen.sheets
        self.remarks = seen.remarks
        self.low_trust = seen.low_trust
        self.tables = 0
        self.lines: dict[int, int] = {}

    def blocks(self, flow: Flow) -> Iterator[RawBlock]:
        yield from self._edges(headers=True)
        contents = contents_of(flow)
        for item in flow:
            if isinstance(item, Text):
                role = Role.NOTE if item.note else Role.CONTENTS if id(item) in contents else None
                yield self._block(item.paragraph, item.page, role=role, left=item.left)
            else:
                yield from self._table(item, None)
        yield from self._edges(headers=False)
        for page, remark in self.remarks:
            if remark.text:
                box = self.sheets[page - 1].turn.back(remark.box)
                yield RawBlock(remark.text, Origin(("page", page, "annotation"), page, box=_rounded(box)), Role.COMMENT)

    def _edges(self, *, headers: bool) -> Iterator[RawBlock]:
        """Headers or footers, each wording once, page numbers left out but for the first."""
        known: set[str] = set()
        for s in self.sheets:
            lines = list(s.headers if headers else s.footers)
            if headers:
                lines += [ln for t in s.header_tables for p in t.places for ln in p.lines]
            for ln in lines:
                text = "#" if is_page_number(ln.text) else ln.text
                if text in known:
                    continue
                known.add(text)
                box = s.turn.back((ln.left, ln.bottom, ln.right, ln.top))
                yield RawBlock(
                    ln.text.strip(),
                    Origin(("page", s.number, "header" if headers else "footer"), s.number, box=_rounded(box)),
                    Role.HEADER if headers else Role.FOOTER,
                    marks=ln.marks,
                    size=round(ln.em, 1),
                )

    def _block(
        self, p: Paragraph, page: int, *, role: Role | None = None, left: float = 0.0, cell: CellPlace | None = None,
        outer: CellPlace | None = None, header: bool = False, shaded: bool = False,
    ) -> RawBlock:  # fmt: skip
        number = self.lines.get(page, 0) + 1
        self.lines[page] = number + len(p.lines) - 1
        for k, tail in enumerate(p.tails, 1):
            self.lines[page + k] = self.lines.get(page + k, 0) + len(tail.lines)
        marks = p.marks
        if page in self.low_trust and p.text:
            marks = (*marks, Mark(MarkKind.LOW_TRUST, 0, len(p.text)))
        return RawBlock(
            p.text,
            Origin(("page", page, "line", number), page, box=_rounded(_on_page(self.sheets[page - 1].turn, p.box))),
            role,
            bold=p.bold,
            cell=cell,
            outer=outer,
            marks=marks,
            header=header,
            shaded=shaded,
            size=round(p.em, 1),
            indent=round(max(0.0, p.lines[0].left - left), 1) if cell is None else 0.0,
            centred=p.centred,
        )

    def _table(self, table: Table, outer: CellPlace | None) -> Iterator[RawBlock]:
        number = self.tables
        self.tables += 1
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            place = CellPlace(number, cell.row, cell.column, cell.rows, cell.columns)
            yield from self._cell(cell, place, outer)
            for inner in cell.inner:
                yield from self._table(inner, place)

    def _cell(self, cell: TableCell, place: CellPlace, outer: CellPlace | None) -> Iterator[RawBlock]:
        for p in cell.paragraphs:
            yield self._block(
                p, cell.page, cell=place, outer=outer, header=cell.header, shaded=cell.place.shaded
            )
        if not cell.paragraphs:
            box = self.sheets[cell.page - 1].turn.back(cell.place.box)
            line = self.lines.get(cell.page, 0) + 1
            yield RawBlock(
                "",
                Origin(("page", cell.page, "line", line), cell.page, box=_rounded(box)),
                cell=place,
                outer=outer,
                header=cell.header,
                shaded=cell.place.shaded,
            )


def _on_page(turn: Turn, box: Box) -> Box:
    return box if turn.is_still else turn.back(box)


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
