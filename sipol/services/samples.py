"""Factual verification: a sample is drawn so that anyone can repeat it, its people are visited, each visit is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MemberVisited, SampledMemberReplaced, SampleDrawn
from sipol.audit.trail import record
from sipol.extensions import db, today
from sipol.models import Member, Sample, SampledMember, Submission, Unit, User, Visit
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.regions import district_of
from sipol.rules.sampling import CONCLUSIONS, VisitKind, VisitResult, draw, next_kind, sample_size
from sipol.rules.workflow import State, Subject
from sipol.services.member_life import turn_members
from sipol.services.members import COUNTING


@dataclass(frozen=True, slots=True)
class SampleDraft:
    """What the verifier says before drawing. ``reason``: why it is drawn anew."""

    seed: str
    stratified: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    kind: VisitKind
    held_on: date
    result: VisitResult
    note: str = ""


def frame_of(unit: Unit) -> list[tuple[UUID, str]]:
    """The members of a unit that can be drawn, with their kecamatan, in the order they are numbered."""
    here = (Member.unit_id == unit.id, Member.status.in_(COUNTING), Member.handed_in_at.is_not(None))
    rows = db.session.execute(select(Member.id, Member.region_code).where(*here).order_by(Member.id))
    return [(member_id, district_of(code) or code) for member_id, code in rows]


def digest_of_frame(frame: Sequence[tuple[UUID, str]]) -> str:
    """The fingerprint that shows a frame was not changed after the draw."""
    lines = (f"{number};{district};{member}\n" for number, (member, district) in enumerate(frame, start=1))
    return sha256("".join(lines).encode()).hexdigest()


def draw_sample(actor: User, submission: Submission, draft: SampleDraft) -> Sample:
    """Fix the frame and draw. Refused("seed"|"reason", …); a later draw stands beside the former ones."""
    require(actor, Permission.MEMBER_RULE, submission)
    _refuse_unless_in_review(submission)
    # A second press waits here, and then is a second draw, which needs a reason.
    db.session.execute(select(Submission.id).where(Submission.id == submission.id).with_for_update())
    former = db.session.scalar(select(func.count()).where(Sample.submission_id == submission.id)) or 0
    seed, reason = draft.seed.strip(), draft.reason.strip() if former else ""
    if not seed:
        raise Refused("seed", "Isi bilangan atau kata acuan penarikan, misalnya hasil undian dalam rapat.")
    if former and not reason:
        raise Refused("reason", "Sampel sudah pernah ditarik. Tulis alasan penarikan ulang; yang lama tetap tersimpan.")
    frame = frame_of(submission.unit)
    if not frame:
        raise Refused("seed", "Belum ada anggota yang dapat ditarik.")
    size = sample_size(len(frame))
    sample = Sample(
        submission_id=submission.id,
        unit_id=submission.unit_id,
        party_id=submission.party_id,
        region_code=submission.region_code,
        serial=former + 1,
        reason=reason,
        seed=seed,
        frame=[member for member, _ in frame],
        strata=[district for _, district in frame],
        stratified=draft.stratified,
        size=size,
        digest=digest_of_frame(frame),
        drawn_by=actor.id,
    )
    db.session.add(sample)
    db.session.flush()
    numbers = draw(seed, sample.strata, size, stratified=draft.stratified)
    for place, number in enumerate(numbers, start=1):
        db.session.add(_drawn(sample, place, number))
    record(actor, SampleDrawn(sample.id, size=size, frame=len(frame), digest=sample.digest, seed=seed), sample)
    db.session.flush()
    return sample


def _drawn(sample: Sample, place: int, number: int) -> SampledMember:
    return SampledMember(sample_id=sample.id, place=place, number=number, member_id=sample.frame[number - 1])


def samples_of(actor: User, unit: Unit) -> Sequence[Sample]:
    """The samples drawn from a unit's members, the newest first."""
    query = select(Sample).where(visible_to(actor, Sample), Sample.unit_id == unit.id)
    return db.session.scalars(query.order_by(Sample.created_at.desc(), Sample.serial.desc())).all()


def sample_for(actor: User, sample_id: UUID) -> Sample:
    """One sample among those the actor may know; NotFound otherwise."""
    query = select(Sample).where(Sample.id == sample_id, visible_to(actor, Sample))
    whole = (joinedload(Sample.unit).joinedload(Unit.party), joinedload(Sample.submission), joinedload(Sample.drawer))
    sample = db.session.scalars(query.options(*whole)).first()
    if sample is None:
        raise NotFound
    return sample


