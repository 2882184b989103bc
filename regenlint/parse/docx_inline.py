"""A Word paragraph as one line of text: what is seen, in order, with marks on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regenlint.model import Mark, MarkKind

from .docx_package import MC, W14, M, W
from .docx_styles import Look, Styles, look, on
from .symbols import is_symbol_font, shown, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = frozenset(
    W + t
    for t in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "instrText",
        "delInstrText", "rt", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "ffData",
    )
) | {MC + "Fallback"}  # fmt: skip
_TICKED, _EMPTY = "☑☒✓✔■●◉✗", "☐□○◯"
_TINY = 2.5
_QUIET_COLOURS = ("", "AUTO")


@dataclass(slots=True)
class Line:
    """What a paragraph holds. `weight` and `length` count its visible characters, bold and all."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    #: Which element shows the characters from where to where; a w:t shows its own one by one.
    sources: list[tuple[int, int, _Element]] = field(default_factory=list)
    at: int = 0
    weight: int = 0
    length: int = 0
    size: float = 0.0
    hidden: int = 0
    deleted: bool = False
    pages: int = 0
    page_before: int = 0

    @property
    def text(self) -> str:
        """What is seen of the paragraph."""
        return "".join(self.pieces)

    @property
    def bold(self) -> bool:
        """Whether most of it is bold."""
        return self.length > 0 and self.weight * 2 > self.length

    def mark(self, kind: MarkKind, start: int, end: int, detail: str = "") -> None:
        """Set a mark, joining it to one that ends where it begins."""
        if end <= start:
            return
        for i in range(len(self.marks) - 1, max(-1, len(self.marks) - 6), -1):
            m = self.marks[i]
            if m.kind == kind and m.end == start and m.detail == detail:
                self.marks[i] = Mark(kind, m.start, end, detail)
                return
        self.marks.append(Mark(kind, start, end, detail))


