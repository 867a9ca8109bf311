"""Photographs of cards, invented: a plain picture with what a camera writes along."""

import io

from PIL import Image, ImageDraw


def photograph(words: str = "KTP", size: tuple[int, int] = (800, 500), form: str = "JPEG") -> bytes:
    """A picture that says ``words``; its maker stands in its EXIF."""
    picture = Image.new("RGB", size, "lightblue")
    ImageDraw.Draw(picture).text((40, 40), words, fill="black")
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()
