"""A person leaves: the account is closed, and what was in hand goes to a named colleague, so that all has an owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import managed_by
from sipol.audit.access_events import AccountClosed, AccountReopened, WorkHandedOver
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import Delegation, Invitation, Submission, Unit, User
from sipol.rules.accounts import Capacity, Closure
from sipol.rules.errors import Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.regions import upwards_from
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, Role
from sipol.rules.workflow import DRAFTS, State
from sipol.services.delegations import revoke_delegation
from sipol.services.invitations import revoke_invitation
from sipol.services.notices import tell
from sipol.services.regions import lies_in
from sipol.services.sessions import end_sessions
from sipol.services.signatures import unlink_account
from sipol.services.submissions import CLAIM

KEPT_BY_ONE = frozenset({Role.CENTRE, Role.HEAD})
"""Of these there is always one account in use: without it nobody could open another."""
THE_LAST = (
    "Ini akun terakhir yang dapat mengundang petugas di sini. Undang penggantinya lebih dahulu, lalu tutup akun ini."
)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What somebody has in hand: drafts of the party's bodies there, verifications, delegations that hold or will."""

    drafts: Sequence[Submission]
    reviews: Sequence[Submission]
    delegations: Sequence[Delegation]

    @property
    def to_hand_over(self) -> int:
        """How much needs another owner; a delegation ends with the account."""
        return len(self.drafts) + len(self.reviews)

    @property
    def told(self) -> str:
        """``3 draf dan 1 verifikasi``."""
        parts = [(len(self.drafts), "draf"), (len(self.reviews), "verifikasi")]
        return " dan ".join(f"{count} {word}" for count, word in parts if count)


def open_work_of(person: User) -> OpenWork:
    """What somebody has in hand now. A draft belongs to a body, and so to everybody of the party who works there."""
    whole = (joinedload(Submission.unit).joinedload(Unit.party), joinedload(Submission.period))
    drafts = and_(
        Submission.party_id == person.party_id,
        lies_in(Submission.region_code, person.region_code),
        Submission.state.in_(DRAFTS),
    )
    held = and_(Submission.claimed_by == person.id, Submission.state == State.IN_REVIEW)
    found = select(Submission).options(*whole).order_by(Submission.created_at)
    return OpenWork(
        db.session.scalars(found.where(drafts)).all() if person.role is Role.LIAISON else (),
        db.session.scalars(found.where(held)).all(),
        _delegations_to(person),
    )


def _delegations_to(person: User) -> Sequence[Delegation]:
    holds = and_(Delegation.delegate_id == person.id, Delegation.revoked_at.is_(None), Delegation.ends_on >= today())
    return db.session.scalars(select(Delegation).where(holds).options(joinedload(Delegation.region))).all()


def successors_for(actor: User, person: User) -> Sequence[User]:
    """Who may take over: colleagues in the same office or body, and for a liaison officer the party's centre too."""
    query = select(User).where(managed_by(actor, User), User.active, User.id != person.id, _beside(person))
    beside_first = User.region_code != person.region_code
    return db.session.scalars(query.options(joinedload(User.region)).order_by(beside_first, User.name)).all()


def close_account(actor: User, person: User, successor_id: UUID | None) -> OpenWork:
    """Close an account, and hand over what its owner had in hand.

    Refused("successor_id", …) where something is in hand and nobody is named to take it, or the account is the last.
    """
    require(actor, Permission.ACCOUNT_KEEP, person)
    _hold_accounts(actor, person)
    require(actor, Permission.ACCOUNT_KEEP, person)
    if not person.active:
        raise Refused("successor_id", "Akun ini sudah ditutup, jadi tidak ada yang perlu diserahterimakan.")
    if is_the_last(person):
        raise Refused("successor_id", THE_LAST)
    work = open_work_of(person)
    successor = next((one for one in successors_for(actor, person) if one.id == successor_id), None)
    if successor is None and (successor_id is not None or work.to_hand_over):
        raise Refused("successor_id", "Pilih rekan yang menerima pekerjaannya, supaya tidak ada yang tertinggal.")
    shut(actor, person, Closure.LEFT)
    if successor is not None:
        _hand_over(actor, person, successor, work)
    return work


