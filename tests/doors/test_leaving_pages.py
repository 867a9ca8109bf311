"""The page on which an account is closed: what is in hand, who takes it over, and the way back."""

from collections.abc import Callable

from flask.testing import FlaskClient

from sipol.extensions import db
from tests.factories.pages import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def test_the_centre_hands_a_liaisons_draft_over_and_the_account_is_closed(world: World, sign_in: SignIn) -> None:
    world.upload()
    client, liaison = sign_in("centre"), world.people["liaison"]
    page = client.get(f"/petugas/{liaison.id}/tutup")
    assert f"Draf {world.unit.name}" in words(page)
    assert client.post(f"/petugas/{liaison.id}/tutup", data={"successor_id": ""}).status_code == 422
    other = {"successor_id": str(world.people["rival"].id)}
    assert client.post(f"/petugas/{liaison.id}/tutup", data=other).status_code == 422
    mine = {"successor_id": str(world.people["centre"].id)}
    assert client.post(f"/petugas/{liaison.id}/tutup", data=mine).location == "/petugas"
    assert not liaison.active
    assert sign_in("liaison").get("/beranda").status_code == 303
    told = words(client.get("/petugas"))
    assert "tidak bertugas lagi" in told
    assert "1 draf sekarang menjadi tanggung jawab Anda." in words(client.get("/pemberitahuan"))
    assert "diserahterimakan" in words(client.get("/riwayat"))
    client.post(f"/petugas/{liaison.id}/buka-kembali")
    assert liaison.active
    assert sign_in("liaison").get("/beranda").status_code == 200


def test_a_head_hands_a_verification_over(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    client, verifier = sign_in("head"), world.people["verifier"]
    assert f"Verifikasi {world.unit.name}" in words(client.get(f"/petugas/{verifier.id}/tutup"))
    client.post(f"/petugas/{verifier.id}/tutup", data={"successor_id": str(world.people["second"].id)})
    db.session.expire_all()
    assert submission.claimed_by == world.people["second"].id
    assert "1 verifikasi" in words(sign_in("second").get("/pemberitahuan"))


def test_the_last_account_offers_no_button(world: World, sign_in: SignIn) -> None:
    page = sign_in("centre").get(f"/petugas/{world.people['centre'].id}/tutup")
    assert "Ini akun terakhir" in words(page)
    assert "successor_id" not in page.text


def test_whoever_was_not_offered_is_refused_at_the_field(world: World, sign_in: SignIn) -> None:
    client, liaison = sign_in("centre"), world.people["neighbour"]
    for wrong in (str(world.people["rival"].id), "nobody"):
        answer = client.post(f"/petugas/{liaison.id}/tutup", data={"successor_id": wrong})
        assert answer.status_code == 422
        assert "Pilih rekan yang menerima pekerjaannya dari daftar." in words(answer)
    assert liaison.active
    client.post(f"/petugas/{liaison.id}/tutup", data={"successor_id": ""})
    assert not liaison.active
