"""Accounts that nobody uses are closed, not before their owners were told; the last who can invite others stays."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipol.extensions import db, local_zone, now
from sipol.models import User
from sipol.render import long_date
from sipol.rules.accounts import TOLD_BEFORE, Closure, is_dormant, nears_dormancy
from sipol.rules.notices import NoticeKind
from sipol.rules.roles import Role
from sipol.services.leaving import about_account, is_the_last, shut
from sipol.services.notices import tell


def look_at_dormant_accounts() -> None:
    """Tell the owners of unused accounts, once for each time they lie unused, and close those of who were told.

    The administrator's stay: nobody could open them again. So do those without an e-mail address: their owners would
    hear of it only by signing in. May run twice in peace.
    """
    days, moment = dormant_days(), now()
    used = func.greatest(User.created_at, User.signed_in_at, User.reopened_at)
    unused = select(User).where(
        User.active,
        User.role != Role.ADMIN,
        User.email.is_not(None),
        used <= moment - timedelta(days=days) + TOLD_BEFORE,
    )
    # Whoever signs in at this moment comes first, and is seen as in use.
    held = unused.options(joinedload(User.region)).order_by(User.id).with_for_update(of=User)
    for person in db.session.scalars(held.execution_options(populate_existing=True)).all():
        if is_the_last(person):
            continue
        if is_dormant(last_used(person), person.dormancy_told_at, moment, days):
            shut(None, person, Closure.DORMANT)
        elif nears_dormancy(last_used(person), person.dormancy_told_at, moment, days):
            _tell_owner(person, moment)


def last_used(person: User) -> datetime:
    """When somebody last signed in, or got the account, or got it back."""
    return max(filter(None, (person.created_at, person.signed_in_at, person.reopened_at)))


def closes_on(person: User) -> datetime:
    """When an account will be closed if nobody uses it; not before its owner was told in good time."""
    ends = last_used(person) + timedelta(days=dormant_days())
    told = person.dormancy_told_at
    return max(ends, told + TOLD_BEFORE) if told is not None and is_told(person) else ends


def is_told(person: User) -> bool:
    """Whether the owner heard, since the account was last used, that it will be closed."""
    return person.dormancy_told_at is not None and person.dormancy_told_at > last_used(person)


def dormant_days() -> int:
    """After how many days without use an account is closed, by the setting ``SIPOL_DORMANT_DAYS``."""
    return int(str(current_app.config["SIPOL_DORMANT_DAYS"]))


def _tell_owner(person: User, moment: datetime) -> None:
    person.dormancy_told_at = moment
    db.session.flush()
    ends = closes_on(person).astimezone(local_zone()).date()
    facts = {"about": about_account(person), "moment": long_date(ends)}
    tell(NoticeKind.ACCOUNT_DORMANT, person.id, User.id == person.id, facts, occasion=moment.isoformat())
