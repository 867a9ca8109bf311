"""Let the engine read a document, once per engine version, and keep what it saw."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import Decree, Document, Reading, ReadingStatus
from sipol.reading import DecreeReading, read_decree_safely
from sipol.reading.results import ENGINE
from sipol.rules.errors import Unreadable
from sipol.services.documents import content_of
from sipol.services.queue import READ_DOCUMENT, enqueue


def ask_for_reading(document: Document) -> Reading:
    """The reading of this document by today's engine, asked for when there is none yet."""
    reading = reading_of(document)
    if reading is None:
        reading = Reading(document_id=document.id, engine=ENGINE)
        db.session.add(reading)
        db.session.flush()
        enqueue(READ_DOCUMENT, reading.id)
    return reading


def reading_of(document: Document) -> Reading | None:
    query = select(Reading).where(Reading.document_id == document.id, Reading.engine == ENGINE)
    return db.session.scalars(query).first()


def facts_of(document: Document) -> DecreeReading | None:
    """What was read of the document; None while it waits or when it could not be read."""
    reading = reading_of(document)
    return DecreeReading.from_json(reading.facts) if reading and reading.facts else None


def facts_by_document(documents: Iterable[UUID]) -> dict[UUID, DecreeReading]:
    """What was read of many documents; those that wait or could not be read are left out."""
    asked = select(Reading.document_id, Reading.facts).where(
        Reading.document_id.in_(set(documents)), Reading.engine == ENGINE, Reading.facts.is_not(None)
    )
    return {document_id: DecreeReading.from_json(facts) for document_id, facts in db.session.execute(asked)}


def statuses_of(documents: Iterable[UUID]) -> dict[UUID, ReadingStatus]:
    """How far the readings of many documents are."""
    asked = select(Reading.document_id, Reading.status)
    rows = db.session.execute(asked.where(Reading.document_id.in_(set(documents)), Reading.engine == ENGINE))
    return dict(rows.all())


def read_document(reading_id: UUID) -> Document | None:
    """Do one reading. May run twice: a reading that is finished, or that another worker holds, is left alone.

    Returns the document when it was read now, so that the decrees that wait for it can be filled.
    """
    reading = db.session.scalars(
        select(Reading).where(Reading.id == reading_id).with_for_update(skip_locked=True, of=Reading)
    ).first()
    if reading is None or reading.status is not ReadingStatus.WAITING:
        return None
    try:
        reading.facts = read_decree_safely(content_of(reading.document)).to_json()
        reading.status = ReadingStatus.READ
    except Unreadable as unreadable:
        reading.failure = str(unreadable)
        reading.status = ReadingStatus.FAILED
    reading.finished_at = now()
    db.session.flush()
    return reading.document


def waiting_decrees(document: Document) -> list[Decree]:
    """The drafts that rest on this document."""
    return list(db.session.scalars(select(Decree).where(Decree.document_id == document.id)))
