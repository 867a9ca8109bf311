"""The only place where a submission moves from state to state."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from sipol.access.policy import Permission, delegation_over, require
from sipol.access.scope import awaits_word_of, visible_to
from sipol.audit.events import DraftCarriedOver, SubmissionMoved
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Decision, Decree, Delegation, Office, Period, Submission, Unit, User
from sipol.rules.clock import runs
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.periods import semester_name
from sipol.rules.reasons import NEEDS_REASON, ReasonCode
from sipol.rules.regions import compact, jurisdiction
from sipol.rules.workflow import DECIDED, DRAFTS, OUTCOMES, STATE_WORDS, Act, Outcome, State, Subject, move
from sipol.services.notices import tell_of_step

OWN_WORD = (
    "Pengajuan ini Anda ajukan sendiri, jadi harus disetujui orang lain: "
    "pusat partai, atau akun lain yang mendapat pelimpahannya."
)
CLAIM = timedelta(minutes=60)

NEEDS: dict[Act, Permission] = {
    Act.SUBMIT: Permission.SUBMISSION_SEND,
    Act.ASK_CENTRE: Permission.SUBMISSION_SEND,
    Act.CENTRE_APPROVES: Permission.SUBMISSION_APPROVE,
    Act.CENTRE_REFUSES: Permission.SUBMISSION_APPROVE,
    Act.TAKE_UP: Permission.SUBMISSION_REVIEW,
    Act.LET_GO: Permission.SUBMISSION_REVIEW,
    Act.RETURN: Permission.SUBMISSION_REVIEW,
    Act.DECIDE: Permission.SUBMISSION_REVIEW,
    Act.MINUTE: Permission.MINUTES_ISSUE,
    Act.ANNOUNCE: Permission.MINUTES_ISSUE,
    Act.REOPEN: Permission.SUBMISSION_REVIEW,
}

WORDS_OF_THE_CENTRE = frozenset({Act.CENTRE_APPROVES, Act.CENTRE_REFUSES})
ARRIVALS = frozenset({Act.SUBMIT, Act.CENTRE_APPROVES})


def submission_for(actor: User, submission_id: UUID) -> Submission:
    """One submission among those the actor may know about; NotFound otherwise."""
    query = select(Submission).where(Submission.id == submission_id, visible_to(actor, Submission))
    submission = db.session.scalars(query.options(*WITH_ALL)).first()
    if submission is None:
        raise NotFound
    return submission


def submissions_for(actor: User, period: Period) -> Sequence[Submission]:
    """The submissions of a period that the actor may know about, by unit."""
    query = (
        select(Submission)
        .where(visible_to(actor, Submission), Submission.period_id == period.id)
        .options(*WITH_ALL)
        .order_by(Submission.region_code, Submission.created_at)
    )
    return db.session.scalars(query).all()


def awaiting_word_of(actor: User) -> Sequence[Submission]:
    """What waits for the actor's word as the party's centre or its delegate, the longest first, of any period."""
    query = select(Submission).where(awaits_word_of(actor)).options(*WITH_ALL).order_by(Submission.asked_at)
    return db.session.scalars(query).all()


WITH_ALL = (
    joinedload(Submission.unit).joinedload(Unit.party),
    joinedload(Submission.unit).joinedload(Unit.region),
    joinedload(Submission.period),
    joinedload(Submission.decree).joinedload(Decree.document),
    joinedload(Submission.office),
    joinedload(Submission.claimant),
)


def submission_of_decree(decree: Decree) -> Submission:
    """The submission a decree belongs to."""
    return db.session.scalars(select(Submission).where(Submission.decree_id == decree.id)).one()


def submission_in(unit: Unit, period: Period, subject: Subject) -> Submission | None:
    """What a unit has begun for one object in a period, if anything."""
    query = select(Submission).where(
        Submission.unit_id == unit.id, Submission.period_id == period.id, Submission.subject == subject
    )
    return db.session.scalars(query).first()


def hold_submission(submission: Submission) -> None:
    """Wait for whoever is moving this submission, have others wait, and see it as they left it."""
    db.session.refresh(submission, with_for_update={"of": Submission})


def refuse_unless_draft(submission: Submission, field: str, what: str) -> None:
    """Raise Refused(field, …) for a submission that the party cannot change now; ``what`` begins the sentence."""
    # Somebody may be handing it in at this moment: what the receipt says must be what the register holds.
    hold_submission(submission)
    if submission.state not in DRAFTS:
        told = STATE_WORDS[submission.state]
        raise Refused(field, f"{what} berstatus “{told}”, sehingga isinya tidak dapat diubah.")


def hold_unit(unit: Unit) -> None:
    """Wait for whoever is handing in for this unit, and have others wait."""
    db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())


def begin(
    unit: Unit,
    period: Period,
    subject: Subject,
    *,
    decree: Decree | None = None,
    office: Office | None = None,
    no_change: bool = False,
) -> Submission:
    """A draft submission of one object of a unit."""
    submission = Submission(
        unit_id=unit.id,
        party_id=unit.party_id,
        region_code=unit.region_code,
        period_id=period.id,
        subject=subject,
        decree_id=decree.id if decree else None,
        office_id=office.id if office else None,
        no_change=no_change,
    )
    db.session.add(submission)
    db.session.flush()
    return submission


def may_be_carried(submission: Submission, period: Period) -> bool:
    """Whether a draft that was never sent belongs to an older period, and the unit has none in this one."""
    former = submission.period
    return (
        submission.state is State.DRAFT
        and submission.receipt is None
        and (former.year, former.semester) < (period.year, period.semester)
        and submission_in(submission.unit, period, submission.subject) is None
    )


def carry_over(actor: User, unit: Unit, period: Period, subject: Subject) -> Submission | None:
    """Bring the unit's latest unsent draft of an older period into this one; None when there is none to bring."""
    drafts = (
        select(Submission)
        .join(Submission.period)
        .where(Submission.unit_id == unit.id, Submission.subject == subject, Submission.state == State.DRAFT)
        .order_by(Period.year.desc(), Period.semester.desc())
    )
    draft = next((row for row in db.session.scalars(drafts) if may_be_carried(row, period)), None)
    if draft is not None:
        carry(actor, draft, period)
    return draft


