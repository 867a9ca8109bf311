"""The level above invites a named person by a link that opens one account once; of the link only a hash is kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import managed_by
from sipol.audit.access_events import InvitationAccepted, InvitationMailedAgain, InvitationRevoked, PersonInvited
from sipol.audit.trail import record
from sipol.extensions import db, local_zone, now, today
from sipol.models import AuditEntry, Invitation, Region, User
from sipol.models.base import Spot
from sipol.render import long_moment
from sipol.rules.accounts import INVITATION_HOLDS, INVITES, NO_OPERATOR, WORKS_AT, Capacity, fits_role
from sipol.rules.errors import NotFound, Refused
from sipol.rules.notices import is_address
from sipol.rules.regions import LEVEL_WORDS
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, ROLE_WORDS, Role
from sipol.services.accounts import UserDraft, account_called, console, open_account
from sipol.services.letters import keep_letter, safe_letter
from sipol.services.mail import Returned
from sipol.services.mail_to_outsiders import mail_to
from sipol.services.queue import MAIL_INVITATION, enqueue

log = logging.getLogger(__name__)

UNSENT = "Surel belum dapat dikirim. Periksa alamatnya, cabut undangan ini bila keliru, atau kirim ulang."
AGAIN_AFTER = timedelta(minutes=10)
"""How long after a new link was asked for the next may be."""
TOO_SOON = "Tautan baru untuk undangan ini baru saja diminta. Tunggu sepuluh menit, lalu kirim ulang bila belum sampai."
NOT_THIS_ADDRESS = "Alamat surel ini tidak dapat dipakai. Pakai alamat lain."
TEXT = """Anda diundang membuka akun {product} sebagai {role}, {about}.

Buka tautan ini dan buat kata sandi Anda sendiri:
{link}

Tautan hanya dapat dipakai satu kali, sampai {until}. Nama pengguna Anda adalah alamat surel ini.
Bila Anda tidak mengenal undangan ini, abaikan saja.
"""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody, and the letter that names them; ``letter``: the file as it was sent."""

    name: str
    email: str
    position: str
    letter_number: str
    letter_date: date
    letter: bytes = b""


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """``capacity`` counts for people of a party only."""

    role: Role
    region_code: str
    person: Appointment
    capacity: Capacity = Capacity.LIAISON


def refuse_impossible_appointment(person: Appointment) -> None:
    """Refused(a field of the appointment, …) for what names nobody or comes from tomorrow."""
    for field, sentence in (
        ("name", "Isi nama lengkap seperti pada surat penunjukan."),
        ("position", "Isi jabatan orang itu seperti pada surat penunjukan."),
        ("letter_number", "Isi nomor surat penunjukan."),
    ):
        if not getattr(person, field).strip():
            raise Refused(field, sentence)
    if not is_address(person.email.strip()):
        raise Refused("email", "Tulis alamat surel lengkap, misalnya nama@contoh.id.")
    if person.letter_date > today():
        raise Refused("letter_date", "Tanggal surat tidak boleh sesudah hari ini. Periksa tanggalnya.")


def invite(actor: User, draft: InvitationDraft) -> Invitation:
    """Invite somebody whose letter comes along. Refused(a field of the draft, …)."""
    require(actor, Permission.ACCOUNT_KEEP, Spot(draft.region_code, actor.party_id))
    refuse_impossible_appointment(draft.person)
    refuse_wrong_post(actor, draft)
    return give_invitation(actor, draft, keep_letter(safe_letter(draft.person.letter, "letter")))


