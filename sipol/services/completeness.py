"""What units still lack, gathered for many at once with a fixed number of queries; the rules judge it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from sipol.access.scope import visible_to
from sipol.extensions import db, today
from sipol.models import (
    BlockedRow,
    Decree,
    Finding,
    Member,
    MemberList,
    Office,
    Party,
    Period,
    Standing,
    Submission,
    Unit,
    User,
)
from sipol.names import same_position
from sipol.rules.completeness import (
    BoardSeen,
    Gap,
    Object,
    Weight,
    decree_gaps,
    member_gaps,
    office_gaps,
    women_gaps,
    women_share,
)
from sipol.rules.decrees import post_of
from sipol.rules.findings import ASKS_FOR_REPAIR
from sipol.rules.offices import NEED_OFFICE
from sipol.rules.regions import Level
from sipol.services.members import COUNTING
from sipol.services.office_checks import office_doubts
from sipol.services.offices import WITH_ALL as OFFICE_WITH_ALL
from sipol.services.quotas import least_of


@dataclass(frozen=True, slots=True)
class Completeness:
    """One unit: how far each object is, and what is lacking. ``members`` of ``least``; ``women``: per cent, or none."""

    unit: Unit
    submissions: Mapping[Object, Submission]
    gaps: Sequence[Gap]
    decree: Decree | None
    office: Office | None
    members: int
    least: int | None
    women: int | None

    @property
    def objects(self) -> tuple[Object, ...]:
        """Those that are asked for at the unit's level."""
        asked = [Object.DECREE, Object.WOMEN]
        if self.unit.level is Level.REGENCY:
            asked.append(Object.MEMBERS)
        if self.unit.level in NEED_OFFICE:
            asked.append(Object.OFFICE)
        return tuple(asked)

    def lacking(self, which: Object) -> list[Gap]:
        return [gap for gap in self.gaps if gap.object is which]

    @property
    def musts(self) -> int:
        return sum(gap.weight is Weight.MUST for gap in self.gaps)


def completeness_of(actor: User, units: Sequence[Unit], period: Period | None) -> list[Completeness]:
    """What each of these units lacks, by what it is preparing or else by what stands; within the actor's scope."""
    submissions = _submissions(actor, units, period)
    decrees, offices = _decrees(actor, units), _offices(actor, units)
    findings, posts = _open_findings(actor, decrees.values()), _key_posts(units)
    doubts = office_doubts(list(offices.values()), period)
    members, least, outside = _members(actor, units), least_of(units), _outside(actor, units)
    day = today()
    lines = []
    for unit in units:
        decree, office = decrees.get(unit.id), offices.get(unit.id)
        board = _board(decree, posts[unit.party_id], findings.get(decree.id, 0)) if decree else None
        gaps = [*decree_gaps(board, day), *women_gaps(board, unit.level)]
        if unit.level is Level.REGENCY:
            gaps += member_gaps(members.get(unit.id, 0), least.get(unit.id), outside.get(unit.id, 0))
        if unit.level in NEED_OFFICE:
            gaps += office_gaps(doubts[office.id] if office else None)
        women = women_share(board) if board and board.unsaid < len(board.sexes) else None
        own = submissions.get(unit.id, {})
        lines.append(Completeness(unit, own, gaps, decree, office, members.get(unit.id, 0), least.get(unit.id), women))
    return lines


def _submissions(actor: User, units: Iterable[Unit], period: Period | None) -> dict[UUID, dict[Object, Submission]]:
    found: dict[UUID, dict[Object, Submission]] = {}
    if period is None:
        return found
    query = select(Submission).where(
        visible_to(actor, Submission),
        Submission.period_id == period.id,
        Submission.unit_id.in_([unit.id for unit in units]),
    )
    for row in db.session.scalars(query):
        found.setdefault(row.unit_id, {})[Object(row.subject.value)] = row
    return found