@dataclass(slots=True)
class Reader:
    """Reads paragraphs of one part. `rendered` is true where the file holds Word's page breaks."""

    styles: Styles
    rendered: bool

    def read(self, p: _Element, style: str, heading: bool, lit: bool, into: Line) -> None:
        """Append the content of a w:p to `into`.

        `lit` is true where white letters may stand on a dark ground.
        """
        base = self.styles.look(style)
        if heading:
            base = Look(bold=base.bold, italic=base.italic, hidden=base.hidden, size=base.size)
        base = base.over(self.styles.base)
        self._walk(p, base, base, lit, into)

    def _walk(self, e: _Element, base: Look, now: Look, lit: bool, line: Line) -> None:
        for c in e:
            tag = c.tag
            if tag == W + "r":
                self._run(c, base, lit, line)
            elif tag == W + "t" or tag == M + "t":
                self._emit(shown(c.text or ""), c, now, lit, line)
            elif tag in SKIPPED:
                line.deleted = line.deleted or tag in (W + "del", W + "moveFrom")
            elif not isinstance(tag, str):
                continue
            elif tag in (W + "ins", W + "moveTo"):
                start = line.at
                self._walk(c, base, now, lit, line)
                line.mark(MarkKind.INSERTED, start, line.at)
            elif tag == W + "sdt":
                self._control(c, base, now, lit, line)
            elif tag == W + "txbxContent":
                line.boxes.append(c)
            elif tag == M + "sup":
                start = line.at
                self._walk(c, base, now, lit, line)
                line.mark(MarkKind.SUPERSCRIPT, start, line.at)
            elif tag == M + "den":
                self._emit("/", c, now, lit, line)
                self._walk(c, base, now, lit, line)
            else:
                self._leaf(c, tag, base, now, lit, line)

    def _leaf(self, c: _Element, tag: str, base: Look, now: Look, lit: bool, line: Line) -> None:
        if tag in (W + "tab", W + "ptab"):
            self._emit("\t", c, now, lit, line)
        elif tag in (W + "br", W + "cr"):
            if c.get(W + "type") in ("page", "column"):
                self._page(c.get(W + "type") == "page" and not self.rendered, line)
            else:
                self._emit("\n", c, now, lit, line)
        elif tag == W + "lastRenderedPageBreak":
            self._page(self.rendered, line)
        elif tag == W + "noBreakHyphen":
            self._emit("-", c, now, lit, line)
        elif tag == W + "sym":
            try:
                code = int(c.get(W + "char", "0"), 16)
            except ValueError:
                code = 0
            self._emit(symbol(code, c.get(W + "font", "")), c, now, lit, line)
        elif tag == W + "fldChar":
            data = c.find(W + "ffData")
            if data is not None:
                self._form_field(data, now, lit, line)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            line.notes.append((tag[len(W) :].removesuffix("Reference"), c.get(W + "id", "")))
        elif tag in (W + "commentRangeStart", W + "commentReference"):
            line.comments.append(c.get(W + "id", ""))
        else:
            self._walk(c, base, now, lit, line)

    def _page(self, counts: bool, line: Line) -> None:
        if counts:
            line.pages += 1
            if not line.at:
                line.page_before += 1

    def _run(self, r: _Element, base: Look, lit: bool, line: Line) -> None:
        rpr = r.find(W + "rPr")
        now, font, link = base, "", False
        if rpr is not None:
            own = look(rpr)
            style = rpr.find(W + "rStyle")
            if style is not None:
                key = style.get(W + "val", "")
                below = self.styles.look(key)
                link = "hyperlink" in self.styles.name(key).lower().replace(" ", "")
                own = own.over(below)
            now = own.over(base)
            if link:
                now.colour = None
            fonts = rpr.find(W + "rFonts")
            if fonts is not None:
                font = fonts.get(W + "ascii", "") or fonts.get(W + "hAnsi", "")
        if font and is_symbol_font(font):
            for t in r.iter(W + "t"):
                self._emit(shown(t.text or "", font), t, now, lit, line)
            return
        self._walk(r, base, now, lit, line)

    def _emit(self, text: str, source: _Element, now: Look, lit: bool, line: Line) -> None:
        if not text:
            return
        seen = len(text) - text.count(" ") - text.count("\u3000") - text.count("\n")
        if _unseen(now, lit):
            line.hidden += seen
            return
        start = line.at
        line.pieces.append(text)
        line.at += len(text)
        line.sources.append((start, line.at, source))
        line.length += seen
        if now.bold:
            line.weight += seen
        if now.size and now.size > line.size:
            line.size = now.size
        if now.struck:
            line.mark(MarkKind.STRUCK, start, line.at)
        if now.italic:
            line.mark(MarkKind.ITALIC, start, line.at)
        if now.raised:
            line.mark(MarkKind.SUPERSCRIPT, start, line.at)
        if now.colour and now.colour not in _QUIET_COLOURS and not _near_black(now.colour):
            line.mark(MarkKind.COLOURED, start, line.at, now.colour)

    def _control(self, c: _Element, base: Look, now: Look, lit: bool, line: Line) -> None:
        pr, content = c.find(W + "sdtPr"), c.find(W + "sdtContent")
        start = line.at
        box = None if pr is None else pr.find(W14 + "checkbox")
        if box is not None:
            checked = box.find(W14 + "checked")
            ticked = checked is not None and checked.get(W14 + "val") in ("1", "true", "on")
            inner = Line()
            if content is not None:
                self._walk(content, base, now, lit, inner)
            glyph = inner.text.strip()
            if glyph and glyph in (_TICKED if ticked else _EMPTY):
                self._emit(glyph, c, now, lit, line)
            else:
                self._emit("☑" if ticked else "☐", c, now, lit, line)
            return
        if content is not None:
            self._walk(content, base, now, lit, line)
        if pr is not None and pr.find(W + "showingPlcHdr") is not None:
            line.mark(MarkKind.PLACEHOLDER, start, line.at)

    def _form_field(self, data: _Element, now: Look, lit: bool, line: Line) -> None:
        """A legacy form field: its state is nowhere else in the file."""
        box, choice = data.find(W + "checkBox"), data.find(W + "ddList")
        if box is not None:
            checked = box.find(W + "checked")
            state = on(checked) if checked is not None else on(box.find(W + "default"))
            self._emit("☑" if state else "☐", data, now, lit, line)
        elif choice is not None:
            result = choice.find(W + "result")
            entries = [e.get(W + "val", "") for e in choice.findall(W + "listEntry")]
            number = result.get(W + "val", "0") if result is not None else "0"
            at = int(number) if number.isdigit() else 0
            self._emit(entries[at] if at < len(entries) else "", data, now, lit, line)


def _unseen(now: Look, lit: bool) -> bool:
    if now.hidden:
        return True
    if now.size is not None and now.size <= _TINY:
        return True
    return bool(now.colour) and not lit and not now.dark and _near_white(now.colour or "")


def _channels(colour: str) -> tuple[int, int, int] | None:
    if len(colour) != 6:
        return None
    try:
        return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
    except ValueError:
        return None


def _near_white(colour: str) -> bool:
    rgb = _channels(colour)
    return rgb is not None and min(rgb) >= 0xFA


def _near_black(colour: str) -> bool:
    rgb = _channels(colour)
    return rgb is None or max(rgb) <= 0x40
