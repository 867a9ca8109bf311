"""Start, fill, correct and enter a decree. What the machine read fills a draft once; people own it from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.events import DecreeEntered, DecreeSaved, DecreeStarted
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Decree, Officer, Period, Standing, Unit, User
from sipol.names import core
from sipol.reading import DecreeReading
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.workflow import DRAFTS, STATE_WORDS, Outcome, Subject
from sipol.services.documents import receive
from sipol.services.findings import in_force_for, refresh
from sipol.services.impossible import hold_numbers, impossibilities
from sipol.services.periods import name_of
from sipol.services.readings import ask_for_reading, facts_of
from sipol.services.submissions import (
    begin,
    carry_over,
    hold_unit,
    refuse_unless_draft,
    submission_in,
    submission_of_decree,
)

PLAIN_FIELDS = ("number", "issued_on", "issued_in", "about", "issuer", "term_start", "term_end", "replaces_number")


@dataclass(frozen=True, slots=True)
class OfficerDraft:
    position: str
    name: str
    organ: str = ""
    sex: str | None = None
    card_number: str = ""


@dataclass(frozen=True, slots=True)
class SignatoryDraft:
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class DecreeDraft:
    number: str = ""
    issued_on: date | None = None
    issued_in: str = ""
    about: str = ""
    issuer: str = ""
    term_start: int | None = None
    term_end: int | None = None
    replaces_number: str = ""
    signatories: tuple[SignatoryDraft, ...] = ()
    officers: tuple[OfficerDraft, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Started:
    decree: Decree
    known_file: bool
    """Whether this very file had been sent for this unit before."""


def decree_for(actor: User, decree_id: UUID) -> Decree:
    """One decree among those the actor may know about; NotFound otherwise."""
    query = select(Decree).where(Decree.id == decree_id, visible_to(actor, Decree))
    decree = db.session.scalars(query.options(*WITH_ALL)).first()
    if decree is None:
        raise NotFound
    return decree


def decrees_for(actor: User) -> Sequence[Decree]:
    """The decrees the actor may know about, the newest of each unit first."""
    query = (
        select(Decree)
        .where(visible_to(actor, Decree))
        .options(*WITH_UNIT)
        .order_by(Decree.region_code, Decree.unit_id, Decree.created_at.desc())
    )
    return db.session.scalars(query).all()


def in_force_within(actor: User) -> dict[UUID, Decree]:
    """The decree in force of each unit the actor may know about, without its officers, by the unit's id."""
    query = select(Decree).where(visible_to(actor, Decree), Decree.standing == Standing.IN_FORCE)
    return {decree.unit_id: decree for decree in db.session.scalars(query)}


def officer_counts(decrees: Sequence[Decree]) -> dict[UUID, int]:
    """How many officers each of these decrees names; those without any are left out."""
    asked = select(Officer.decree_id, func.count()).where(Officer.decree_id.in_([decree.id for decree in decrees]))
    return dict(db.session.execute(asked.group_by(Officer.decree_id)).all())


WITH_UNIT = (joinedload(Decree.unit).joinedload(Unit.party), joinedload(Decree.document))
WITH_ALL = (*WITH_UNIT, joinedload(Decree.replaces), selectinload(Decree.officers))


def start_decree(actor: User, unit: Unit, period: Period, data: bytes) -> Started:
    """Receive the PDF of a unit's new decree, start its draft and ask for its reading.

    A draft that is there already takes the new file and keeps every word that was typed.
    """
    require(actor, Permission.DECREE_WRITE, unit)
    # A second press waits here, and then finds the draft of the first.
    hold_unit(unit)
    submission = submission_in(unit, period, Subject.DECREE) or carry_over(actor, unit, period, Subject.DECREE)
    if submission and submission.state not in DRAFTS:
        raise Refused(
            "file",
            f"SK untuk {name_of(period)} sudah dikirim dan berstatus “{STATE_WORDS[submission.state]}”. "
            "Tunggu hasil verifikasi; SK dapat diganti bila KPU mengembalikannya.",
        )
    received = receive(actor, unit, data)
    decree = submission.decree if submission else None
    if decree is None:
        decree = Decree(
            unit_id=unit.id,
            party_id=unit.party_id,
            region_code=unit.region_code,
            document_id=received.document.id,
        )
        db.session.add(decree)
        db.session.flush()
        if submission is None:
            begin(unit, period, Subject.DECREE, decree=decree)
        else:
            submission.decree_id, submission.no_change = decree.id, False
        record(actor, DecreeStarted(decree.id), decree)
    elif decree.document_id != received.document.id:
        decree.document = received.document
        record(actor, DecreeStarted(decree.id), decree)
    ask_for_reading(received.document)
    db.session.flush()
    fill(decree)
    return Started(decree, known_file=received.known)


def fill(decree: Decree) -> None:
    """Copy what was read into a draft nobody has filled yet, then check it. Safe to run twice."""
    reading = facts_of(decree.document)
    if reading is None or decree.standing is not Standing.DRAFT:
        return
    decree.office_address = reading.office or ""
    if not decree.filled:
        _write(decree, _draft_of(reading))
        decree.filled = True
        db.session.flush()
    refresh(decree)


