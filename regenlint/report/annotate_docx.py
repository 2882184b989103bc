"""Word comments at the very words, written into a copy; every part that need not change stays as it is.

It works on the package and the XML, so it takes what no object model opens: macros, templates,
Strict files, dangling pictures. Word has no comments in text boxes, notes, headers and footers
([MS-OI29500] 2.1.315): there the comment stands at the drawing or at the note's mark.
"""

from __future__ import annotations

import copy
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from regenlint.errors import AnnotationError, UnreadableError
from regenlint.model import Document, Role
from regenlint.parse import from_docx
from regenlint.parse.docx_package import STRICT, M, Package, R, W
from regenlint.parse.docx_trace import Source
from regenlint.report.notes import Note

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR, INITIALS = "regenlint", "RL"
#: Word opens no file with more comment ranges ([MS-OI29500] 2.1.315).
MOST = 32_767
_CONTENT_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What of a paragraph can hold its text.
_CONTENT = frozenset(W + t for t in ("r", "hyperlink", "ins", "moveTo", "sdt", "smartTag", "customXml", "fldSimple"))
#: Content controls whose content Word writes itself; markers stay outside.
_CLOSED = ("text", "dataBinding", "comboBox", "dropDownList", "date", "picture", "group")


def annotated(
    data: bytes, document: Document, notes: Sequence[Note], summary: Sequence[str], day: datetime.date
) -> tuple[bytes, int]:
    """A copy of a Word file with a comment for each note and one for the summary, and how many findings stand
    at their place.

    `document` is what the reader makes of `data`. AnnotationError where the copy would not hold
    the same text, or Word would refuse it.
    """
    try:
        writer = _Writer(data, day)
        placed = writer.write(document, notes, summary)
        made = writer.saved(data)
        _verify(data, made, document, writer)
    except UnreadableError as e:
        raise AnnotationError(f"写しを作れません：{e}", f"no copy: {e.english}") from e
    return made, placed


class _Strip:
    """The characters of a block and what shows them; cutting it cuts the runs."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.pieces = list(sources)

    def cut(self, at: int) -> None:
        """Let a run begin at a character, where one can."""
        for k, (start, end, e) in enumerate(self.pieces):
            if start == at and k:
                _split_run(e)
            elif start < at < end and e.tag == W + "t" and len(e.text or "") == end - start and _in_run(e):
                right = copy.copy(e)
                text = e.text or ""
                e.text, right.text = text[: at - start], text[at - start :]
                for half in (e, right):
                    half.set(_SPACE, "preserve")
                e.addnext(right)
                self.pieces[k : k + 1] = [(start, at, e), (at, end, right)]
                _split_run(right)
                return

    def ends(self, start: int, end: int) -> tuple[_Element, _Element] | None:
        """What shows the first and the last of some characters; None where nothing does."""
        inside = [e for s, t, e in self.pieces if s < end and t > start]
        return (inside[0], inside[-1]) if inside else None


def _in_run(e: _Element) -> bool:
    """Whether an element is direct content of a run that is not inside another (ruby)."""
    run = e.getparent()
    return run is not None and run.tag == W + "r" and _unit(e) is run


def _split_run(e: _Element) -> None:
    """Let the run of an element begin with it. Nothing is doubled but the run's properties."""
    if not _in_run(e):
        return
    run = e.getparent()
    if run is None or all(c.tag == W + "rPr" for c in e.itersiblings(preceding=True)):
        return
    right = etree.Element(run.tag, {str(k): str(v) for k, v in run.items()})
    properties = run.find(W + "rPr")
    if properties is not None:
        right.append(copy.deepcopy(properties))
    for c in [e, *e.itersiblings()]:
        right.append(c)
    run.addnext(right)


def _chain(e: _Element) -> list[_Element]:
    """An element and those around it, up to below its paragraph."""
    out = [e]
    for a in e.iterancestors():
        if a.tag == W + "p":
            break
        out.append(a)
    return out


def _unit(e: _Element) -> _Element:
    """What markers may stand beside: the outermost run, formula, or content control Word fills itself."""
    unit = e
    for a in _chain(e):
        closed = a.tag == W + "sdt" and any(True for name in _CLOSED for _ in a.iterfind(f"{W}sdtPr/{W}{name}"))
        if a.tag == W + "r" or (isinstance(a.tag, str) and a.tag.startswith(M)) or closed:
            unit = a
    return unit


