"""Photographs and scans of cards and letters: a clean picture of what was sent, whatever it was sent as."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from sipol.reading.gate import page_picture
from sipol.rules.errors import Unreadable

KINDS = ("JPEG", "PNG", "WEBP")
LONGEST, MOST_DOTS = 1_600, 60_000_000
"""Dots on the longer side of the clean picture; dots that a picture may have when it comes."""
NO_PICTURE = "Berkas ini bukan foto atau PDF yang dapat dibuka. Kirim foto JPEG atau PNG, atau hasil pindai PDF."
TOO_LARGE = "Foto ini terlalu besar. Perkecil, atau foto ulang dengan ukuran biasa."


def clean_picture(data: bytes) -> bytes:
    """The picture as WebP, upright, without what the camera wrote along; of a PDF its first page.

    Raises Unreadable for what is neither.
    """
    if data.startswith(b"%PDF"):
        return page_picture(data, 1, 1_200)
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as sent:
            if sent.width * sent.height > MOST_DOTS:
                raise Unreadable(TOO_LARGE)
            picture = ImageOps.exif_transpose(sent).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(NO_PICTURE) from error
    picture.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=70)
    return out.getvalue()