def refill(actor: User, decree: Decree) -> None:
    """Throw away what was typed and take what was read; asked for by the person, never by the machine."""
    require(actor, Permission.DECREE_WRITE, decree)
    refuse_unless_draft(submission_of_decree(decree), "number", "Pengajuan ini")
    reading = facts_of(decree.document)
    if reading is None:
        raise Refused("file", "Berkas ini belum selesai dibaca. Tunggu sebentar, lalu coba lagi.")
    _write(decree, _draft_of(reading))
    db.session.flush()
    refresh(decree)
    record(actor, DecreeSaved(decree.id, number=decree.number, changed=("refilled",)), decree)


def as_typed(decree: Decree) -> DecreeDraft:
    """What stands in a decree now, as somebody would type it."""
    return DecreeDraft(
        number=decree.number,
        issued_on=decree.issued_on,
        issued_in=decree.issued_in,
        about=decree.about,
        issuer=decree.issuer,
        term_start=decree.term_start,
        term_end=decree.term_end,
        replaces_number=decree.replaces_number,
        signatories=tuple(SignatoryDraft(**person) for person in decree.signatories),
        officers=tuple(_as_draft(officer) for officer in decree.officers),
    )


def _draft_of(reading: DecreeReading) -> DecreeDraft:
    start, end = reading.period or (None, None)
    return DecreeDraft(
        number=reading.number or "",
        issued_on=reading.issued_on,
        issued_in=reading.issued_in or "",
        about=reading.about or "",
        issuer=reading.issuer or "",
        term_start=start,
        term_end=end,
        replaces_number=reading.replaces or "",
        signatories=tuple(SignatoryDraft(person.position, person.name) for person in reading.signatories),
        officers=tuple(
            OfficerDraft(row.position, row.name, row.organ, row.sex, row.card_number or "") for row in reading.officers
        ),
    )


def save_decree(actor: User, decree: Decree, draft: DecreeDraft, version: int) -> None:
    """Keep what the party typed and check it again. ``version`` is that of the page the person had open."""
    require(actor, Permission.DECREE_WRITE, decree)
    refuse_unless_draft(submission_of_decree(decree), "number", "Pengajuan ini")
    # Whoever saw no answer sends the same words again: those are kept already, and nobody else changed them.
    if version != decree.version and draft != as_typed(decree):
        raise Overtaken("SK ini sudah diubah dari jendela atau orang lain. Muat ulang untuk melihat isi terbarunya.")
    _refuse_the_impossible(decree, draft)
    changed = _write(decree, draft)
    decree.filled = True
    # Even where no word changed the version may; the page that saved must be told the one that now stands.
    db.session.flush()
    if changed:
        refresh(decree)
        record(actor, DecreeSaved(decree.id, number=decree.number, changed=changed), decree)


def _refuse_the_impossible(decree: Decree, draft: DecreeDraft) -> None:
    hold_numbers(decree.party_id)
    seats = [(officer.position, officer.name) for officer in draft.officers]
    term = (draft.term_start, draft.term_end)
    for where, sentence in impossibilities(
        decree, number=draft.number, issued_on=draft.issued_on, term=term, seats=seats
    ):
        raise Refused(where, sentence)


def _write(decree: Decree, draft: DecreeDraft) -> tuple[str, ...]:
    """Put the draft's words into the row and name the fields that changed."""
    changed = [name for name in PLAIN_FIELDS if getattr(decree, name) != getattr(draft, name)]
    for name in changed:
        setattr(decree, name, getattr(draft, name))
    signatories = [{"position": person.position, "name": person.name} for person in draft.signatories]
    if signatories != (decree.signatories or []):
        decree.signatories = signatories
        changed.append("signatories")
    before = tuple(_as_draft(officer) for officer in decree.officers)
    if before != draft.officers:
        decree.officers = [
            Officer(
                order=order,
                organ=officer.organ,
                position=officer.position,
                name=officer.name,
                name_core=core(officer.name),
                sex=officer.sex,
                card_number=officer.card_number,
            )
            for order, officer in enumerate(draft.officers, start=1)
        ]
        changed.append("officers")
        # Rows of another table do not count a version up by themselves.
        flag_modified(decree, "signatories")
    return tuple(changed)


def _as_draft(officer: Officer) -> OfficerDraft:
    return OfficerDraft(officer.position, officer.name, officer.organ, officer.sex, officer.card_number)


def enter_decree(actor: User, decree: Decree, outcome: Outcome) -> None:
    """What a decision means for the register: MS puts the decree in force and ends the former one."""
    require(actor, Permission.SUBMISSION_REVIEW, decree)
    if outcome is Outcome.NOT_MET:
        decree.standing = Standing.TURNED_DOWN
        return
    if outcome is not Outcome.MET:
        return
    assert decree.issued_on is not None, "an SK without a date is never handed in, so none is found MS"
    # Two rulings on one unit wait for each other, and the second finds the decree of the first in force.
    hold_unit(decree.unit)
    former = in_force_for(decree)
    if former:
        former.standing = Standing.REPLACED
        former.in_force_until = max(decree.issued_on, former.in_force_from or decree.issued_on)
        decree.replaces_id = former.id
        db.session.flush()
    decree.standing, decree.in_force_from = Standing.IN_FORCE, decree.issued_on
    replaced = former.number if former else ""
    record(actor, DecreeEntered(decree.id, number=decree.number, replaces=replaced), decree)
