"""What a reader hands over, and how it becomes a document.

A reader (Word, PDF, sheet, text) yields `RawBlock`s in reading order; `assemble` decides what is
the same for all formats: roles, sections, tables, fields, choices, kinds. A reader says only what
it has seen, and gives a role only where the format itself tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from regenlint.model import CellPlace, Document, Loss, Mark, Origin, Role


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One paragraph as a reader sees it.

    `text` is what a person sees: insertions in, deletions and hidden text out, a ticked box as ☑
    and an empty one as ☐ (■ □ ✓ as written), Wingdings mapped, line ends inside a paragraph as
    `\\n`. Marks span `text`.

    Every paragraph of a cell is a block of its own with the same `cell`. **An empty cell yields
    one block with the text ""**, so that a row keeps its columns and an empty value its place;
    empty paragraphs anywhere else are left out. Merged cells appear once, at their first row and
    column, with their spans. A nested table has a table number of its own; its blocks name the
    cell around it in `outer`.

    `role` is a hint: HEADER, FOOTER, NOTE, TEXTBOX, COMMENT, CONTENTS, CAPTION, TITLE, HEADING,
    ITEM where the format says so (styles, tags, repetition on pages); None where `assemble` is to
    judge by text, label, weight and place. `level` (1 to 9) goes with a heading by style or tag.
    `header` is true for cells of a row the format marks as a table's heading row; `shaded` for
    cells with a background. `size` is the type size in points, 0 where unknown. `indent` is the
    left edge in points against the text column, 0 where unknown.
    """

    text: str
    origin: Origin
    role: Role | None = None
    label: str = ""
    level: int = 0
    bold: bool = False
    style: str = ""
    cell: CellPlace | None = None
    outer: CellPlace | None = None
    marks: tuple[Mark, ...] = ()
    header: bool = False
    shaded: bool = False
    size: float = 0.0
    indent: float = 0.0
    centred: bool = False


def assemble(
    raws: Iterable[RawBlock],
    *,
    path: str,
    format: str,
    sha256: str,
    losses: Iterable[Loss] = (),
    pages: int | None = None,
    hygiene: Iterable[tuple[str, str]] = (),
) -> Document:
    """The document that raw blocks in reading order make.

    `path` is the file as the user gave it, `format` one of docx, pdf, xlsx, txt, md. `hygiene`
    are the reader's facts of the file; those that follow from the blocks are added here.
    """
    from . import choices, fields, kinds, outline

    seen = tuple(raws)
    shape = outline.shape(seen)
    found = fields.find(seen, shape.grids)
    blocks, sections = outline.sections(shape, found)
    ticks = choices.find(blocks)
    named = kinds.judge(blocks, sections, found, PurePosixPath(path).name)
    return Document(
        id=path,
        path=path,
        format=format,
        sha256=sha256,
        kind=named.kind,
        blocks=blocks,
        sections=sections,
        tables=shape.tables,
        fields=fields.with_choices(found, blocks, ticks),
        choices=ticks,
        parts=named.parts,
        losses=tuple(losses),
        pages=pages,
        title=named.title,
        hygiene=tuple(dict.fromkeys((*hygiene, *outline.facts(blocks)))),
    )
