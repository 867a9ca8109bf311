"""What answers tell browsers about their own safety, and what a closed door writes into the log."""

import base64
import logging
import re
import time
from collections.abc import Callable, Iterator
from hashlib import sha1
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask import Flask, request, url_for
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from config import load
from sipol.app import create_app
from sipol.cli.demo import ONLY_INVENTED, demo
from sipol.services.accounts import TRIES_HERE
from sipol.web import hardening
from tests.conftest import kept_for
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
    assert production.config["SIPOL_TURNSTILE"] is True


@pytest.mark.parametrize("page", ["/masuk", "/tidak-ada", "/static/app.css"])
def test_every_answer_of_an_office_is_hardened(production: Flask, page: str) -> None:
    with production.test_client().get(page, base_url=HTTPS) as answer:
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        for name, value in hardening.HEADERS.items():
            assert answer.headers[name] == value
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert answer.headers["Content-Type"] in ("text/html; charset=utf-8", "text/css; charset=utf-8")
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


def test_neither_folders_nor_the_projects_own_files_are_shown(production: Flask) -> None:
    client = production.test_client()
    for place in ("/static/", "/.git/config", "/static/../app.py", "/static/%2e%2e/app.py", "/config.py", "/metrics"):
        assert client.get(place, base_url=HTTPS).status_code == 404
    assert client.open("/masuk", method="TRACE", base_url=HTTPS).status_code == 400


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "192.0.2.9"), (2, "192.0.2.8")])
def test_who_a_visitor_is_only_the_offices_own_proxies_say(tmp_path: Path, proxies: int, seen: str) -> None:
    app = create_app(load({"SIPOL_HOME": str(tmp_path), "DATABASE_URL": NOWHERE, "SIPOL_PROXIES": str(proxies)}))
    heard: list[str | None] = []
    app.before_request(lambda: heard.append(request.remote_addr))
    app.test_client().get("/masuk", headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.8, 192.0.2.9"})
    assert heard == [seen]


def test_a_cookie_that_was_changed_made_elsewhere_or_for_something_else_opens_nothing(
    world: World, app: Flask, client: FlaskClient
) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    told = kept_for(world.people["verifier"])
    good = serializer.dumps(told)
    client.set_cookie("sipol", good)
    assert client.get("/antrean").status_code == 200
    body, signature = good.rsplit(".", 1)
    others = URLSafeTimedSerializer("k" * 32, "cookie-session", signer_kwargs=serializer.signer_kwargs)
    tokens = URLSafeTimedSerializer(app.config["SECRET_KEY"], "wtf-csrf-token")
    older = serializer.signer_kwargs | {"digest_method": sha1}
    weak = URLSafeTimedSerializer(app.config["SECRET_KEY"], "cookie-session", signer_kwargs=older)
    changed = f"{body[:-1]}{'A' if body[-1] != 'A' else 'B'}.{signature}"
    for bad in (changed, body, f"{body}.", others.dumps(told), tokens.dumps(told), weak.dumps(told)):
        client.set_cookie("sipol", bad)
        assert client.get("/antrean").status_code == 303


def test_a_cookie_older_than_eight_hours_opens_nothing(
    world: World, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with monkeypatch.context() as then:
        then.setattr("itsdangerous.timed.time.time", lambda: time.time_ns() / 1e9 - 8 * 3600 - 60)
        old = serializer.dumps(kept_for(world.people["verifier"]))
    client.set_cookie("sipol", old)
    assert client.get("/antrean").status_code == 303


def test_no_door_takes_a_form_without_its_token(production: Flask) -> None:
    client, taken = production.test_client(), []
    with production.test_request_context(base_url=HTTPS):
        doors = [rule for rule in production.url_map.iter_rules() if "POST" in (rule.methods or ())]
        named = {"row": 1, "page": 1, "order": 1, "code": "x", "typed": "x"}
        ways = [url_for(rule.endpoint, **{one: named.get(one, uuid4()) for one in rule.arguments}) for rule in doors]
    for way in ways:
        if client.post(way, base_url=HTTPS).status_code != 400:
            taken.append(way)
    assert len(ways) > 60
    assert taken == []


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
