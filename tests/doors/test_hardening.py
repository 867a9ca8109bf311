"""What answers tell browsers about their own safety, and what a closed door writes into the log."""

import base64
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from flask.testing import FlaskClient

from config import load
from sipol.app import create_app
from sipol.cli.demo import ONLY_INVENTED, demo
from sipol.services.accounts import TRIES_HERE
from sipol.web import hardening
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], FlaskClient]
NOWHERE = "postgresql://nobody@localhost:1/none"
KEY = base64.b64encode(b"k" * 32).decode()
HTTPS = "https://parpol.contoh.id"


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    """The register as an office runs it, without a database behind it."""
    environ = {
        "SIPOL_ENV": "production",
        "SIPOL_HOME": str(tmp_path),
        "DATABASE_URL": NOWHERE,
        "SECRET_KEY": "k" * 32,
        "SIPOL_DATA_KEYS": f"1:{KEY}",
        "SIPOL_INDEX_KEY": KEY,
        "SIPOL_PUBLIC_URL": HTTPS,
    }
    return create_app(load(environ))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    with caplog.at_level(logging.WARNING, logger="sipol.access.refusals"):
        yield lambda: [entry.getMessage() for entry in caplog.records if entry.name == "sipol.access.refusals"]


def test_the_cookie_of_an_office_is_bound_to_its_host_and_to_https(production: Flask) -> None:
    answer = production.test_client().get("/masuk", base_url=HTTPS)
    assert answer.status_code == 200
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-sipol=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(attributes)
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]
    assert not production.debug


@pytest.mark.parametrize("page", ["/masuk", "/tidak-ada", "/static/app.css"])
def test_every_answer_of_an_office_is_hardened(production: Flask, page: str) -> None:
    with production.test_client().get(page, base_url=HTTPS) as answer:
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        for name, value in hardening.HEADERS.items():
            assert answer.headers[name] == value
        assert ("no-store" in answer.headers["Cache-Control"]) is not page.startswith("/static")


def test_what_the_browser_keeps_for_us_is_signed_by_sha_256(production: Flask) -> None:
    client = production.test_client()
    page = client.get("/masuk", base_url=HTTPS).text
    token = re.search(r'name="?csrf_token"?[^>]*value="?([^">\s]+)', page)
    cookie = client.get_cookie("__Host-sipol", domain="parpol.contoh.id")
    assert token is not None
    assert cookie is not None
    for signed in (token[1], cookie.value):
        signature = signed.rsplit(".", 1)[1]
        assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) == 32


def test_the_demo_and_its_accounts_are_refused_in_production(production: Flask) -> None:
    ended = CliRunner().invoke(demo, [], obj=ScriptInfo(create_app=lambda: production))
    assert str(ended.exception) == ONLY_INVENTED


def test_signing_out_makes_the_browser_forget(world: World, sign_in: SignIn) -> None:
    answer = sign_in("verifier").post("/keluar")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_door_that_stays_closed_leaves_one_line(
    world: World, sign_in: SignIn, lines: Callable[[], list[str]]
) -> None:
    row = uuid4()
    assert sign_in("verifier").get(f"/sk/{row}").status_code == 404
    assert sign_in("liaison").get("/akun").status_code == 403
    verifier, liaison = world.people["verifier"].id, world.people["liaison"].id
    assert lines() == [
        f"refused (no such row in reach): GET decrees.show, account {verifier}, rows {row}",
        f"refused (not allowed): GET accounts.index, account {liaison}, rows none",
    ]


def test_an_open_door_leaves_none(world: World, sign_in: SignIn, lines: Callable[[], list[str]]) -> None:
    client = sign_in("verifier")
    assert client.get("/antrean").status_code == 200
    assert client.get("/tidak-ada").status_code == 404
    assert lines() == []


def test_guessing_leaves_lines_that_name_nobody(
    world: World, client: FlaskClient, lines: Callable[[], list[str]]
) -> None:
    for _try in range(TRIES_HERE):
        client.post("/masuk", data={"login": "verifier", "password": "rahasia-lain"})
    client.post("/masuk", data={"login": "verifier", "password": PASSWORD})
    wrong = "refused (wrong login or password): POST session.enter, account nobody, rows none"
    many = "refused (too many failures): POST session.enter, account nobody, rows none"
    assert lines() == [wrong] * TRIES_HERE + [many]


def test_the_owner_elsewhere_is_not_locked_out_by_a_stranger(world: World, client: FlaskClient) -> None:
    for _try in range(TRIES_HERE + 1):
        client.post("/masuk", data={"login": "verifier", "password": "salah"})
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = client.post("/masuk", data={"login": "verifier", "password": PASSWORD}, environ_base=elsewhere)
    assert answer.status_code == 303


def test_a_form_without_its_token_leaves_a_line(
    world: World, app: Flask, sign_in: SignIn, lines: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert sign_in("verifier").post("/keluar").status_code == 400
    account = world.people["verifier"].id
    assert lines() == [f"refused (no valid form token): POST session.leave, account {account}, rows none"]


def test_a_stranger_who_posts_leaves_a_line(world: World, client: FlaskClient, lines: Callable[[], list[str]]) -> None:
    client.post("/keluar")
    assert lines() == ["refused (not signed in): POST session.leave, account nobody, rows none"]


def test_lines_of_the_log_tell_their_moment_in_utc() -> None:
    (handler,) = logging.getLogger("sipol").handlers
    entry = logging.makeLogRecord({"name": "sipol.x", "levelname": "INFO", "msg": "done", "created": 1.5, "msecs": 500})
    assert handler.format(entry) == "1970-01-01T00:00:01.500Z INFO sipol.x: done"
