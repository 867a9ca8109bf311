"""Letters that name somebody for a post: kept sealed and in a safe form, whatever they were sent as."""

from hashlib import sha256

from sipol.models.sealed import keys
from sipol.reading import copy_safely, photo_safely
from sipol.rules.errors import Busy, Refused, Unreadable
from sipol.services.documents import fetch, hold_sealed_files, store

LARGEST_LETTER = 5 * 1024 * 1024
SEALED_AS = "appointment.letter"
FOLDER = "appointments"
"""Where sealed letters lie in the store."""
UNSAFE = "Surat ini tidak dapat dibuka dengan aman. Pindai ulang menjadi PDF atau foto JPEG, lalu unggah kembali."


def safe_letter(data: bytes, field: str) -> bytes:
    """A letter's safe form, PDF or WebP. Refused(field, …) where there is none.

    Raises Busy while too many others are looked at.
    """
    if not data:
        raise Refused(field, "Pilih berkas surat penunjukan, PDF atau foto.")
    if len(data) > LARGEST_LETTER:
        raise Refused(field, "Surat ini lebih besar dari 5 MB. Pindai ulang pada 200 dpi, lalu unggah kembali.")
    try:
        return copy_safely(data) if data.startswith(b"%PDF") else photo_safely(data)
    except Busy:
        raise
    except Unreadable as unreadable:
        raise Refused(field, UNSAFE) from unreadable


def keep_letter(safe: bytes) -> str:
    """Seal and keep a letter's safe form for a row that is about to name it by its digest, which is returned."""
    digest = digest_of(safe)
    hold_sealed_files()
    store(_path(digest), keys().seal(safe, SEALED_AS))
    return digest


def digest_of(safe: bytes) -> str:
    """What a letter's safe form is called."""
    return sha256(safe).hexdigest()


def letter_of(digest: str) -> bytes:
    """The safe form of a letter."""
    return keys().opened(fetch(_path(digest)), SEALED_AS)


def _path(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}"