def _decrees(actor: User, units: Iterable[Unit]) -> dict[UUID, Decree]:
    """Of each unit the decree that is being prepared or verified, else the one in force."""
    living = Decree.standing.in_((Standing.IN_FORCE, Standing.DRAFT))
    query = select(Decree).where(visible_to(actor, Decree), living, Decree.unit_id.in_([unit.id for unit in units]))
    rows = db.session.scalars(query.options(selectinload(Decree.officers)).order_by(Decree.created_at)).all()
    standing = {row.unit_id: row for row in rows if row.standing is Standing.IN_FORCE}
    # A draft in which nothing was read or typed yet tells nothing.
    return standing | {row.unit_id: row for row in rows if row.standing is Standing.DRAFT and row.officers}


def _offices(actor: User, units: Iterable[Unit]) -> dict[UUID, Office]:
    living = Office.standing.in_((Standing.IN_FORCE, Standing.DRAFT))
    query = select(Office).where(visible_to(actor, Office), living, Office.unit_id.in_([unit.id for unit in units]))
    rows = db.session.scalars(query.options(*OFFICE_WITH_ALL).order_by(Office.created_at)).all()
    standing = {row.unit_id: row for row in rows if row.standing is Standing.IN_FORCE}
    return standing | {row.unit_id: row for row in rows if row.standing is Standing.DRAFT}


def _open_findings(actor: User, decrees: Iterable[Decree]) -> dict[UUID, int]:
    """How many findings of each decree ask something of the party or wait for KPU's answer."""
    waits = or_(Finding.answer.is_(None), Finding.answer.in_(ASKS_FOR_REPAIR))
    open_ = and_(Finding.gone_at.is_(None), ~Finding.harmless, waits)
    query = select(Finding.decree_id, func.count()).where(
        visible_to(actor, Finding), open_, Finding.decree_id.in_([decree.id for decree in decrees])
    )
    return dict(db.session.execute(query.group_by(Finding.decree_id)).all())


def _key_posts(units: Iterable[Unit]) -> dict[UUID, tuple[list[str], set[str]]]:
    """Of each party the posts that must not be empty, and the organs whose people do not count."""
    query = select(Party).where(Party.id.in_({unit.party_id for unit in units}))
    parties = db.session.scalars(query.options(selectinload(Party.posts), selectinload(Party.organs)))
    return {
        party.id: (
            [post.name for post in party.posts if post.key],
            {organ.name.casefold() for organ in party.organs if not organ.counted},
        )
        for party in parties
    }


def _members(actor: User, units: Iterable[Unit]) -> dict[UUID, int]:
    """How many members count in each unit; of those KPU knows only what was handed in."""
    query = select(Member.unit_id, func.count()).where(
        visible_to(actor, Member), Member.unit_id.in_([unit.id for unit in units]), Member.status.in_(COUNTING)
    )
    return dict(db.session.execute(query.group_by(Member.unit_id)).all())


def _outside(actor: User, units: Iterable[Unit]) -> dict[UUID, int]:
    """Rows of each unit's lists that wait outside; KPU sees no lists, so it is told of none."""
    query = (
        select(MemberList.unit_id, func.count())
        .join(BlockedRow, BlockedRow.list_id == MemberList.id)
        .where(visible_to(actor, MemberList), MemberList.unit_id.in_([unit.id for unit in units]))
    )
    return dict(db.session.execute(query.group_by(MemberList.unit_id)).all())


def _board(decree: Decree, rules: tuple[list[str], set[str]], open_findings: int) -> BoardSeen:
    posts, uncounted = rules
    counted = [officer for officer in decree.officers if officer.organ.casefold() not in uncounted]
    held = [post_of(officer.position) for officer in counted]
    return BoardSeen(
        number=decree.number,
        term_end=decree.term_end,
        sexes=[officer.sex for officer in counted],
        empty_posts=[post for post in posts if not any(_holds(post, position) for position in held)],
        open_findings=open_findings,
    )


def _holds(post: str, position: str) -> bool:
    """Whether a post is the key one, also where its unit is named along: "Ketua Umum", "Sekretaris Jenderal"."""
    return any(same_position(f"{post}{more}", position) for more in ("", " umum", " jenderal"))
