"""A petugas without an account asks the party's centre for one; KPU sees since when the party's body waits for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import managed_by
from sipol.audit.access_events import AccessAsked, AccessGranted, AccessRefused
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import AccessKnock, AccessRequest, Invitation, Party, Period, Region, User
from sipol.rules.accounts import WORKS_AT, Capacity
from sipol.rules.errors import NotFound, Overtaken, Refused
from sipol.rules.notices import NoticeKind
from sipol.rules.regions import NATION
from sipol.rules.roles import Role
from sipol.services.digests import keyed_digest
from sipol.services.invitations import (
    Appointment,
    InvitationDraft,
    give_invitation,
    refuse_impossible_appointment,
    refuse_wrong_post,
)
from sipol.services.letters import digest_of, keep_letter, safe_letter
from sipol.services.mail import Returned
from sipol.services.mail_to_outsiders import mail_to
from sipol.services.notices import tell
from sipol.services.queue import MAIL_REFUSAL, enqueue
from sipol.services.regions import places_within

KNOCKS, WATCHED_FOR = 5, timedelta(hours=1)
"""How often one address may ask in that time."""
REFUSAL = """Permintaan Anda untuk membuka akun bagi {about} tidak disetujui pusat partai.

Alasannya: {reason}

Bila ada yang perlu diperbaiki, ajukan permintaan baru: {link}
"""


@dataclass(frozen=True, slots=True)
class AccessDraft:
    party_id: UUID
    region_code: str
    person: Appointment


def parties_to_ask() -> Sequence[Party]:
    """Every party by name; that they exist is public."""
    return db.session.scalars(select(Party).order_by(Party.name)).all()


def places_to_ask_for() -> Sequence[Region]:
    """Provinces and kabupaten/kota, from the top of the map downwards."""
    return places_within(NATION, WORKS_AT[Role.LIAISON])


def refuse_hasty_knocks(address: str) -> None:
    """Count one try to ask from this address. Refused("name", …) where there were too many lately."""
    digest = keyed_digest(address, b"sipol-access", 20).hex()
    # Tries from one address come one after the other, or many at once would all find room.
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(digest, 0))))
    recent = AccessKnock.created_at > func.sipol_now() - WATCHED_FOR
    query = select(func.count()).select_from(AccessKnock).where(AccessKnock.address_digest == digest, recent)
    if (db.session.scalar(query) or 0) >= KNOCKS:
        raise Refused("name", "Terlalu banyak permintaan dari tempat ini. Tunggu satu jam, lalu coba lagi.")
    db.session.add(AccessKnock(address_digest=digest))
    db.session.flush()


def ask_for_access(draft: AccessDraft) -> None:
    """Bring the request before the party's centre. Whoever asks learns nothing of what the register holds already.

    Refused(a field, …) only for what is wrong with the words and the file themselves.
    """
    refuse_impossible_appointment(draft.person)
    letter = safe_letter(draft.person.letter, "letter")
    party, region = db.session.get(Party, draft.party_id), db.session.get(Region, draft.region_code)
    if party is None or region is None or region.level not in WORKS_AT[Role.LIAISON]:
        return
    person = draft.person
    same = select(AccessRequest.id).where(
        AccessRequest.party_id == party.id,
        AccessRequest.region_code == region.code,
        AccessRequest.settled_at.is_(None),
        AccessRequest.email == person.email.strip().lower(),
        AccessRequest.letter_digest == digest_of(letter),
    )
    if db.session.scalars(same).first() is not None:
        return
    request = AccessRequest(
        party=party,
        region=region,
        name=person.name.strip(),
        email=person.email.strip().lower(),
        position=person.position.strip(),
        letter_number=person.letter_number.strip(),
        letter_date=person.letter_date,
        letter_digest=keep_letter(letter),
    )
    db.session.add(request)
    db.session.flush()
    record(None, AccessAsked(request.id, region=region.name), request)
    above = and_(User.role == Role.CENTRE, User.party_id == party.id)
    tell(NoticeKind.ACCESS_ASKED, request.id, above, {"about": about_request(request)})


def about_request(request: AccessRequest) -> str:
    """For which body of which party: ``Partai Bahari Sejahtera, Kota Tarakan``."""
    return f"{request.party.name}, {request.region.name}"


def requests_for(actor: User) -> Sequence[AccessRequest]:
    """What the actor's party was asked, what waits before what is settled, the newest first."""
    query = select(AccessRequest).where(managed_by(actor, AccessRequest)).options(joinedload(AccessRequest.region))
    return db.session.scalars(
        query.order_by(AccessRequest.settled_at.desc().nulls_first(), AccessRequest.created_at.desc(), AccessRequest.id)
    ).all()


