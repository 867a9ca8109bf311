"""A page as the reader sees it: words and ruling lines with their boxes, whoever found them.

The text layer (``textlayer``) and the recognition of pictures (``scan``) fill these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from sipol.reading.results import Box, PageSeen


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them; ``base`` is the y of the baseline, ``em`` the type size.

    ``otherwise``: how else the letters of a picture can be read; "" where there is no doubt.
    """

    text: str
    box: Box
    base: float
    em: float
    confidence: float = 1.0
    otherwise: str = ""

    @property
    def x0(self) -> float:
        return self.box[0]

    @property
    def x1(self) -> float:
        return self.box[2]

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


@dataclass(frozen=True)
class Line:
    """Words on one baseline of one page, from left to right; never empty."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def otherwise(self) -> str:
        """The text with every doubtful word read the other way."""
        return " ".join(word.otherwise or word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @cached_property
    def em(self) -> float:
        return median(word.em for word in self.words)

    @cached_property
    def base(self) -> float:
        return median(word.base for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def confidence(self) -> float:
        return min(word.confidence for word in self.words)

    def pieces(self, ems: float) -> list["Line"]:
        """The line cut wherever the white between two words is wider than ``ems`` type sizes."""
        found: list[list[Word]] = [[self.words[0]]]
        for word in self.words[1:]:
            if word.x0 - found[-1][-1].x1 > ems * self.em:
                found.append([word])
            else:
                found[-1].append(word)
        return [Line(tuple(words), self.page) for words in found]


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: upright when ``x0 == x1``, level when ``y0 == y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def upright(self) -> bool:
        return self.x0 == self.x1


@dataclass(frozen=True)
class Page:
    """One page in reading position.

    ``turned`` counts the quarter turns, clockwise, that lead from the position in which the text runs
    from left to right to the page as displayed; ``width`` and ``height`` are those of the displayed page.
    The rest is told of pictures only: ``laid`` is how a picture was laid straight, see ``PageSeen``.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    turned: int = 0
    kind: str = "text"
    laid: tuple[int, float] = (0, 0.0)
    dpi: float = 0.0
    cut: bool = False
    ink: tuple[Box, ...] | None = None
    lines: tuple[Line, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(lines_of(self.words, self.number)))

    def seen(self) -> PageSeen:
        """What is kept of this page with its facts."""
        sure = [word.confidence for word in self.words]
        clear = round(sum(sure) / len(sure), 3) if sure else 1.0
        turned, skew = self.laid
        return PageSeen(
            self.number, self.width, self.height, self.kind, turned, skew, self.dpi, clear, self.cut, self.ink
        )

    def displayed(self, box: Box) -> Box:
        """A box of reading position, on the page as displayed, rounded to a tenth of a point."""
        x0, y0, x1, y1 = box
        for _ in range(self.turned):
            x0, y0, x1, y1 = -y1, x0, -y0, x1
        wide, high = self.width, self.height
        shift = {0: (0.0, 0.0), 1: (wide, 0.0), 2: (wide, high), 3: (0.0, high)}[self.turned]
        dx, dy = shift
        return (round(x0 + dx, 1), round(y0 + dy, 1), round(x1 + dx, 1), round(y1 + dy, 1))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes, of which there is at least one."""
    rows = list(boxes)
    return (
        min(box[0] for box in rows),
        min(box[1] for box in rows),
        max(box[2] for box in rows),
        max(box[3] for box in rows),
    )


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Words gathered on their baselines, from the top; their order in the file does not matter."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][-1].base <= 0.28 * min(word.em, rows[-1][-1].em):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda word: word.x0)), page) for row in rows]
