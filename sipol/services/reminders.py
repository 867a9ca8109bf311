"""Deadlines that come near are told to the parties, each once; a party's centre is reminded by its own people too."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import selectinload

from sipol.access.policy import Permission, require
from sipol.access.scope import delegation_covers
from sipol.audit.delegation_events import CentreReminded
from sipol.audit.trail import record
from sipol.extensions import db, local_zone, now
from sipol.models import Delegation, Period, PeriodWindow, Submission, User
from sipol.render import since
from sipol.rules.errors import Refused
from sipol.rules.notices import CENTRE_REMINDED, NoticeKind, in_days, reminder_due
from sipol.rules.periods import days_left
from sipol.rules.roles import PARTY_ROLES, Role
from sipol.rules.workflow import State
from sipol.services.notices import approvers_of, facts_of, facts_of_submission, office_of_region, tell
from sipol.services.periods import last_moment
from sipol.services.submissions import hold_submission

WITH_THE_PARTY = (State.RETURNED, State.AWAITING_CENTRE)


def remind() -> None:
    """Tell of what ends in 14, 7, 3 or 1 days, and centres of what waits for them and ends in 3 or 1."""
    running = select(PeriodWindow.period_id).where(PeriodWindow.closes_at > now())
    query = select(Period).where(Period.id.in_(running)).options(selectinload(Period.extensions))
    for period in db.session.scalars(query):
        _remind_of_deadline(period)
        for window in period.windows:
            if window.letter_number:
                _remind_of_correction(period, window)


def _remind_of_deadline(period: Period) -> None:
    moment, zone = now(), local_zone().key
    known_since = max([period.created_at, *(letter.created_at for letter in period.extensions)])
    _remind_centres(period, period.deadline, known_since, true())
    mark = reminder_due(period.deadline, known_since, moment, zone)
    if mark is None:
        return
    facts = facts_of(period, period.deadline) | {"left": in_days(days_left(period.deadline, moment, zone))}
    occasion = f"{period.deadline.isoformat()} {mark}"
    tell(NoticeKind.DEADLINE_NEAR, period.id, User.role.in_(PARTY_ROLES), facts, occasion=occasion)


def _remind_of_correction(period: Period, window: PeriodWindow) -> None:
    """Of a correction round only those hear who still have something to mend."""
    moment, zone = now(), local_zone().key
    _remind_centres(period, window.closes_at, window.created_at, Submission.receipt.is_not(None))
    mark = reminder_due(window.closes_at, window.created_at, moment, zone)
    if mark is None:
        return
    mending = select(Submission.id).where(
        Submission.period_id == period.id,
        Submission.party_id == User.party_id,
        Submission.state.in_(WITH_THE_PARTY),
        Submission.receipt.is_not(None),
        or_(
            User.role == Role.CENTRE,
            Submission.region_code == User.region_code,
            office_of_region(Submission.region_code) == User.region_code,
        ),
    )
    facts = facts_of(period, window.closes_at) | {"left": in_days(days_left(window.closes_at, moment, zone))}
    people = and_(User.role.in_(PARTY_ROLES), mending.exists())
    tell(NoticeKind.CORRECTION_ENDS, period.id, people, facts, occasion=f"{window.id} {mark}")


def _remind_centres(period: Period, ends: datetime, known_since: datetime, fit: ColumnElement[bool]) -> None:
    """Those hear who may approve something that still waits and could be handed in by then; ``fit``: which could."""
    moment, zone = now(), local_zone().key
    mark = reminder_due(ends, known_since, moment, zone, CENTRE_REMINDED)
    if mark is None:
        return
    mine = and_(Delegation.delegate_id == User.id, delegation_covers(Submission))
    delegated = and_(
        Submission.asked_by != User.id, select(Delegation.id).where(mine).correlate(User, Submission).exists()
    )
    waiting = select(Submission.id).where(
        Submission.period_id == period.id,
        Submission.party_id == User.party_id,
        Submission.state == State.AWAITING_CENTRE,
        fit,
        or_(User.role == Role.CENTRE, and_(User.role == Role.LIAISON, delegated)),
    )
    facts = facts_of(period, ends) | {"left": in_days(days_left(ends, moment, zone))}
    tell(NoticeKind.APPROVAL_NEAR, period.id, waiting.exists(), facts, occasion=f"{ends.isoformat()} {mark}")


def may_remind_again(submission: Submission, at: datetime) -> bool:
    """Whether the centre was not reminded of this submission yet on the calendar day of ``at``."""
    last, zone = submission.reminded_at, local_zone().key
    return last is None or days_left(at, last, zone) > 0


def remind_centre(actor: User, submission: Submission) -> bool:
    """Tell the party's centre, and its delegates, that this waits. False where that was done today already.

    Refused("state", …) where it does not wait, or nobody is there to be told.
    """
    require(actor, Permission.SUBMISSION_REMIND, submission)
    # Two may press at once: the second finds what the first did.
    hold_submission(submission)
    if submission.state is not State.AWAITING_CENTRE or submission.asked_at is None:
        raise Refused("state", "Pengajuan ini tidak lagi menunggu pusat partai, jadi tidak ada yang perlu diingatkan.")
    moment, zone = now(), local_zone().key
    if not may_remind_again(submission, moment):
        return False
    ends = last_moment(submission.period, moment, returned=submission.receipt is not None)
    facts = facts_of(submission.period, ends) | facts_of_submission(submission)
    facts["since"] = since(submission.asked_at, moment, zone)
    told = tell(
        NoticeKind.CENTRE_REMINDED,
        submission.id,
        approvers_of(submission),
        facts,
        occasion=str(submission.version),
        but_not=actor,
    )
    if not told:
        raise Refused("state", "Pusat partai belum mempunyai akun yang aktif. Hubungi pusat partai Anda di luar Sipol.")
    submission.reminded_at = moment
    db.session.flush()
    record(actor, CentreReminded(submission.id, subject=submission.subject), submission)
    return True
