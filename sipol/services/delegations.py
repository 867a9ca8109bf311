"""Whom the centre of a party lets approve in its stead: where, from when until when, by which letter; and no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.delegation_events import DelegationGranted, DelegationRevoked
from sipol.audit.trail import record
from sipol.extensions import db, now, today
from sipol.models import Delegation, Region, User
from sipol.models.base import Spot
from sipol.rules.accounts import Capacity
from sipol.rules.errors import NotFound, Refused
from sipol.rules.regions import within
from sipol.rules.roles import Role
from sipol.services.accounts import console


@dataclass(frozen=True, slots=True)
class DelegationDraft:
    """``region_code``: empty for the whole region of the account. Both days are included."""

    delegate_id: UUID
    region_code: str
    starts_on: date
    ends_on: date
    letter_number: str
    reason: str


def delegations_for(actor: User) -> Sequence[Delegation]:
    """Those of the own party within the actor's region, the one that begins last first."""
    query = select(Delegation).where(visible_to(actor, Delegation))
    with_all = (joinedload(Delegation.delegate).joinedload(User.region), joinedload(Delegation.region))
    return db.session.scalars(
        query.options(*with_all).order_by(Delegation.starts_on.desc(), Delegation.created_at)
    ).all()


def delegation_for(actor: User, delegation_id: UUID) -> Delegation:
    """One of them; NotFound otherwise."""
    query = select(Delegation).where(Delegation.id == delegation_id, visible_to(actor, Delegation))
    delegation = db.session.scalars(query).first()
    if delegation is None:
        raise NotFound
    return delegation


def liaisons_for(actor: User) -> Sequence[User]:
    """The liaison officers of the own party who can sign in, by region: whom the centre may let approve."""
    query = select(User).where(visible_to(actor, User), User.role == Role.LIAISON, User.active, ~_only_prepares())
    return db.session.scalars(query.options(joinedload(User.region)).order_by(User.region_code, User.name)).all()


def grant_delegation(actor: User, draft: DelegationDraft) -> Delegation:
    """Let an account of the own party approve in the centre's stead. Refused(a field of the draft, …)."""
    require(actor, Permission.DELEGATION_GRANT, Spot(actor.region_code, actor.party_id))
    delegate = _held_delegate(actor, draft.delegate_id)
    code = draft.region_code or delegate.region_code
    _refuse_impossible(draft)
    region = db.session.get(Region, code)
    if region is None or not within(code, delegate.region_code):
        raise Refused("region_code", f"Akun ini bekerja di {delegate.region.name}. Pilih wilayah itu atau di bawahnya.")
    _refuse_what_holds_already(delegate, code, draft)
    delegation = Delegation(
        party_id=delegate.party_id,
        region=region,
        delegate=delegate,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        letter_number=draft.letter_number.strip(),
        reason=draft.reason.strip(),
        granted_by=actor.id,
    )
    db.session.add(delegation)
    db.session.flush()
    told = DelegationGranted(
        delegation.id,
        delegate=str(delegate.id),
        region=region.name,
        letter=delegation.letter_number,
        starts_on=draft.starts_on.isoformat(),
        ends_on=draft.ends_on.isoformat(),
    )
    record(actor, told, delegation)
    return delegation


def revoke_delegation(actor: User | None, delegation: Delegation) -> bool:
    """From now on it lets nobody approve anything. False where it was revoked already, or is over.

    Without an actor the register does it.
    """
    if actor is not None:
        require(actor, Permission.DELEGATION_GRANT, delegation)
    # An approval that is under way comes first.
    db.session.refresh(delegation, with_for_update={"of": Delegation})
    if delegation.revoked_at is not None or delegation.ends_on < today():
        return False
    delegation.revoked_at, delegation.revoked_by = now(), (actor or console()).id
    db.session.flush()
    told = DelegationRevoked(
        delegation.id,
        delegate=str(delegation.delegate_id),
        region=delegation.region.name,
        letter=delegation.letter_number,
    )
    record(actor, told, delegation)
    return True


def hold_delegations(delegate: User) -> None:
    """See what somebody was let do as it stands now, and have those who would revoke it wait."""
    mine = select(Delegation).where(Delegation.delegate_id == delegate.id).with_for_update(read=True)
    db.session.scalars(mine.execution_options(populate_existing=True)).all()


def _held_delegate(actor: User, delegate_id: UUID) -> User:
    """The account, with others who would delegate to it made to wait."""
    query = select(User).where(User.id == delegate_id, visible_to(actor, User)).with_for_update(key_share=True)
    delegate = db.session.scalars(query).first()
    if delegate is None or not delegate.active or delegate.role is not Role.LIAISON:
        raise Refused("delegate_id", "Pilih akun petugas penghubung partai Anda yang masih aktif.")
    if delegate.capacity is Capacity.OPERATOR:
        raise Refused("delegate_id", "Akun ini akun operator, yang hanya menyiapkan data. Pilih akun lain.")
    return delegate


def _only_prepares() -> ColumnElement[bool]:
    return User.capacity == Capacity.OPERATOR


def _refuse_impossible(draft: DelegationDraft) -> None:
    if not draft.letter_number.strip():
        raise Refused("letter_number", "Isi nomor surat pelimpahan dari pusat partai.")
    if not draft.reason.strip():
        raise Refused("reason", "Isi alasan pelimpahan, supaya partai kelak tahu mengapa.")
    if draft.starts_on < today():
        raise Refused("starts_on", "Pelimpahan tidak berlaku surut. Isi hari ini atau sesudahnya.")
    if draft.ends_on < draft.starts_on:
        raise Refused("ends_on", "Hari terakhir tidak boleh sebelum hari pertama. Periksa kedua tanggalnya.")


def _refuse_what_holds_already(delegate: User, code: str, draft: DelegationDraft) -> None:
    former = select(Delegation.letter_number).where(
        Delegation.delegate_id == delegate.id,
        Delegation.party_id == delegate.party_id,
        Delegation.region_code == code,
        Delegation.revoked_at.is_(None),
        Delegation.starts_on <= draft.ends_on,
        Delegation.ends_on >= draft.starts_on,
    )
    if letter := db.session.scalars(former).first():
        told = f"Akun ini sudah mendapat pelimpahan untuk wilayah itu dengan surat Nomor {letter}. "
        raise Refused("delegate_id", told + "Cabut yang itu lebih dahulu, atau pilih hari sesudahnya.")
