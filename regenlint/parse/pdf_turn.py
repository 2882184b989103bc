"""Pages turned so that their lines run from left to right, and boxes turned back."""

from __future__ import annotations

from typing import NamedTuple

Box = tuple[float, float, float, float]


class Turn(NamedTuple):
    """How the page was turned to read it: `quarters` of a circle, the page's size before, and where its corner lay."""

    quarters: int
    width: float
    height: float
    vertical: bool = False
    x: float = 0.0
    y: float = 0.0

    @property
    def is_still(self) -> bool:
        """True where nothing is turned or moved."""
        return not (self.quarters or self.x or self.y)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page on the turned page."""
        x, y = x - self.x, y - self.y
        if self.quarters == 1:
            return self.height - y, x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return y, self.width - x
        return x, y

    def box(self, box: Box) -> Box:
        """A box of the page on the turned page."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def back(self, box: Box) -> Box:
        """A box of the turned page on the page as it is in the file."""
        inverse = Turn((0, 3, 2, 1)[self.quarters], *self.size)
        left, bottom, right, top = inverse.box(box)
        return left + self.x, bottom + self.y, right + self.x, top + self.y
