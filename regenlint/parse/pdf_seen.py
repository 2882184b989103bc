"""What the pages of a PDF hold before they are laid out, and what of them could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from regenlint.model import Loss, LossKind

from .pdf_edges import Sheet
from .pdf_forms import Overlay, Remark, overlay, with_boxes, with_drawn_boxes
from .pdf_glyphs import radicals
from .pdf_layout import sheet
from .pdf_repair import Repair
from .pdf_rulings import Drawing, drawing, without_text_lines
from .pdf_runs import PageText, Run
from .pdf_tags import Tags, tags
from .pdf_trust import judge_mapping, judge_pictures, ocr_layer, visible
from .pdf_turn import Turn

#: A page with more characters is read as lost: a drawing or an attack.
MOST_CHARACTERS = 200_000


@dataclass(slots=True)
class Seen:
    """Pages seen so far, what lies over them, what is lost of them."""

    sheets: list[Sheet] = field(default_factory=list)
    art: list[Drawing] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    low_trust: set[int] = field(default_factory=set)
    hidden: int = 0
    hidden_pages: list[int] = field(default_factory=list)
    radicals: dict[str, int] = field(default_factory=dict)
    fields: int = 0

    def lose(self, number: int, kind: LossKind, message: str, english: str) -> None:
        """Puts an empty page in the place of one that is not read."""
        self.losses.append(Loss(kind, message, english, number))
        self.sheets.append(Sheet(number, Turn(0, 595.0, 842.0), [], []))
        self.art.append(Drawing())


def see_page(document: pdfium.PdfDocument, number: int, form: Any, repair: Repair, seen: Seen, *, tagged: bool) -> None:
    """Adds page `number` (from 1) to what is seen; a page that cannot be read becomes a loss."""
    page = textpage = None
    # Both handles stay in variables: a page freed early while PDFium uses it crashes the process.
    try:
        page = document[number - 1]
        textpage = page.get_textpage()
        if pdfium_c.FPDFText_CountChars(textpage.raw) > MOST_CHARACTERS:
            seen.lose(
                number,
                LossKind.LIMIT,
                f"{number}頁は文字が多すぎるため読んでいません",
                f"page {number} has too many characters and was not read",
            )
            return
        _see(page, textpage, number, form, repair, seen, tags(page.raw) if tagged else Tags())
    except pdfium.PdfiumError:
        seen.lose(
            number,
            LossKind.UNREADABLE_FILE,
            f"{number}頁は壊れていて読めません",
            f"page {number} is broken and could not be read",
        )
    finally:
        if textpage is not None:
            textpage.close()
        if page is not None:
            page.close()


def _see(page: Any, textpage: Any, number: int, form: Any, repair: Repair, seen: Seen, tagged: Tags) -> None:
    mended, unmapped = repair.page(textpage.raw, number - 1)
    text = PageText(textpage.raw, mended, page.get_cropbox(), tagged.paragraphs)
    turn = text.turn
    written = text.runs()
    art = drawing(page.raw, turn)
    em = sorted(r.em for r in written)[len(written) // 2] if written else 10.5
    over = _overlay(page, form, turn, em)
    written, hidden, recognised = visible(written, art, turn)
    _judge(written, hidden, recognised, unmapped, number, seen)
    picture = judge_pictures([*written, *over.runs], art, turn, number)
    if picture is not None:
        seen.losses.append(picture)
    for radical in radicals(text.codes):
        seen.radicals[radical] = seen.radicals.get(radical, 0) + 1
    seen.remarks += [(number, remark) for remark in over.remarks]
    seen.fields += over.fields
    art, written = without_text_lines(art, written)
    everything = with_boxes(over.boxes, with_drawn_boxes(art, [*written, *over.runs]))
    seen.sheets.append(sheet(number, everything, art, turn, tagged))
    seen.art.append(Drawing(art.across, art.down))


def _overlay(page: Any, form: Any, turn: Turn, em: float) -> Overlay:
    if not pdfium_c.FPDFPage_GetAnnotCount(page.raw):
        return Overlay((), (), (), 0)
    return overlay(page.raw, form.raw if form else None, turn, em)


def _judge(
    written: Sequence[Run], hidden: Sequence[Run], recognised: bool, unmapped: int, number: int, seen: Seen
) -> None:
    loss = judge_mapping("".join(r.text for r in written), unmapped, number)
    if loss is not None:
        seen.losses.append(loss)
        seen.low_trust.add(number)
    if recognised:
        seen.losses.append(ocr_layer(number))
        seen.low_trust.add(number)
    if hidden:
        seen.hidden += sum(len(r.text) for r in hidden)
        seen.hidden_pages.append(number)
