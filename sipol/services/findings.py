"""Keep what the checks doubt as rows, remember what people answered, and let them take it back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from itertools import count, repeat
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.events import AnswerUndone, FindingAnswered, FindingNoted
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Decree, Finding, KnownSpelling, ReadingStatus, Standing, Submission, User
from sipol.names import Seat
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.findings import Against, Answer, Field, answers_to
from sipol.rules.workflow import DECIDED, State
from sipol.services.checks import Doubt, Stated, doubts_about, doubts_since
from sipol.services.cross_papers import cross_doubts
from sipol.services.paper_checks import Slot, doubts_about_paper
from sipol.services.readings import facts_of, reading_of

LONGEST_NOTE = 2_000


def stated_by(decree: Decree) -> Stated:
    """What the party typed for a decree, as plain values."""
    both = decree.term_start is not None and decree.term_end is not None
    return Stated(
        number=decree.number,
        issued_on=decree.issued_on,
        term=(decree.term_start, decree.term_end) if both else None,  # type: ignore[arg-type]
        seats=tuple(Seat(officer.position, officer.name, officer.organ) for officer in decree.officers),
        orders=tuple(officer.order for officer in decree.officers),
    )


def in_force_for(decree: Decree) -> Decree | None:
    """The decree of the same unit that is in force now."""
    query = select(Decree).where(
        Decree.unit_id == decree.unit_id, Decree.standing == Standing.IN_FORCE, Decree.id != decree.id
    )
    return db.session.scalars(query).first()


def seats_of(decree: Decree) -> list[Seat]:
    return [Seat(officer.position, officer.name, officer.organ) for officer in decree.officers]


def doubts_of(decree: Decree) -> list[Doubt]:
    """What the machine doubts about a decree at this moment: the same for the party and for the verifier."""
    stated, reading, former = stated_by(decree), facts_of(decree.document), in_force_for(decree)
    doubts = doubts_about_paper(reading, slot_of(decree)) if reading else []
    if reading:
        doubts += doubts_about(stated, reading)
    if former:
        # A name that differs from its own SK is asked once; held against the former SK it would be the same slip again.
        asked = {doubt.order for doubt in doubts if doubt.field is Field.NAME}
        since = doubts_since(stated, seats_of(former))
        doubts += [doubt for doubt in since if doubt.order not in asked]
    return doubts + cross_doubts(decree, reading, former)


def slot_of(decree: Decree) -> Slot:
    """Where this SK was put, as plain values."""
    return Slot(decree.unit.party.name, decree.unit.party.abbreviation, decree.unit.region.name, now().year)


def refresh(decree: Decree) -> None:
    """Run the checks again: new doubts become findings, those that vanished are marked gone, answers stay.

    While the SK itself is still to be read nothing is known against it, and what was found stays as it is.
    """
    reading = reading_of(decree.document)
    if reading is None or reading.status is ReadingStatus.WAITING:
        return
    kept = {finding.fingerprint: finding for finding in findings_of(decree, everything=True)}
    moment = now()
    doubted: set[str] = set()
    for doubt in doubts_of(decree):
        mark = next(mark for mark in map(_fingerprint, repeat(doubt), count()) if mark not in doubted)
        doubted.add(mark)
        finding = kept.get(mark)
        if finding is None:
            finding = Finding(
                decree_id=decree.id,
                party_id=decree.party_id,
                region_code=decree.region_code,
                fingerprint=mark,
                **_values(doubt),
            )
            _recall(decree, finding, moment)
            db.session.add(finding)
        else:
            _renew(finding, doubt)
    for mark, finding in kept.items():
        if mark not in doubted and finding.gone_at is None:
            finding.gone_at = moment
    db.session.flush()


def _renew(finding: Finding, doubt: Doubt) -> None:
    """What the engines say of a doubt today; its answer and its notes stay."""
    for name, value in _values(doubt).items():
        # What is kept as JSON comes back as lists and numbers.
        kept = json.loads(json.dumps(value)) if isinstance(value, dict) else value
        if getattr(finding, name) != kept:
            setattr(finding, name, kept)
    finding.gone_at = None


def _fingerprint(doubt: Doubt, twin: int) -> str:
    """One doubt about one person stays the same finding when rows move; ``twin`` tells apart rows written alike."""
    lasting = doubt.found if doubt.key is None else doubt.key
    told = [doubt.field, doubt.against, doubt.subject, doubt.stated, lasting]
    if doubt.other_unit_id:
        told.append(str(doubt.other_unit_id))
    return sha256("\x1f".join(told + [str(twin)] * (twin > 0)).encode()).hexdigest()


def _values(doubt: Doubt) -> dict[str, Any]:
    return {
        "field": doubt.field,
        "against": doubt.against,
        "order": doubt.order,
        "subject": doubt.subject,
        "stated": doubt.stated,
        "found": doubt.found,
        "difference": doubt.difference,
        "score": doubt.score,
        "harmless": doubt.harmless,
        "doubtful": doubt.doubtful,
        "evidence": asdict(doubt.evidence) if doubt.evidence else None,
        "marks": asdict(doubt.marks) if doubt.marks else None,
        "other_decree_id": doubt.other_decree_id,
        "other_order": doubt.other_order,
    }


def _recall(decree: Decree, finding: Finding, moment: datetime) -> None:
    """A pair of spellings that a verifier once called alike is not asked again."""
    if finding.field is not Field.NAME:
        return
    known = db.session.scalars(
        select(KnownSpelling).where(
            KnownSpelling.unit_id == decree.unit_id,
            KnownSpelling.stated == finding.stated,
            KnownSpelling.found == finding.found,
            KnownSpelling.withdrawn_at.is_(None),
        )
    ).first()
    if known:
        finding.answer, finding.answered_by, finding.answered_at = Answer.ALIKE, known.said_by, moment
        finding.recalled = True


def findings_of(decree: Decree, *, everything: bool = False) -> list[Finding]:
    """The findings that stand (or ever stood), the heaviest first."""
    query = select(Finding).where(Finding.decree_id == decree.id).options(joinedload(Finding.answerer))
    if not everything:
        query = query.where(Finding.gone_at.is_(None))
    return sorted(db.session.scalars(query), key=_weight)


def _weight(finding: Finding) -> tuple[bool, int, bool, int, str]:
    heavy = list(Field).index(finding.field)
    return (finding.harmless, heavy, finding.against is Against.IN_FORCE, finding.order or 0, finding.fingerprint)


def open_ones(findings: Sequence[Finding]) -> list[Finding]:
    """Those a verifier still has to answer."""
    return [finding for finding in findings if finding.answer is None and not finding.harmless]


def standing_findings_for(actor: User) -> Sequence[Finding]:
    """Every finding that stands on a decree not yet decided, for the page of findings."""
    query = (
        select(Finding)
        .join(Finding.decree)
        .where(visible_to(actor, Finding), Finding.gone_at.is_(None), Decree.standing == Standing.DRAFT)
        .options(
            joinedload(Finding.decree).options(joinedload(Decree.unit), joinedload(Decree.document)),
            joinedload(Finding.answerer),
        )
        .order_by(Finding.harmless, Finding.region_code, Finding.order)
    )
    return db.session.scalars(query).all()


def finding_for(actor: User, finding_id: UUID) -> Finding:
    """One finding among those the actor may know about; NotFound otherwise."""
    query = (
        select(Finding).where(Finding.id == finding_id, visible_to(actor, Finding)).options(joinedload(Finding.decree))
    )
    finding = db.session.scalars(query).first()
    if finding is None:
        raise NotFound
    return finding


def note_finding(actor: User, finding: Finding, note: str) -> None:
    """The party explains a finding; the verifier reads it beside the evidence."""
    require(actor, Permission.FINDING_NOTE, finding)
    if len(note) > LONGEST_NOTE:
        raise Refused("note", "Penjelasan paling panjang 2.000 huruf.")
    if _submission_of(finding).state in DECIDED:
        raise Refused("note", "Pengajuan ini sudah diputus, sehingga penjelasan tidak dapat ditambahkan lagi.")
    finding.party_note = note.strip()
    record(actor, FindingNoted(finding.id), finding)


def answer_finding(actor: User, finding: Finding, answer: Answer) -> None:
    """The verifier settles a finding. “Sesuai” about a name is remembered for that pair of spellings."""
    require(actor, Permission.FINDING_ANSWER, finding)
    if answer not in answers_to(finding.field):
        raise Refused("answer", "Jawaban ini tidak tersedia untuk temuan ini. Pilih salah satu yang ditawarkan.")
    _refuse_unless_reviewed_by(actor, finding)
    if finding.answer is not None:
        undo_answer(actor, finding)
    finding.answer, finding.answered_by, finding.answered_at, finding.recalled = answer, actor.id, now(), False
    if answer is Answer.ALIKE and finding.field is Field.NAME and not db.session.scalars(_remembered(finding)).first():
        db.session.add(
            KnownSpelling(
                unit_id=finding.decree.unit_id,
                stated=finding.stated,
                found=finding.found,
                said_by=actor.id,
                finding_id=finding.id,
            )
        )
    db.session.flush()
    record(actor, FindingAnswered(finding.id, answer=answer), finding)


def undo_answer(actor: User, finding: Finding) -> None:
    """Take an answer back, and with it what was remembered from it."""
    require(actor, Permission.FINDING_ANSWER, finding)
    _refuse_unless_reviewed_by(actor, finding)
    if finding.answer is None:
        return
    record(actor, AnswerUndone(finding.id, answer=finding.answer), finding)
    if not db.session.scalars(_twins(finding)).first():
        for known in db.session.scalars(_remembered(finding)):
            known.withdrawn_at = now()
    finding.answer = finding.answered_by = finding.answered_at = None
    finding.recalled = False
    db.session.flush()


def _twins(finding: Finding) -> Select[UUID]:
    """Other findings of the decree that ask about the same pair of spellings and are called alike."""
    same_pair = (Finding.stated == finding.stated) & (Finding.found == finding.found)
    others = (Finding.decree_id == finding.decree_id) & (Finding.id != finding.id) & Finding.gone_at.is_(None)
    return select(Finding.id).where(same_pair, others, Finding.answer == Answer.ALIKE)


def _remembered(finding: Finding) -> Select[KnownSpelling]:
    same_pair: ColumnElement[bool] = (
        (KnownSpelling.unit_id == finding.decree.unit_id)
        & (KnownSpelling.stated == finding.stated)
        & (KnownSpelling.found == finding.found)
    )
    return select(KnownSpelling).where(same_pair, KnownSpelling.withdrawn_at.is_(None))


def _submission_of(finding: Finding) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.decree_id == finding.decree_id)).one()


def _refuse_unless_reviewed_by(actor: User, finding: Finding) -> None:
    submission = _submission_of(finding)
    if submission.state is not State.IN_REVIEW or submission.claimed_by != actor.id:
        raise Overtaken(
            "Pengajuan ini tidak sedang Anda pegang: belum Anda ambil, atau waktunya habis dan diambil orang lain. "
            "Jawaban ini belum disimpan."
        )
