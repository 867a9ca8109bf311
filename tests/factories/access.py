"""People without an account: what they send, what they are sent, and the link in it."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import select

from sipol.extensions import db, today
from sipol.models import AccessRequest, Invitation
from sipol.rules.accounts import Capacity
from sipol.rules.roles import Role
from sipol.services.access import AccessDraft, ask_for_access
from sipol.services.invitations import Appointment, InvitationDraft, invite, mail_invitation
from sipol.services.mail import outbox
from tests.factories.photographs import photograph
from tests.factories.world import World

EMAIL = "sulastri@contoh.id"


def named(email: str = EMAIL, name: str = "Sulastri Wijaya", letter: bytes | None = None) -> Appointment:
    """Somebody with a letter."""
    data = photograph("Surat penunjukan", (700, 900)) if letter is None else letter
    return Appointment(name, email, "Petugas Penghubung", "9/DPP/2026", today() - timedelta(days=3), data)


def asked(world: World, party: str = "PBS", code: str = "65.71", email: str = EMAIL) -> AccessRequest:
    """A request that waits for the party's centre."""
    ask_for_access(AccessDraft(world.parties[party].id, code, named(email)))
    return db.session.scalars(select(AccessRequest).where(AccessRequest.email == email)).one()


def invited(
    world: World, who: str = "centre", role: Role = Role.LIAISON, code: str = "65.01",
    email: str = "baru@contoh.id", capacity: Capacity = Capacity.LIAISON,
) -> Invitation:  # fmt: skip
    """Somebody whom ``who`` invited; nothing was mailed yet."""
    return invite(world.people[who], InvitationDraft(role, code, named(email, "Orang Baru"), capacity))


def link_of(invitation: Invitation) -> str:
    """Mail the invitation, and read the word behind the link."""
    mail_invitation(invitation.id)
    return token_in(newest_mail(str(invitation.id)))


def newest_mail(about: str, folder: Path | None = None) -> str:
    """The text of the last e-mail about a row."""
    files = sorted((folder or outbox()).glob(f"*-{about}.eml"))
    body = message_from_bytes(files[-1].read_bytes(), policy=policy.default).get_body()
    assert body is not None
    return str(body.get_content())


def token_in(text: str) -> str:
    """The word at the end of the link of an invitation."""
    found = re.search(r"https?://\S+/undangan/buka/(\S+)", text)
    assert found is not None
    return found[1]


def asked_and_invited(world: World) -> tuple[AccessRequest, Invitation, str]:
    """A request that waits, an invitation that was mailed, and the word of its link."""
    invitation = invited(world)
    return asked(world), invitation, link_of(invitation)
