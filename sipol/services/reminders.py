"""Deadlines that come near are told to the parties, each once, however often somebody looks."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from sipol.extensions import db, local_zone, now
from sipol.models import Period, PeriodWindow, Submission, User
from sipol.rules.notices import NoticeKind, in_days, reminder_due
from sipol.rules.periods import days_left
from sipol.rules.roles import PARTY_ROLES, Role
from sipol.rules.workflow import State
from sipol.services.notices import facts_of, office_of_region, tell

WITH_THE_PARTY = (State.RETURNED, State.AWAITING_CENTRE)


def remind() -> None:
    """Tell of what ends in 14, 7, 3 or 1 days."""
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
    mark = reminder_due(period.deadline, known_since, moment, zone)
    if mark is None:
        return
    facts = facts_of(period, period.deadline) | {"left": in_days(days_left(period.deadline, moment, zone))}
    occasion = f"{period.deadline.isoformat()} {mark}"
    tell(NoticeKind.DEADLINE_NEAR, period.id, User.role.in_(PARTY_ROLES), facts, occasion=occasion)


def _remind_of_correction(period: Period, window: PeriodWindow) -> None:
    """Of a correction round only those hear who still have something to mend."""
    moment, zone = now(), local_zone().key
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
