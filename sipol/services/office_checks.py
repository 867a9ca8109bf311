"""What the machine notices of an office: gathered here, judged by the rules, the same for the party and for KPU."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from sipol.extensions import db, today
from sipol.models import Decree, Office, Period, Standing, Submission, Unit
from sipol.rules.addresses import address_key, differ, mentions, near, same_address
from sipol.rules.offices import PAPERS, OfficeDoubt, OfficeFileKind, OfficeSeen, Sight, doubts_of
from sipol.rules.periods import last_day
from sipol.rules.regions import jurisdiction
from sipol.rules.workflow import WITH_KPU

NOBODY = "partai lain"
"""Whose office it is that KPU has not yet ruled on is not told."""


def office_doubts(offices: Sequence[Office], period: Period | None) -> dict[UUID, list[OfficeDoubt]]:
    """What is noticed of each, by its id, with a fixed number of queries. The caller may already know of them."""
    others = _standing_near(offices)
    said = _addresses_in_decrees(offices)
    covers = last_day(period.year, period.semester) if period else today()
    return {office.id: _doubts(office, others, covers, said.get(office.unit_id, "")) for office in offices}


def _doubts(office: Office, others: Iterable[Office], covers: date, in_decree: str) -> list[OfficeDoubt]:
    photos = [(file.kind, file.sight) for file in office.files if file.sight not in (None, Sight.CLEAR)]
    seen = OfficeSeen(
        tenure=office.tenure,
        valid_until=office.valid_until,
        files=frozenset(file.kind for file in office.files),
        unclear=tuple((kind, sight) for kind, sight in photos if sight and kind not in PAPERS),
        letter_names_it=_named_in_letter(office),
        decree_says=in_decree if differ(office.address_key, address_key(in_decree)) else "",
        shared=tuple(sorted({_whose(one) for one in others if _same_place(office, one)})),
    )
    return list(doubts_of(seen, today(), covers))


def _addresses_in_decrees(offices: Sequence[Office]) -> dict[UUID, str]:
    """What the SK of each unit says of its office, by the unit's id: the one with KPU, else the one in force."""
    with_kpu = select(Submission.decree_id).where(Submission.state.in_(WITH_KPU), Submission.decree_id.is_not(None))
    query = select(Decree.unit_id, Decree.office_address).where(
        Decree.unit_id.in_([office.unit_id for office in offices]),
        Decree.office_address != "",
        or_(Decree.standing == Standing.IN_FORCE, and_(Decree.standing == Standing.DRAFT, Decree.id.in_(with_kpu))),
    )
    # The newer one speaks last, and is heard.
    return dict(db.session.execute(query.order_by(Decree.created_at)).all())


def _named_in_letter(office: Office) -> bool | None:
    lines = next((file.lines for file in office.files if file.kind is OfficeFileKind.LETTER), None)
    if not lines or not office.address_key:
        return None
    return mentions(lines.splitlines(), office.address_key)


def _standing_near(offices: Iterable[Office]) -> Sequence[Office]:
    """The offices of all parties under the same offices of KPU: those in force, and those KPU has in hand."""
    areas = {jurisdiction(office.region_code) for office in offices}
    if not areas:
        return ()
    in_hand = select(Submission.office_id).where(Submission.office_id.is_not(None), Submission.state.in_(WITH_KPU))
    query = select(Office).where(
        Office.region_code.in_(areas), or_(Office.standing == Standing.IN_FORCE, Office.id.in_(in_hand))
    )
    return db.session.scalars(query.options(joinedload(Office.unit).joinedload(Unit.party))).all()


def _same_place(office: Office, other: Office) -> bool:
    if other.party_id == office.party_id:
        return False
    if None not in (office.latitude, office.longitude, other.latitude, other.longitude):
        here, there = (office.latitude, office.longitude), (other.latitude, other.longitude)
        if near(here, there):  # type: ignore[arg-type]
            return True
    return office.district_code == other.district_code and same_address(office.address_key, other.address_key)


def _whose(other: Office) -> str:
    return other.unit.party.name if other.standing is Standing.IN_FORCE else NOBODY
