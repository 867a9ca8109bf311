"""How a scanned page lies: on its side, and how far off level."""

import cv2
import numpy as np

from sipol.reading.scan.raster import Grey

MOST_SKEW = 12.0
"""Degrees; a page laid more crookedly on the glass is not straightened."""
_SIDE = 700
"""Pixels of the longer side on which the angle is sought."""
_COARSE, _FINE = 0.5, 0.05


def lies_on_side(ink: Grey) -> bool:
    """Whether the lines of text run up the page: the ink falls into narrow bands of columns rather than rows."""
    small = _small(ink)
    return _banding(small.T) > 1.25 * _banding(small)


def skew_of(ink: Grey) -> float:
    """Degrees, counter-clockwise, by which the lines of text are off level."""
    small = _small(ink)
    best = _steepest(small, 0.0, MOST_SKEW, _COARSE)
    best = _steepest(small, best, _COARSE, _FINE * 2)
    larger = _small(ink, _SIDE * 2)
    return round(_steepest(larger, best, _FINE * 2, _FINE), 3)


def straightened(picture: Grey, skew: float) -> Grey:
    """The picture turned back by ``skew`` degrees around its middle, its size kept, white where nothing was."""
    if abs(skew) < _FINE:
        return picture
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -skew, 1.0)
    return cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)


def _small(ink: Grey, side: int = _SIDE) -> Grey:
    factor = min(1.0, side / max(ink.shape))
    high, wide = (max(1, round(factor * length)) for length in ink.shape)
    return cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)


def _banding(picture: Grey) -> float:
    """How unevenly the ink is spread over the rows."""
    sums = picture.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum() / max(np.square(sums).sum(), 1.0))


def _steepest(picture: Grey, around: float, reach: float, step: float) -> float:
    """The angle near ``around`` at which rows of ink and rows of white stand out most."""
    if not picture.any():
        return around
    high, wide = picture.shape
    best, found = -1.0, around
    for offset in np.arange(-reach, reach + step / 2, step):
        angle = around + float(offset)
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -angle, 1.0)
        turned = cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=0)
        sums = turned.sum(axis=1, dtype=np.float64)
        edge = float(np.square(np.diff(sums)).sum())
        if edge > best * (1.0 + 1e-6):
            best, found = edge, angle
    return found
