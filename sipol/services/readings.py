"""Let the engine read a document, once per engine version, and keep what it saw."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, case, select, text
from sqlalchemy.dialects.postgresql import distinct_on

from sipol.extensions import db, now
from sipol.models import Decree, Document, Reading, ReadingStatus, Submission
from sipol.reading import DecreeReading, read_decree_safely
from sipol.reading.results import ENGINE
from sipol.rules.errors import Busy, Unreadable
from sipol.rules.workflow import DRAFTS
from sipol.services.documents import content_of
from sipol.services.queue import READ_DOCUMENT, enqueue

GIVEN_UP = (
    "Mesin berkali-kali gagal membaca berkas ini. Isi datanya dengan tangan; SK tetap dapat diajukan dan diperiksa."
)
LIVE_JOB = text(
    "SELECT 1 FROM procrastinate_jobs WHERE task_name = :task AND args ->> 'subject_id' = :subject "
    "AND status IN ('todo', 'doing') LIMIT 1"
)


def ask_for_reading(document: Document) -> Reading:
    """The reading of this document by today's engine, asked for when there is none yet or nobody is at it."""
    query = select(Reading).where(Reading.document_id == document.id, Reading.engine == ENGINE)
    reading = db.session.scalars(query).first()
    if reading is None:
        reading = Reading(document_id=document.id, engine=ENGINE)
        db.session.add(reading)
        db.session.flush()
    if reading.status is ReadingStatus.WAITING and not _has_a_job(reading):
        enqueue(READ_DOCUMENT, reading.id)
    return reading


def renew() -> int:
    """Ask today's engine to read the SKs of drafts that an older one read or gave up; how many were asked for.

    What a party typed, answered or handed in stays: a newer reading only brings newer findings into drafts.
    """
    known = select(Reading.id).where(Reading.document_id == Document.id, Reading.engine == ENGINE)
    open_ = Submission.state.in_(DRAFTS)
    draft = select(Decree.id).join(Submission).where(Decree.document_id == Document.id, open_)
    documents = db.session.scalars(select(Document).where(draft.exists(), ~known.exists())).all()
    for document in documents:
        ask_for_reading(document)
    return len(documents)


def _has_a_job(reading: Reading) -> bool:
    found = db.session.scalar(LIVE_JOB, {"task": READ_DOCUMENT, "subject": str(reading.id)})
    return found is not None


def _the_best_first(documents: Iterable[UUID]) -> Select[Reading]:
    """One reading a document: what was read last by any engine, else the last failure, else the one that waits.

    A new engine leaves the facts of the old one standing until it has facts of its own.
    """
    rank = case((Reading.status == ReadingStatus.READ, 0), (Reading.status == ReadingStatus.FAILED, 1), else_=2)
    query = select(Reading).where(Reading.document_id.in_(set(documents))).ext(distinct_on(Reading.document_id))
    return query.order_by(Reading.document_id, rank, Reading.finished_at.desc(), (Reading.engine == ENGINE).desc())


def reading_of(document: Document) -> Reading | None:
    """What the register knows of this document's text: facts of any engine, else how far the reading is."""
    return db.session.scalars(_the_best_first([document.id])).first()


def facts_of(document: Document) -> DecreeReading | None:
    """What was read of the document; None while it waits or when it could not be read."""
    reading = reading_of(document)
    return DecreeReading.from_json(reading.facts) if reading and reading.facts else None


def how_laid(document: Document, page: int) -> tuple[int, float] | None:
    """The quarter turns and degrees that lay a page straight; None while its reading may still find that out."""
    reading = reading_of(document)
    if reading is None or reading.status is ReadingStatus.WAITING:
        return None
    pages = DecreeReading.from_json(reading.facts).pages if reading.facts else ()
    return next(((seen.turned, seen.skew) for seen in pages if seen.number == page), (0, 0.0))


def facts_by_document(documents: Iterable[UUID]) -> dict[UUID, DecreeReading]:
    """What was read of many documents; those that wait or could not be read are left out."""
    readings = db.session.scalars(_the_best_first(documents))
    return {reading.document_id: DecreeReading.from_json(reading.facts) for reading in readings if reading.facts}


def statuses_of(documents: Iterable[UUID]) -> dict[UUID, ReadingStatus]:
    """How far the readings of many documents are."""
    best = _the_best_first(documents).with_only_columns(Reading.document_id, Reading.status)
    return dict(db.session.execute(best).all())


def read_document(reading_id: UUID) -> Document | None:
    """Do one reading. May run twice: a reading that is finished, or that another worker holds, is left alone.

    Returns the document when it was read now, so that the decrees that wait for it can be filled. Raises Busy when
    the machine has no room for a child or takes it away: nothing was learned of the file, and the job is done again.
    """
    reading = _held(reading_id)
    if reading is None:
        return None
    try:
        reading.facts = read_decree_safely(content_of(reading.document)).to_json()
        reading.status = ReadingStatus.READ
    except Busy:
        raise
    except Unreadable as unreadable:
        reading.failure = str(unreadable)
        reading.status = ReadingStatus.FAILED
    reading.finished_at = now()
    db.session.flush()
    return reading.document


def give_reading_up(reading_id: UUID) -> Document | None:
    """No worker could do this reading: say so, so that nobody waits for it. Returns the document when it did wait."""
    reading = _held(reading_id)
    if reading is None:
        return None
    reading.failure, reading.status, reading.finished_at = GIVEN_UP, ReadingStatus.FAILED, now()
    db.session.flush()
    return reading.document


def _held(reading_id: UUID) -> Reading | None:
    """A reading that waits, locked for us; None when it is finished or another worker holds it."""
    query = select(Reading).where(Reading.id == reading_id, Reading.status == ReadingStatus.WAITING)
    return db.session.scalars(query.with_for_update(skip_locked=True, of=Reading)).first()


def waiting_decrees(document: Document) -> list[Decree]:
    """The drafts that rest on this document."""
    return list(db.session.scalars(select(Decree).where(Decree.document_id == document.id)))
