"""The page on which anybody asks for an account, and those on which the level above answers and invites."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from sipol.extensions import db, today
from sipol.models import AccessRequest, Invitation, User
from sipol.services.access import KNOCKS
from tests.factories.access import EMAIL, asked, invited, link_of
from tests.factories.pages import words
from tests.factories.photographs import photograph
from tests.factories.statements import statements
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], FlaskClient]


def form(world: World, **changes: object) -> dict[str, object]:
    filled = {
        "party_id": str(world.parties["PBS"].id),
        "region_code": "65.71",
        "name": "Sulastri Wijaya",
        "email": EMAIL,
        "position": "Petugas Penghubung",
        "letter_number": "9/DPP/2026",
        "letter_date": f"{today():%d-%m-%Y}",
        "letter": (BytesIO(photograph("Surat penunjukan", (700, 900))), "surat.jpg"),
    }
    return filled | changes


def ask(client: FlaskClient, world: World, address: str = "10.0.0.1", **changes: object) -> TestResponse:
    return client.post("/minta-akun", data=form(world, **changes), environ_base={"REMOTE_ADDR": address})


def many() -> int:
    return db.session.scalar(select(func.count()).select_from(AccessRequest)) or 0


def test_a_stranger_reads_the_same_whether_it_is_known_already_or_not(world: World, client: FlaskClient) -> None:
    world.people["liaison"].email = "lo@contoh.id"
    answers = [
        ask(client, world),
        ask(client, world),
        ask(client, world, email="lo@contoh.id"),
        ask(client, world, party_id=str(world.parties["TUNAS"].id)),
    ]
    assert {(one.status_code, one.location) for one in answers} == {(303, "/minta-akun/diterima")}
    assert many() == 3
    page = words(client.get("/minta-akun/diterima"))
    assert "Sulastri" not in page
    assert "bila ada yang dapat diteruskan" in page


def test_what_is_wrong_with_the_form_is_said_and_what_was_typed_stays(world: World, client: FlaskClient) -> None:
    answer = ask(client, world, letter_date="31-02-2026", party_id="", region_code="99", letter=(BytesIO(b""), ""))
    assert answer.status_code == 422
    page = words(answer)
    assert "Tulis tanggal sebagai HH-BB-TTTT" in page
    assert "Pilih partai dari daftar." in page
    assert "Pilih wilayah dari daftar." in page
    assert "Sulastri Wijaya" in answer.text
    refused = ask(client, world, letter=(BytesIO(b"no picture"), "surat.pdf"))
    assert refused.status_code == 422
    assert "Surat ini tidak dapat dibuka dengan aman" in words(refused)
    assert many() == 0


def test_a_place_that_asks_too_often_must_wait(world: World, client: FlaskClient) -> None:
    # Tries that came to nothing count too.
    for number in range(KNOCKS):
        broken = {"letter": (BytesIO(b"x"), "x")} if number % 2 else {}
        ask(client, world, email=f"a{number}@contoh.id", **broken)
    answer = ask(client, world, email="lagi@contoh.id")
    assert answer.status_code == 429
    assert "Tunggu satu jam" in words(answer)
    assert ask(client, world, "10.0.0.2", email="lagi@contoh.id").status_code == 303


def test_the_public_page_tells_of_nobody(world: World, client: FlaskClient) -> None:
    asked(world)
    page = client.get("/minta-akun").text
    assert "Sulastri" not in page
    assert EMAIL not in page


def test_the_centre_finds_the_request_reads_the_letter_and_grants(world: World, sign_in: SignIn) -> None:
    request, client = asked(world), sign_in("centre")
    assert "Petugas dan akun" in words(client.get("/beranda"))
    assert f"/permintaan-akun/{request.id}" in client.get("/petugas").text
    page = words(client.get(f"/permintaan-akun/{request.id}"))
    assert "Sulastri Wijaya" in page
    assert "terbuka untuk umum" in page
    with client.get(f"/permintaan-akun/{request.id}/surat") as letter:
        assert letter.mimetype == "image/webp"
        assert "no-store" in letter.headers["Cache-Control"]
    answer = client.post(f"/permintaan-akun/{request.id}", data={"act": "grant", "capacity": "operator"})
    assert answer.location == "/petugas"
    invitation = db.session.scalars(select(Invitation).where(Invitation.request_id == request.id)).one()
    assert invitation.capacity == "operator"
    assert "Surel sedang dikirim" in words(client.get("/petugas"))
    assert client.post(f"/permintaan-akun/{request.id}", data={"act": "grant"}).status_code == 409


def test_a_refusal_without_a_reason_comes_back(world: World, sign_in: SignIn) -> None:
    request, client = asked(world), sign_in("centre")
    assert client.post(f"/permintaan-akun/{request.id}", data={"act": "refuse"}).status_code == 422
    done = client.post(f"/permintaan-akun/{request.id}", data={"act": "refuse", "reason": "Surat palsu."})
    assert done.status_code == 303
    assert "Surat palsu." in words(client.get(f"/permintaan-akun/{request.id}"))


def test_a_notice_leads_the_centre_to_the_request(world: World, sign_in: SignIn) -> None:
    request, client = asked(world), sign_in("centre")
    page = client.get("/pemberitahuan")
    assert "Seorang petugas meminta akun" in words(page)
    link = page.text.split('href="/pemberitahuan/')[1:]
    places = {client.get(f"/pemberitahuan/{rest[:36]}").location for rest in link if rest[8:9] == "-"}
    assert f"/permintaan-akun/{request.id}" in places


@pytest.mark.parametrize(("who", "role", "code"), [("centre", "liaison", "65.71"), ("head", "verifier", "65.71")])
def test_the_level_above_invites_by_the_page(
    world: World, sign_in: SignIn, client: FlaskClient, who: str, role: str, code: str
) -> None:
    manager = sign_in(who)
    sent = form(world, role=role, region_code=code, capacity="board")
    assert manager.post("/petugas/undang", data=sent).location == "/petugas"
    invitation = db.session.scalars(select(Invitation)).one()
    token = link_of(invitation)
    assert "Menunggu dipakai" in words(manager.get("/petugas"))
    page = words(client.get(f"/undangan/buka/{token}"))
    assert "Sulastri Wijaya" in page
    assert client.post(f"/undangan/buka/{token}", data={"password": PASSWORD, "again": "x"}).status_code == 422
    short = client.post(f"/undangan/buka/{token}", data={"password": "x", "again": "x"})
    assert "paling sedikit 12 karakter" in words(short)
    done = client.post(f"/undangan/buka/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert done.location == "/masuk"
    user = db.session.scalars(select(User).where(User.login == EMAIL)).one()
    assert (user.role, user.capacity) == (role, "board" if who == "centre" else None)
    client.get("/masuk")
    gone = client.get(f"/undangan/buka/{token}")
    assert gone.status_code == 404
    assert "Tautan ini tidak berlaku" in gone.text
    assert client.get("/undangan/buka/nothing").data == gone.data
    assert "Dipakai" in words(manager.get("/petugas"))


def test_the_inviter_mails_again_and_revokes(world: World, sign_in: SignIn, client: FlaskClient) -> None:
    invitation, manager = invited(world), sign_in("centre")
    old = link_of(invitation)
    assert manager.post(f"/petugas/undangan/{invitation.id}/kirim-ulang").location == "/petugas"
    assert client.get(f"/undangan/buka/{old}").status_code == 404
    fresh = link_of(invitation)
    manager.post(f"/petugas/undangan/{invitation.id}/kirim-ulang")
    assert "Tunggu sepuluh menit" in words(manager.get("/petugas"))
    assert client.get(f"/undangan/buka/{fresh}").status_code == 200
    manager.post(f"/petugas/undangan/{invitation.id}/cabut")
    assert client.get(f"/undangan/buka/{fresh}").status_code == 404
    assert "Dicabut" in words(manager.get("/petugas"))


def test_kpu_reads_that_a_body_waits_and_since_when_and_not_who_asked(world: World, sign_in: SignIn) -> None:
    world.people["neighbour"].active = False
    asked(world)
    for who, url in (("far", "/antrean"), ("far", "/dasbor"), ("above", "/rekapitulasi?wilayah=65.71")):
        page = words(sign_in(who).get(url))
        assert "menunggu pusat sejak hari ini" in page.lower(), url
        assert "Sulastri" not in page
    assert "permintaan" not in words(sign_in("far").get("/riwayat")).lower()
    assert "meminta akun" in words(sign_in("centre").get("/riwayat"))


def test_more_people_ask_the_database_no_more(world: World, sign_in: SignIn) -> None:
    client = sign_in("centre")
    asked(world)
    invited(world)
    statements(client, "/petugas")
    few = statements(client, "/petugas")
    asked(world, email="dua@contoh.id")
    invited(world, email="tiga@contoh.id", code="65.71")
    assert statements(client, "/petugas") == few
