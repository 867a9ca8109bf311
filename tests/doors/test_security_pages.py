"""Signing in by two steps and looking after one's own account, through real requests."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from sipol.extensions import db
from sipol.models import AuthenticatorApp, Notice, SignIn
from sipol.rules.errors import Refused
from sipol.rules.sign_in import TOUCHED
from sipol.services.password_links import mail_password_link
from tests.doors.test_session import CARRIED, hidden
from tests.factories.access import newest_mail
from tests.factories.world import PASSWORD, World
from tests.services.test_second_factor import code_of, with_app

Enter = Callable[[str], FlaskClient]
LIAISON = {"login": "liaison", "password": PASSWORD}
OTHER = "kuda baterai staples benar"


def test_the_right_password_leads_to_the_second_step_and_no_further(world: World, client: FlaskClient) -> None:
    app, _ = with_app(world)
    asked = client.post("/masuk?kembali=/sk", data=LIAISON)
    assert asked.status_code == 200
    assert "Langkah kedua" in asked.text
    for closed in ("/beranda", "/sk", "/keamanan", "/keamanan/kata-sandi"):
        assert client.get(closed).status_code == 303
    wrong = client.post("/masuk/langkah-kedua?kembali=/sk", data={"code": "zzzzz-zzzzz"})
    assert wrong.status_code == 422
    assert "tidak cocok" in wrong.text
    right = client.post("/masuk/langkah-kedua?kembali=/sk", data={"code": code_of(app)})
    assert (right.status_code, right.location) == (303, "/sk")
    assert client.get("/beranda").status_code == 200
    assert db.session.scalar(select(func.sum(SignIn.wrong_codes))) == 1


def test_an_empty_code_is_told_and_not_counted(world: World, client: FlaskClient) -> None:
    with_app(world)
    client.post("/masuk", data=LIAISON)
    answer = client.post("/masuk/langkah-kedua", data={})
    assert answer.status_code == 422
    assert "Isi kode" in answer.text
    assert db.session.scalar(select(func.sum(SignIn.wrong_codes))) == 0


def test_what_was_typed_before_comes_along_through_both_steps(world: World, client: FlaskClient) -> None:
    _, codes = with_app(world)
    first = client.post("/masuk", data=CARRIED | LIAISON)
    kept = {name: value for name, value in hidden(first.text).items() if name.startswith("carry")}
    assert json.loads(kept["carry_fields"]) == json.loads(CARRIED["carry_fields"])
    wrong = client.post("/masuk/langkah-kedua", data=kept | {"code": "1"})
    kept = {name: value for name, value in hidden(wrong.text).items() if name.startswith("carry")}
    right = client.post("/masuk/langkah-kedua", data=kept | {"code": codes[0]})
    assert hidden(right.text)["note"] == json.loads(CARRIED["carry_fields"])[0][1]


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "1", '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}', "{" * 9999],
)
def test_what_is_no_answer_of_a_passkey_is_refused(world: World, sign_in: Enter, answer: str) -> None:
    client = sign_in("liaison")
    assert client.get("/keamanan/kunci").status_code == 200
    assert client.post("/keamanan/kunci", data={"name": "Ponsel", "answer": answer}).status_code == 422


def test_whoever_is_halfway_adds_no_factor_to_those_there_are(world: World, client: FlaskClient) -> None:
    with_app(world)
    client.post("/masuk", data=LIAISON)
    for closed in ("/keamanan/aplikasi", "/keamanan/kunci"):
        assert client.get(closed).location == "/masuk/langkah-kedua"
        assert client.post(closed, data={"code": "1", "name": "x", "answer": "{}"}).location == "/masuk/langkah-kedua"
    assert client.post("/keamanan/aplikasi/mulai").location == "/masuk/langkah-kedua"
    assert db.session.scalars(select(AuthenticatorApp).where(AuthenticatorApp.confirmed_at.is_(None))).all() == []


def test_where_one_is_needed_nobody_gets_in_without(
    world: World, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SIPOL_SECOND_FACTOR", True)
    assert client.post("/masuk", data=LIAISON).location == "/keamanan/aplikasi"
    assert client.get("/beranda").status_code == 303
    assert "mewajibkan langkah kedua" in client.get("/keamanan/aplikasi").text
    client.post("/keamanan/aplikasi/mulai")
    pending = db.session.scalars(select(AuthenticatorApp)).one()
    done = client.post("/keamanan/aplikasi", data={"code": code_of(pending)})
    assert "Kode pemulihan Anda" in done.text
    assert client.get("/beranda").status_code == 200


def test_how_one_signs_in_is_changed_only_after_a_proof(world: World, sign_in: Enter) -> None:
    client = sign_in("liaison")
    long_ago = func.clock_timestamp() - timedelta(hours=1)
    db.session.execute(update(SignIn).values(proved_at=long_ago))
    for url in ("/keamanan/aplikasi", "/keamanan/kunci", "/keamanan/kata-sandi"):
        assert client.get(url).location.startswith("/keamanan/bukti")
    for url in ("/keamanan/aplikasi/mulai", "/keamanan/aplikasi/lepas", "/keamanan/kode-pemulihan"):
        assert client.post(url).location.startswith("/keamanan/bukti")
    assert client.post("/keamanan/kata-sandi", data={"password": OTHER, "again": OTHER}).status_code == 303
    assert client.post("/keamanan/bukti", data={"password": "wrong"}).status_code == 422
    proof = client.post("/keamanan/bukti?ke=security.password", data={"password": PASSWORD})
    assert proof.location == "/keamanan/kata-sandi"
    assert client.post("/keamanan/kata-sandi", data={"password": OTHER, "again": OTHER}).location == "/keamanan"


def test_another_password_puts_out_everybody_else(world: World, sign_in: Enter) -> None:
    here, elsewhere = sign_in("liaison"), sign_in("liaison")
    weak = here.post("/keamanan/kata-sandi", data={"password": "liaison liaison", "again": "liaison liaison"})
    assert "mudah ditebak" in weak.text
    unlike = here.post("/keamanan/kata-sandi", data={"password": OTHER, "again": OTHER + "x"})
    assert "tidak sama" in unlike.text
    assert elsewhere.get("/beranda").status_code == 200
    assert here.post("/keamanan/kata-sandi", data={"password": OTHER, "again": OTHER}).status_code == 303
    assert here.get("/beranda").status_code == 200
    assert elsewhere.get("/beranda").status_code == 303


def test_a_session_that_was_ended_is_over_with_its_cookie(world: World, sign_in: Enter) -> None:
    client, thief = sign_in("liaison"), sign_in("liaison")
    with client.session_transaction() as kept:
        stolen = dict(kept)
    assert client.post("/keluar").status_code == 303
    with thief.session_transaction() as kept:
        kept.clear()
        kept.update(stolen)
    assert thief.get("/beranda").status_code == 303


def test_the_use_of_a_session_is_kept_although_a_page_was_only_read(world: World, sign_in: Enter) -> None:
    for who, page in (("liaison", "/beranda"), ("supervisor", "/antrean")):
        client = sign_in(who)
        stale = func.clock_timestamp() - TOUCHED - timedelta(minutes=1)
        mine = SignIn.user_id == world.people[who].id
        db.session.execute(update(SignIn).where(mine).values(seen_at=stale))
        assert client.get(page).status_code == 200
        fresh = SignIn.seen_at > func.clock_timestamp() - TOUCHED
        assert db.session.scalar(select(func.count()).where(mine, fresh)) == 1


def test_signing_in_once_more_ends_the_session_before(world: World, client: FlaskClient, sign_in: Enter) -> None:
    client.post("/masuk", data=LIAISON)
    with client.session_transaction() as kept:
        before = dict(kept)
    assert client.post("/masuk", data=LIAISON).status_code == 303
    assert client.get("/beranda").status_code == 200
    with client.session_transaction() as kept:
        assert kept["sign_in"] != before["sign_in"]
        kept.update(before)
    assert client.get("/beranda").status_code == 303


def test_another_address_for_notices_asks_for_a_proof(world: World, sign_in: Enter) -> None:
    client, person = sign_in("liaison"), world.people["liaison"]
    db.session.execute(update(SignIn).values(proved_at=func.clock_timestamp() - timedelta(hours=1)))
    form = {"email": "pencuri@contoh.id", "steps": "y"}
    refused = client.post("/pemberitahuan/pengaturan", data=form)
    assert refused.status_code == 422
    assert "pencuri@contoh.id" in refused.text
    assert person.email is None
    client.post("/keamanan/bukti", data={"password": PASSWORD})
    assert client.post("/pemberitahuan/pengaturan", data=form).status_code == 303
    assert person.email == "pencuri@contoh.id"


def test_what_is_done_to_an_account_is_mailed_whatever_its_owner_wishes(world: World, sign_in: Enter) -> None:
    client, person = sign_in("liaison"), world.people["liaison"]
    client.post("/pemberitahuan/pengaturan", data={"email": "lo@contoh.id"})
    client.post("/keamanan/kata-sandi", data={"password": OTHER, "again": OTHER})
    due = select(func.count()).where(Notice.recipient_id == person.id, Notice.mail_due_at.is_not(None))
    assert db.session.scalar(due) == 1


def test_a_forgotten_password_is_renewed_by_a_link_that_works_once_and_leaves_the_second_step(
    world: World, client: FlaskClient, sign_in: Enter
) -> None:
    person, centre, inside = world.people["liaison"], sign_in("centre"), sign_in("liaison")
    help_in = f"/petugas/{person.id}/kata-sandi"
    assert centre.post(help_in).status_code == 303
    assert "tidak punya alamat surel" in centre.get("/petugas").text
    person.email = "lo@contoh.id"
    for stranger in ("rival", "neighbour", "verifier"):
        assert sign_in(stranger).post(help_in).status_code == 404
    assert centre.post(help_in).status_code == 303
    mail_password_link(person.id)
    link = re.search(r"/kata-sandi/\S+", newest_mail(str(person.id)))
    assert link is not None
    assert "Buat kata sandi baru" in client.get(link[0]).text
    weak = client.post(link[0], data={"password": "liaison12345", "again": "liaison12345"})
    assert (weak.status_code, "mudah ditebak" in weak.text) == (422, True)
    with_app(world)
    assert client.post(link[0], data={"password": OTHER, "again": OTHER}).status_code == 303
    assert inside.get("/beranda").status_code == 303
    assert client.get(link[0]).status_code == 404
    assert client.get(link[0] + "x").status_code == 404
    asked = client.post("/masuk", data={"login": "liaison", "password": OTHER})
    assert "Langkah kedua" in asked.text


def test_where_there_is_a_second_step_a_proof_takes_it_too(world: World, sign_in: Enter) -> None:
    _, codes = with_app(world)
    client = sign_in("liaison")
    db.session.execute(update(SignIn).values(proved_at=func.clock_timestamp() - timedelta(hours=1)))
    assert client.post("/keamanan/bukti", data={"password": PASSWORD}).status_code == 422
    assert client.post("/keamanan/aplikasi/lepas").location.startswith("/keamanan/bukti")
    assert client.post("/keamanan/bukti", data={"password": PASSWORD, "code": codes[0]}).status_code == 303
    assert client.post("/keamanan/aplikasi/lepas").location == "/keamanan"


def test_what_was_refused_is_not_kept_because_a_session_was_stale(world: World, sign_in: Enter) -> None:
    client = sign_in("liaison")
    stale = func.clock_timestamp() - TOUCHED - timedelta(minutes=1)
    db.session.execute(update(SignIn).values(seen_at=stale))

    def refuse() -> None:
        world.people["liaison"].name = "Diubah"
        db.session.flush()

    view = client.application.view_functions["security.end_others"]
    client.application.view_functions["security.end_others"] = marked(view, refuse)
    try:
        assert client.post("/keamanan/sesi/akhiri-lain").status_code == 422
    finally:
        client.application.view_functions["security.end_others"] = view
    db.session.expire_all()
    assert world.people["liaison"].name != "Diubah"


def marked(view: Any, act: Callable[[], None]) -> Any:
    """A door like this one that changes something and then refuses."""

    def refusing() -> Any:
        act()
        raise Refused("x", "Tidak.")

    refusing.audiences = view.audiences  # type: ignore[attr-defined]
    return refusing


def test_sending_the_form_for_codes_again_voids_none(world: World, sign_in: Enter) -> None:
    with_app(world)
    client = sign_in("liaison")
    form = {"made": hidden(client.get("/keamanan").text)["made"]}
    assert "Kode pemulihan Anda" in client.post("/keamanan/kode-pemulihan", data=form).text
    assert client.post("/keamanan/kode-pemulihan", data=form).status_code == 303


def test_the_former_address_hears_that_another_one_was_given(world: World, sign_in: Enter) -> None:
    person, client = world.people["liaison"], sign_in("liaison")
    person.email = "lo@contoh.id"
    client.post("/pemberitahuan/pengaturan", data={"email": "pencuri@contoh.id"})
    assert person.email == "pencuri@contoh.id"
    told = db.session.scalars(select(Notice).where(Notice.recipient_id == person.id, Notice.mail_to.is_not(None)))
    assert [one.mail_to for one in told] == ["lo@contoh.id"]
