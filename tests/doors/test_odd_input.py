"""What no careful person sends: each is answered with a page and a sentence, never with a fault of ours."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db
from sipol.models import Finding
from sipol.rules.findings import Field
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], FlaskClient]


def test_two_rows_written_alike_are_two_findings(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    twins = {f"officers-{row}-{part}": word for row in (0, 1) for part, word in TWIN.items()}
    answer = sign_in("liaison").post(f"/sk/{decree.id}/periksa", data={"version": decree.version, **twins})
    assert answer.status_code == 303
    doubted = select(Finding).where(
        Finding.decree_id == decree.id, Finding.stated == TWIN["name"], Finding.field == Field.EXTRA
    )
    found = [(row.order, row.gone_at) for row in db.session.scalars(doubted)]
    assert sorted(found) == [(1, None), (2, None)]


TWIN = {"position": "Juru Bicara", "name": "Kembarina Samadi"}


@pytest.mark.parametrize("note", ["a\x00b", "\x1b[31m", "𓀀"])
def test_a_note_with_unprintable_signs_is_kept_without_them(world: World, sign_in: SignIn, note: str) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham")
    finding = db.session.scalars(select(Finding).where(Finding.decree_id == decree.id)).one()
    assert sign_in("liaison").post(f"/temuan/{finding.id}/penjelasan", data={"note": note}).status_code == 303


@pytest.mark.parametrize("before", ["-99999999999999999999999", "99999999999999999999999", "x", ""])
def test_the_history_takes_any_place_to_begin(world: World, sign_in: SignIn, before: str) -> None:
    assert sign_in("liaison").get("/riwayat", query_string={"sebelum": before}).status_code == 200


@pytest.mark.parametrize("years", [("2025", "0000"), ("0000", "2025"), ("0000", "0000")])
def test_a_year_of_nought_is_refused(world: World, sign_in: SignIn, years: tuple[str, str]) -> None:
    decree = world.upload()
    data = {"version": decree.version, "term_start": years[0], "term_end": years[1]}
    assert sign_in("liaison").post(f"/sk/{decree.id}/periksa", data=data).status_code == 422


@pytest.mark.parametrize("fields", ["5", "[1]", "null", "[" * 20_000, '[["a", "b", "c"]]'])
def test_carried_fields_of_another_shape_are_dropped(world: World, client: FlaskClient, fields: str) -> None:
    data = {"login": "liaison", "password": PASSWORD, "carry_action": "/temuan", "carry_fields": fields}
    assert client.post("/masuk", data=data).status_code == 303


@pytest.mark.parametrize("way", ["/a\nb", "/\t\\evil.example/x", "//evil.example", "/\\evil.example", "http://[bad"])
def test_a_way_back_that_is_none_of_ours_leads_home(world: World, client: FlaskClient, way: str) -> None:
    answer = client.post("/masuk", query_string={"kembali": way}, data={"login": "liaison", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/beranda")


def test_an_origin_that_is_no_address_is_refused(client: FlaskClient, world: World) -> None:
    assert client.post("/keluar", headers={"Origin": "http://[bad"}).status_code == 400
