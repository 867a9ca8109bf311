"""Codes of an app and codes on paper: each good once, guessing is slow, and two people are needed to undo them."""

import time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import AuthenticatorApp, RecoveryCode, SignIn, User
from sipol.rules.errors import NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.sign_in import RECOVERY_CODES, RESET_HOLDS, WRONG_CODES
from sipol.services.accounts import change_password, console, set_password, sign_out
from sipol.services.factor_resets import (
    accounts_with_factors,
    agree_to_reset,
    ask_reset,
    decline_reset,
    open_resets,
    resets_for,
    undo_factors,
)
from sipol.services.second_factor import (
    app_address,
    confirm_app,
    has_factor,
    make_codes,
    pending_app,
    remove_app,
    start_app,
    take_code,
)
from sipol.services.sessions import Device, begin_session, complete_session, recall
from tests.factories.access import invited
from tests.factories.world import World


def code_of(app: AuthenticatorApp, steps: int = 0) -> str:
    """What the app shows now, or so many steps later; a test that runs into the next step is a step off, no more."""
    return TOTP(bytes.fromhex(app.secret), 6, SHA1(), 30).generate(int(time.time()) + 30 * steps).decode()


def session_of(world: World, who: str = "liaison") -> SignIn:
    return begin_session(world.people[who], Device("Chrome/140 Android", who, "192.0.2.7"))


def with_app(world: World, who: str = "liaison") -> tuple[AuthenticatorApp, list[str]]:
    session = session_of(world, who)
    app = start_app(session)
    codes = confirm_app(session, code_of(app, -1))
    assert codes is not None
    return app, codes


def refused(session: SignIn, typed: str) -> str:
    with pytest.raises(Refused) as refusal:
        take_code(session, typed)
    return refusal.value.reason


def test_an_app_counts_from_its_first_code(world: World) -> None:
    person = world.people["liaison"]
    session = session_of(world)
    app = start_app(session)
    assert not has_factor(person)
    assert app_address(app, person).startswith("otpauth://totp/")
    with pytest.raises(Refused):
        confirm_app(session, "000000" if code_of(app) != "000000" else "111111")
    assert not has_factor(person)
    codes = confirm_app(session, code_of(app))
    assert codes is not None
    assert len(set(codes)) == RECOVERY_CODES
    assert has_factor(person)
    assert pending_app(session) is None


def test_a_code_is_taken_once_and_only_about_now(world: World) -> None:
    app, _ = with_app(world)
    session = session_of(world)
    assert "tidak cocok" in refused(session, code_of(app, -3))
    now = code_of(app)
    take_code(session, f" {now[:3]} {now[3:]} ")
    assert "sudah dipakai" in refused(session, now)
    assert "tidak cocok" in refused(session, code_of(app, 5))


def test_a_code_on_paper_is_good_once_however_it_is_typed(world: World) -> None:
    _, codes = with_app(world)
    session = session_of(world)
    take_code(session, codes[0].upper().replace("-", " ").replace("0", "o").replace("1", "l"))
    assert "tidak cocok" in refused(session, codes[0])
    make_codes(world.people["liaison"])
    assert "tidak cocok" in refused(session, codes[1])


def test_codes_on_paper_lie_here_as_digests_and_secrets_sealed(world: World) -> None:
    app, codes = with_app(world)
    kept = [*db.session.scalars(select(RecoveryCode.digest))]
    assert len(kept) == RECOVERY_CODES
    assert not any(code.replace("-", "") in digest for code in codes for digest in kept)
    table = AuthenticatorApp.__table__
    raw = db.session.connection().exec_driver_sql(f"SELECT secret FROM {table.name}").scalar()
    assert bytes.fromhex(app.secret) not in raw


def test_guessing_ends_after_a_few_tries_over_all_sessions(world: World) -> None:
    app, codes = with_app(world)
    for _ in range(WRONG_CODES):
        refused(session_of(world), "000000" if code_of(app) != "000000" else "111111")
    assert "satu jam" in refused(session_of(world), code_of(app))
    take_code(session_of(world), codes[0])
    change_password(world.people["liaison"], "kuda baterai staples benar")
    take_code(session_of(world), code_of(app))


def test_codes_on_paper_are_guessed_ten_times_in_a_session(world: World) -> None:
    _, codes = with_app(world)
    session = session_of(world)
    for _ in range(WRONG_CODES):
        refused(session, "zzzzz-zzzzz")
    assert "satu jam" in refused(session, codes[0])
    take_code(session_of(world), codes[0])


def test_nobody_finishes_an_app_that_another_session_began(world: World) -> None:
    thief, owner = session_of(world), session_of(world)
    planted = start_app(thief)
    assert pending_app(owner) is None
    with pytest.raises(Refused, match="dibatalkan"):
        confirm_app(owner, code_of(planted))
    start_app(owner)
    assert pending_app(thief) is None


def test_whoever_was_in_before_the_second_step_was_set_up_is_out(world: World) -> None:
    thief = session_of(world)
    complete_session(thief)
    with_app(world)
    assert recall(world.people["liaison"].id, thief.id) is None


