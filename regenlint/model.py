"""A dossier as read: documents of ordered blocks, with sections, tables, fields and choices over them.

Every reader makes the same model; nothing above it knows whether a paragraph came from Word, a
PDF or a sheet. Blocks are numbered without gaps in reading order; sections, tables, fields and
choices refer to them by number. Offsets are code points of a block's text as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class DocKind(StrEnum):
    """What a document is for; the values are those of the rule catalogue."""

    FORM = "form"
    PROTOCOL = "protocol"
    OUTLINE = "outline"
    STANDARD = "standard"
    HYGIENE_STANDARD = "hygiene-standard"
    MANUFACTURING_STANDARD = "manufacturing-standard"
    QUALITY_STANDARD = "quality-standard"
    SOP = "sop"
    CONSENT = "consent"
    DONOR_CONSENT = "donor-consent"
    ASSENT = "assent"
    PLAIN_SUMMARY = "plain-summary"
    CV = "cv"
    PRECEDENTS = "precedents"
    RESEARCH_BASIS = "research-basis"
    CONTRACT = "contract"
    OPINION = "opinion"
    CHECKLIST = "checklist"
    MONITORING_SOP = "monitoring-sop"
    AUDIT_SOP = "audit-sop"
    COI = "coi"
    STAT_PLAN = "stat-plan"
    PRODUCT_INSERT = "product-insert"
    CARTAGENA = "cartagena"
    OTHER = "other"


class Role(StrEnum):
    """What a block is in its document."""

    BODY = "body"
    HEADING = "heading"
    TITLE = "title"
    ITEM = "item"
    CAPTION = "caption"
    CELL = "cell"
    NOTE = "note"
    TEXTBOX = "textbox"
    HEADER = "header"
    FOOTER = "footer"
    CONTENTS = "contents"
    COMMENT = "comment"


#: Roles whose text never counts as evidence.
SILENT_ROLES = frozenset({Role.HEADER, Role.FOOTER, Role.CONTENTS, Role.COMMENT})


class MarkKind(StrEnum):
    """How a span of text is set, where that matters to a check."""

    INSERTED = "inserted"
    STRUCK = "struck"
    HIDDEN = "hidden"
    COLOURED = "coloured"
    ITALIC = "italic"
    PLACEHOLDER = "placeholder"
    SUPERSCRIPT = "superscript"
    LOW_TRUST = "low-trust"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span `start:end` of a block's text; `detail` is the colour as RRGGBB or the author's initials."""

    kind: MarkKind
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block stands in the file. Only readers write it and only reporters read it.

    `path` finds the element again: ("word/document.xml", "p", 12) counts paragraphs of a part,
    ("page", 3, "line", 7) of a PDF, ("sheet", 1, "B4") of a workbook, ("line", 9) of a text.
    `box` is left, bottom, right, top in points on the page (PDF only).
    """

    path: tuple[str | int, ...]
    page: int | None = None
    page_is_approximate: bool = False
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A block's cell: table number in the document, grid row and column (from 0), spans."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or paragraph of a cell, as written.

    `label` is an automatic number the text does not hold (第1条, ①); `level` is 1 to 9 for
    headings. `section` is the number of the section in `Document.sections` the block belongs to,
    or -1 before the first heading.
    """

    number: int
    text: str
    role: Role
    origin: Origin
    level: int = 0
    label: str = ""
    section: int = -1
    cell: CellPlace | None = None
    bold: bool = False
    style: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: blocks `first` to `last`, subsections included.

    `path` are the heading texts from the top down to this one.
    """

    number: int
    heading: int
    level: int
    first: int
    last: int
    parent: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its number and the blocks of its cells in reading order; `header_rows` of them are labels."""

    number: int
    rows: int
    columns: int
    blocks: tuple[int, ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A box and its label. `ticked` is its state as seen; `start:end` spans mark and label in `block`."""

    block: int
    start: int
    end: int
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled place of a form: label text as written, blocks of the label, of the value, and choices."""

    label: str
    label_blocks: tuple[int, ...]
    value_blocks: tuple[int, ...]
    choices: tuple[Choice, ...] = ()
    #: Where label and value share a block (「ラベル：値」), the value begins here.
    value_start: int = 0


class LossKind(StrEnum):
    """Why something in a file was seen but not read."""

    IMAGE_PAGE = "image-page"
    UNMAPPED_FONT = "unmapped-font"
    IMAGE_TEXT = "image-text"
    FOREIGN_PART = "foreign-part"
    LOW_TRUST_TEXT = "low-trust-text"
    OCR_LAYER = "ocr-layer"
    XFA = "xfa"
    LIMIT = "limit"
    UNREADABLE_FILE = "unreadable-file"


#: Losses after which text may stand in the file that no rule has seen.
BLINDING_LOSSES = frozenset(
    {
        LossKind.IMAGE_PAGE,
        LossKind.UNMAPPED_FONT,
        LossKind.XFA,
        LossKind.LIMIT,
        LossKind.UNREADABLE_FILE,
    }
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something seen but not read; `message` (Japanese) and `english` say what and where."""

    kind: LossKind
    message: str
    english: str
    page: int | None = None

    @property
    def blinds(self) -> bool:
        """True where unread text may hold what a rule looks for."""
        return self.kind in BLINDING_LOSSES


@dataclass(frozen=True, slots=True)
class Part:
    """A run of blocks that is a document of its own kind inside a file: blocks `first` to `last`."""

    kind: DocKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. `path` is as the user gave it, with `/`; `id` is unique in the dossier.

    `kind` is the main kind; `parts` cover runs of blocks that are documents of other kinds
    (three standards in one binder, 実施状況 as a chapter of the 詳細書). `hygiene` holds facts of
    the file itself, such as unresolved changes, by stable keys.
    """

    id: str
    path: str
    format: str
    sha256: str
    kind: DocKind
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    losses: tuple[Loss, ...] = ()
    pages: int | None = None
    title: str = ""
    hygiene: tuple[tuple[str, str], ...] = ()

    @property
    def kinds(self) -> tuple[DocKind, ...]:
        """All kinds the file holds, the main one first, each once."""
        return tuple(dict.fromkeys((self.kind, *(p.kind for p in self.parts))))

    def kinds_of(self, block: int) -> frozenset[DocKind]:
        """The kinds that hold at a block: the main kind and those of the parts around it."""
        return frozenset({self.kind, *(p.kind for p in self.parts if p.first <= block <= p.last)})

    def section_path(self, block: int) -> tuple[str, ...]:
        """Heading texts above a block, from the top down."""
        number = self.blocks[block].section
        return self.sections[number].path if number >= 0 else ()

    def body(self) -> Iterator[Block]:
        """The blocks whose text may count as evidence, in order."""
        return (b for b in self.blocks if b.role not in SILENT_ROLES)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document: block number and a span of its text as written (code points)."""

    document: str
    block: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was asked for and could not be read at all."""

    path: str
    kind: str
    message: str
    english: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All documents of one plan, in the order of their paths, and the files that could not be read."""

    path: str
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...] = ()

    def document(self, id: str) -> Document:
        """The document of that id; KeyError where there is none."""
        for d in self.documents:
            if d.id == id:
                return d
        raise KeyError(id)

    def of_kinds(self, kinds: frozenset[DocKind]) -> tuple[Document, ...]:
        """Documents that hold one of the kinds, wholly or in a part."""
        return tuple(d for d in self.documents if kinds & frozenset(d.kinds))
