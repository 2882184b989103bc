"""From raw blocks to numbered blocks, tables and sections, alike for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from regenlint.model import SILENT_ROLES, Block, MarkKind, Role, Section, Table

from . import headings, labels
from .fields import Fields
from .grid import Grid, grids
from .headings import Outline
from .raw import RawBlock

_KEPT = frozenset({*SILENT_ROLES, Role.NOTE, Role.TEXTBOX, Role.CAPTION, Role.TITLE})


@dataclass(frozen=True, slots=True)
class Shape:
    """Raw blocks with their tables as grids and their headings."""

    raws: tuple[RawBlock, ...]
    grids: tuple[Grid, ...]
    outline: Outline

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables as the model has them."""
        return tuple(g.table() for g in self.grids)


def shape(raws: tuple[RawBlock, ...]) -> Shape:
    """Tables and headings of a document."""
    found = grids(raws)
    boxed = frozenset(g.number for g in found if len(g.cells) == 1)
    return Shape(raws, found, headings.judge(raws, boxed))


def sections(shaped: Shape, fields: Fields) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks of a document in order and its sections: of headings, of captions over their
    tables, and of labels in forms."""
    opened = _openings(shaped, fields)
    drafts: list[_Draft] = []
    stack: list[_Draft] = []
    blocks: list[Block] = []
    for number, raw in enumerate(shaped.raws):
        silent = raw.role in SILENT_ROLES
        while stack and stack[-1].end is not None and stack[-1].end < number:
            _close(stack, number - 1)
        for depth, text, end in opened.get(number, ()):
            level = _level(depth, stack, end)
            while stack and stack[-1].level >= level and (end is None or stack[-1].end is not None):
                _close(stack, number - 1)
            draft = _Draft(
                len(drafts), number, level, stack[-1].number if stack else -1,
                (*stack[-1].path, text) if stack else (text,), end, number,
            )  # fmt: skip
            drafts.append(draft)
            stack.append(draft)
        level = shaped.outline.levels.get(number, 0) if number not in shaped.outline.inline else 0
        if number in fields.bands:
            level = stack[-1].level if stack else 1
        blocks.append(
            Block(
                number=number,
                text=raw.text,
                role=_role(number, raw, shaped, fields),
                origin=raw.origin,
                level=level if not silent else 0,
                label=raw.label,
                section=stack[-1].number if stack and raw.role not in (Role.HEADER, Role.FOOTER) else -1,
                cell=raw.cell,
                bold=raw.bold,
                style=raw.style,
                marks=raw.marks,
            )
        )
    while stack:
        _close(stack, len(blocks) - 1)
    return tuple(blocks), tuple(
        Section(d.number, d.heading, d.level, d.heading, d.last, d.parent, d.path) for d in drafts
    )


@dataclass(slots=True)
class _Draft:
    number: int
    heading: int
    level: int
    parent: int
    path: tuple[str, ...]
    end: int | None
    last: int


def _close(stack: list[_Draft], last: int) -> None:
    draft = stack.pop()
    draft.last = max(draft.heading, min(last, draft.end) if draft.end is not None else last)


def _level(depth: int, stack: Sequence[_Draft], end: int | None) -> int:
    """A heading has its own level; a label stands one below what is open around it."""
    if end is None:
        return depth
    return min(9, stack[-1].level + 1) if stack else 1


def _openings(shaped: Shape, fields: Fields) -> dict[int, list[tuple[int, str, int | None]]]:
    """What opens at a block: (level, text, last block; None for a heading, which stays open)."""
    out: dict[int, list[tuple[int, str, int | None]]] = {}
    raws = shaped.raws
    for number, level in shaped.outline.levels.items():
        text = raws[number].text.strip()
        length = shaped.outline.inline.get(number)
        if length:
            text = text[:length].strip()
        label = raws[number].label
        out.setdefault(number, []).append((level, f"{label} {text}" if label else text, None))
    for number, last in fields.bands.items():
        if number not in shaped.outline.levels:
            out.setdefault(number, []).append((0, raws[number].text.strip(), last))
    for number, role in shaped.outline.roles.items():
        end = _captioned(number, raws) if role == Role.CAPTION else -1
        if end > number:
            out.setdefault(number, []).append((0, raws[number].text.strip(), end))
    for f in fields.found:
        first = f.label_blocks[0]
        if f.opens and first not in shaped.outline.levels and first not in fields.bands:
            out.setdefault(first, []).append((f.depth, f.label, f.last))
    return out


def _captioned(number: int, raws: Sequence[RawBlock]) -> int:
    """The last block of the table that stands below a caption, -1 where none does."""
    first = raws[number + 1].cell if number + 1 < len(raws) else None
    if first is None or first == raws[number].cell:
        return -1
    last = number + 1
    for k in range(number + 1, len(raws)):
        cell, outer = raws[k].cell, raws[k].outer
        if cell is not None and cell.table != first.table and (outer is None or outer.table != first.table):
            break
        if cell is None and outer is None:
            break
        last = k
    return last


def _role(number: int, raw: RawBlock, shaped: Shape, fields: Fields) -> Role:
    outline = shaped.outline
    if raw.role in _KEPT and number not in outline.levels:
        return raw.role or Role.BODY
    if number in outline.roles:
        return outline.roles[number]
    if (number in outline.levels and number not in outline.inline) or number in fields.bands:
        return Role.HEADING
    if raw.cell is not None:
        return Role.CELL
    if raw.role == Role.ITEM or raw.label or (labels.split(raw.text)[0] and number not in outline.inline):
        return Role.ITEM
    return raw.role or Role.BODY


_PRIVATE = re.compile("[\ue000-\uf8ff]")


def facts(blocks: Sequence[Block]) -> tuple[tuple[str, str], ...]:
    """Hygiene that follows from the blocks of any format."""
    out: list[tuple[str, str]] = []
    headers = tuple(dict.fromkeys(b.text.strip() for b in blocks if b.role == Role.HEADER and b.text.strip()))
    footers = tuple(dict.fromkeys(b.text.strip() for b in blocks if b.role == Role.FOOTER and b.text.strip()))
    private = sum(len(_PRIVATE.findall(b.text)) for b in blocks)
    replaced = sum(b.text.count("\ufffd") for b in blocks)
    placeholders = sum(m.kind == MarkKind.PLACEHOLDER for b in blocks for m in b.marks)
    for key, value in (
        ("header-text", " / ".join(headers)),
        ("footer-text", " / ".join(footers)),
        ("private-use-characters", str(private) if private else ""),
        ("replacement-characters", str(replaced) if replaced else ""),
        ("placeholders", str(placeholders) if placeholders else ""),
    ):
        if value:
            out.append((key, value))
    return tuple(out)
