"""Photographs and scans of cards and letters: a clean picture of what was sent, whatever it was sent as."""

import io
import json
import struct
from datetime import datetime

from PIL import ExifTags, Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from sipol.reading.gate import page_picture
from sipol.rules.errors import Unreadable
from sipol.rules.offices import Sight

KINDS = ("JPEG", "PNG", "WEBP")
LONGEST, MOST_DOTS = 1_600, 60_000_000
"""Dots on the longer side of the clean picture; dots that a picture may have when it comes."""
LEAST_LONG, EDGES_AT = 640, 800
"""Dots on the longer side that a photograph must have; to which it is made smaller before its edges are looked at."""
DARK, FLAT = 28, 3.0
"""Mean light, of 255, below which nothing is seen; spread of the edges of a picture that shows nothing."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to lay straight what a camera says of its orientation (Exif 2.32, tag 274)."""
NO_PICTURE = "Berkas ini bukan foto atau PDF yang dapat dibuka. Kirim foto JPEG atau PNG, atau hasil pindai PDF."
TOO_LARGE = "Foto ini terlalu besar. Perkecil, atau foto ulang dengan ukuran biasa."


def clean_picture(data: bytes) -> bytes:
    """The picture as WebP, upright, without what the camera wrote along; of a PDF its first page.

    Raises Unreadable for what is neither.
    """
    if data.startswith(b"%PDF"):
        return page_picture(data, 1, 1_200)
    return _as_webp(_opened(data)[0])


def photograph(data: bytes) -> bytes:
    """A line of JSON, ``taken_at`` (ISO, by the camera's clock, or null) and ``sight``; then the picture as WebP.

    Of all that the camera wrote along, no more is kept. Raises Unreadable for what is no photograph.
    """
    picture, taken_at = _opened(data)
    told = {"taken_at": taken_at, "sight": _sight(picture)}
    return json.dumps(told).encode() + b"\n" + _as_webp(picture)


def _opened(data: bytes) -> tuple[Image.Image, str | None]:
    """The picture, upright, and when it was taken."""
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as sent:
            if sent.width * sent.height > MOST_DOTS:
                raise Unreadable(TOO_LARGE)
            taken_at = _taken_at(sent)
            return _upright(sent).convert("RGB"), taken_at
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise Unreadable(NO_PICTURE) from error


def _upright(sent: Image.Image) -> Image.Image:
    """As the camera was held. Nothing that it wrote along is written anew: it need not be what it should."""
    turn = TURNS.get(sent.getexif().get(ExifTags.Base.Orientation, 1))
    return sent if turn is None else sent.transpose(turn)


def _taken_at(sent: Image.Image) -> str | None:
    exif = sent.getexif()
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    written = detail.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(written).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - a camera
    except ValueError:
        return None


def _sight(picture: Image.Image) -> Sight:
    """Whether anything can be made out on it: told from its size, its light, and the edges in it."""
    if max(picture.size) < LEAST_LONG:
        return Sight.SMALL
    small = ImageOps.grayscale(picture)
    small.thumbnail((EDGES_AT, EDGES_AT))
    if ImageStat.Stat(small).mean[0] < DARK:
        return Sight.DARK
    return Sight.BLANK if ImageStat.Stat(small.filter(ImageFilter.FIND_EDGES)).stddev[0] < FLAT else Sight.CLEAR


def _as_webp(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=70)
    return out.getvalue()
