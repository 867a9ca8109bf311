"""Accounts that nobody uses: their owners hear of it first, some are never closed, and all can come back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import SettingMissing, load
from sipol.extensions import db, now
from sipol.models import AuditEntry, Notice, User
from sipol.rules.notices import NoticeKind
from sipol.rules.roles import Role
from sipol.services.accounts import UserDraft, console, open_account, sign_in
from sipol.services.dormancy import closes_on, look_at_dormant_accounts
from sipol.services.leaving import reopen_account
from tests.factories.world import PASSWORD, World

DAY = timedelta(days=1)


def unused(person: User, days: int, told: int | None = None) -> None:
    """Nobody used the account for so many days; its owner was told so many days ago."""
    person.created_at = now() - 400 * DAY
    person.email = f"{person.login}@contoh.id"
    person.signed_in_at = now() - days * DAY
    person.dormancy_told_at = None if told is None else now() - told * DAY
    db.session.flush()


@pytest.fixture(autouse=True)
def half_a_year(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SIPOL_DORMANT_DAYS", 180)


def warned(person: User) -> int:
    mine = select(func.count()).select_from(Notice)
    kind = Notice.kind == NoticeKind.ACCOUNT_DORMANT
    return db.session.scalar(mine.where(Notice.recipient_id == person.id, kind)) or 0


@pytest.mark.parametrize(
    ("days", "told", "active", "notices"),
    [
        (165, None, True, 0),
        (166, None, True, 1),
        (179, 10, True, 0),
        (181, 13, True, 0),
        (181, 14, False, 0),
        # No worker ran for a year: first it is told, then it waits.
        (365, None, True, 1),
        # What was told before the last sign-in counts for nothing.
        (170, 200, True, 1),
        (200, 300, True, 1),
    ],
)
def test_nobody_is_closed_out_before_they_were_told(
    world: World, days: int, told: int | None, active: bool, notices: int
) -> None:
    person = world.people["liaison"]
    unused(person, days, told)
    look_at_dormant_accounts()
    assert (person.active, warned(person)) == (active, notices)
    assert (person.closed_because == "dormant") is not active


def test_whoever_would_hear_of_it_only_by_signing_in_keeps_the_account(world: World) -> None:
    person = world.people["liaison"]
    unused(person, 300, 20)
    person.email = None
    db.session.flush()
    look_at_dormant_accounts()
    assert person.active
    person.email = "lo@contoh.id"
    db.session.flush()
    look_at_dormant_accounts()
    assert not person.active


def test_it_is_told_once_and_closed_once(world: World) -> None:
    person = world.people["liaison"]
    unused(person, 170)
    for _ in range(3):
        look_at_dormant_accounts()
    assert warned(person) == 1
    unused(person, 185, 15)
    for _ in range(3):
        look_at_dormant_accounts()
    closed = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "AccountClosed")).all()
    assert [(one.subject_id, one.actor_id, one.facts["because"]) for one in closed] == [(person.id, None, "dormant")]


def test_a_new_account_has_its_time_too(world: World) -> None:
    look_at_dormant_accounts()
    assert warned(world.people["liaison"]) == 0
    assert world.people["liaison"].active


def test_the_last_of_those_who_invite_and_administrators_stay(world: World) -> None:
    second = open_account(UserDraft("pusat2", "Dua", PASSWORD, Role.CENTRE, "ID", world.parties["PBS"].id))
    everybody = [*world.people.values(), second]
    for person in everybody:
        unused(person, 400, 20)
    look_at_dormant_accounts()
    left = {person.login for person in everybody if person.active}
    assert left in ({"centre", "centre_tunas", "head", "admin"}, {"pusat2", "centre_tunas", "head", "admin"})
    assert db.session.scalars(select(User.active).where(User.login == "konsol")).one()


def test_the_level_above_gives_it_back_with_time_to_use_it(world: World) -> None:
    person = world.people["liaison"]
    unused(person, 400, 20)
    look_at_dormant_accounts()
    assert not person.active
    assert reopen_account(world.people["centre"], person)
    look_at_dormant_accounts()
    assert person.active
    assert closes_on(person) > now() + 179 * DAY
    assert sign_in("liaison", PASSWORD, "10.0.0.1") is person


def test_the_administrator_gives_back_what_nobody_looks_after(world: World) -> None:
    person = world.people["supervisor"]
    unused(person, 400, 20)
    look_at_dormant_accounts()
    assert not person.active
    assert reopen_account(console(), person)
    assert person.active


def test_the_days_are_a_setting(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SIPOL_DORMANT_DAYS", 30)
    unused(world.people["liaison"], 31, 15)
    look_at_dormant_accounts()
    assert not world.people["liaison"].active
    base = {"DATABASE_URL": "postgresql://db.contoh.id/sipol"}
    assert load(base)["SIPOL_DORMANT_DAYS"] == 400
    with pytest.raises(SettingMissing, match="SIPOL_DORMANT_DAYS"):
        load(base | {"SIPOL_DORMANT_DAYS": "14"})