def refuse_wrong_post(inviter: User, draft: InvitationDraft) -> None:
    """Refused where the inviter may invite nobody to that role, the region does not fit, or the address is taken."""
    if draft.role not in INVITES[inviter.role]:
        raise Refused("role", "Pilih salah satu peran dari daftar.")
    if not fits_role(draft.capacity, draft.role):
        raise Refused("capacity", NO_OPERATOR)
    region = db.session.get(Region, draft.region_code)
    if region is None or region.level not in WORKS_AT[draft.role]:
        levels = ", ".join(LEVEL_WORDS[level] for level in WORKS_AT[draft.role])
        raise Refused("region_code", f"Akun {ROLE_WORDS[draft.role]} bekerja di tingkat {levels}. Pilih wilayah lain.")
    login = draft.person.email.strip().lower()
    if (taken := account_called(login)) is not None:
        if not _is_on_the_side_of(inviter, taken):
            raise Refused("email", NOT_THIS_ADDRESS)
        told = "Alamat surel ini sudah dipakai sebagai nama pengguna. "
        raise Refused("email", told + "Pakai alamat lain, atau buka kembali akun itu bila sudah ditutup.")
    own = Invitation.party_id.is_not_distinct_from(inviter.party_id), func.lower(Invitation.email) == login
    open_one = select(Invitation.id).where(*own, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    if db.session.scalars(open_one).first() is not None:
        told = "Orang dengan alamat surel ini sudah diundang. "
        raise Refused("email", told + "Kirim ulang undangan itu, atau cabut lebih dahulu.")


def _is_on_the_side_of(inviter: User, account: User) -> bool:
    """Whether the inviter may know of the account: of the own party; for KPU, of KPU."""
    return account.party_id == inviter.party_id and (account.role in KPU_ROLES) == (inviter.role in KPU_ROLES)


def give_invitation(actor: User, draft: InvitationDraft, digest: str, request_id: UUID | None = None) -> Invitation:
    """Keep an invitation that may be given, and have its link mailed; ``digest``: of the letter that is kept."""
    require(actor, Permission.ACCOUNT_KEEP, Spot(draft.region_code, actor.party_id))
    person, of_party = draft.person, draft.role in PARTY_ROLES
    invitation = Invitation(
        role=draft.role,
        capacity=draft.capacity if of_party else None,
        party_id=actor.party_id if of_party else None,
        region=db.session.get_one(Region, draft.region_code),
        name=person.name.strip(),
        email=person.email.strip().lower(),
        position=person.position.strip(),
        letter_number=person.letter_number.strip(),
        letter_date=person.letter_date,
        letter_digest=digest,
        request_id=request_id,
        inviter=actor,
    )
    db.session.add(invitation)
    db.session.flush()
    told = PersonInvited(
        invitation.id,
        role=draft.role,
        capacity=invitation.capacity or "",
        region=invitation.region.name,
        letter=invitation.letter_number,
    )
    record(actor, told, invitation)
    enqueue(MAIL_INVITATION, invitation.id)
    return invitation


def invitations_for(actor: User) -> Sequence[Invitation]:
    """Those the actor looks after, the newest first."""
    query = select(Invitation).where(managed_by(actor, Invitation)).options(joinedload(Invitation.region))
    return db.session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id)).all()


def invitation_for(actor: User, invitation_id: UUID) -> Invitation:
    """One of them; NotFound otherwise."""
    query = select(Invitation).where(Invitation.id == invitation_id, managed_by(actor, Invitation))
    invitation = db.session.scalars(query).first()
    if invitation is None:
        raise NotFound
    return invitation


def revoke_invitation(actor: User | None, invitation: Invitation) -> bool:
    """Its link opens nothing from now on. False where it was used or revoked before.

    Without an actor the register does it.
    """
    if actor is not None:
        require(actor, Permission.ACCOUNT_KEEP, invitation)
    _hold_invitation(invitation)
    if not invitation.open:
        return False
    invitation.revoked_at, invitation.revoked_by = now(), (actor or console()).id
    db.session.flush()
    record(actor, InvitationRevoked(invitation.id, role=invitation.role, region=invitation.region.name), invitation)
    return True