def _hold_accounts(actor: User, person: User) -> None:
    """See both as they stand now. All that closing looks at is held in one order: two may be closing each other."""
    either = or_(User.id.in_((actor.id, person.id)), _stands_in_for(person))
    held = select(User).where(either).order_by(User.id).with_for_update(of=User)
    db.session.scalars(held.execution_options(populate_existing=True)).all()


def _hand_over(actor: User, person: User, successor: User, work: OpenWork) -> None:
    for review in work.reviews:
        # Whoever was at work on it a moment ago is done; the claim begins anew.
        db.session.refresh(review, with_for_update={"of": Submission})
        if review.state is State.IN_REVIEW and review.claimed_by == person.id:
            review.claimed_by, review.claimed_until = successor.id, now() + CLAIM
    db.session.flush()
    told = WorkHandedOver(person.id, successor=str(successor.id), drafts=len(work.drafts), reviews=len(work.reviews))
    record(actor, told, person)
    if work.to_hand_over:
        facts = {"about": about_account(person), "object": work.told[0].upper() + work.told[1:]}
        tell(NoticeKind.WORK_HANDED_OVER, person.id, User.id == successor.id, facts, occasion=now().isoformat())


def shut(actor: User | None, person: User, because: Closure) -> None:
    """Take an account out of use, with all that rests on it: sessions, a seat that signs by
    it, delegations, invitations that nobody accepted.

    Without an actor the register does it.
    """
    if actor is not None:
        require(actor, Permission.ACCOUNT_KEEP, person)
    person.active, person.closed_at, person.closed_because = False, now(), because
    db.session.flush()
    told = AccountClosed(person.id, role=person.role, region=person.region.name, because=because)
    record(actor, told, person)
    end_sessions(person)
    unlink_account(actor, person)
    for delegation in _delegations_to(person):
        revoke_delegation(actor, delegation)
    given = Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), Invitation.invited_by == person.id
    for invitation in db.session.scalars(select(Invitation).where(*given).order_by(Invitation.id)).all():
        revoke_invitation(actor, invitation)


def reopen_account(actor: User, person: User) -> bool:
    """Put a closed account back into use. False where it is in use already, or was not closed here."""
    require(actor, Permission.ACCOUNT_REOPEN, person)
    db.session.refresh(person, with_for_update={"of": User})
    if person.active or person.closed_at is None:
        return False
    person.active, person.closed_at, person.closed_because = True, None, None
    person.reopened_at = now()
    db.session.flush()
    record(actor, AccountReopened(person.id, role=person.role, region=person.region.name), person)
    return True


def is_the_last(person: User) -> bool:
    """Whether nobody else could invite people there: the last centre of a party, the last head of an office of KPU.

    A centre of a province does not stand in for that of the nation. Whoever closes another such account at this moment
    waits.
    """
    if person.role not in KEPT_BY_ONE or person.capacity is Capacity.OPERATOR:
        return False
    alike = select(User.id).where(_stands_in_for(person)).order_by(User.id).with_for_update()
    return set(db.session.scalars(alike)) <= {person.id}


def _stands_in_for(person: User) -> ColumnElement[bool]:
    """Who could invite where that person does: for a party its centre there or above, for KPU a head of the office."""
    alike = and_(User.role == person.role, User.active, User.capacity.is_distinct_from(Capacity.OPERATOR))
    if person.party_id is None:
        return and_(alike, User.region_code == person.region_code)
    return and_(alike, User.party_id == person.party_id, User.region_code.in_(upwards_from(person.region_code)))


def about_account(person: User) -> str:
    """Where somebody works: ``Partai Bahari Sejahtera, Kabupaten Bulungan``."""
    return f"{person.party.name if person.party else 'KPU'}, {person.region.name}"


def _beside(person: User) -> ColumnElement[bool]:
    here = User.region_code == person.region_code
    if person.role in PARTY_ROLES:
        alike = and_(User.role == person.role, here)
        return and_(User.party_id == person.party_id, or_(alike, User.role == Role.CENTRE))
    return and_(User.role.in_(KPU_ROLES), here)
