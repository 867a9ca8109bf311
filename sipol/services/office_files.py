"""Letters, proofs and photographs of an office: kept in a safe form, without what a camera wrote along."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.office_events import OfficeFileReceived
from sipol.audit.trail import record
from sipol.extensions import db, local_zone
from sipol.models import Office, OfficeFile, User
from sipol.reading import Photograph, copy_safely, letter_safely, photograph_safely
from sipol.rules.errors import Busy, NotFound, Refused, Unreadable
from sipol.rules.offices import FILE_WORDS, PAPERS, OfficeFileKind
from sipol.services.documents import fetch, refuse_too_large, store
from sipol.services.offices import refuse_while_sent
from sipol.services.queue import READ_LETTER, enqueue

ONLY_A_PICTURE = "Untuk foto, kirim JPEG atau PNG, bukan PDF."


def receive_file(actor: User, office: Office, kind: OfficeFileKind, data: bytes) -> OfficeFile:
    """Keep a file of an office; a newer one of its kind takes its place. Refused(kind, …) says what is wrong."""
    require(actor, Permission.OFFICE_WRITE, office)
    refuse_while_sent(office)
    file = kept(office, kind, data, actor.id)
    for former in [one for one in office.files if one.kind is kind and one is not file]:
        office.files.remove(former)
        db.session.delete(former)
    db.session.flush()
    if kind is OfficeFileKind.LETTER and file.lines is None:
        enqueue(READ_LETTER, file.id)
    record(actor, OfficeFileReceived(office.id, kind=kind, size=len(data)), office)
    return file


def kept(office: Office, kind: OfficeFileKind, data: bytes, sender: UUID, visit_id: UUID | None = None) -> OfficeFile:
    """The safe form of what was sent, kept; the same one twice is one. Refused(kind, …) where there is none."""
    refuse_too_large(data, kind.value)
    is_pdf = data.startswith(b"%PDF")
    try:
        seen = None if is_pdf else photograph_safely(data)
        safe = seen.picture if seen else _copied(kind, data)
    except Busy:
        raise
    except Unreadable as unreadable:
        raise Refused(kind.value, f"{FILE_WORDS[kind]}: {unreadable}") from unreadable
    digest = sha256(safe).hexdigest()
    known = next((one for one in office.files if (one.kind, one.digest) == (kind, digest)), None)
    if known is not None:
        return known
    store(_path(digest), safe)
    file = OfficeFile(kind=kind, digest=digest, size=len(safe), is_pdf=is_pdf, received_by=sender, visit_id=visit_id)
    if seen:
        file.taken_at, file.sight = _moment(seen), seen.sight
    office.files.append(file)
    db.session.flush()
    return file


def _copied(kind: OfficeFileKind, data: bytes) -> bytes:
    if kind not in PAPERS:
        raise Unreadable(ONLY_A_PICTURE)
    return copy_safely(data)


def _moment(seen: Photograph) -> datetime | None:
    """A camera's clock tells no zone: it is taken to be that of the office."""
    return seen.taken_at.replace(tzinfo=local_zone()) if seen.taken_at else None


def file_for(actor: User, file_id: UUID) -> OfficeFile:
    """One file of an office the actor may know about; NotFound otherwise."""
    query = select(OfficeFile).join(OfficeFile.office).where(OfficeFile.id == file_id, visible_to(actor, Office))
    file = db.session.scalars(query.options(joinedload(OfficeFile.office))).first()
    if file is None:
        raise NotFound
    return file


def content_of_file(file: OfficeFile) -> bytes:
    """The safe form: a PDF, or a picture as WebP."""
    return fetch(_path(file.digest))


def read_letter(file_id: UUID) -> None:
    """What a letter says, for the worker; what cannot be read stays unread and accuses nobody. May run twice."""
    file = db.session.get(OfficeFile, file_id)
    if file is None or file.lines is not None:
        return
    try:
        file.lines = "\n".join(letter_safely(content_of_file(file)))
    except Busy:
        raise
    except Unreadable:
        file.lines = ""


def _path(digest: str) -> str:
    return f"office-files/{digest[:2]}/{digest}"