def test_the_code_of_another_account_opens_nothing(world: World) -> None:
    _, codes = with_app(world)
    other, _ = with_app(world, "rival")
    assert "tidak cocok" in refused(session_of(world), code_of(other))
    assert "tidak cocok" in refused(session_of(world, "rival"), codes[0])


def test_the_last_factor_stays_where_one_is_needed(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(world)
    person = world.people["liaison"]
    monkeypatch.setitem(app.config, "SIPOL_SECOND_FACTOR", True)
    with pytest.raises(Refused, match="mewajibkan"):
        remove_app(person)
    monkeypatch.setitem(app.config, "SIPOL_SECOND_FACTOR", False)
    remove_app(person)
    assert not has_factor(person)
    assert db.session.scalars(select(RecoveryCode)).all() == []


def test_two_people_undo_a_second_step_and_its_owner_is_out(world: World) -> None:
    with_app(world)
    person, centre, admin = (world.people[who] for who in ("liaison", "centre", "admin"))
    inside = session_of(world)
    complete_session(inside)
    reset = ask_reset(centre, person.id, "Ponsel hilang di sungai.")
    with pytest.raises(Refused, match="orang kedua"):
        agree_to_reset(centre, reset.id)
    assert has_factor(person)
    assert open_resets(admin) == [reset]
    agree_to_reset(admin, reset.id)
    assert not has_factor(person)
    assert recall(person.id, inside.id) is None
    with pytest.raises(Overtaken):
        agree_to_reset(admin, reset.id)


def test_whose_second_step_it_is_may_say_no(world: World) -> None:
    with_app(world)
    person = world.people["liaison"]
    reset = ask_reset(world.people["centre"], person.id, "Katanya hilang.")
    assert resets_for(person) == [reset]
    decline_reset(person, reset.id)
    assert resets_for(person) == []
    assert has_factor(person)


@pytest.mark.parametrize("who", ["rival", "neighbour", "verifier", "head", "supervisor"])
def test_strangers_neither_ask_nor_agree(world: World, who: str) -> None:
    with_app(world)
    person, stranger = world.people["liaison"], world.people[who]
    with pytest.raises(NotFound):
        ask_reset(stranger, person.id, "Coba-coba.")
    reset = ask_reset(world.people["admin"], person.id, "Ponsel hilang.")
    for answer in (agree_to_reset, decline_reset):
        with pytest.raises(NotFound):
            answer(stranger, reset.id)
    assert accounts_with_factors(stranger) == []


def test_nobody_asks_for_themselves(world: World) -> None:
    with_app(world, "admin")
    admin: User = world.people["admin"]
    with pytest.raises(NotFound):
        ask_reset(admin, admin.id, "Saya sendiri.")


def test_the_command_line_helps_and_leaves_the_second_step_where_it_was(world: World) -> None:
    with_app(world)
    person, inside = world.people["liaison"], session_of(world)
    complete_session(inside)
    set_password(console(), person, "kuda baterai staples benar")
    assert has_factor(person)
    assert recall(person.id, inside.id) is None
    undo_factors(console(), person)
    assert not has_factor(person)
    for act in (set_password, undo_factors, sign_out):
        words = ("kuda baterai staples benar",) if act is set_password else ()
        with pytest.raises(NotAllowed):
            act(world.people["head"], person, *words)  # type: ignore[operator]


def test_one_person_is_signed_out_or_everybody(world: World) -> None:
    sessions = [session_of(world, who) for who in ("liaison", "liaison", "rival")]
    assert sign_out(console(), world.people["liaison"]) == 2
    assert sign_out(console(), None) == 1
    db.session.expire_all()
    assert all(one.ended_at for one in sessions)


def test_a_code_taken_under_a_wrong_clock_shuts_nobody_out(world: World) -> None:
    app, _ = with_app(world)
    app.last_step += 365 * 24 * 120
    db.session.flush()
    take_code(session_of(world), code_of(app))


def test_the_second_person_is_not_one_whom_the_first_brought_along(world: World) -> None:
    with_app(world)
    centre, admin, person = (world.people[who] for who in ("centre", "admin", "liaison"))
    invitation = invited(world)
    invitation.invited_by, invitation.user_id, invitation.accepted_at = centre.id, admin.id, now()
    reset = ask_reset(centre, person.id, "Ponsel hilang.")
    with pytest.raises(Refused, match="diundang"):
        agree_to_reset(admin, reset.id)
    assert has_factor(person)


def test_a_request_lapses_after_three_days_and_may_be_made_again(world: World) -> None:
    with_app(world)
    centre, admin, person = (world.people[who] for who in ("centre", "admin", "liaison"))
    reset = ask_reset(centre, person.id, "Ponsel hilang.")
    reset.created_at -= RESET_HOLDS + timedelta(minutes=1)
    db.session.flush()
    assert open_resets(admin) == []
    with pytest.raises(Overtaken):
        agree_to_reset(admin, reset.id)
    again = ask_reset(centre, person.id, "Ponsel hilang.")
    centre.active = False
    db.session.flush()
    with pytest.raises(Refused, match="aktif"):
        agree_to_reset(admin, again.id)