def drawn_in(sample: Sample) -> Sequence[SampledMember]:
    """Who was drawn, with the visits. The caller may already know of the sample."""
    query = select(SampledMember).where(SampledMember.sample_id == sample.id).order_by(SampledMember.place)
    return db.session.scalars(query.options(joinedload(SampledMember.member), selectinload(SampledMember.kept))).all()


def replaced_in(drawn: Sequence[SampledMember]) -> set[int]:
    """The places of those who are not visited, for others are instead."""
    return {one.instead_of for one in drawn if one.instead_of}


def sampled_for(actor: User, sampled_id: UUID) -> SampledMember:
    """One member of a sample the actor may know; NotFound otherwise."""
    query = (
        select(SampledMember)
        .join(SampledMember.sample)
        .where(SampledMember.id == sampled_id, visible_to(actor, Sample))
        .options(joinedload(SampledMember.member), selectinload(SampledMember.kept).joinedload(Visit.visitor))
    )
    sampled = db.session.scalars(query).first()
    if sampled is None:
        raise NotFound
    return sampled


def result_of(sampled: SampledMember) -> VisitResult | None:
    """What is known of somebody: met at last, or nobody met in any way; None while visits are left."""
    last = sampled.visits[-1] if sampled.visits else None
    if last is None or (last.result is VisitResult.NOT_MET and next_kind([one.kind for one in sampled.visits])):
        return None
    return last.result


def record_visit(actor: User, sampled: SampledMember, draft: VisitDraft) -> None:
    """Keep an attempt; when it settles the matter, the member's row is ruled on with it."""
    sample = sampled.sample
    require(actor, Permission.MEMBER_RULE, sample)
    _refuse_unless_in_review(sample.submission)
    db.session.execute(select(SampledMember.id).where(SampledMember.id == sampled.id).with_for_update())
    db.session.refresh(sampled, ["kept"])
    if result_of(sampled) is not None:
        raise Overtaken("Orang ini sudah ada hasilnya. Muat ulang halaman untuk melihatnya.")
    expected = next_kind([one.kind for one in sampled.visits])
    if draft.kind is not expected:
        raise Refused("kind", "Urutannya: didatangi di rumah, lalu dikumpulkan di kantor partai, lalu panggilan video.")
    if draft.held_on > today() or draft.held_on < sample.created_at.date():
        raise Refused("held_on", "Tanggal kunjungan harus sesudah penarikan dan tidak sesudah hari ini.")
    visit = Visit(
        sampled_id=sampled.id,
        kind=draft.kind,
        held_on=draft.held_on,
        result=draft.result,
        note=draft.note.strip(),
        visited_by=actor.id,
    )
    db.session.add(visit)
    db.session.flush()
    db.session.refresh(sampled, ["kept"])
    record(actor, MemberVisited(sample.id, kind=draft.kind, result=draft.result), sample)
    if (result := result_of(sampled)) is not None:
        status, reason = CONCLUSIONS[result]
        turn_members(actor, sample.unit, Member.id == sampled.member_id, status, reason, draft.note)


def replace_drawn(actor: User, sampled: SampledMember, reason: str) -> SampledMember:
    """Visit the next one in the order drawn instead, of the same stratum where it was stratified."""
    sample = sampled.sample
    require(actor, Permission.MEMBER_RULE, sample)
    _refuse_unless_in_review(sample.submission)
    if not reason.strip():
        raise Refused("reason", "Tulis alasan penggantian, misalnya meninggal dunia sesudah penarikan.")
    db.session.execute(select(Sample.id).where(Sample.id == sample.id).with_for_update())
    drawn = drawn_in(sample)
    if sampled.visits or sampled.place in replaced_in(drawn):
        raise Refused("reason", "Orang ini sudah dikunjungi atau sudah diganti.")
    taken = {one.number for one in drawn}
    stratum = sample.strata[sampled.number - 1]
    order = draw(sample.seed, sample.strata, len(sample.frame), stratified=False)
    free = (number for number in order if number not in taken)
    number = next((one for one in free if not sample.stratified or sample.strata[one - 1] == stratum), None)
    if number is None:
        raise Refused("reason", "Tidak ada lagi anggota yang dapat menggantikan.")
    instead = _drawn(sample, len(drawn) + 1, number)
    instead.instead_of, instead.reason = sampled.place, reason.strip()
    db.session.add(instead)
    db.session.flush()
    record(actor, SampledMemberReplaced(sample.id, place=sampled.place, number=number), sample)
    return instead


def _refuse_unless_in_review(submission: Submission) -> None:
    if submission.subject is not Subject.MEMBERS or submission.state is not State.IN_REVIEW:
        raise Overtaken("Pengajuan keanggotaan ini tidak sedang diverifikasi. Ambil dahulu dari antrean.")