def carry(actor: User, draft: Submission, period: Period) -> None:
    """Move an unsent draft into a later period, and keep it in the history."""
    require(actor, Permission.SUBMISSION_PREPARE, draft)
    former, draft.period = draft.period, period
    db.session.flush()
    names = [semester_name(one.year, one.semester) for one in (former, period)]
    record(actor, DraftCarriedOver(draft.id, former=names[0], period=names[1]), draft)


def advance(
    actor: User,
    submission: Submission,
    act: Act,
    *,
    outcome: Outcome | None = None,
    reasons: Sequence[ReasonCode] = (),
    note: str = "",
) -> None:
    """Take one step of the table. Overtaken when somebody else moved it meanwhile; IllegalMove when it is not open."""
    require(actor, NEEDS[act], submission)
    delegation = delegation_over(actor, submission) if act in WORDS_OF_THE_CENTRE else None
    _refuse_own_word(actor, submission, delegation)
    _refuse_a_ruling_without_reasons(act, outcome, reasons, note)
    _refuse_what_another_holds(actor, submission, act)
    # The state and the facts that go with it reach the database together, or its checks refuse them.
    with db.session.no_autoflush:
        start, submission.state = submission.state, move(submission.state, act)
        _date(actor, submission, act, outcome)
    try:
        db.session.flush()
    except StaleDataError:
        db.session.rollback()
        raise Overtaken("Pengajuan ini baru saja diubah orang lain. Buka kembali untuk melihat keadaannya.") from None
    if act in OUTCOMES and outcome is not None:
        _keep_ruling(submission, outcome, reasons, note, actor.id)
    moved = SubmissionMoved(
        submission.id,
        subject=submission.subject,
        act=act,
        start=start,
        end=submission.state,
        outcome=outcome or "",
        reasons=tuple(reasons),
        note=note,
        delegation=str(delegation.id) if delegation else "",
        letter=delegation.letter_number if delegation else "",
    )
    record(actor, moved, submission)
    tell_of_step(actor, submission, act)


def _keep_ruling(
    submission: Submission, outcome: Outcome, reasons: Sequence[ReasonCode], note: str, decided_by: UUID
) -> None:
    """Only after the step: to look for former rulings is to ask the database, which would find the row overtaken."""
    ruling = Decision(outcome=outcome, reasons=[str(code) for code in reasons], note=note, decided_by=decided_by)
    submission.decisions.append(ruling)
    db.session.flush()


def _refuse_own_word(actor: User, submission: Submission, delegation: Delegation | None) -> None:
    if delegation is not None and submission.asked_by == actor.id:
        raise Refused("state", OWN_WORD)


def _date(actor: User, submission: Submission, act: Act, outcome: Outcome | None) -> None:
    """Keep the facts that the state promises: who sent it and when, who holds it, when it was decided."""
    moment = now()
    if act in OUTCOMES:
        submission.outcome = outcome
    elif submission.state not in DECIDED:
        submission.outcome = None
    if submission.state not in DECIDED:
        submission.decided_at = None
    elif act is Act.DECIDE:
        submission.decided_at = moment
    if act in ARRIVALS:
        submission.submitted_at, submission.submitted_by = moment, actor.id
        submission.receipt = _receipt_number(submission)
    awaits = submission.state is State.AWAITING_CENTRE
    submission.asked_at, submission.asked_by = (moment, actor.id) if awaits else (None, None)
    submission.reminded_at = None
    held = submission.state is State.IN_REVIEW
    submission.claimed_by = actor.id if held else None
    submission.claimed_until = moment + CLAIM if held else None


def _receipt_number(submission: Submission) -> str:
    """``TT-6571-2025.2-00041``: office, semester and a running number of the register."""
    serial = db.session.scalar(text("SELECT nextval('receipt_serial')"))
    period, office = submission.period, compact(jurisdiction(submission.region_code))
    return f"TT-{office}-{period.year}.{period.semester}-{serial:05d}"


def _refuse_a_ruling_without_reasons(
    act: Act, outcome: Outcome | None, reasons: Sequence[ReasonCode], note: str
) -> None:
    if act not in OUTCOMES:
        return
    if outcome not in OUTCOMES[act]:
        raise Refused("outcome", "Pilih keputusan MS, BMS, atau TMS.")
    if outcome in NEEDS_REASON and not reasons:
        raise Refused("reasons", "Pilih paling sedikit satu alasan, supaya partai tahu apa yang harus diperbaiki.")
    if ReasonCode.OTHER in reasons and not note.strip():
        raise Refused("note", "Tulis alasan lain itu pada catatan.")


def _refuse_what_another_holds(actor: User, submission: Submission, act: Act) -> None:
    if submission.state is not State.IN_REVIEW:
        return
    mine = submission.claimed_by == actor.id
    running = runs(submission.claimed_until, now(), CLAIM)
    if act is Act.TAKE_UP and running and not mine:
        holder = submission.claimant.name if submission.claimant else "verifikator lain"
        raise Overtaken(f"Pengajuan ini sedang diverifikasi oleh {holder}. Pilih pengajuan lain dari antrean.")
    if act is not Act.TAKE_UP and not mine:
        raise Overtaken("Pengajuan ini tidak sedang Anda pegang. Ambil lebih dahulu dari antrean.")
