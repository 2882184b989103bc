"""Where the characters of a Word file's blocks stand in its parts: the reader's walk, remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .docx_inline import Line
from .docx_package import Package, W

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Characters `start` to `end` of a block and the element that shows them.
Source = tuple[int, int, "_Element"]


@dataclass(slots=True)
class Trace:
    """The parts as walked, still to be changed, and for each block's path what shows its characters."""

    package: Package
    main: str
    root: _Element
    lines: dict[tuple[str | int, ...], tuple[Source, ...]] = field(default_factory=dict)
    _paragraphs: dict[str, list[_Element]] = field(default_factory=dict)

    def see_part(self, name: str, root: _Element) -> None:
        """A part that is walked from now on."""
        if name not in self._paragraphs:
            self._paragraphs[name] = list(root.iter(W + "p"))

    def see_line(self, path: tuple[str | int, ...], line: Line, shift: int) -> None:
        """The line of the block at `path`, whose text begins with `shift` characters of its label."""
        self.lines[path] = tuple((start + shift, end + shift, e) for start, end, e in line.sources)

    def paragraph(self, path: tuple[str | int, ...]) -> _Element | None:
        """The paragraph of a block's path; None for what is none."""
        if len(path) < 3 or not isinstance(path[2], int) or path[1] != "p":
            return None
        known = self._paragraphs.get(str(path[0]), [])
        return known[path[2]] if 0 <= path[2] < len(known) else None
