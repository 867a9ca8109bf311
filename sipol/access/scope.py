"""The rows an actor may know about, as a condition that goes into the query itself."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from sipol.models import AuditEntry, User
from sipol.models.base import Placed
from sipol.rules.regions import NATION
from sipol.rules.roles import PARTY_ROLES, Role


def visible_to(actor: User, rows: type[Placed] | type[AuditEntry]) -> ColumnElement[bool]:
    """Party people see their own party; everybody sees their own region and below; the administrator sees none."""
    if actor.role is Role.ADMIN:
        return false()
    own = actor.region_code
    everywhere = own == NATION
    nearby = true() if everywhere else or_(rows.region_code == own, rows.region_code.like(f"{own}.%"))
    kin = rows.party_id == actor.party_id if actor.role in PARTY_ROLES else true()
    return and_(nearby, kin)
