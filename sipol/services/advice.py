"""Bawaslu reads what KPU reads, advises by a day, notes for itself; what it was shown is kept as proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.advice_events import AdviceAnswered, AdviceGiven, SupervisorNoted
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import Advice, Minutes, Submission, SupervisorNote, Unit, User, Viewing
from sipol.rules.advice import LONGEST
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.roles import Role
from sipol.services.notices import tell_of_advice
from sipol.services.regions import lies_in
from sipol.services.submissions import hold_submission

LONGEST_TEXT = 4_000
PAGE = 100


@dataclass(frozen=True, slots=True)
class AdviceDraft:
    text: str
    answer_by: date | None
    number: str = ""


WITH_ALL = (
    joinedload(Advice.submission).joinedload(Submission.unit).joinedload(Unit.party),
    joinedload(Advice.submission).joinedload(Submission.period),
    joinedload(Advice.giver),
    joinedload(Advice.answerer),
)


def advice_within(actor: User) -> Sequence[Advice]:
    """Every advice within the actor's scope: those that wait first, by the day they are due."""
    query = select(Advice).where(visible_to(actor, Advice)).options(*WITH_ALL)
    return db.session.scalars(query.order_by(Advice.answered_at.is_not(None), Advice.answer_by, Advice.id)).all()


def advice_for(actor: User, advice_id: UUID) -> Advice:
    """One of them; NotFound otherwise."""
    query = select(Advice).where(Advice.id == advice_id, visible_to(actor, Advice)).options(*WITH_ALL)
    advice = db.session.scalars(query).first()
    if advice is None:
        raise NotFound
    return advice


def advice_about(submissions: Iterable[Submission]) -> Sequence[Advice]:
    """What Bawaslu advised about these submissions, the first one first. The caller may already know of them."""
    ids = [submission.id for submission in submissions]
    query = select(Advice).where(Advice.submission_id.in_(ids)).options(*WITH_ALL)
    return db.session.scalars(query.order_by(Advice.created_at)).all()


def open_advice(actor: User) -> int:
    """How many wait for an answer within the actor's scope."""
    query = select(func.count()).select_from(Advice).where(visible_to(actor, Advice), Advice.answered_at.is_(None))
    return db.session.scalar(query) or 0


def give_advice(actor: User, submission: Submission, draft: AdviceDraft) -> Advice:
    """Bawaslu advises KPU about a submission, and the same words again are the same advice.

    Refused("text"|"answer_by", …).
    """
    require(actor, Permission.ADVICE_GIVE, submission)
    text, day = draft.text.strip(), today()
    if not text:
        raise Refused("text", "Tulis saran perbaikannya.")
    if len(text) > LONGEST_TEXT:
        raise Refused("text", "Saran perbaikan paling panjang 4.000 huruf.")
    if draft.answer_by is None or not day <= draft.answer_by <= day + LONGEST:
        raise Refused("answer_by", f"Isi batas jawab antara hari ini dan {LONGEST.days} hari lagi.")
    same = {"given_by": actor.id, "number": draft.number.strip(), "text": text, "answer_by": draft.answer_by}
    # Whoever saw no answer presses again, and a second press waits here for the first.
    hold_submission(submission)
    known = select(Advice).filter_by(submission_id=submission.id, answered_at=None, **same)
    if (given := db.session.scalars(known).first()) is not None:
        return given
    advice = Advice(
        submission_id=submission.id, party_id=submission.party_id, region_code=submission.region_code, **same
    )
    db.session.add(advice)
    db.session.flush()
    told = AdviceGiven(submission.id, subject=submission.subject, text=text, answer_by=draft.answer_by.isoformat())
    record(actor, told, submission)
    tell_of_advice(actor, NoticeKind.ADVICE_GIVEN, advice)
    return advice


def answer_advice(actor: User, advice: Advice, answer: str) -> None:
    """KPU answers, once. Refused("answer", …); Overtaken where somebody else was quicker."""
    require(actor, Permission.ADVICE_ANSWER, advice)
    answer = answer.strip()
    if not answer:
        raise Refused("answer", "Tulis jawaban, termasuk apa yang sudah atau akan dilakukan.")
    if len(answer) > LONGEST_TEXT:
        raise Refused("answer", "Jawaban paling panjang 4.000 huruf.")
    db.session.refresh(advice, with_for_update={"of": Advice})
    if advice.answered_at is not None:
        raise Overtaken("Saran perbaikan ini baru saja dijawab orang lain. Jawaban Anda belum disimpan.")
    advice.answer, advice.answered_by, advice.answered_at = answer, actor.id, now()
    db.session.flush()
    record(actor, AdviceAnswered(advice.submission_id, subject=advice.submission.subject, answer=answer), advice)
    tell_of_advice(actor, NoticeKind.ADVICE_ANSWERED, advice)


def keep_note(actor: User, submission: Submission, text: str) -> SupervisorNote:
    """Somebody at Bawaslu notes something for Bawaslu alone, the same words once. Refused("note", …)."""
    require(actor, Permission.SUPERVISOR_NOTE, submission)
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise Refused("note", "Tulis catatan, paling panjang 4.000 huruf.")
    hold_submission(submission)
    known = select(SupervisorNote).filter_by(submission_id=submission.id, author_id=actor.id, text=text)
    if (kept := db.session.scalars(known).first()) is not None:
        return kept
    note = SupervisorNote(submission_id=submission.id, author_id=actor.id, region_code=actor.region_code, text=text)
    db.session.add(note)
    db.session.flush()
    record(actor, SupervisorNoted(submission.id, subject=submission.subject))
    return note


def notes_for(actor: User, submission: Submission) -> Sequence[SupervisorNote]:
    """What Bawaslu noted about a submission: of the actor's region and below; nothing for anybody else."""
    if actor.role is not Role.SUPERVISOR:
        return ()
    seen = select(Submission.id).where(Submission.id == submission.id, visible_to(actor, Submission))
    query = select(SupervisorNote).where(
        SupervisorNote.submission_id.in_(seen), lies_in(SupervisorNote.region_code, actor.region_code)
    )
    return db.session.scalars(
        query.options(joinedload(SupervisorNote.author)).order_by(SupervisorNote.created_at)
    ).all()


def note_viewing(viewer: User, page: str, subject_id: UUID | None, status: int) -> None:
    """Keep that a page was shown to somebody at Bawaslu. It is no act on the register, and is told in no history."""
    db.session.add(Viewing(viewer_id=viewer.id, page=page, subject_id=subject_id, status=status))
    db.session.flush()


def viewings_for(actor: User, subject_id: UUID | None = None) -> Sequence[tuple[Viewing, str]]:
    """What was shown to Bawaslu in the actor's region and below, the newest first, with the viewer's name."""
    visible = select(Submission.id).where(visible_to(actor, Submission))
    papers = select(Minutes.id).where(visible_to(actor, Minutes))
    query = (
        select(Viewing, User.name)
        .join(User, User.id == Viewing.viewer_id)
        .where(lies_in(User.region_code, actor.region_code))
    )
    if subject_id is not None:
        query = query.where(Viewing.subject_id == subject_id, Viewing.subject_id.in_(visible.union(papers)))
    rows = db.session.execute(query.order_by(Viewing.created_at.desc(), Viewing.id).limit(PAGE)).all()
    return [(viewing, name) for viewing, name in rows]
