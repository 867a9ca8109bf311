"""How many members counted on a day, reckoned from when each came and from what became of it since."""

from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from sipol.access.scope import visible_to
from sipol.extensions import db, local_zone
from sipol.models import Member, MemberList, MemberTurn, Party, User
from sipol.rules.roles import PARTY_ROLES
from sipol.services.members import COUNTING
from sipol.services.quotas import WIDTH
from sipol.services.regions import lies_in


def members_on(actor: User, party: Party, area: str, day: date) -> dict[str, int]:
    """Members of a party that counted at the end of a day, by kabupaten/kota, with one query.

    For the party one counts from when it came in, with a list from when that was confirmed; KPU and Bawaslu count from
    when it was handed in. Its status then is what the first change since found it to be.
    """
    end = datetime.combine(day, time.max, local_zone())
    turned = (
        select(MemberTurn.member_id, MemberTurn.former)
        .where(MemberTurn.created_at > end)
        .ext(distinct_on(MemberTurn.member_id))
        .order_by(MemberTurn.member_id, MemberTurn.seq)
        .subquery()
    )
    status = func.coalesce(turned.c.former, Member.status)
    own = actor.role in PARTY_ROLES
    came = func.greatest(Member.created_at, MemberList.settled_at) if own else Member.handed_in_at
    rows = (
        select(func.left(Member.region_code, WIDTH).label("place"))
        .outerjoin(MemberList, MemberList.id == Member.list_id)
        .outerjoin(turned, turned.c.member_id == Member.id)
        .where(visible_to(actor, Member), Member.party_id == party.id, lies_in(Member.region_code, area))
        .where(status.in_(COUNTING), came <= end)
        .subquery()
    )
    query = select(rows.c.place, func.count()).group_by(rows.c.place)
    return dict(db.session.execute(query).all())
