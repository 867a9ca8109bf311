"""How long submissions wait, and who of KPU has how many in hand and has ruled on how many."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, or_, select, true

from sipol.access.scope import visible_to
from sipol.extensions import db, local_zone, now, today
from sipol.models import Decision, Period, Submission, User
from sipol.rules.progress import Age, age_of
from sipol.rules.roles import Role
from sipol.rules.workflow import WITH_KPU, Outcome, State
from sipol.services.regions import lies_in

SHOWN = 50
"""Of more people than this those are told who have most in hand, then those who ruled most."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for KPU now, of whatever semester, by calendar days since it came in."""

    ages: Mapping[Age, int]
    oldest: datetime | None

    @property
    def total(self) -> int:
        return sum(self.ages.values())


@dataclass(frozen=True, slots=True)
class Hands:
    """One verifier: claims that run now, and rulings in a period (MS and TMS; BMS)."""

    user: User
    held: int
    decided: int
    returned: int


def queue_ages(actor: User, area: str, party_id: UUID | None = None) -> Queue:
    """How long what waits in an area has waited, within the actor's scope."""
    rows = (
        select(
            cast(func.timezone(local_zone().key, Submission.submitted_at), Date).label("day"), Submission.submitted_at
        )
        .where(visible_to(actor, Submission), Submission.state.in_(WITH_KPU), _chosen(area, party_id))
        .subquery()
    )
    query = select(rows.c.day, func.count(), func.min(rows.c.submitted_at)).group_by(rows.c.day)
    ages: Counter[Age] = Counter(dict.fromkeys(Age, 0))
    oldest: datetime | None = None
    now_day = today()
    for day, many, first in db.session.execute(query):
        ages[age_of((now_day - day).days)] += many
        oldest = min(oldest or first, first)
    return Queue(ages, oldest)


def hands_in(actor: User, period: Period, area: str, party_id: UUID | None = None) -> list[Hands]:
    """The verifiers of the offices in an area, and whoever else worked there in a period."""
    here = and_(visible_to(actor, Submission), _chosen(area, party_id))
    held = (
        select(Submission.claimed_by.label("user_id"), func.count().label("many"))
        .where(here, Submission.state == State.IN_REVIEW, Submission.claimed_until > now())
        .group_by(Submission.claimed_by)
        .subquery()
    )
    back = Decision.outcome == Outcome.INCOMPLETE
    ruled = (
        select(
            Decision.decided_by.label("user_id"),
            func.sum(case((back, 0), else_=1)).label("decided"),
            func.sum(case((back, 1), else_=0)).label("returned"),
        )
        .join(Submission, Submission.id == Decision.submission_id)
        .where(here, Submission.period_id == period.id)
        .group_by(Decision.decided_by)
        .subquery()
    )
    many, decided, returned = (func.coalesce(column, 0) for column in (held.c.many, ruled.c.decided, ruled.c.returned))
    of_here = and_(User.role == Role.VERIFIER, User.active, lies_in(User.region_code, area))
    query = (
        select(User, many, decided, returned)
        .outerjoin(held, held.c.user_id == User.id)
        .outerjoin(ruled, ruled.c.user_id == User.id)
        .where(or_(of_here, held.c.user_id.is_not(None), ruled.c.user_id.is_not(None)))
        .order_by(many.desc(), decided.desc(), User.name)
        .limit(SHOWN)
    )
    return [Hands(*row) for row in db.session.execute(query)]


def _chosen(area: str, party_id: UUID | None) -> ColumnElement[bool]:
    return and_(lies_in(Submission.region_code, area), true() if party_id is None else Submission.party_id == party_id)
