"""Word documents (.docx, .docm, .dotx, Strict) as raw blocks: every visible text once, in order.

Insertions are in, deletions, the sources of moves and hidden text are out; what a reviewer would
want to know of the file itself goes to `hygiene`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regenlint.errors import UnreadableError
from regenlint.model import Document, Loss, LossKind, Origin, Role

from .docx_blocks import Walker
from .docx_facts import file_facts, page_count, picture_losses
from .docx_numbering import Numbering
from .docx_package import W14, W15, Package, W, broken
from .docx_styles import Styles
from .docx_trace import Trace
from .raw import RawBlock, assemble

if TYPE_CHECKING:
    from lxml.etree import _Element

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read(data: bytes, path: str, sha256: str) -> Document:
    """The document in the bytes of a Word file. Raises `UnreadableError`."""
    package = Package(data)
    main, root = _main(package)
    parts = _Parts(package, main)
    walker = parts.walk(root)
    losses = (*parts.losses, *picture_losses(package, parts.relations, walker.out))
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


def trace(data: bytes) -> Trace:
    """Where the characters of each block stand in a Word file, for those who write into a copy of it."""
    package = Package(data)
    main, root = _main(package)
    found = Trace(package, main, root)
    _Parts(package, main).walk(root, found)
    return found


def _main(package: Package) -> tuple[str, _Element]:
    main = next((t for k, t, _ in package.relations("").values() if k == "officeDocument"), "")
    if not package.has(main):
        main = "word/document.xml"
    root = package.xml(main)
    if root is None:
        raise UnreadableError("not-a-document", "Word 文書の本文がありません", "no main document part in the file")
    return main, root


class _Parts:
    """The parts beside the main one, each of which the document can be read without."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.main = main
        self.relations = package.relations(main)
        self.losses: list[Loss] = []

    def walk(self, root: _Element, trace: Trace | None = None) -> Walker:
        """Lead a walker through the body, then notes, headers, comments and diagrams."""
        bodies = root.findall(W + "body")
        if not bodies:
            raise broken("w:body")
        styles = Styles(self._optional("styles"))
        rendered = next(root.iter(W + "lastRenderedPageBreak"), None) is not None
        walker = Walker(styles, Numbering(self._optional("numbering"), styles), self.main, rendered)
        walker.trace = trace
        walker.facts.revisions(root)
        for kind in ("footnote", "endnote"):
            notes = self._optional(kind + "s")
            for n in () if notes is None else notes:
                if isinstance(n.tag, str) and n.get(W + "type") in (None, "normal"):
                    walker.notes[kind, n.get(W + "id", "")] = (self._target(kind + "s"), n)
            if notes is not None:
                walker.facts.revisions(notes)
        for body in bodies:
            walker.part(self.main, root, body)
        walker.loose_notes()
        self._headers(walker)
        self._comments(walker)
        self._foreign(walker)
        return walker

    def _target(self, kind: str) -> str:
        return next((t for k, t, external in self.relations.values() if k == kind and not external), "")

    def _optional(self, kind: str) -> _Element | None:
        """A part by the kind of its relation; a broken one becomes a loss."""
        target = self._target(kind)
        return self._root(target, kind) if target else None

    def _root(self, target: str, kind: str) -> _Element | None:
        try:
            return self.package.xml(target)
        except UnreadableError as e:
            if e.kind != "broken":
                raise
            self.losses.append(
                Loss(
                    LossKind.UNREADABLE_FILE if kind in ("footnotes", "endnotes") else LossKind.FOREIGN_PART,
                    f"文書の一部（{target}）が壊れていて読めません",
                    f"a part of the document ({target}) is broken",
                )
            )
            return None

    def _headers(self, walker: Walker) -> None:
        seen: set[tuple[str, ...]] = set()
        for kind, target, external in self.relations.values():
            if kind not in ("header", "footer") or external:
                continue
            root = self._root(target, kind)
            if root is None:
                continue
            walker.facts.fields(root)
            walker.facts.revisions(root)
            start = len(walker.out)
            walker.part(target, root, root, Role.HEADER if kind == "header" else Role.FOOTER)
            texts = tuple(b.text for b in walker.out[start:])
            if texts in seen:
                del walker.out[start:]
            seen.add(texts)

    def _comments(self, walker: Walker) -> None:
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
        for c in root.iter(W + "comment"):
            ids = {p.get(W14 + "paraId", "") for p in c.iter(W + "p")}
            if ids & replies:
                walker.facts.replies += 1
            elif ids & done:
                walker.facts.comments_done += 1
            else:
                walker.facts.comments_open.append(c.get(W + "id", ""))
            start = len(walker.out)
            walker.part(self._target("comments"), root, c, Role.COMMENT)
            walker.facts.comment_blocks += [(b, c.get(W + "id", "")) for b in range(start, len(walker.out))]

    def _foreign(self, walker: Walker) -> None:
        """Parts that hold text this reader does not read, or reads apart from its place."""
        for kind, target, external in self.relations.values():
            if external:
                continue
            if kind == "aFChunk":
                self._lose(f"取り込まれた別の文書（{target}）", f"an imported document ({target})")
            elif kind in ("oleObject", "package"):
                self._lose(f"埋め込まれた別のファイル（{target}）", f"an embedded file ({target})")
            elif kind == "diagramData":
                root = self._root(target, kind)
                for i, p in enumerate(() if root is None else root.iter(_DRAWN + "p")):
                    text = "".join(t.text or "" for t in p.iter(_DRAWN + "t")).strip()
                    if text:
                        walker.out.append(RawBlock(text, Origin((target, "p", i)), Role.TEXTBOX))

    def _lose(self, what: str, english: str) -> None:
        self.losses.append(Loss(LossKind.FOREIGN_PART, f"{what}の中は読んでいません", f"{english} was not read"))
