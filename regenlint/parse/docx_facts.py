"""What a Word file says about itself: revisions, comments, hidden text, author, page numbers, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regenlint.errors import UnreadableError
from regenlint.model import Loss, LossKind, Role

from .docx_inline import Line
from .docx_package import Package, W
from .raw import RawBlock

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAGE_FIELD = re.compile(r"(?<![A-Z])(?:PAGE|NUMPAGES|SECTIONPAGES)(?![A-Z])", re.IGNORECASE)
_FORMATTING = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")
#: A document with fewer characters than this and a picture this large is a scan in a Word file.
_LITTLE_TEXT = 200
_LARGE_PICTURE = 60_000
#: A document with less text than this for each further large picture may have pages of pictures.
_TEXT_PER_PICTURE = 300


@dataclass(slots=True)
class Facts:
    """Counted while the document is read. Places are numbers of blocks."""

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    formatting: int = 0
    deletions_at: list[int] = field(default_factory=list)
    hidden: int = 0
    hidden_at: list[int] = field(default_factory=list)
    comments_open: list[str] = field(default_factory=list)
    comments_done: int = 0
    replies: int = 0
    #: By a comment's id, the first and the last block it stands at.
    commented: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Blocks of the comments themselves, with their comment's id.
    comment_blocks: list[tuple[int, str]] = field(default_factory=list)
    page_numbers: bool = False
    rendered: bool = False

    def revisions(self, root: _Element) -> None:
        """Add the tracked changes of a part."""
        for e in root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"):
            name = e.tag[len(W) :]
            if name == "ins":
                self.insertions += 1
            elif name == "del":
                self.deletions += 1
            elif name == "moveTo":
                self.moves += 1
        self.formatting += sum(1 for _ in root.iter(*(W + t for t in _FORMATTING)))

    def fields(self, root: _Element) -> None:
        """See whether a header or footer numbers its pages."""
        code = "".join(t.text or "" for t in root.iter(W + "instrText"))
        simple = " ".join(e.get(W + "instr", "") for e in root.iter(W + "fldSimple"))
        if _PAGE_FIELD.search(code) or _PAGE_FIELD.search(simple):
            self.page_numbers = True
        if next(root.iter(W + "pgNum"), None) is not None:
            self.page_numbers = True

    def seen(self, line: Line, at: int) -> None:
        """Note what one paragraph hides, lacks or is commented with; `at` is its block."""
        if line.hidden:
            self.hidden += line.hidden
            self.hidden_at.append(at)
        if line.deleted:
            self.deletions_at.append(at)
        for comment in line.comments:
            self.commented[comment] = self.commented.get(comment, (at, at))[0], at


def file_facts(package: Package, facts: Facts) -> tuple[tuple[str, str], ...]:
    """The hygiene of a Word file by stable keys; counts as decimal numbers, places as block numbers."""
    out: list[tuple[str, str]] = []
    for key, count in (
        ("tracked-insertions", facts.insertions),
        ("tracked-deletions", facts.deletions),
        ("tracked-moves", facts.moves),
        ("tracked-formatting", facts.formatting),
        ("comments-open", len(facts.comments_open)),
        ("comments-resolved", facts.comments_done),
        ("hidden-text", facts.hidden),
    ):
        if count:
            out.append((key, str(count)))
    commented = [facts.commented[c][0] for c in facts.comments_open if c in facts.commented]
    for key, places in (
        ("tracked-deletions-at", facts.deletions_at),
        ("comments-at", commented),
        ("hidden-text-at", facts.hidden_at),
    ):
        if places:
            out.append((key, ",".join(map(str, sorted(set(places))[:50]))))
    remarks = [(b, *facts.commented[c]) for b, c in facts.comment_blocks if c in facts.commented]
    if remarks:
        out.append(("comment-places", ",".join(f"{b}={first}-{last}" for b, first, last in remarks)))
    out.append(("page-numbers", "yes" if facts.page_numbers else "no"))
    out.extend(_properties(package))
    return tuple(out)


def _properties(package: Package) -> list[tuple[str, str]]:
    wanted = {
        "creator": "author",
        "lastModifiedBy": "last-author",
        "title": "file-title",
        "created": "created",
        "modified": "modified",
        "Company": "company",
        "Application": "application",
    }
    out: list[tuple[str, str]] = []
    for part in ("docProps/core.xml", "docProps/app.xml"):
        try:
            root = package.xml(part)
        except UnreadableError:
            continue
        for e in () if root is None else root:
            key = wanted.get(e.tag.rsplit("}", 1)[-1]) if isinstance(e.tag, str) else None
            if key and (e.text or "").strip():
                out.append((key, (e.text or "").strip()))
    return out


def page_count(package: Package, facts: Facts, blocks: Iterable[RawBlock]) -> int | None:
    """Pages when the file was last saved by a program that laid it out; None where none did.

    docProps/app.xml is believed only where its character count fits the text: libraries copy it
    from their template.
    """
    seen = tuple(blocks)
    breaks = max((b.origin.page or 1 for b in seen), default=1)
    try:
        root = package.xml("docProps/app.xml")
    except UnreadableError:
        root = None
    told: dict[str, int] = {}
    for e in () if root is None else root:
        if isinstance(e.tag, str) and (e.text or "").isdigit():
            told[e.tag.rsplit("}", 1)[-1]] = int(e.text or "0")
    characters = sum(len(b.text) for b in seen)
    stated = told.get("Characters", 0) or told.get("CharactersWithSpaces", 0)
    if told.get("Pages") and stated and 0.5 <= stated / max(1, characters) <= 2:
        return max(told["Pages"], breaks)
    return breaks if facts.rendered else None


def picture_losses(
    package: Package, relations: dict[str, tuple[str, str, bool]], blocks: Iterable[RawBlock]
) -> tuple[Loss, ...]:
    """A loss where large pictures stand for text: all of it, or much against the little that is written.

    Hardly any text beside a large picture is a scan in a Word file, after which nothing can be called missing.
    """
    texts = sum(len(b.text) for b in blocks if b.role not in (Role.HEADER, Role.FOOTER))
    pictures = [t for k, t, external in relations.values() if k == "image" and not external]
    large = [t for t in pictures if package.size(t) >= _LARGE_PICTURE]
    if not large or texts >= _LITTLE_TEXT + _TEXT_PER_PICTURE * (len(large) - 1):
        return ()
    scanned = texts < _LITTLE_TEXT
    return (
        Loss(
            LossKind.IMAGE_PAGE if scanned else LossKind.IMAGE_TEXT,
            f"{'文字がほとんどなく、' if scanned else ''}画像{len(large)}点の中の文字は読めません。"
            "文字の入った元のファイルを使ってください",
            f"{'hardly any text; ' if scanned else ''}the text in {len(large)} pictures could not be read",
        ),
    )
