"""The line of time: what was done within somebody's scope, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import AuditEntry, Unit, User

PAGE = 40
PUBLIC = ("PeriodOpened", "PeriodExtended")
"""When parties may hand in is everybody's business; what has no place, such as a sign-in, is nobody's here."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page of entries, and from where the next older one begins (None: there is none)."""

    entries: tuple[AuditEntry, ...]
    older: int | None
    units: dict[tuple[UUID | None, str | None], str]
    """Names of the units the entries lie in, by party and region."""


def history_for(actor: User, *, before: int | None = None, unit: Unit | None = None) -> Stretch:
    """Entries older than ``before`` within the actor's scope, of one unit if asked."""
    placed = and_(AuditEntry.region_code.is_not(None), visible_to(actor, AuditEntry))
    query = select(AuditEntry).where(or_(placed, AuditEntry.event.in_(PUBLIC))).options(joinedload(AuditEntry.actor))
    if unit is not None:
        query = query.where(AuditEntry.party_id == unit.party_id, AuditEntry.region_code == unit.region_code)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    found = db.session.scalars(query.order_by(AuditEntry.seq.desc()).limit(PAGE + 1)).all()
    shown = tuple(found[:PAGE])
    return Stretch(shown, shown[-1].seq if len(found) > PAGE else None, _names(actor, shown))


def _names(actor: User, entries: Sequence[AuditEntry]) -> dict[tuple[UUID | None, str | None], str]:
    codes = {entry.region_code for entry in entries}
    query = select(Unit.party_id, Unit.region_code, Unit.name).where(
        visible_to(actor, Unit), Unit.region_code.in_(codes)
    )
    return {(party_id, code): name for party_id, code, name in db.session.execute(query)}


def last_moves(submissions: Iterable[UUID]) -> dict[UUID, AuditEntry]:
    """The last step each of these submissions took: when, by whom, and why. The caller may already know of them."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.event == "SubmissionMoved", AuditEntry.subject_id.in_(set(submissions)))
        .ext(distinct_on(AuditEntry.subject_id))
        .order_by(AuditEntry.subject_id, AuditEntry.seq.desc())
    )
    return {entry.subject_id: entry for entry in db.session.scalars(query)}
