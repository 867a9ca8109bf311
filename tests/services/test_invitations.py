"""Invitations: one link, once, for three days, to somebody named by letter; and who may invite whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from sipol.extensions import db, now, today
from sipol.models import AuditEntry, Invitation, User
from sipol.rules.accounts import Capacity
from sipol.rules.errors import NotAllowed, NotFound, Refused
from sipol.rules.roles import Role
from sipol.services.accounts import UserDraft, open_account, sign_in
from sipol.services.documents import fetch
from sipol.services.invitations import (
    NOT_THIS_ADDRESS,
    Appointment,
    InvitationDraft,
    accept_invitation,
    give_mailing_up,
    invitation_behind,
    invitations_for,
    invite,
    mail_again,
    mail_invitation,
    revoke_invitation,
)
from sipol.services.letters import letter_of
from sipol.services.mail import MailDown, Returned
from tests.factories.access import invited, link_of, named, newest_mail
from tests.factories.world import PASSWORD, World


def test_the_link_opens_one_account_once(world: World) -> None:
    invitation = invited(world, capacity=Capacity.OPERATOR)
    token = link_of(invitation)
    user = accept_invitation(token, PASSWORD)
    assert (user.login, user.role, user.region_code, user.party_id, user.capacity) == (
        "baru@contoh.id", Role.LIAISON, "65.01", world.parties["PBS"].id, Capacity.OPERATOR,
    )  # fmt: skip
    assert sign_in("Baru@contoh.id", PASSWORD, "10.0.0.1") is user
    assert (invitation.user_id, invitation.open) == (user.id, False)
    for again in (invitation_behind, lambda word: accept_invitation(word, PASSWORD)):
        with pytest.raises(NotFound):
            again(token)


def test_the_register_keeps_only_a_hash_of_the_link_and_the_mail_names_nobody(world: World) -> None:
    invitation = invited(world)
    token = link_of(invitation)
    kept = str(db.session.execute(text("SELECT * FROM invitation")).all())
    assert token not in kept
    mail = newest_mail(str(invitation.id))
    assert "Partai Bahari Sejahtera, Kabupaten Bulungan" in mail
    assert "Orang Baru" not in mail
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "PersonInvited")).one()
    assert "Baru" not in str(told.facts)
    assert "contoh.id" not in str(told.facts)


def test_a_link_ends_after_three_days_or_when_it_is_revoked_or_mailed_again(world: World) -> None:
    first = invited(world)
    old = link_of(first)
    mail_again(world.people["centre"], first)
    with pytest.raises(NotFound):
        invitation_behind(old)
    fresh = link_of(first)
    assert invitation_behind(fresh) is first
    assert first.expires_at is not None
    assert timedelta(hours=71) < first.expires_at - now() <= timedelta(hours=72)
    first.expires_at = now() - timedelta(seconds=1)
    db.session.flush()
    with pytest.raises(NotFound):
        invitation_behind(fresh)
    second = invited(world, email="lain@contoh.id")
    word = link_of(second)
    assert revoke_invitation(world.people["centre"], second)
    with pytest.raises(NotFound):
        accept_invitation(word, PASSWORD)
    assert not revoke_invitation(world.people["centre"], second)
    assert not mail_again(world.people["centre"], second)


def test_a_short_password_leaves_the_link_as_it_was(world: World) -> None:
    token = link_of(invited(world))
    with pytest.raises(Refused, match="12 karakter"):
        accept_invitation(token, "short")
    assert accept_invitation(token, PASSWORD).login == "baru@contoh.id"


@pytest.mark.parametrize(
    ("who", "role", "code"),
    [
        ("liaison", Role.LIAISON, "65.01"),
        ("verifier", Role.VERIFIER, "65.01"),
        ("supervisor", Role.VERIFIER, "65.01"),
        ("admin", Role.VERIFIER, "65.01"),
        ("head", Role.VERIFIER, "ID"),
    ],
)
def test_only_the_level_above_invites(world: World, who: str, role: Role, code: str) -> None:
    with pytest.raises(NotAllowed):
        invited(world, who, role, code)


@pytest.mark.parametrize(
    ("who", "role", "code", "field"),
    [
        ("centre", Role.VERIFIER, "65.01", "role"),
        ("centre", Role.ADMIN, "ID", "role"),
        ("centre", Role.LIAISON, "ID", "region_code"),
        ("centre", Role.LIAISON, "65.71.01", "region_code"),
        ("head", Role.LIAISON, "65.01", "role"),
        ("head", Role.SUPERVISOR, "65.01", "role"),
    ],
)
def test_nobody_is_invited_to_a_post_that_is_not_there(
    world: World, who: str, role: Role, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        invited(world, who, role, code)
    assert refused.value.field == field


def test_the_centre_of_a_party_never_only_prepares(world: World) -> None:
    with pytest.raises(Refused, match="bukan akun operator") as refused:
        invited(world, "centre", Role.CENTRE, "ID", capacity=Capacity.OPERATOR)
    assert refused.value.field == "capacity"
    draft = UserDraft("x", "X", PASSWORD, Role.CENTRE, "ID", world.parties["PBS"].id, "", Capacity.OPERATOR)
    with pytest.raises(Refused, match="bukan akun operator"):
        open_account(draft)


def test_a_head_invites_a_verifier_of_the_own_region(world: World) -> None:
    invitation = invited(world, "head", Role.VERIFIER, "65.71", "v@contoh.id")
    user = accept_invitation(link_of(invitation), PASSWORD)
    assert (user.role, user.party_id, user.capacity) == (Role.VERIFIER, None, None)
    assert "KPU Kota Tarakan" in newest_mail(str(invitation.id))


def test_each_side_sees_its_own_invitations(world: World) -> None:
    of_party = invited(world)
    of_kpu = invited(world, "head", Role.VERIFIER, "65.71", "v@contoh.id")
    assert list(invitations_for(world.people["centre"])) == [of_party]
    assert list(invitations_for(world.people["head"])) == [of_kpu]
    for who in ("centre_tunas", "liaison", "verifier", "supervisor", "admin"):
        assert list(invitations_for(world.people[who])) == []


BROKEN = [
    ({"email": "no address"}, "email"),
    ({"email": "liaison"}, "email"),
    ({"name": "  "}, "name"),
    ({"position": ""}, "position"),
    ({"letter_number": " "}, "letter_number"),
    ({"letter": b""}, "letter"),
    ({"letter": b"%PDF-1.7 nothing"}, "letter"),
    ({"letter": b"x" * (5 * 1024 * 1024 + 1)}, "letter"),
    ({"letter_date": None}, "letter_date"),
]


@pytest.mark.parametrize(("wrong", "field"), BROKEN, ids=str)
def test_an_appointment_that_cannot_be_is_refused_at_its_field(
    world: World, wrong: dict[str, object], field: str
) -> None:
    right = named("baru@contoh.id")
    words = {name: getattr(right, name) for name in Appointment.__slots__} | wrong
    words["letter_date"] = words["letter_date"] or today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        invite(world.people["centre"], InvitationDraft(Role.LIAISON, "65.01", Appointment(**words)))
    assert refused.value.field == field
    assert db.session.scalars(select(Invitation)).all() == []


def test_an_address_that_has_an_account_or_an_invitation_is_refused(world: World) -> None:
    invited(world)
    with pytest.raises(Refused, match="sudah diundang"):
        invited(world, email="BARU@contoh.id")
    accept_invitation(link_of(invited(world, email="lain@contoh.id")), PASSWORD)
    with pytest.raises(Refused, match="sudah dipakai"):
        invited(world, email="Lain@contoh.id")


def test_nobody_learns_of_the_accounts_and_invitations_of_another_side(world: World) -> None:
    invited(world)
    for who, role in (("centre_tunas", Role.LIAISON), ("head", Role.VERIFIER)):
        assert invited(world, who, role).open
    for who, role, login in (
        ("centre", Role.LIAISON, "head@contoh.id"),
        ("head", Role.VERIFIER, "supervisor@contoh.id"),
        ("head", Role.VERIFIER, "centre@contoh.id"),
    ):
        world.people[login.partition("@")[0]].login = login
        db.session.flush()
        with pytest.raises(Refused) as refused:
            invited(world, who, role, email=login)
        assert (refused.value.field, refused.value.reason) == ("email", NOT_THIS_ADDRESS)


def test_a_new_link_is_mailed_at_most_once_in_ten_minutes(world: World) -> None:
    invitation, centre = invited(world), world.people["centre"]
    assert mail_again(centre, invitation)
    with pytest.raises(Refused, match="Tunggu sepuluh menit"):
        mail_again(centre, invitation)
    assert mail_again(centre, invited(world, email="lain@contoh.id"))


def test_what_the_camera_wrote_along_is_not_kept(world: World) -> None:
    invitation = invited(world)
    kept = letter_of(invitation.letter_digest)
    assert kept[8:12] == b"WEBP"
    assert b"Exif" not in kept
    digest = invitation.letter_digest
    assert b"WEBP" not in fetch(f"appointments/{digest[:2]}/{digest}")


def test_a_mail_server_that_refuses_or_is_down_is_told_to_the_inviter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def returned(*_told: object) -> None:
        raise Returned(for_good=True)

    def down(*_told: object) -> None:
        raise MailDown("OSError")

    refused, waiting = invited(world), invited(world, email="lain@contoh.id")
    monkeypatch.setattr("sipol.services.invitations.mail_to", returned)
    mail_invitation(refused.id)
    assert (refused.mailed_at, refused.token_hash) == (None, None)
    assert refused.mail_failure is not None
    monkeypatch.setattr("sipol.services.invitations.mail_to", down)
    with pytest.raises(MailDown):
        mail_invitation(waiting.id)
    give_mailing_up(waiting.id)
    assert waiting.mail_failure is not None
    monkeypatch.undo()
    mail_again(world.people["centre"], waiting)
    assert invitation_behind(link_of(waiting)) is waiting
    assert waiting.mail_failure is None


def test_the_job_may_run_twice_and_mails_once(world: World) -> None:
    invitation = invited(world)
    token = link_of(invitation)
    mail_invitation(invitation.id)
    assert invitation_behind(token) is invitation
    revoked = invited(world, email="lain@contoh.id")
    revoke_invitation(world.people["centre"], revoked)
    mail_invitation(revoked.id)
    assert revoked.mailed_at is None
    assert db.session.scalars(select(User).where(User.login == "lain@contoh.id")).first() is None