def request_for(actor: User, request_id: UUID) -> AccessRequest:
    """One of them; NotFound otherwise."""
    query = select(AccessRequest).where(AccessRequest.id == request_id, managed_by(actor, AccessRequest))
    request = db.session.scalars(query).first()
    if request is None:
        raise NotFound
    return request


def grant_access(actor: User, request: AccessRequest, capacity: Capacity) -> Invitation:
    """Invite whoever asked. Refused("email", …) where an account bears that address; Overtaken where it is settled."""
    require(actor, Permission.ACCOUNT_KEEP, request)
    _hold_request(request)
    person = Appointment(request.name, request.email, request.position, request.letter_number, request.letter_date)
    draft = InvitationDraft(Role.LIAISON, request.region_code, person, capacity)
    refuse_wrong_post(actor, draft)
    request.settled_at, request.settled_by, request.granted = now(), actor.id, True
    invitation = give_invitation(actor, draft, request.letter_digest, request.id)
    record(actor, AccessGranted(request.id, region=request.region.name), request)
    return invitation


def refuse_access(actor: User, request: AccessRequest, reason: str) -> None:
    """Say no, and have whoever asked told why. Overtaken where it is settled."""
    require(actor, Permission.ACCOUNT_KEEP, request)
    if not reason.strip():
        raise Refused("reason", "Tulis alasan penolakan, supaya orang itu tahu apa yang harus diperbaiki.")
    _hold_request(request)
    request.refusal = reason.strip()
    request.settled_at, request.settled_by, request.granted = now(), actor.id, False
    db.session.flush()
    record(actor, AccessRefused(request.id, region=request.region.name), request)
    enqueue(MAIL_REFUSAL, request.id)


def mail_refusal(request_id: UUID) -> None:
    """Tell whoever asked why there is no account, for the worker. May run twice: the same words once more."""
    request = db.session.get(AccessRequest, request_id)
    if request is None or request.granted is not False:
        return
    link = f"{current_app.config['SIPOL_PUBLIC_URL']}/minta-akun"
    text = REFUSAL.format(about=about_request(request), reason=request.refusal, link=link)
    try:
        mail_to(request.email, "Permintaan akun tidak disetujui", text, request.id)
    except Returned:
        return


def waited_for_access(period: Period) -> ColumnElement[bool]:
    """Whether a request waited for the centre when the semester's deadline came, or waits now before it."""
    still = or_(AccessRequest.settled_at.is_(None), AccessRequest.settled_at > period.deadline)
    return and_(AccessRequest.created_at < period.deadline, still)


def access_waits(period: Period) -> Mapping[tuple[UUID, str], datetime]:
    """Since when bodies of parties wait for their centre to give them an account, by party and the account's region."""
    query = select(AccessRequest.party_id, AccessRequest.region_code, func.min(AccessRequest.created_at))
    grouped = query.where(waited_for_access(period)).group_by(AccessRequest.party_id, AccessRequest.region_code)
    return {(party_id, code): since for party_id, code, since in db.session.execute(grouped)}


def _hold_request(request: AccessRequest) -> None:
    db.session.refresh(request, with_for_update={"of": AccessRequest})
    if request.settled_at is not None:
        raise Overtaken("Permintaan ini sudah dijawab rekan Anda. Buka kembali halaman petugas untuk melihatnya.")
