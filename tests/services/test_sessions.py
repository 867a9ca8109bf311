"""Sessions live in the register: they begin with a password, open nothing before the second step, and end for all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from sipol.extensions import db
from sipol.models import AuditEntry, Notice, SignIn
from sipol.rules.notices import NoticeKind
from sipol.rules.sign_in import HALFWAY, IDLE, TOUCHED, WHOLE, device_in_words
from sipol.services.sessions import (
    Device,
    begin_session,
    complete_session,
    end_session,
    end_sessions,
    halfway_session,
    is_proved,
    open_sessions,
    recall,
    touch_session,
)
from tests.factories.world import World

PHONE = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def begun(world: World, mark: str = "phone") -> SignIn:
    return begin_session(world.people["liaison"], Device(PHONE, mark, "192.0.2.7"))


def whole(world: World, mark: str = "phone") -> SignIn:
    session = begun(world, mark)
    complete_session(session)
    return session


def aged(session: SignIn, column: str, by: timedelta) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == session.id).values({column: func.clock_timestamp() - by}))
    db.session.expire_all()


def told_of_devices(world: World) -> int:
    mine = Notice.recipient_id == world.people["liaison"].id
    return db.session.scalar(select(func.count()).where(mine, Notice.kind == NoticeKind.ACCOUNT_CHANGED)) or 0


def test_a_password_alone_opens_nothing_but_the_second_step(world: World) -> None:
    session, person = begun(world), world.people["liaison"]
    assert recall(person.id, session.id) is None
    assert halfway_session(session.id) is session
    assert person.signed_in_at is None
    complete_session(session)
    db.session.expire_all()
    assert recall(person.id, session.id) is session
    assert halfway_session(session.id) is None
    assert person.signed_in_at is not None
    events = select(AuditEntry.event).where(AuditEntry.actor_id == person.id)
    assert db.session.scalars(events).all() == ["SignedIn"]


def test_a_session_belongs_to_its_person_alone(world: World) -> None:
    session = whole(world)
    assert recall(world.people["rival"].id, session.id) is None
    assert not end_session(world.people["rival"], session.id)
    assert recall(world.people["liaison"].id, session.id) is session


@pytest.mark.parametrize(
    ("column", "age", "lives"),
    [
        ("seen_at", IDLE, True),
        ("seen_at", IDLE + TOUCHED + timedelta(seconds=9), False),
        ("started_at", WHOLE - timedelta(minutes=1), True),
        ("started_at", WHOLE + timedelta(seconds=9), False),
        ("started_at", timedelta(days=-400), False),
        ("seen_at", timedelta(days=-400), False),
    ],
)
def test_a_session_ends_by_itself(world: World, column: str, age: timedelta, lives: bool) -> None:
    session = whole(world)
    aged(session, column, age)
    assert (recall(world.people["liaison"].id, session.id) is not None) is lives


def test_the_second_step_cannot_wait_for_ever(world: World) -> None:
    session = begun(world)
    aged(session, "started_at", HALFWAY + timedelta(seconds=9))
    assert halfway_session(session.id) is None


def test_whoever_ends_the_others_keeps_the_own(world: World) -> None:
    own, others = whole(world), [whole(world, mark) for mark in ("desk", "cafe")]
    assert {one.id for one in open_sessions(world.people["liaison"])} == {own.id, *(one.id for one in others)}
    assert end_sessions(world.people["liaison"], but_not=own.id) == 2
    db.session.expire_all()
    assert open_sessions(world.people["liaison"]) == [own]
    assert recall(world.people["liaison"].id, others[0].id) is None


def test_a_closed_account_ends_its_sessions(world: World) -> None:
    session, person = whole(world), world.people["liaison"]
    person.active = False
    db.session.flush()
    assert recall(person.id, session.id) is None


def test_the_use_of_a_session_is_written_down_once_in_a_while(world: World) -> None:
    session = whole(world)
    assert not touch_session(session.id)
    aged(session, "seen_at", TOUCHED + timedelta(seconds=9))
    assert touch_session(session.id)
    assert not touch_session(session.id)


def test_a_proof_is_good_for_a_short_while(world: World) -> None:
    session = whole(world)
    assert is_proved(session)
    aged(session, "proved_at", timedelta(minutes=16))
    assert not is_proved(session)


def test_a_device_that_was_never_seen_is_told_of_and_the_first_one_is_not(world: World) -> None:
    whole(world, "phone")
    assert told_of_devices(world) == 0
    whole(world, "phone")
    assert told_of_devices(world) == 0
    whole(world, "stranger's machine")
    assert told_of_devices(world) == 1
    whole(world, "stranger's machine")
    assert told_of_devices(world) == 1


def test_devices_have_names_that_people_know() -> None:
    assert device_in_words(PHONE) == "Chrome di Android"
    assert (
        device_in_words("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0") == "Firefox di Windows"
    )
    assert device_in_words("") == "Peramban lain di perangkat lain"
