"""The accounts that the level above looks after."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.scope import managed_by
from sipol.extensions import db
from sipol.models import User
from sipol.rules.errors import NotFound


def team_of(actor: User) -> Sequence[User]:
    """Who has, or had, an account under the actor: those in use first, from the top of the map downwards."""
    query = select(User).where(managed_by(actor, User)).options(joinedload(User.region))
    return db.session.scalars(query.order_by(User.active.desc(), User.region_code, User.name)).all()


def colleague_for(actor: User, user_id: UUID) -> User:
    """One of them; NotFound otherwise."""
    user = db.session.scalars(select(User).where(User.id == user_id, managed_by(actor, User))).first()
    if user is None:
        raise NotFound
    return user
