"""What somebody was told: the newest first, what of it is unread, and what they want by e-mail too.

What a person has read is no act on the register: it is asked and told nowhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from sipol.access.policy import Permission, require
from sipol.access.scope import addressed_to
from sipol.audit.events import MailWishesSet
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import MailWish, Notice, User
from sipol.models.base import Spot
from sipol.rules.errors import NotFound, Refused
from sipol.rules.notices import TOPIC_WORDS, Topic, is_address
from sipol.rules.sign_in import SecurityAct
from sipol.services.sessions import tell_self

PAGE = 40
MANY = 100
"""Nobody needs to know exactly how many more than this are unread."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One page of notices, and from where the next older one begins (None: there is none)."""

    notices: tuple[Notice, ...]
    older: int | None


def notices_for(actor: User, before: int | None = None) -> Pile:
    """What the actor was told, older than ``before``."""
    query = select(Notice).where(addressed_to(actor))
    if before is not None:
        query = query.where(Notice.seq < before)
    found = db.session.scalars(query.order_by(Notice.seq.desc()).limit(PAGE + 1)).all()
    shown = tuple(found[:PAGE])
    return Pile(shown, shown[-1].seq if len(found) > PAGE else None)


def notice_for(actor: User, notice_id: UUID) -> Notice:
    """One of them; NotFound otherwise."""
    notice = db.session.scalars(select(Notice).where(Notice.id == notice_id, addressed_to(actor))).first()
    if notice is None:
        raise NotFound
    return notice


def unread_of(actor: User) -> int:
    """How many the actor has not read yet; at most ``MANY``."""
    some = select(Notice.id).where(addressed_to(actor), Notice.read_at.is_(None)).limit(MANY).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def mark_read(reader: User, up_to: int) -> None:
    """Everything up to this notice is read; what came in since stays new."""
    mine = update(Notice).where(addressed_to(reader), Notice.read_at.is_(None), Notice.seq <= up_to)
    db.session.execute(mine.values(read_at=func.sipol_now()))


def mark_one_read(reader: User, notice: Notice) -> None:
    """The reader opened this one."""
    one = update(Notice).where(addressed_to(reader), Notice.read_at.is_(None), Notice.id == notice.id)
    db.session.execute(one.values(read_at=func.sipol_now()))


def topics_mailed_to(reader: User) -> frozenset[Topic]:
    """What is mailed to somebody who has given an address."""
    refused = select(MailWish.topic).where(MailWish.user_id == reader.id, ~MailWish.wanted)
    return frozenset(TOPIC_WORDS) - set(db.session.scalars(refused))


def set_mail_wishes(actor: User, email: str, topics: Collection[Topic]) -> None:
    """Where the actor's notices are mailed to, if anywhere, and which of them."""
    require(actor, Permission.MAIL_WISH, Spot(actor.region_code, actor.party_id))
    if email and not is_address(email):
        raise Refused("email", "Tulis alamat surel lengkap, misalnya nama@contoh.id, atau kosongkan.")
    changed = (actor.email or "") != email
    if changed and actor.email:
        # Told to the address that hears nothing more from now on.
        tell_self(actor, SecurityAct.EMAIL_CHANGED)
    actor.email = email or None
    rows = [{"user_id": actor.id, "topic": topic, "wanted": topic in topics} for topic in TOPIC_WORDS]
    written = insert(MailWish).values(rows)
    db.session.execute(
        written.on_conflict_do_update(index_elements=["user_id", "topic"], set_={"wanted": written.excluded.wanted})
    )
    wanted = tuple(topic.value for topic in TOPIC_WORDS if topic in topics)
    record(actor, MailWishesSet(actor.id, topics=wanted, address_changed=changed))