def mail_again(actor: User, invitation: Invitation) -> bool:
    """Mail a new link, which ends the old one. False where the invitation was used or revoked.

    Refused("invitation", …) where a new one was asked for a moment ago.
    """
    require(actor, Permission.ACCOUNT_KEEP, invitation)
    _hold_invitation(invitation)
    if not invitation.open:
        return False
    asked = AuditEntry.subject_id == invitation.id, AuditEntry.event == InvitationMailedAgain.__name__
    lately = select(AuditEntry.seq).where(*asked, AuditEntry.at > func.sipol_now() - AGAIN_AFTER)
    if db.session.scalars(lately).first() is not None:
        raise Refused("invitation", TOO_SOON)
    invitation.token_hash = invitation.mailed_at = invitation.expires_at = invitation.mail_failure = None
    db.session.flush()
    told = InvitationMailedAgain(invitation.id, role=invitation.role, region=invitation.region.name)
    record(actor, told, invitation)
    enqueue(MAIL_INVITATION, invitation.id)
    return True


def mail_invitation(invitation_id: UUID) -> None:
    """Make the link and mail it, for the worker. May run twice: only the link that was mailed last opens anything."""
    invitation = db.session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or not invitation.open or invitation.mailed_at is not None:
        return
    token, moment = token_urlsafe(32), now()
    ends = moment + INVITATION_HOLDS
    public, product = str(current_app.config["SIPOL_PUBLIC_URL"]), str(current_app.config["SIPOL_NAME"])
    text = TEXT.format(
        product=product,
        role=ROLE_WORDS[invitation.role],
        about=about_post(invitation),
        link=f"{public}/undangan/buka/{token}",
        until=long_moment(ends, local_zone().key),
    )
    try:
        mail_to(invitation.email, f"Undangan membuka akun {product}", text, invitation.id)
    except Returned:
        log.warning("the mail server does not take the e-mail of invitation %s", invitation.id)
        invitation.mail_failure = UNSENT
        return
    invitation.token_hash, invitation.mailed_at, invitation.expires_at = _hash(token), moment, ends
    invitation.mail_failure = None


def give_mailing_up(invitation_id: UUID) -> None:
    """The last attempt failed: say so where the inviter looks."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is not None and invitation.mailed_at is None:
        invitation.mail_failure = UNSENT


def about_post(invitation: Invitation) -> str:
    """Where the invited will work: ``Partai Bahari Sejahtera, Kabupaten Bulungan``; for KPU ``KPU Kota Tarakan``."""
    place = invitation.region.name
    return f"{invitation.party.name}, {place}" if invitation.party else f"KPU {place}"


def invitation_behind(token: str) -> Invitation:
    """The invitation that a link opens now; NotFound for any other, whatever the reason."""
    query = select(Invitation).where(
        Invitation.token_hash == _hash(token),
        Invitation.inviter.has(User.active),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > func.sipol_now(),
    )
    invitation = db.session.scalars(query.with_for_update(of=Invitation)).first()
    if invitation is None:
        raise NotFound
    return invitation


def accept_invitation(token: str, password: str) -> User:
    """Open the account, once. NotFound for a link that opens nothing; Refused("password" or "login", …)."""
    invitation = invitation_behind(token)
    draft = UserDraft(
        login=invitation.email,
        name=invitation.name,
        password=password,
        role=invitation.role,
        region_code=invitation.region_code,
        party_id=invitation.party_id,
        email=invitation.email,
        capacity=invitation.capacity or Capacity.LIAISON,
    )
    user = open_account(draft)
    invitation.accepted_at, invitation.user_id = now(), user.id
    db.session.flush()
    told = InvitationAccepted(invitation.id, account=str(user.id), role=invitation.role, region=invitation.region.name)
    record(user, told, invitation)
    return user


def _hold_invitation(invitation: Invitation) -> None:
    """Somebody may be accepting it at this moment."""
    db.session.refresh(invitation, with_for_update={"of": Invitation})


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
