"""Papers laid on an invented scanner: skewed, noisy, shaded, blurred, with a stamp over the text."""

import io
import random

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

INKS = ((190, 90, 90), (180, 60, 120), (60, 60, 190))
Picture = NDArray[np.uint8]


def scanned(data: bytes, seed: int, dpi: int | None = None, turns: int = 0) -> bytes:
    """The PDF as a scanner would give it, always the same for a seed; ``turns``: quarter turns on the glass."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    density = dpi or rng.choice((150, 200, 200))
    angle, sharp = rng.uniform(-1.8, 1.8), rng.uniform(0.2, 0.55) * density / 170
    grain, shade, stamp = rng.uniform(3, 11), rng.uniform(0, 45), rng.random() < 0.8
    quality = rng.choice((55, 70, 80))
    document = pypdfium2.PdfDocument(data)
    pages = []
    for page in document:
        picture = page.render(scale=density / 72).to_numpy()[:, :, :3].copy()
        if stamp:
            picture = _stamped(picture, density, rng)
        picture = _skewed(picture, angle + rng.uniform(-0.2, 0.2))
        picture = cv2.GaussianBlur(picture, (0, 0), sharp)
        picture = _shaded(picture, shade, grain, rng.uniform(0, 6.28), noise)
        pages.append(Image.fromarray(np.ascontiguousarray(np.rot90(picture[:, :, ::-1], turns))))
    document.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=density, quality=quality)
    return out.getvalue()


def _stamped(picture: Picture, dpi: int, rng: random.Random) -> Picture:
    high, wide = picture.shape[:2]
    middle = (int(wide * rng.uniform(0.2, 0.7)), int(high * rng.uniform(0.2, 0.8)))
    ink, radius = rng.choice(INKS), int(dpi * 0.75)
    layer = picture.copy()
    cv2.circle(layer, middle, radius, ink, max(2, dpi // 60))
    cv2.circle(layer, middle, int(radius * 0.8), ink, max(1, dpi // 90))
    start = (middle[0] - int(radius * 0.7), middle[1])
    cv2.putText(layer, "DPP PARTAI", start, cv2.FONT_HERSHEY_SIMPLEX, dpi / 250, ink, max(1, dpi // 100))
    return cv2.min(picture, cv2.addWeighted(layer, 0.75, picture, 0.25, 0))


def _skewed(picture: Picture, angle: float) -> Picture:
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    return cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def _shaded(picture: Picture, shade: float, grain: float, angle: float, noise: np.random.Generator) -> Picture:
    """Darker towards one side, and grainy all over."""
    high, wide = picture.shape[:2]
    down, across = np.mgrid[0:high, 0:wide]
    slope = np.cos(angle) * across / wide + np.sin(angle) * down / high
    slope = (slope - slope.min()) / (slope.max() - slope.min())
    darker = picture.astype(np.float32) - shade * slope[:, :, None] + noise.normal(0, grain, (high, wide, 1))
    return np.clip(darker, 0, 255).astype(np.uint8)
