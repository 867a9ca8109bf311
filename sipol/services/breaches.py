"""Who was shown what between two moments: what is to be told of a breach within three days (UU 27/2022, art. 46)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select, true
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.audit.data_events import BreachReported
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Disclosure, Member, Party, Unit, User
from sipol.models.base import EVERYWHERE
from sipol.rules.disclosures import Medium

PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment on until before another; ``viewer``: by one account alone."""

    begin: datetime
    end: datetime
    viewer: User | None = None

    @property
    def covers(self) -> ColumnElement[bool]:
        own = Disclosure.viewer_id == self.viewer.id if self.viewer else true()
        return and_(Disclosure.at >= self.begin, Disclosure.at < self.end, own)


@dataclass(frozen=True, slots=True)
class ViewerSum:
    """What one account was shown: how often, how often with a whole NIK or as a file, and how many people it names."""

    viewer: User
    showings: int
    whole: int
    files: int
    people: int
    unnamed: int
    """The most people of one page or file that are not named by id: they may be among the others."""


@dataclass(frozen=True, slots=True)
class BreachReport:
    """``known_since``: before this moment nothing was kept; None where nothing is yet. ``gone``: named, without row."""

    span: Span
    viewers: Sequence[ViewerSum]
    people: int
    gone: int
    known_since: datetime | None

    @property
    def showings(self) -> int:
        return sum(one.showings for one in self.viewers)


def breach_report(actor: User, span: Span) -> BreachReport:
    """The figures of a span. That somebody asked is kept in the log."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    named = _named(span)
    people = db.session.scalar(select(func.count(func.distinct(named.c.person_id)))) or 0
    there = select(func.count()).where(Member.id.in_(select(named.c.person_id)))
    report = BreachReport(
        span,
        _viewers(span),
        people,
        people - (db.session.scalar(there) or 0),
        db.session.scalar(select(func.min(Disclosure.at))),
    )
    asked = BreachReported(
        actor.id,
        begin=span.begin.isoformat(timespec="minutes"),
        end=span.end.isoformat(timespec="minutes"),
        viewer=str(span.viewer.id) if span.viewer else "",
        showings=report.showings,
    )
    record(actor, asked)
    db.session.flush()
    return report


def _named(span: Span) -> Any:
    unnested = func.unnest(Disclosure.people).label("person_id")
    return select(Disclosure.viewer_id, unnested).where(span.covers).subquery("named")


def _viewers(span: Span) -> list[ViewerSum]:
    named = _named(span)
    counted = select(named.c.viewer_id, func.count(func.distinct(named.c.person_id))).group_by(named.c.viewer_id)
    people: dict[UUID, int] = {}
    for viewer_id, count in db.session.execute(counted):
        people[viewer_id] = count
    showings = func.count()
    query = (
        select(
            User,
            showings,
            func.count().filter(Disclosure.whole),
            func.count().filter(Disclosure.medium == Medium.FILE),
            func.max(Disclosure.rows - func.cardinality(Disclosure.people)),
        )
        .join(User, User.id == Disclosure.viewer_id)
        .where(span.covers)
        .group_by(User.id)
        .order_by(showings.desc(), User.login)
    )
    return [
        ViewerSum(viewer, times, whole, sheets, people.get(viewer.id, 0), unnamed)
        for viewer, times, whole, sheets, unnamed in db.session.execute(query)
    ]


def showings_in(span: Span) -> Iterator[Disclosure]:
    """Each showing of a span, the first one first; for whoever was given its report."""
    query = select(Disclosure).where(span.covers).options(joinedload(Disclosure.viewer)).order_by(Disclosure.seq)
    return iter(db.session.scalars(query.execution_options(yield_per=PIECE)))


def people_in(span: Span) -> Iterator[Row[tuple[UUID, str, str, str, str, int]]]:
    """Whom it concerns, by party: id, name, party, unit, kecamatan, how often; for whoever was given its report."""
    named = _named(span)
    times = select(named.c.person_id, func.count().label("times")).group_by(named.c.person_id).subquery("times")
    query = (
        select(Member.id, Member.name, Party.name, Unit.name, Member.region_code, times.c.times)
        .join(times, times.c.person_id == Member.id)
        .join(Unit, Unit.id == Member.unit_id)
        .join(Party, Party.id == Member.party_id)
        .order_by(Party.name, Unit.name, Member.name_key, Member.id)
    )
    return iter(db.session.execute(query.execution_options(yield_per=PIECE)))
