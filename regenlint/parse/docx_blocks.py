"""The walk over a part of a Word file: paragraphs, tables, text boxes and notes as raw blocks, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Mark, MarkKind, Origin, Role

from . import docx_table
from .docx_facts import Facts
from .docx_inline import SKIPPED, Line, Reader
from .docx_numbering import Numbering
from .docx_package import W14, W
from .docx_styles import Styles, is_dark
from .docx_trace import Trace
from .raw import RawBlock

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BLOCKS = 200_000
# Tables of other styles may set white letters on a ground that only the style knows.
_PLAIN_TABLES = ("", "tablegrid", "normaltable", "tablenormal", "標準の表", "表(格子)")


@dataclass(frozen=True, slots=True)
class Where:
    """Where blocks are put: the role their part gives them, the cell they stand in, the cell around its table."""

    role: Role | None = None
    place: CellPlace | None = None
    outer: CellPlace | None = None
    header: bool = False
    shaded: bool = False
    lit: bool = False


@dataclass(slots=True)
class _Pending:
    """A paragraph whose mark is deleted: what follows joins it."""

    element: _Element
    line: Line


class Walker:
    """Fills `out` from the parts it is led through; counts tables, pages and facts of the file."""

    def __init__(self, styles: Styles, numbering: Numbering, main: str, rendered: bool) -> None:
        """`main` is the part whose pages count; `rendered` says whether it holds Word's page breaks."""
        self.out: list[RawBlock] = []
        self.facts = Facts(rendered=rendered)
        self.notes: dict[tuple[str, str], tuple[str, _Element]] = {}
        self._styles = styles
        self._numbering = numbering
        self._main = main
        self._reader = Reader(styles, rendered)
        self._tables = 0
        self._page = 1
        self._part = main
        self._order: dict[_Element, int] = {}
        self._waiting: list[tuple[str, str]] = []
        self._pending: _Pending | None = None
        self.trace: Trace | None = None

    def part(self, name: str, root: _Element, content: _Element, role: Role | None = None) -> None:
        """Read the blocks of `content`, an element of the part `name` with that root."""
        before = self._part, self._order
        self._part = name
        self._order = {p: i for i, p in enumerate(root.iter(W + "p"))}
        if self.trace is not None:
            self.trace.see_part(name, root)
        where = Where(role)
        self._blocks(content, where)
        self._flush(where)
        self._part, self._order = before

    def loose_notes(self) -> None:
        """Notes that no paragraph refers to."""
        self._waiting.extend(self.notes)
        self._put_notes()

    # ---- blocks

    def _blocks(self, e: _Element, where: Where) -> None:
        for c in e:
            tag = c.tag
            if tag == W + "p":
                self._paragraph(c, where)
            elif tag == W + "tbl":
                self._flush(where)
                self._table(c, where)
                if where.place is None:
                    self._put_notes()
            elif tag == W + "sdt":
                self._control(c, where)
            elif isinstance(tag, str) and tag not in SKIPPED and tag != W + "altChunk":
                self._blocks(c, where)

    def _control(self, e: _Element, where: Where) -> None:
        pr, content = e.find(W + "sdtPr"), e.find(W + "sdtContent")
        if content is None:
            return
        gallery = None if pr is None else pr.find(f"{W}docPartObj/{W}docPartGallery")
        inner = where
        if gallery is not None and gallery.get(W + "val") == "Table of Contents" and where.role is None:
            inner = replace(where, role=Role.CONTENTS)
        start = len(self.out)
        self._blocks(content, inner)
        if pr is not None and pr.find(W + "showingPlcHdr") is not None:
            self._flush(where)
            self.out[start:] = [_as_placeholder(b) for b in self.out[start:]]

    def _table(self, tbl: _Element, where: Where) -> None:
        number = self._tables
        self._tables += 1
        style = tbl.find(f"{W}tblPr/{W}tblStyle")
        name = "" if style is None else self._styles.name(style.get(W + "val", ""))
        lit = name.lower().replace(" ", "") not in _PLAIN_TABLES
        for cell in docx_table.cells(tbl):
            place = CellPlace(number, cell.row, cell.column, cell.rows, cell.columns)
            inside = Where(
                where.role, place, where.place or where.outer, cell.header, cell.shaded, cell.dark or lit or where.lit
            )
            start = len(self.out)
            self._blocks(cell.element, inside)
            self._flush(inside)
            if not any(b.cell == place and b.role != Role.TEXTBOX for b in self.out[start:]):
                first = next(cell.element.iter(W + "p"), None)
                empty = RawBlock(
                    "", self._origin(first), where.role, cell=place, outer=inside.outer,
                    header=cell.header, shaded=cell.shaded,
                )  # fmt: skip
                self.out.insert(start, empty)

    def _paragraph(self, p: _Element, where: Where) -> None:
        ppr = p.find(W + "pPr")
        joined = self._pending or _Pending(p, Line())
        style = self._style(ppr)
        lit = where.role == Role.TEXTBOX or where.lit or _dark_ground(ppr)
        self._reader.read(p, style, self._level(ppr, style) > 0, lit, joined.line)
        label, is_bullet = self._label(ppr, style)
        if ppr is not None and ppr.find(f"{W}rPr/{W}del") is not None:
            self._pending = joined
            return
        self._pending = None
        self._put(joined, ppr, (label, is_bullet), where)

    def _flush(self, where: Where) -> None:
        """A paragraph whose mark was deleted with nothing after it to join."""
        if self._pending:
            joined, self._pending = self._pending, None
            self._put(joined, joined.element.find(W + "pPr"), ("", False), where)

    def _put(self, joined: _Pending, ppr: _Element | None, numbered: tuple[str, bool], where: Where) -> None:
        line, (label, is_bullet) = joined.line, numbered
        text, marks = line.text, tuple(line.marks)
        in_main = self._part == self._main
        shift = 0
        if in_main:
            if not self.facts.rendered and self.out and _breaks_before(ppr):
                self._page += 1
            self._page += line.page_before
        if is_bullet and label in ("☐", "□", "☑", "☒"):
            # Word's tick lists draw their boxes as bullets; the box is part of what is said.
            text, label, is_bullet, shift = f"{label} {text}", "", False, 2
            marks = tuple(Mark(m.kind, m.start + shift, m.end + shift, m.detail) for m in marks)
        self.facts.seen(line, len(self.out))
        if self.trace is not None:
            self.trace.see_line(self._origin(joined.element).path, line, shift)
        if text.strip():
            style = self._style(ppr)
            self.out.append(
                RawBlock(
                    text,
                    self._origin(joined.element),
                    self._role(where.role, style, is_bullet),
                    label=label,
                    level=self._level(ppr, style),
                    bold=line.bold,
                    style=self._styles.name(style),
                    cell=where.place,
                    outer=where.outer,
                    marks=marks,
                    header=where.header,
                    shaded=where.shaded,
                    size=line.size,
                    centred=self._centred(ppr, style),
                )
            )
            if len(self.out) > MAX_BLOCKS:
                raise UnreadableError("too-large", "段落が多すぎます", "too many paragraphs")
        for box in line.boxes:
            inside = Where(where.role or Role.TEXTBOX, None, where.place or where.outer)
            self._blocks(box, inside)
            self._flush(inside)
        if in_main:
            self._page += line.pages - line.page_before
        self._waiting.extend(line.notes)
        if where.place is None and where.outer is None:
            self._put_notes()

    def _put_notes(self) -> None:
        """Notes go after the paragraph or table that refers to them, so they keep its section."""
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            if key in self.notes:
                name, note = self.notes.pop(key)
                parent = note.getparent()
                self.part(name, note if parent is None else parent, note, Role.NOTE)

    # ---- properties

    def _origin(self, p: _Element | None) -> Origin:
        path: tuple[str | int, ...] = (self._part, "p", -1 if p is None else self._order.get(p, -1))
        ident = None if p is None else p.get(W14 + "paraId")
        if ident:
            path = (*path, "paraId", ident)
        known = self._part == self._main and (self.facts.rendered or self._page > 1)
        return Origin(path, self._page if known else None, known)

    def _style(self, ppr: _Element | None) -> str:
        named = None if ppr is None else ppr.find(W + "pStyle")
        return self._styles.default if named is None else named.get(W + "val", "")

    def _level(self, ppr: _Element | None, style: str) -> int:
        own = None if ppr is None else ppr.find(W + "outlineLvl")
        value = "" if own is None else own.get(W + "val", "")
        if value.isdigit():
            return int(value) + 1 if int(value) < 9 else 0
        return self._styles.level(style)

    def _label(self, ppr: _Element | None, style: str) -> tuple[str, bool]:
        """The automatic number, counted also where the paragraph is empty, as Word does."""
        own = None if ppr is None else ppr.find(W + "numPr")
        num = depth = None
        if own is not None:
            n, d = own.find(W + "numId"), own.find(W + "ilvl")
            num = None if n is None else n.get(W + "val")
            depth = None if d is None else d.get(W + "val")
        if num is None:
            inherited = self._styles.numbering(style)
            if inherited is None:
                return "", False
            num, level = inherited
            at = level if level is not None else self._numbering.level_of_style(num, style)
            depth = depth if depth is not None else str(at)
        if num == "0":
            return "", False
        return self._numbering.label(num, int(depth) if depth and depth.isdigit() else 0)

    def _role(self, role: Role | None, style: str, is_bullet: bool) -> Role | None:
        if role is not None:
            return role
        name = self._styles.name(style).lower()
        if self._styles.is_contents(style):
            return Role.CONTENTS
        if name in ("title", "表題"):
            return Role.TITLE
        if name in ("caption", "図表番号"):
            return Role.CAPTION
        return Role.ITEM if is_bullet or name.startswith(("list bullet", "箇条書き")) else None

    def _centred(self, ppr: _Element | None, style: str) -> bool:
        own = None if ppr is None else ppr.find(W + "jc")
        return own.get(W + "val") == "center" if own is not None else self._styles.centred(style)


def _as_placeholder(b: RawBlock) -> RawBlock:
    return replace(b, marks=(*b.marks, Mark(MarkKind.PLACEHOLDER, 0, len(b.text)))) if b.text else b


def _breaks_before(ppr: _Element | None) -> bool:
    found = None if ppr is None else ppr.find(W + "pageBreakBefore")
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")


def _dark_ground(ppr: _Element | None) -> bool:
    shade = None if ppr is None else ppr.find(W + "shd")
    fill = "" if shade is None else shade.get(W + "fill", "")
    return bool(re.fullmatch("[0-9A-Fa-f]{6}", fill)) and is_dark(fill)
