"""Signing in and out through real requests; what was typed before a session ended is carried through."""

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from sipol.services.accounts import TRIES_HERE
from sipol.web import answers
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], FlaskClient]

NOTE = 'Sesuai akta: "Jufri" & <Daud>'
CARRIED = {"carry_action": "/temuan/catat?x=1", "carry_fields": json.dumps([["note", NOTE], ["empty", ""]])}


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html5lib")


def hidden(page: str) -> dict[str, str]:
    return {str(field["name"]): str(field["value"]) for field in soup(page).select("input[type=hidden]")}


def test_the_right_words_open_the_door_and_lead_on(world: World, client: FlaskClient) -> None:
    answer = client.post("/masuk?kembali=/antrean?partai=PCN", data={"login": " Verifier ", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/antrean?partai=PCN")
    assert client.get("/antrean").status_code == 200
    assert client.get("/masuk").location == "/beranda"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "beranda", ""])
def test_nobody_is_led_to_another_site(world: World, client: FlaskClient, elsewhere: str) -> None:
    answer = client.post(
        "/masuk", query_string={"kembali": elsewhere}, data={"login": "verifier", "password": PASSWORD}
    )
    assert answer.location == "/beranda"


@pytest.mark.parametrize("login", ["verifier", "nobody", "x" * 5000])
def test_a_failure_never_says_which_half_was_wrong(world: World, client: FlaskClient, login: str) -> None:
    answer = client.post("/masuk", data={"login": login, "password": "wrong"})
    assert answer.status_code == 422
    page = soup(answer.text)
    assert (
        page.select_one("#password-err")
        .get_text()
        .endswith(  # type: ignore[union-attr]
            "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
        )
    )
    assert page.select_one("#login")["value"] == login  # type: ignore[index]
    assert page.select_one("#password").get("value") in (None, "")  # type: ignore[union-attr]


def test_empty_fields_are_told_one_by_one(world: World, client: FlaskClient) -> None:
    answer = client.post("/masuk", data={"login": "", "password": ""})
    assert answer.status_code == 422
    links = [link["href"] for link in soup(answer.text).select("[data-errors] a")]
    assert links == ["#login", "#password"]


def test_guessing_is_slowed_down_and_the_count_is_kept(world: World, client: FlaskClient) -> None:
    for _try in range(TRIES_HERE):
        client.post("/masuk", data={"login": "verifier", "password": "wrong"})
    answer = client.post("/masuk", data={"login": "verifier", "password": PASSWORD})
    assert answer.status_code == 422
    assert "Tunggu 15 menit" in answer.text


def test_a_form_that_was_interrupted_travels_through_the_sign_in(world: World, client: FlaskClient) -> None:
    asked = client.post("/masuk", data=CARRIED)
    assert asked.status_code == 200
    assert "dibawa serta" in asked.text
    kept = hidden(asked.text)
    assert json.loads(kept["carry_fields"]) == [["note", NOTE], ["empty", ""]]
    wrong = client.post("/masuk", data=kept | {"login": "verifier", "password": "wrong"})
    assert wrong.status_code == 422
    right = client.post("/masuk", data=hidden(wrong.text) | {"login": "verifier", "password": PASSWORD})
    assert right.status_code == 200
    form = soup(right.text).select_one("form:not([data-logout])")
    assert form is not None
    assert form["action"] == "/temuan/catat?x=1"
    assert hidden(str(form))["note"] == NOTE


@pytest.mark.parametrize(
    "spoilt",
    [{"carry_action": "https://evil.example/", "carry_fields": "[]"}, {"carry_action": "/x", "carry_fields": "{"}],
)
def test_a_spoilt_parcel_is_left_behind(world: World, client: FlaskClient, spoilt: dict[str, str]) -> None:
    answer = client.post("/masuk", data=spoilt | {"login": "verifier", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/beranda")


def test_words_typed_after_the_session_ended_come_back(world: World, client: FlaskClient) -> None:
    answer = client.post("/keluar", data={"note": NOTE}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 401
    assert json.loads(hidden(answer.text)["carry_fields"]) == [["note", NOTE]]


def test_more_words_than_can_be_given_back_are_told_so(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_CARRIED", 10)
    answer = client.post("/keluar", data={"note": NOTE}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_leaving_ends_it(world: World, sign_in: SignIn) -> None:
    client = sign_in("verifier")
    assert client.post("/keluar").location == "/"
    answer = client.get("/antrean")
    assert (answer.status_code, answer.location) == (303, "/masuk?kembali=/antrean")


def test_a_login_with_signs_no_keyboard_makes_is_only_a_wrong_one(world: World, client: FlaskClient) -> None:
    answer = client.post("/masuk", data={"login": "veri\x00", "password": "a\x00b"})
    assert answer.status_code == 422
