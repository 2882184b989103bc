"""Raw blocks of a PDF's flow: tables numbered as they come, lines counted on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.model import CellPlace, Mark, MarkKind, Origin, Role

from .pdf_edges import Sheet, is_page_number
from .pdf_forms import Remark
from .pdf_joins import Flow, Table, TableCell, Text, contents_of
from .pdf_paragraphs import Paragraph
from .pdf_turn import Box, Turn
from .raw import RawBlock


class Writer:
    """Raw blocks of a flow: tables numbered as they come, lines counted on each page."""

    def __init__(self, sheets: Sequence[Sheet], remarks: Sequence[tuple[int, Remark]], low_trust: set[int]) -> None:
        """For the pages in order, comments with their pages, and pages whose text may be wrong."""
        self.sheets = sheets
        self.remarks = remarks
        self.low_trust = low_trust
        self.tables = 0
        self.lines: dict[int, int] = {}

    def blocks(self, flow: Flow) -> Iterator[RawBlock]:
        """Headers, the flow, footers, comments."""
        yield from self._edges(headers=True)
        contents = contents_of(flow)
        for item in flow:
            if isinstance(item, Text):
                role = Role.NOTE if item.note else Role.CONTENTS if id(item) in contents else None
                yield self._block(item.paragraph, item.page, role=role, left=item.left)
            else:
                yield from self._table(item, None)
        yield from self._edges(headers=False)
        for page, remark in self.remarks:
            if remark.text:
                box = self.sheets[page - 1].turn.back(remark.box)
                yield RawBlock(remark.text, Origin(("page", page, "annotation"), page, box=_rounded(box)), Role.COMMENT)

    def _edges(self, *, headers: bool) -> Iterator[RawBlock]:
        """Headers or footers, each wording once, page numbers left out but for the first."""
        known: set[str] = set()
        for s in self.sheets:
            lines = list(s.headers if headers else s.footers)
            if headers:
                lines += [ln for t in s.header_tables for p in t.places for ln in p.lines]
            for ln in lines:
                text = "#" if is_page_number(ln.text) else ln.text
                if text in known:
                    continue
                known.add(text)
                box = s.turn.back((ln.left, ln.bottom, ln.right, ln.top))
                yield RawBlock(
                    ln.text.strip(),
                    Origin(("page", s.number, "header" if headers else "footer"), s.number, box=_rounded(box)),
                    Role.HEADER if headers else Role.FOOTER,
                    marks=ln.marks,
                    size=round(ln.em, 1),
                )

    def _block(
        self, p: Paragraph, page: int, *, role: Role | None = None, left: float = 0.0, cell: CellPlace | None = None,
        outer: CellPlace | None = None, header: bool = False, shaded: bool = False,
    ) -> RawBlock:  # fmt: skip
        number = self.lines.get(page, 0) + 1
        self.lines[page] = number + len(p.lines) - 1
        for k, tail in enumerate(p.tails, 1):
            self.lines[page + k] = self.lines.get(page + k, 0) + len(tail.lines)
        tags, tag = self.sheets[page - 1].tags, abs(p.lines[0].tag)
        marks = p.marks
        if page in self.low_trust and p.text:
            marks = (*marks, Mark(MarkKind.LOW_TRUST, 0, len(p.text)))
        return RawBlock(
            p.text,
            Origin(("page", page, "line", number), page, box=_rounded(_on_page(self.sheets[page - 1].turn, p.box))),
            role or tags.roles.get(tag),
            level=tags.levels.get(tag, 0),
            bold=p.bold,
            cell=cell,
            outer=outer,
            marks=marks,
            header=header or tag in tags.heads,
            shaded=shaded,
            size=round(p.em, 1),
            indent=round(max(0.0, p.lines[0].left - left), 1) if cell is None else 0.0,
            centred=p.centred,
        )

    def _table(self, table: Table, outer: CellPlace | None) -> Iterator[RawBlock]:
        number = self.tables
        self.tables += 1
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            place = CellPlace(number, cell.row, cell.column, cell.rows, cell.columns)
            yield from self._cell(cell, place, outer)
            for inner in cell.inner:
                yield from self._table(inner, place)

    def _cell(self, cell: TableCell, place: CellPlace, outer: CellPlace | None) -> Iterator[RawBlock]:
        for p in cell.paragraphs:
            yield self._block(p, cell.page, cell=place, outer=outer, header=cell.header, shaded=cell.place.shaded)
        if not cell.paragraphs:
            box = self.sheets[cell.page - 1].turn.back(cell.place.box)
            line = self.lines.get(cell.page, 0) + 1
            yield RawBlock(
                "",
                Origin(("page", cell.page, "line", line), cell.page, box=_rounded(box)),
                cell=place,
                outer=outer,
                header=cell.header,
                shaded=cell.place.shaded,
            )


def _on_page(turn: Turn, box: Box) -> Box:
    return box if turn.is_still else turn.back(box)


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
