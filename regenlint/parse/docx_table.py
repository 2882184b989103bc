"""The grid of a Word table: which cell stands where, and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .docx_inline import SKIPPED
from .docx_package import W
from .docx_styles import is_dark, on

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAPER = ("", "auto", "AUTO", "FFFFFF", "ffffff")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as drawn: grid row and column from 0, spans, its w:tc."""

    element: _Element
    row: int
    column: int
    rows: int
    columns: int
    header: bool
    shaded: bool
    dark: bool


@dataclass(slots=True)
class _Slot:
    """A w:tc in its row, before merges are resolved; `merge` is "", restart or continue."""

    element: _Element
    column: int
    span: int
    merge: str
    header: bool


def cells(tbl: _Element) -> list[Cell]:
    """The visible cells of a w:tbl in reading order; merged ones once, deleted rows left out."""
    rows: list[list[_Slot]] = []
    for tr in _children(tbl, W + "tr"):
        pr = tr.find(W + "trPr")
        if pr is not None and pr.find(W + "del") is not None:
            continue
        rows.append(_slots(tr, pr))
    return list(_drawn(rows))


def _slots(tr: _Element, pr: _Element | None) -> list[_Slot]:
    column = 0 if pr is None else _number(pr.find(W + "gridBefore"))
    header = pr is not None and bool(on(pr.find(W + "tblHeader")))
    row: list[_Slot] = []
    for tc in _children(tr, W + "tc"):
        tpr = tc.find(W + "tcPr")
        span, merge = 1, ""
        if tpr is not None:
            span = max(1, _number(tpr.find(W + "gridSpan"), 1))
            vertical = tpr.find(W + "vMerge")
            merge = "" if vertical is None else vertical.get(W + "val", "continue")
            flat = tpr.find(W + "hMerge")
            if flat is not None and flat.get(W + "val", "continue") == "continue" and row:
                row[-1].span += span
                column += span
                continue
        row.append(_Slot(tc, column, span, merge, header))
        column += span
    return row


def _drawn(rows: list[list[_Slot]]) -> Iterator[Cell]:
    merged = [{s.column: s.merge for s in row} for row in rows]
    for i, row in enumerate(rows):
        for slot in row:
            if slot.merge == "continue" and i and merged[i - 1].get(slot.column):
                continue
            reach = 1
            while slot.merge and i + reach < len(rows) and merged[i + reach].get(slot.column) == "continue":
                reach += 1
            fill = _fill(slot.element)
            shaded = fill not in _PAPER
            dark = shaded and is_dark(fill)
            yield Cell(slot.element, i, slot.column, reach, slot.span, slot.header, shaded, dark)


def _fill(tc: _Element) -> str:
    shade = tc.find(f"{W}tcPr/{W}shd")
    return "" if shade is None else shade.get(W + "fill", "")


def _children(e: _Element, tag: str) -> Iterator[_Element]:
    """Rows or cells, also inside content controls and custom XML."""
    for c in e:
        if c.tag == tag:
            yield c
        elif isinstance(c.tag, str) and c.tag not in SKIPPED:
            yield from _children(c, tag)


def _number(e: _Element | None, default: int = 0) -> int:
    if e is None:
        return default
    value = e.get(W + "val", "")
    return int(value) if value.isdigit() else default
