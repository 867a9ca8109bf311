"""Photographs lie upright whatever way the camera was held, and whatever else it wrote along."""

import io

import pytest
from PIL import ExifTags, Image, ImageOps

from sipol.reading.photos import clean_picture


@pytest.mark.parametrize("turn", range(10))
def test_a_photograph_lies_as_it_was_seen(turn: int) -> None:
    """As Pillow's own ``exif_transpose`` lays it, which writes all of the Exif anew and fails where that is wrong."""
    sent = Image.new("RGB", (96, 64), "white")
    sent.paste("red", (0, 0, 48, 16))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    file = io.BytesIO()
    sent.save(file, "PNG", exif=exif.tobytes())
    with Image.open(file) as again, Image.open(io.BytesIO(clean_picture(file.getvalue()))) as cleaned:
        upright = ImageOps.exif_transpose(again)
        assert cleaned.size == upright.size
        for at in ((4, 4), (4, -5), (-5, 4), (-5, -5)):
            dot = tuple(place % length for place, length in zip(at, upright.size, strict=True))
            apart = zip(cleaned.convert("RGB").getpixel(dot), upright.getpixel(dot), strict=True)  # type: ignore[arg-type]
            assert max(abs(one - other) for one, other in apart) < 40
