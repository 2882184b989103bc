"""PDF to the model, on PDFium: characters with their places become lines, cells, paragraphs, one flow.

What PDFium cannot map is mended from the font's tables or said to be lost; pages that are pictures
are said to be pictures. PDFium is not thread-safe: one file at a time is read in a process.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from regenlint.errors import UnreadableError
from regenlint.model import Document, Loss, LossKind

from .pdf_blocks import Writer
from .pdf_edges import take_edges
from .pdf_font import give_square
from .pdf_joins import Flow, together
from .pdf_layout import body_size, flow_of, margins
from .pdf_repair import Repair, quiet_pypdf
from .pdf_seen import Seen, see_page
from .raw import RawBlock, assemble

#: Larger files and longer documents are refused; no honest plan came near.
MOST_BYTES = 300 * 1024 * 1024
MOST_PAGES = 3000

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
        found = _read(data)
    return assemble(
        found.blocks,
        path=path,
        format="pdf",
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


def opened(data: bytes) -> pdfium.PdfDocument:
    """PDFium's document of the bytes, mended where they are broken. `UnreadableError`: `password`, `broken`."""
    give_square()
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
    from pypdf import PdfReader, PdfWriter

    quiet_pypdf()
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


def _read(data: bytes) -> _Found:
    document = opened(data)
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
        seen = Seen()
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
        for number in range(1, count + 1):
            see_page(document, number, form, repair, seen, tagged=tagged)
        facts = _properties(document)
    finally:
        document.close()
    return _laid_out(seen, count, facts)


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


def _laid_out(seen: Seen, count: int, facts: Iterable[tuple[str, str]]) -> _Found:
    numbered = take_edges(seen.sheets)
    columns = margins(seen.sheets)
    em = body_size(seen.sheets)
    flows: list[Flow] = [
        flow_of(s, columns.get(round(s.turn.size[0]), (0.0, s.turn.size[0])), art, em)
        for s, art in zip(seen.sheets, seen.art, strict=True)
    ]
    flow = together(flows, [s.height for s in seen.sheets])
    blocks = list(Writer(seen.sheets, seen.remarks, seen.low_trust).blocks(flow))
    hygiene = [("page-numbers", "yes" if numbered else "no"), *facts]
    open_remarks = [r for _, r in seen.remarks if not r.done]
    for key, value in (
        ("comments-open", len(open_remarks)),
        ("comments-resolved", len(seen.remarks) - len(open_remarks)),
        ("hidden-text", seen.hidden),
        ("kangxi-radicals", sum(seen.radicals.values())),
        ("form-fields", seen.fields),
    ):
        if value:
            hygiene.append((key, str(value)))
    if seen.radicals:
        often = sorted(seen.radicals, key=lambda c: -seen.radicals[c])
        hygiene.append(("kangxi-radicals-examples", "".join(often[:10])))
    if seen.hidden_pages:
        hygiene.append(("hidden-text-pages", ",".join(map(str, seen.hidden_pages[:50]))))
    return _Found(blocks, seen.losses, hygiene, count)
