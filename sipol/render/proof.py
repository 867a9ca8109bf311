"""Read a paper of ours back from its file, without the register and without the press."""

import io
import json
import zlib
from typing import Any

import pikepdf

from sipol.render.annex import data_name
from sipol.render.sheets import SHEETS, AnySheet, digest, digest_of, sheet_from_data
from sipol.rules.errors import Unreadable

# The largest sheet we print, of 50,000 members, carries about 6 MB; a stream that swells beyond this is not ours.
LARGEST = 16 * 1024 * 1024

NOT_PDF = "Berkas ini bukan PDF yang dapat dibuka. Pilih berkas PDF yang diunduh dari Sipol."
NOT_OURS = (
    "Berkas ini bukan Berita Acara atau tanda terima dari Sipol: data terlampirnya tidak ada."
    " Pilih berkas PDF asli, bukan hasil cetak ulang atau pindaian."
)
DAMAGED = "Data yang terlampir dalam berkas ini rusak atau tidak lengkap. Unduh kembali berkas aslinya."
CHANGED = (
    "Isi data dalam berkas ini tidak cocok dengan sidiknya, jadi berkas ini telah diubah."
    " Jangan dipakai; minta berkas asli kepada KPU yang menerbitkannya."
)
DRAFT = "Berkas ini baru rancangan yang belum dibekukan, jadi belum berlaku. Pilih berkas yang sudah diterbitkan."


def read_back(pdf: bytes) -> AnySheet:
    """The sheet a PDF of ours was printed from, read from the attached JSON, its digest recomputed.

    Unreadable (with the sentence to show) when the file is not ours, is a draft, is damaged, or was changed. This
    proves that data and digest belong together; that KPU issued them only the register can tell, by the digest,
    and that the visible pages are untouched only the digest of the whole file.
    """
    try:
        data = json.loads(_attached_json(pdf))
        sheet = sheet_from_data(data)
        recomputed = digest_of(data)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, zlib.error) as error:
        raise Unreadable(DAMAGED) from error
    if not sheet.digest:
        raise Unreadable(DRAFT)
    if sheet.digest != recomputed:
        raise Unreadable(CHANGED)
    return sheet


def carried_digest(pdf: bytes) -> str:
    """The digest of the sheet that ``read_back`` finds. Raises Unreadable as it does."""
    sheet = read_back(pdf)
    try:
        return digest(sheet)
    except (ValueError, OverflowError) as error:
        # A moment that no clock of ours tells, the year 0 say, can be written but not told anew.
        raise Unreadable(DAMAGED) from error


def _attached_json(pdf: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for kind in SHEETS:
                if data_name(kind) in document.attachments:
                    return _inflated(document.attachments[data_name(kind)].obj.EF.F)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise Unreadable(NOT_PDF) from error
    raise Unreadable(NOT_OURS)


def _inflated(stream: Any) -> bytes:
    raw: bytes = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return raw
    if stream.Filter not in ("/FlateDecode", ["/FlateDecode"]):
        raise ValueError("an unexpected filter")
    inflater = zlib.decompressobj()
    content = inflater.decompress(raw, LARGEST)
    if inflater.unconsumed_tail:
        raise ValueError("the attached data are too large")
    return content
