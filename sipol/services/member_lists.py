"""The lists that members came with, as far as somebody may know of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import MemberList, User
from sipol.rules.errors import NotFound

MOST_LISTS = 200
"""Lists that are shown."""


def list_for(actor: User, list_id: UUID) -> MemberList:
    """One list among those the actor may know; NotFound otherwise."""
    query = select(MemberList).where(MemberList.id == list_id, visible_to(actor, MemberList))
    sheet = db.session.scalars(query.options(joinedload(MemberList.unit))).first()
    if sheet is None:
        raise NotFound
    return sheet


def lists_for(actor: User) -> Sequence[MemberList]:
    """The lists the actor may know, the newest first."""
    query = select(MemberList).where(visible_to(actor, MemberList)).order_by(MemberList.created_at.desc())
    return db.session.scalars(query.options(joinedload(MemberList.unit)).limit(MOST_LISTS)).all()