class _Writer:
    """Comments going into the parts of one file."""

    def __init__(self, data: bytes, day: datetime.date) -> None:
        self.trace = from_docx.trace(data)
        self.package = self.trace.package
        self.date = f"{day.isoformat()}T00:00:00Z"
        self.folder, _, self.base = self.trace.main.rpartition("/")
        self.changed: dict[str, _Element] = {self.trace.main: self.trace.root}
        relations = self.package.relations(self.trace.main)
        self.part = next((t for k, t, external in relations.values() if k == "comments" and not external), "")
        self.comments = self._comments()
        self.styles = self._styles(next((t for k, t, x in relations.values() if k == "styles" and not x), ""))
        self.before = len(self.comments)
        self.count = 0
        self._next = 1 + max(self._ids(), default=-1)
        self._strips: dict[tuple[str | int, ...], _Strip] = {}

    def write(self, document: Document, notes: Sequence[Note], summary: Sequence[str]) -> int:
        """Set the comments; how many findings stand at their place. The others follow the summary."""
        if self.before + len(notes) + 1 > MOST:
            raise AnnotationError("コメントが多すぎます", "too many comments")
        found = [(n, self._strip(document.blocks[n.block].origin.path)) for n in notes]
        for n, strip in found:
            for at in (n.start, n.end) if n.end > n.start else ():
                strip.cut(at)
        lost: list[Note] = []
        for n, strip in found:
            text = document.blocks[n.block].text
            ends = strip.ends(n.start, n.end) if n.end > n.start else strip.ends(0, len(text))
            place = self._anchor(ends, document.blocks[n.block].origin.path)
            if place is None:
                lost.append(n)
            else:
                self._set(place, n.head, n.lines)
        first = next((p for p in self.trace.root.iter(W + "p") if not _boxed(p)), None)
        if first is not None and (summary or lost):
            rest = [line for n in lost for line in ("", n.head, *n.lines)]
            head, *lines = [*summary, *rest]
            self._set(self._paragraph(first), head, lines)
        return sum(n.count for n in notes if n not in lost)

    def _strip(self, path: tuple[str | int, ...]) -> _Strip:
        if path not in self._strips:
            self._strips[path] = _Strip(self.trace.lines.get(path, ()))
        return self._strips[path]

    def _anchor(
        self, ends: tuple[_Element, _Element] | None, path: tuple[str | int, ...]
    ) -> tuple[_Element, _Element] | None:
        """The units between which a comment on these elements, or on their paragraph, may stand."""
        p = self.trace.paragraph(path)
        if path[0] != self.trace.main:
            mark = None if p is None else self._mark(p)
            return None if mark is None else (mark, mark)
        if p is None:
            return None
        box = _host(p)
        if box is not None:
            return box, box
        return (_unit(ends[0]), _unit(ends[1])) if ends is not None else self._paragraph(p)

    def _paragraph(self, p: _Element) -> tuple[_Element, _Element]:
        """The whole of a paragraph; the paragraph itself where it is empty."""
        inside = [c for c in p if c.tag in _CONTENT]
        return (inside[0], inside[-1]) if inside else (p, p)

    def _mark(self, p: _Element) -> _Element | None:
        """The mark in the text of the footnote or endnote a paragraph belongs to."""
        for a in p.iterancestors(W + "footnote", W + "endnote"):
            kind = a.tag[len(W) :]
            for mark in self.trace.root.iter(f"{W}{kind}Reference"):
                if mark.get(W + "id") == a.get(W + "id"):
                    owner = next(mark.iterancestors(W + "p"))
                    return _host(owner) or _unit(mark)
        return None

    def _set(self, place: tuple[_Element, _Element], head: str, lines: Sequence[str]) -> None:
        ident = str(self._next)
        self._next += 1
        self.count += 1
        first, last = place
        start, end = (etree.Element(f"{W}commentRange{x}", {W + "id": ident}) for x in ("Start", "End"))
        mark = etree.Element(W + "r")
        if self.styles is not None:
            etree.SubElement(etree.SubElement(mark, W + "rPr"), W + "rStyle", {W + "val": self.styles[1]})
        etree.SubElement(mark, W + "commentReference", {W + "id": ident})
        if first.tag == W + "p":
            for e in (start, end, mark):
                first.append(e)
        else:
            first.addprevious(start)
            last.addnext(end)
            # Out of an insertion or a link: rejecting the one must not take the comment along.
            top = _chain(last)[-1]
            (end if top is last else top).addnext(mark)
        self.comments.append(self._comment(ident, head, lines))

    def _comment(self, ident: str, head: str, lines: Sequence[str]) -> _Element:
        names = {"id": ident, "author": AUTHOR, "date": self.date, "initials": INITIALS}
        out = etree.Element(W + "comment", {W + k: v for k, v in names.items()})
        for k, line in enumerate((head, *lines)):
            p = etree.SubElement(out, W + "p")
            if self.styles is not None:
                etree.SubElement(etree.SubElement(p, W + "pPr"), W + "pStyle", {W + "val": self.styles[0]})
            if not k:
                r = etree.SubElement(p, W + "r")
                if self.styles is not None:
                    etree.SubElement(etree.SubElement(r, W + "rPr"), W + "rStyle", {W + "val": self.styles[1]})
                etree.SubElement(r, W + "annotationRef")
            r = etree.SubElement(p, W + "r")
            if not k:
                etree.SubElement(etree.SubElement(r, W + "rPr"), W + "b")
            t = etree.SubElement(r, W + "t", {_SPACE: "preserve"})
            t.text = _ILLEGAL.sub(" ", line)
        return out

    def _ids(self) -> Iterator[int]:
        found = [c.get(W + "id", "") for c in self.comments]
        tags = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")
        found += [e.get(W + "id", "") for e in self.trace.root.iter(*tags)]
        return (int(i) for i in found if i.isdigit())

    # ---- parts

    def _comments(self) -> _Element:
        root = self.package.xml(self.part) if self.part else None
        if root is None:
            root = etree.Element(W + "comments", nsmap={"w": W[1:-1]})
            if not self.part:
                self.part = self._free("comments")
                self._relate()
            self._declare()
        self.changed[self.part] = root
        return root

    def _free(self, name: str) -> str:
        lead = f"{self.folder}/" if self.folder else ""
        return next(
            part for k in range(1, 10_000) if not self.package.has(part := f"{lead}{name}{k if k > 1 else ''}.xml")
        )

    def _relate(self) -> None:
        part = f"{self.folder}/_rels/{self.base}.rels".lstrip("/")
        root = self.package.xml(part)
        if root is None:
            root = etree.Element(_REL + "Relationships", nsmap={None: _REL[1:-1]})  # type: ignore[dict-item]  # the default namespace
        taken = {e.get("Id") for e in root}
        ident = next(i for k in range(len(taken) + 1) if (i := f"rIdRegenlint{k or ''}") not in taken)
        target = self.part.rsplit("/", 1)[-1]
        etree.SubElement(root, _REL + "Relationship", Id=ident, Type=R[1:-1] + "/comments", Target=target)
        self.changed[part] = root

    def _declare(self) -> None:
        root = self.package.xml(_CONTENT_TYPES)
        if root is None:
            raise AnnotationError("Word 文書の部品表がありません", "the file has no list of its parts")
        if not self.package.content_type(self.part):
            etree.SubElement(root, _CT + "Override", PartName=f"/{self.part}", ContentType=_COMMENTS_TYPE)
            self.changed[_CONTENT_TYPES] = root

    def _styles(self, part: str) -> tuple[str, str] | None:
        """The ids of the paragraph and character style of comments, defined where they were not."""
        try:
            root = self.package.xml(part) if part else None
        except UnreadableError:
            root = None
        if root is None:
            return None
        known = {
            (s.get(W + "type"), n.get(W + "val", "").lower()): s.get(W + "styleId", "")
            for s in root.iter(W + "style")
            for n in s.iterfind(W + "name")
        }
        ids = {s.get(W + "styleId") for s in root.iter(W + "style")}
        out: list[str] = []
        for kind, name, ident, size in (
            ("paragraph", "annotation text", "CommentText", "20"),
            ("character", "annotation reference", "CommentReference", "16"),
        ):
            if (kind, name) in known:
                out.append(known[kind, name])
                continue
            ident = ident if ident not in ids else f"Regenlint{ident}"
            style = etree.SubElement(root, W + "style", {W + "type": kind, W + "styleId": ident})
            etree.SubElement(style, W + "name", {W + "val": name})
            etree.SubElement(style, W + "uiPriority", {W + "val": "99"})
            etree.SubElement(style, W + "unhideWhenUsed")
            properties = etree.SubElement(style, W + "rPr")
            for tag in ("sz", "szCs"):
                etree.SubElement(properties, W + tag, {W + "val": size})
            self.changed[part] = root
            out.append(ident)
        return out[0], out[1]

    def saved(self, data: bytes) -> bytes:
        """The package with the changed parts; every other one as it was."""
        new = {name.lstrip("/").lower(): (name, self._bytes(name, root)) for name, root in self.changed.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            last = {_plain(i.filename): i for i in old.infolist()}
            for key, info in last.items():
                made.writestr(info, new.pop(key)[1] if key in new else self.package.read(key) or b"")
            for name, content in new.values():
                made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _bytes(self, name: str, root: _Element) -> bytes:
        made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        # A Strict file names its types otherwise; the reader took the usual names for them.
        if b"purl.oclc.org/ooxml" in (self.package.read(self.trace.main) or b""):
            for strict, usual in STRICT:
                made = made.replace(usual, strict)
        return made


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _boxed(p: _Element) -> bool:
    return _host(p) is not None


def _host(p: _Element) -> _Element | None:
    """The run that holds the text box a paragraph stands in; None where it stands in none."""
    box = None
    for a in p.iterancestors(W + "txbxContent"):
        box = a
    return None if box is None else _unit(box)


def _verify(data: bytes, made: bytes, document: Document, writer: _Writer) -> None:
    """The copy holds the same text in the same order and the comments; no other part has changed."""
    again = from_docx.read(made, document.path, document.sha256)
    if _seen(again) != _seen(document):
        raise AnnotationError("写しの文章が元と同じになりません", "the copy would not hold the same text")
    old, new = Package(data), Package(made)
    changed = {_plain(n) for n in writer.changed}
    if any(old.read(n) != new.read(n) for n in old.names() if _plain(n) not in changed):
        raise AnnotationError("写しの他の部分が変わってしまいます", "another part of the copy would change")
    comments = new.xml(writer.part)
    if comments is None or len(comments) != writer.before + writer.count:
        raise AnnotationError("コメントを書き込めません", "the comments would be lost")


def _seen(d: Document) -> list[tuple[object, ...]]:
    return [(b.text, b.role, b.label, b.cell, b.level, b.marks) for b in d.blocks if b.role is not Role.COMMENT]
