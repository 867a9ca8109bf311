"""Files as received: checked by content, kept byte for byte under their digest, recognised when sent again."""

import errno
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore
from sqlalchemy import select, text

from sipol.access.policy import Permission, require
from sipol.audit.events import DocumentReceived
from sipol.audit.trail import record
from sipol.extensions import db, files
from sipol.models import Document, Unit, User
from sipol.reading import copy_safely, inspect_safely, picture_safely
from sipol.rules.errors import Busy, NotFound, Refused, StoreDown, Unreadable

log = logging.getLogger(__name__)

NO_ROOM = f"os error {errno.ENOSPC}"
"""How the store words a full disk."""
LARGEST = 20 * 1024 * 1024
UPKEEP = "personal_data_upkeep"
COPIES = 1
"""Part of the path of viewing copies: another number when they are made otherwise, so that all are made anew."""


@dataclass(frozen=True, slots=True)
class Received:
    document: Document
    known: bool
    """Whether this unit had sent the same bytes before."""


def refuse_too_large(data: bytes, field: str) -> None:
    """Refused(field, …) for a PDF that is larger than any scan needs to be."""
    if len(data) > LARGEST:
        raise Refused(field, "Berkas ini lebih besar dari 20 MB. Pindai ulang pada 200 dpi, lalu unggah kembali.")


def receive(actor: User, unit: Unit, data: bytes) -> Received:
    """Keep a decree's PDF for a unit. Refused("file", …) says what is wrong with the file and what to do."""
    require(actor, Permission.DECREE_WRITE, unit)
    refuse_too_large(data, "file")
    try:
        facts = inspect_safely(data)
    except Unreadable as unreadable:
        raise Refused("file", str(unreadable)) from None
    digest = sha256(data).hexdigest()
    known = db.session.scalars(select(Document).where(Document.unit_id == unit.id, Document.digest == digest)).first()
    if known is not None:
        return Received(known, known=True)
    store(f"documents/{digest[:2]}/{digest}", data)
    document = Document(
        unit_id=unit.id,
        party_id=unit.party_id,
        region_code=unit.region_code,
        digest=digest,
        size=len(data),
        pages=facts.pages,
        received_by=actor.id,
    )
    db.session.add(document)
    db.session.flush()
    record(actor, DocumentReceived(document.id, digest=digest, size=len(data)), document)
    return Received(document, known=False)


def content_of(document: Document) -> bytes:
    """The bytes as they were received."""
    return fetch(f"documents/{document.digest[:2]}/{document.digest}")


def picture_of(document: Document, page: int, laid: tuple[int, float] = (0, 0.0)) -> bytes:
    """A page, counted from 1, as WebP; drawn once and kept. NotFound when it has no such page or cannot be drawn.

    ``laid``: the quarter turns and degrees that lay a scan straight. Raises Busy while too many others draw.
    """
    turned, skew = laid
    lies = f"-{turned}-{skew:g}" if turned or skew else ""
    path = f"pictures/{document.digest[:2]}/{document.digest}/{page}{lies}.webp"
    try:
        return _made_once(path, document, lambda data: picture_safely(data, page, turned=turned, skew=skew))
    except Busy:
        raise
    except Unreadable:
        raise NotFound from None


def copy_of(document: Document) -> bytes:
    """The PDF for people to open, without anything that acts; made once and kept. The evidence stays as received.

    Refused("file", …) when no safe copy can be made; Busy while too many others are at it.
    """
    try:
        return _made_once(f"viewing/{COPIES}/{document.digest[:2]}/{document.digest}", document, copy_safely)
    except Busy:
        raise
    except Unreadable as unreadable:
        raise Refused("file", str(unreadable)) from None


def _made_once(path: str, document: Document, make: Callable[[bytes], bytes]) -> bytes:
    """What is kept under a path, or else is made now from the bytes as received."""
    try:
        return fetch(path)
    except FileNotFoundError:
        made = make(content_of(document))
    store(path, made)
    return made


def hold_sealed_files() -> None:
    """Until the end of the transaction no sealed file is removed for want of a row that needs it."""
    db.session.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:name))"), {"name": UPKEEP})


def alone_with_sealed_files() -> None:
    """Wait for whoever relies on sealed files, and keep them waiting until the end of the transaction."""
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": UPKEEP})


def store(path: str, data: bytes) -> None:
    """Keep bytes under a path that their digest decides; the same bytes twice are no fault. Raises StoreDown.

    They are on the disk when this returns: no row may name a file that a power cut takes along.
    """
    with _reached():
        try:
            files().put(path, data, mode="create")
        except AlreadyExistsError:
            if files().head(path)["size"] == len(data):
                return
            # What a power cut left behind is torn; the whole takes its place.
            files().put(path, data)
        _settle(path)


def fetch(path: str) -> bytes:
    """The bytes kept under a path. Raises StoreDown, and FileNotFoundError where there are none."""
    with _reached():
        return bytes(files().get(path).bytes())


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        log.warning("the file store failed: %s", type(error).__name__)
        raise StoreDown(full=NO_ROOM in str(error)) from None


def _settle(path: str) -> None:
    """Have a local file and its name written to the disk; S3 does so by itself."""
    place = files()
    if not isinstance(place, LocalStore) or place.prefix is None:
        return
    file = Path(place.prefix) / path
    for written in (file, file.parent, file.parent.parent):
        held = os.open(written, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
