"""Costly doors let everybody through so often a minute, and nobody shuts them for somebody else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sipol.web.turnstile import MINUTE, MOST, Turnstile
from tests.factories.world import World
from tests.house.code import CODE, FUNCTION, called, tree

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turnstile of its own for each test, at a clock that stands still."""
    monkeypatch.setitem(app.config, "SIPOL_TURNSTILE", True)
    monkeypatch.setitem(app.extensions, "sipol_turnstile", Turnstile())
    monkeypatch.setattr("sipol.web.turnstile.time.monotonic", lambda: 1_000.0)


def take(client: FlaskClient, world: World) -> TestResponse:
    with client.post(f"/unit/{world.unit.id}/anggota/unduh", data={"form": "csv"}) as answer:
        return answer


def test_who_takes_too_many_lists_waits_a_minute_and_others_do_not(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    liaison, centre = sign_in("liaison"), sign_in("centre")
    assert [take(liaison, world).status_code for _ in range(MOST["people.export"] + 1)][-2:] == [200, 429]
    answer = take(liaison, world)
    assert (answer.headers["Retry-After"], "no-store" in answer.headers["Cache-Control"]) == ("60", True)
    assert "Tunggu satu menit, lalu coba lagi" in answer.text
    assert f"refused (too many requests): POST people.export, account {world.people['liaison'].id}" in caplog.text
    assert take(centre, world).status_code == 200
    assert liaison.get(f"/unit/{world.unit.id}/anggota").status_code == 200
    monkeypatch.setattr("sipol.web.turnstile.time.monotonic", lambda: 1_000.0 + MINUTE)
    assert take(liaison, world).status_code == 200


def test_a_stranger_who_tries_codes_is_slowed_down_and_one_elsewhere_is_not(world: World, client: FlaskClient) -> None:
    here = [client.get(f"/periksa-dokumen/BA-{number}").status_code for number in range(MOST["portal.code"] + 1)]
    assert (set(here[:-1]), here[-1]) == ({404}, 429)
    assert client.get("/periksa-dokumen/BA-0", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert client.get("/periksa-dokumen").status_code == 200


def test_who_is_not_welcome_is_not_counted(world: World, sign_in: SignIn, app: Flask) -> None:
    assert take(sign_in("verifier"), world).status_code == 403
    assert not app.extensions["sipol_turnstile"].passed


def test_a_minute_that_is_over_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    stile = Turnstile()
    for visitor in range(1_000):
        assert stile.lets("portal.code", str(visitor))
    monkeypatch.setattr("sipol.web.turnstile.time.monotonic", lambda: 1_000.0 + MINUTE)
    stile.lets("portal.code", "somebody")
    assert len(stile.passed) == 1


def test_every_counted_door_is_there_and_every_table_that_leaves_is_counted(app: Flask) -> None:
    assert set(MOST) <= set(app.view_functions)
    giving = {
        f"{path.stem}.{view.name}"
        for path in CODE
        if path.parent.name == "web"
        for view in tree(path).body
        if isinstance(view, FUNCTION) and view.decorator_list and "table_download" in called(view)
    }
    assert len(giving) >= 4
    assert giving <= set(MOST)
