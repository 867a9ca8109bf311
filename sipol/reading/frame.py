"""From PDF user space to the upright page, points from the top left corner."""

from dataclasses import dataclass, replace

import pypdfium2

from sipol.reading.results import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in user space and the clockwise quarter turns that show it.

    ``quarter`` is the page's own /Rotate; ``turned`` are the turns that lead from text running left to
    right to the page as displayed, for pages whose text stands on its side.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarter: int
    turned: int = 0

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "Frame":
        return cls(*page.get_bbox(), quarter=page.get_rotation() // 90 % 4)

    def upright(self, turned: int) -> "Frame":
        return replace(self, turned=turned)

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.quarter % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in reading position."""
        shown = (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.quarter]
        wide, high = self.shown
        across, down = shown
        return (
            (across, down),
            (down, wide - across),
            (wide - across, high - down),
            (high - down, across),
        )[self.turned]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space in reading position."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def direction(self, across: float, up: float) -> int:
        """Quarter turns, clockwise, of text that runs along a vector of user space, as displayed."""
        dx, dy = ((across, -up), (up, across), (-across, up), (-up, -across))[self.quarter]
        if abs(dx) >= abs(dy):
            return 0 if dx >= 0 else 2
        return 1 if dy > 0 else 3
