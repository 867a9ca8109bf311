"""Ruling lines of a page: strokes and thin filled bars that run level or upright."""

import ctypes
from collections.abc import Iterator
from itertools import islice, pairwise

import pypdfium2
from pypdfium2 import raw

from sipol.reading.frame import Frame
from sipol.reading.page import Rule

MAX_OBJECTS = 20_000
MAX_POINTS = 200
_THIN = 3.0
_LONG = 6.0
_SLACK = 1.0

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


def rules_of(page: pypdfium2.PdfPage, frame: Frame) -> Iterator[Rule]:
    """Every ruling line of the page, in reading position."""
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)
    for path in islice(paths, MAX_OBJECTS):
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path.raw, filled, stroked)
        shapes = [[frame.point(*point) for point in points] for points in _strands(path)]
        yield from _framed(shapes)
        for spots in shapes:
            if stroked.value:
                for start, end in pairwise(spots):
                    yield from _rule(start, end, _SLACK)
            elif filled.value:
                x0, y0, x1, y1 = _bounds(spots)
                yield from _rule((x0, y0), (x1, y1), _THIN)


def _rule(start: Point, end: Point, thin: float) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = start, end
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= thin and wide >= _LONG:
        middle = (y0 + y1) / 2
        yield Rule(min(x0, x1), middle, max(x0, x1), middle)
    elif wide <= thin and high >= _LONG:
        middle = (x0 + x1) / 2
        yield Rule(middle, min(y0, y1), middle, max(y0, y1))


def _framed(shapes: list[list[Point]]) -> Iterator[Rule]:
    """The edges of a cell whose border is one filled path: a box with a slightly smaller box cut out."""
    if len(shapes) != 2:
        return
    outer, inner = (_bounds(shape) for shape in shapes)
    if all(abs(one - other) <= _THIN for one, other in zip(outer, inner, strict=True)):
        x0, y0, x1, y1 = outer
        for start, end in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
            yield from _rule(start, end, _SLACK)


def _bounds(spots: list[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs), max(ys)


def _strands(path: pypdfium2.PdfObject) -> Iterator[list[Point]]:
    """The strands of a path in user space, closed ones with their first point repeated."""
    matrices: list[Matrix] = []
    holder: pypdfium2.PdfObject | None = path
    while holder is not None:
        matrices.append(holder.get_matrix().get())
        holder = holder.container
    strand: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(raw.FPDFPath_CountSegments(path.raw), MAX_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and strand:
            yield strand
            strand = []
        strand.append(_placed((x.value, y.value), matrices))
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*strand, strand[0]]
            strand = []
    if strand:
        yield strand


def _placed(point: Point, matrices: list[Matrix]) -> Point:
    x, y = point
    for a, b, c, d, e, f in matrices:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y
