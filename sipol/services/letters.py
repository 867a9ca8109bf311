"""Letters that name somebody for a post: kept in a safe form, whatever they were sent as."""

from hashlib import sha256

from sipol.reading import copy_safely, photo_safely
from sipol.rules.errors import Busy, Refused, Unreadable
from sipol.services.documents import fetch, store

LARGEST_LETTER = 5 * 1024 * 1024
UNSAFE = "Surat ini tidak dapat dibuka dengan aman. Pindai ulang menjadi PDF atau foto JPEG, lalu unggah kembali."


def keep_letter(data: bytes, field: str) -> str:
    """The digest of a letter's safe form, PDF or WebP. Refused(field, …) where there is none.

    Raises Busy while too many others are looked at.
    """
    if not data:
        raise Refused(field, "Pilih berkas surat penunjukan, PDF atau foto.")
    if len(data) > LARGEST_LETTER:
        raise Refused(field, "Surat ini lebih besar dari 5 MB. Pindai ulang pada 200 dpi, lalu unggah kembali.")
    try:
        safe = copy_safely(data) if data.startswith(b"%PDF") else photo_safely(data)
    except Busy:
        raise
    except Unreadable as unreadable:
        raise Refused(field, UNSAFE) from unreadable
    digest = sha256(safe).hexdigest()
    store(_path(digest), safe)
    return digest


def letter_of(digest: str) -> bytes:
    """The safe form of a letter."""
    return fetch(_path(digest))


def _path(digest: str) -> str:
    return f"letters/{digest[:2]}/{digest}"
