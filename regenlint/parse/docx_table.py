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


def cells(tbl: _Element) -> list[Cell]:
    """The visible cells of a w:tbl in reading order; merged ones once, deleted rows left out."""
    rows: list[list[tuple[int, int, str, _Element, bool]]] = []
    for tr in _children(tbl, W + "tr"):
        pr = tr.find(W + "trPr")
        if pr is not None and pr.find(W + "del") is not None:
            continue
        column, header = 0, False
        if pr is not None:
            column = _number(pr.find(W + "gridBefore"))
            header = bool(on(pr.find(W + "tblHeader")))
        row: list[tuple[int, int, str, _Element, bool]] = []
        for tc in _children(tr, W + "tc"):
            tpr = tc.find(W + "tcPr")
            span, merge = 1, ""
            if tpr is not None:
                span = max(1, _number(tpr.find(W + "gridSpan"), 1))
                vertical = tpr.find(W + "vMerge")
                merge = "" if vertical is None else vertical.get(W + "val", "continue")
                flat = tpr.find(W + "hMerge")
                if flat is not None and flat.get(W + "val", "continue") == "continue" and row:
                    start, width, *rest = row[-1]
                    row[-1] = (start, width + span, rest[0], rest[1], rest[2])  # type: ignore[assignment]
                    column += span
                    continue
            row.append((column, span, merge, tc, header))
            column += span
        rows.append(row)
    return list(_drawn(rows))


def _drawn(rows: list[list[tuple[int, int, str, _Element, bool]]]) -> Iterator[Cell]:
    merged = [{c: m for c, _, m, _, _ in row} for row in rows]
    for i, row in enumerate(rows):
        for column, span, merge, tc, header in row:
            if merge == "continue" and any(
                merged[k].get(column) in ("restart", "continue") for k in range(i - 1, i) if k >= 0
            ):
                continue
            reach = 1
            if merge:
                while i + reach < len(rows) and merged[i + reach].get(column) == "continue":
                    reach += 1
            fill = _fill(tc)
            shaded = fill not in _PAPER
            yield Cell(tc, i, column, reach, span, header, shaded, shaded and is_dark(fill))


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
