"""Word documents (.docx, .docm, .dotx, Strict) as raw blocks: every visible text once, in order.

Insertions are in, deletions, moves' sources and hidden text are out; what a reviewer would want to
know of the file itself goes to `hygiene`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Document, Loss, LossKind, Mark, MarkKind, Origin, Role
from . import docx_table
from .docx_facts import Facts, file_facts, page_count, picture_losses
from .docx_inline import SKIPPED, Line, Reader
from .docx_numbering import Numbering
from .docx_package import W14, W15, Package, W, broken
from .docx_styles import Styles, look
from .raw import RawBlock, assemble

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BLOCKS = 200_000
_QUIET_TABLES = ("", "tablegrid", "normaltable", "標準の表", "表(格子)", "a3", "tablenormal")


def read(data: bytes, path: str, sha256: str) -> Document:
    """The document in the bytes of a Word file. Raises `UnreadableError`."""
    package = Package(data)
    main = next((t for k, t, _ in package.relations("").values() if k == "officeDocument"), "")
    if not package.has(main):
        main = "word/document.xml"
    if not package.has(main):
        raise UnreadableError(
            "not-a-document", "Word 文書の本文がありません", "no main document part in the file"
        )
    walker = _Walker(package, main)
    walker.run()
    losses = (*walker.losses, *picture_losses(package, walker.relations, walker.out))
    if not losses and not any(b.text.strip() for b in walker.out):
        raise UnreadableError("empty", "文書に文字がありません", "the document holds no text")
    return assemble(
        walker.out,
        path=path,
        format="docx",
        sha256=sha256,
        losses=losses,
        pages=page_count(package, walker.facts, walker.out),
        hygiene=file_facts(package, walker.facts),
    )


class _Walker:
    """One pass over the parts of a document, filling `out`."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.main = main
        self.out: list[RawBlock] = []
        self.losses: list[Loss] = []
        self.facts = Facts()
        self.relations = package.relations(main)
        self.styles = Styles(self._optional("styles"))
        self.numbering = Numbering(self._optional("numbering"), self.styles)
        self.tables = 0
        self.page = 1
        self.part = main
        self.order: dict[_Element, int] = {}
        self.reader = Reader(self.styles, False)
        self.notes: dict[tuple[str, str], _Element] = {}
        self.waiting: list[tuple[str, str]] = []
        self.pending: tuple[_Element, Line] | None = None

    # ---- parts

    def run(self) -> None:
        root = self.package.xml(self.main)
        bodies = [] if root is None else root.findall(W + "body")
        if root is None or not bodies:
            raise broken("w:body")
        rendered = next(root.iter(W + "lastRenderedPageBreak"), None) is not None
        self.reader = Reader(self.styles, rendered)
        self.facts.rendered = rendered
        self.facts.revisions(root)
        for kind in ("footnotes", "endnotes"):
            part = self._optional(kind)
            for n in () if part is None else part:
                if isinstance(n.tag, str) and n.get(W + "type") in (None, "normal"):
                    self.notes[(kind[:-1], n.get(W + "id", ""))] = n
        self._enter(self.main, root)
        for body in bodies:
            self.blocks(body, None, None, None)
        self._flush()
        self._all(("footnotes", "endnotes"))
        self._headers()
        self._comments()
        self._foreign()

    def _enter(self, part: str, root: _Element) -> None:
        self.part = part
        self.order = {p: i for i, p in enumerate(root.iter(W + "p"))}

    def _optional(self, kind: str) -> _Element | None:
        """A part the document can be read without; a broken one becomes a loss."""
        target = next((t for k, t, x in self.relations.values() if k == kind and not x), None)
        if target is None:
            return None
        try:
            return self.package.xml(target)
        except UnreadableError as e:
            if e.kind in ("unsafe", "too-large", "password"):
                raise
            notes = kind in ("footnotes", "endnotes")
            self.losses.append(
                Loss(
                    LossKind.UNREADABLE_FILE if notes else LossKind.FOREIGN_PART,
                    f"文書の一部（{target}）が壊れていて読めません",
                    f"a part of the document ({target}) is broken",
                )
            )
            return None

    def _all(self, kinds: tuple[str, ...]) -> None:
        """Notes that no paragraph refers to."""
        left = [k for k in self.notes if k[0] + "s" in kinds]
        self.waiting.extend(left)
        self._notes()

    def _headers(self) -> None:
        seen: set[tuple[str, ...]] = set()
        for kind, target, external in self.relations.values():
            if kind not in ("header", "footer") or external:
                continue
            try:
                root = self.package.xml(target)
            except UnreadableError as e:
                if e.kind != "broken":
                    raise
                continue
            if root is None:
                continue
            self.facts.fields(root)
            self.facts.revisions(root)
            start = len(self.out)
            self._enter(target, root)
            self.blocks(root, Role.HEADER if kind == "header" else Role.FOOTER, None, None)
            self._flush()
            texts = tuple(b.text for b in self.out[start:])
            if texts in seen:
                del self.out[start:]
            seen.add(texts)

    def _comments(self) -> None:
        root = self._optional("comments")
        if root is None:
            return
        extended = self._optional("commentsExtended")
        done: set[str] = set()
        replies: set[str] = set()
        for e in () if extended is None else extended:
            if e.get(W15 + "done") in ("1", "true"):
                done.add(e.get(W15 + "paraId", ""))
            if e.get(W15 + "paraIdParent"):
                replies.add(e.get(W15 + "paraId", ""))
        self._enter(self.package_name("comments"), root)
        for c in root.iter(W + "comment"):
            ids = {p.get(W14 + "paraId", "") for p in c.iter(W + "p")}
            if ids & replies:
                self.facts.replies += 1
            elif ids & done:
                self.facts.comments_done += 1
            else:
                self.facts.comments_open.append(c.get(W + "id", ""))
            self.blocks(c, Role.COMMENT, None, None)
            self._flush()

    def package_name(self, kind: str) -> str:
        return next((t for k, t, _ in self.relations.values() if k == kind), kind)

    def _foreign(self) -> None:
        """Parts that hold text this reader does not read, or reads apart from its place."""
        for kind, target, external in self.relations.values():
            if external:
                continue
            if kind == "aFChunk":
                self._lose(f"取り込まれた別の文書（{target}）", f"an imported document ({target})")
            elif kind in ("oleObject", "package"):
                self._lose(f"埋め込まれた別のファイル（{target}）", f"an embedded file ({target})")
            elif kind == "diagramData":
                root = self.package.xml(target)
                drawn = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
                for i, p in enumerate(() if root is None else root.iter(drawn + "p")):
                    text = "".join(t.text or "" for t in p.iter(drawn + "t")).strip()
                    if text:
                        self.out.append(RawBlock(text, Origin((target, "p", i)), Role.TEXTBOX))

    def _lose(self, what: str, english: str) -> None:
        self.losses.append(
            Loss(LossKind.FOREIGN_PART, f"{what}の中は読んでいません", f"{english} was not read")
        )

    # ---- blocks

    def blocks(
        self, e: _Element, role: Role | None, cell: docx_table.Cell | None, place: CellPlace | None,
        outer: CellPlace | None = None,
    ) -> None:  # fmt: skip
        for c in e:
            tag = c.tag
            if tag == W + "p":
                self.paragraph(c, role, cell, place, outer)
            elif tag == W + "tbl":
                self._flush(cell, place, outer, role)
                self.table(c, role, place or outer)
                if place is None:
                    self._notes()
            elif tag == W + "sdt":
                pr, content = c.find(W + "sdtPr"), c.find(W + "sdtContent")
                if content is None:
                    continue
                inner = role
                gallery = None if pr is None else pr.find(f"{W}docPartObj/{W}docPartGallery")
                if gallery is not None and gallery.get(W + "val") == "Table of Contents":
                    inner = role or Role.CONTENTS
                start = len(self.out)
                self.blocks(content, inner, cell, place, outer)
                if pr is not None and pr.find(W + "showingPlcHdr") is not None:
                    self._flush(cell, place, outer, role)
                    self.out[start:] = [_placeholder(b) for b in self.out[start:]]
            elif isinstance(tag, str) and tag not in SKIPPED and tag != W + "altChunk":
                self.blocks(c, role, cell, place, outer)

    def table(self, tbl: _Element, role: Role | None, outer: CellPlace | None) -> None:
        number = self.tables
        self.tables += 1
        style = tbl.find(f"{W}tblPr/{W}tblStyle")
        name = "" if style is None else self.styles.name(style.get(W + "val", ""))
        lit = name.lower().replace(" ", "") not in _QUIET_TABLES
        for cell in docx_table.cells(tbl):
            place = CellPlace(number, cell.row, cell.column, cell.rows, cell.columns)
            start = len(self.out)
            seen = docx_table.Cell(
                cell.element, cell.row, cell.column, cell.rows, cell.columns,
                cell.header, cell.shaded, cell.dark or lit,
            )  # fmt: skip
            self.blocks(cell.element, role, seen, place, outer)
            self._flush(seen, place, outer, role)
            own = [b for b in self.out[start:] if b.cell == place and b.role != Role.TEXTBOX]
            if not own:
                first = next(cell.element.iter(W + "p"), None)
                self.out.insert(
                    start,
                    RawBlock(
                        "", self._origin(first), role, cell=place, outer=outer,
                        header=cell.header, shaded=cell.shaded,
                    ),
                )  # fmt: skip

    def _origin(self, p: _Element | None) -> Origin:
        path: tuple[str | int, ...] = (self.part, "p", self.order.get(p, -1) if p is not None else -1)
        ident = p.get(W14 + "paraId") if p is not None else None
        if ident:
            path = (*path, "paraId", ident)
        known = self.part == self.main and (self.facts.rendered or self.page > 1)
        return Origin(path, self.page if known else None, known)

    def paragraph(
        self, p: _Element, role: Role | None, cell: docx_table.Cell | None,
        place: CellPlace | None, outer: CellPlace | None,
    ) -> None:  # fmt: skip
        ppr = p.find(W + "pPr")
        first, line = self.pending if self.pending else (p, Line())
        style = self._style(ppr)
        level = self._level(ppr, style)
        lit = role == Role.TEXTBOX or (cell is not None and cell.dark) or _dark_ground(ppr)
        self.reader.read(p, style, level > 0, lit, line)
        label, is_bullet = self._label(ppr, style)
        if ppr is not None and ppr.find(f"{W}rPr/{W}del") is not None:
            self.pending = (first, line)
            return
        self.pending = None
        self._put(first, ppr, style, level, label, is_bullet, line, role, cell, place, outer)

    def _flush(
        self, cell: docx_table.Cell | None = None, place: CellPlace | None = None,
        outer: CellPlace | None = None, role: Role | None = None,
    ) -> None:  # fmt: skip
        """A paragraph whose mark was deleted with nothing after it to join."""
        if self.pending:
            (first, line), self.pending = self.pending, None
            ppr = first.find(W + "pPr")
            self._put(first, ppr, self._style(ppr), 0, "", False, line, role, cell, place, outer)

    def _put(
        self, p: _Element, ppr: _Element | None, style: str, level: int, label: str,
        is_bullet: bool, line: Line, role: Role | None, cell: docx_table.Cell | None,
        place: CellPlace | None, outer: CellPlace | None,
    ) -> None:  # fmt: skip
        text = line.text
        marks = tuple(line.marks)
        body = self.part == self.main
        if body and not self.facts.rendered and _breaks_before(ppr) and self.out:
            self.page += 1
        self.page += line.page_before if body else 0
        if is_bullet and label in ("☐", "□", "☑"):
            # Word's tick lists draw their boxes as bullets; the box is part of what is said.
            text, label, is_bullet = f"{label} {text}", "", False
            marks = tuple(Mark(m.kind, m.start + 2, m.end + 2, m.detail) for m in marks)
        at = len(self.out)
        self.facts.seen(line, at)
        if text.strip():
            self.out.append(
                RawBlock(
                    text,
                    self._origin(p),
                    self._role(role, style, is_bullet),
                    label=label,
                    level=level,
                    bold=line.bold,
                    style=self.styles.name(style),
                    cell=place,
                    outer=outer,
                    marks=marks,
                    header=cell.header if cell else False,
                    shaded=cell.shaded if cell else False,
                    size=line.size,
                    centred=self._centred(ppr, style),
                )
            )
            if len(self.out) > MAX_BLOCKS:
                raise UnreadableError("too-large", "段落が多すぎます", "too many paragraphs")
        for box in line.boxes:
            kept, self.pending = self.pending, None
            self.blocks(box, role or Role.TEXTBOX, None, None, place or outer)
            self._flush(role=role or Role.TEXTBOX)
            self.pending = kept
        self.page += line.pages - line.page_before if body else 0
        self.waiting.extend(line.notes)
        if place is None and outer is None:
            self._notes()

    def _notes(self) -> None:
        """Notes go after the paragraph or table that refers to them, so they keep its section."""
        waiting, self.waiting = self.waiting, []
        for key in waiting:
            note = self.notes.pop(key, None)
            if note is None:
                continue
            part, order, page = self.part, self.order, self.page
            self._enter(self.package_name(key[0] + "s"), note.getparent() or note)
            self.blocks(note, Role.NOTE, None, None)
            self._flush(role=Role.NOTE)
            self.part, self.order, self.page = part, order, page

    def _style(self, ppr: _Element | None) -> str:
        named = None if ppr is None else ppr.find(W + "pStyle")
        return self.styles.default if named is None else named.get(W + "val", "")

    def _level(self, ppr: _Element | None, style: str) -> int:
        own = None if ppr is None else ppr.find(W + "outlineLvl")
        value = "" if own is None else own.get(W + "val", "")
        if value.isdigit():
            return int(value) + 1 if int(value) < 9 else 0
        return self.styles.level(style)

    def _label(self, ppr: _Element | None, style: str) -> tuple[str, bool]:
        own = None if ppr is None else ppr.find(W + "numPr")
        num = depth = None
        if own is not None:
            n, d = own.find(W + "numId"), own.find(W + "ilvl")
            num = None if n is None else n.get(W + "val")
            depth = None if d is None else d.get(W + "val")
        if num is None:
            inherited = self.styles.numbering(style)
            if inherited is None:
                return "", False
            num, level = inherited
            at = level if level is not None else self.numbering.level_of_style(num, style)
            depth = depth if depth is not None else str(at)
        if num == "0":
            return "", False
        return self.numbering.label(num, int(depth) if depth and depth.isdigit() else 0)

    def _role(self, role: Role | None, style: str, is_bullet: bool) -> Role | None:
        if role is not None:
            return role
        name = self.styles.name(style).lower()
        if self.styles.is_contents(style):
            return Role.CONTENTS
        if name in ("title", "表題"):
            return Role.TITLE
        if name in ("caption", "図表番号"):
            return Role.CAPTION
        return Role.ITEM if is_bullet or name.startswith(("list bullet", "箇条書き")) else None

    def _centred(self, ppr: _Element | None, style: str) -> bool:
        own = None if ppr is None else ppr.find(W + "jc")
        return own.get(W + "val") == "center" if own is not None else self.styles.centred(style)


def _placeholder(b: RawBlock) -> RawBlock:
    from dataclasses import replace

    mark = Mark(MarkKind.PLACEHOLDER, 0, len(b.text))
    return replace(b, marks=(*b.marks, mark)) if b.text else b


def _breaks_before(ppr: _Element | None) -> bool:
    found = None if ppr is None else ppr.find(W + "pageBreakBefore")
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")


def _dark_ground(ppr: _Element | None) -> bool:
    shade = None if ppr is None else ppr.find(W + "shd")
    if shade is None:
        return False
    return bool(re.fullmatch(r"[0-9A-Fa-f]{6}", shade.get(W + "fill", ""))) or bool(
        look(ppr).dark if ppr is not None else False
    )
