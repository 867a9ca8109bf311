"""Members with different NIK who may be one person: looked for by birth and name, shown as a hint, told apart."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Select, literal, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased, joinedload

from sipol.access.policy import Permission, may, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MembersToldApart
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Likeness, LikenessSource, Member, Unit, User
from sipol.names import scores
from sipol.names.weights import current
from sipol.rules.errors import NotFound
from sipol.rules.member_life import STANDING

UNSURE = current().unsure
"""From this score on (0..1) ``names`` does not call two names different."""
PIECE = 20_000
"""Pairs that are looked at together."""
SHOWN, AT_ONCE = 50, 5_000
"""Pairs on a page, and pairs in one order to the database, which takes no more than 65,535 values at once."""
PAIRS = text(
    """
    SELECT mine.id, mine.name, other.id, other.name FROM member AS mine
    JOIN member AS other ON other.birth_hash = mine.birth_hash AND other.nik_hash <> mine.nik_hash
        AND other.sex IS NOT DISTINCT FROM mine.sex AND other.status = ANY (:standing)
    WHERE (mine.list_id = :subject OR mine.id = :subject) AND mine.status = ANY (:standing)
    """
)


class Alike(NamedTuple):
    """Two members by their ids, and how alike they are, 0..1."""

    one: UUID
    other: UUID
    score: float


def seek(subject_id: UUID) -> None:
    """Look for others who may be one person with a member, or with those of a list; what was kept stays."""
    given = {"subject": subject_id, "standing": [status.value for status in STANDING]}
    found = db.session.execute(PAIRS, given, execution_options={"yield_per": PIECE})
    for pairs in found.partitions():
        alike = scores([pair[1] for pair in pairs], [pair[3] for pair in pairs])
        # Birthday, sex and home agree already: a name that is not surely another one is worth a look.
        near = (Alike(pair[0], pair[2], score) for pair, score in zip(pairs, alike, strict=True) if score >= UNSURE)
        keep(near, LikenessSource.NEARBY)


def keep(pairs: Iterable[Alike], source: LikenessSource) -> int:
    """Keep pairs that are not known yet; returns how many were new."""
    rows = {
        (min(pair.one, pair.other), max(pair.one, pair.other)): {
            "id": uuid4(), "one_id": min(pair.one, pair.other), "other_id": max(pair.one, pair.other),
            "score": pair.score, "source": source,
        }
        for pair in pairs
    }  # fmt: skip
    new, left = 0, iter(rows.values())
    while piece := list(islice(left, AT_ONCE)):
        kept = insert(Likeness).values(piece).on_conflict_do_nothing().returning(Likeness.id)
        new += len(db.session.scalars(kept).all())
    return new


def forget(member_id: UUID) -> None:
    """A member says something else now: hints that rested on what was said before go, and it is sought anew."""
    about = or_(Likeness.one_id == member_id, Likeness.other_id == member_id)
    for hint in db.session.scalars(select(Likeness).where(about, Likeness.told_apart_at.is_(None))):
        db.session.delete(hint)


def likenesses_for(actor: User, after: UUID | None = None) -> Sequence[Likeness]:
    """A page of pairs nobody told apart, the likeliest first; at least one of each lies within the actor's scope."""
    query = _open(actor)
    if after is not None:
        last = db.session.get(Likeness, after)
        if last is None:
            return []
        query = query.where(tuple_(-Likeness.score, Likeness.id) > tuple_(literal(-last.score), literal(last.id)))
    return db.session.scalars(query.order_by(Likeness.score.desc(), Likeness.id).limit(SHOWN)).all()


def likeness_for(actor: User, likeness_id: UUID) -> Likeness:
    """One pair the actor may know. Raises NotFound."""
    found = db.session.scalars(_open(actor).where(Likeness.id == likeness_id)).first()
    if found is None:
        raise NotFound
    return found


def like(actor: User, member: Member) -> Sequence[Member]:
    """Others who may be one person with a member, as far as the actor may know of them."""
    pairs = select(Likeness).where(Likeness.told_apart_at.is_(None)).subquery()
    here = or_(
        (pairs.c.one_id == member.id) & (pairs.c.other_id == Member.id),
        (pairs.c.other_id == member.id) & (pairs.c.one_id == Member.id),
    )
    query = select(Member).join(pairs, here).where(visible_to(actor, Member), Member.status.in_(STANDING))
    return db.session.scalars(query.order_by(Member.name_key, Member.id).limit(SHOWN)).all()


def tell_apart(actor: User, pair: Likeness) -> None:
    """These are two persons. Whoever rules on one of them may say so."""
    own = next((member for member in (pair.one, pair.other) if may(actor, Permission.MEMBER_RULE, member)), pair.one)
    require(actor, Permission.MEMBER_RULE, own)
    pair.told_apart_at, pair.told_apart_by = now(), actor.id
    record(actor, MembersToldApart(own.id), own)
    db.session.flush()


def _open(actor: User) -> Select[Likeness]:
    """Pairs that stand, both handed in, one of them where the actor looks: KPU sees the other side too."""
    one, other = aliased(Member), aliased(Member)
    seen = select(Member.id).where(visible_to(actor, Member), Member.id.in_((one.id, other.id)))
    units = (joinedload(Member.unit).joinedload(Unit.party),)
    return (
        select(Likeness)
        .join(one, one.id == Likeness.one_id)
        .join(other, other.id == Likeness.other_id)
        .where(
            Likeness.told_apart_at.is_(None),
            *(side.status.in_(STANDING) & side.handed_in_at.is_not(None) for side in (one, other)),
            seen.exists(),
        )
        .options(joinedload(Likeness.one).options(*units), joinedload(Likeness.other).options(*units))
    )
