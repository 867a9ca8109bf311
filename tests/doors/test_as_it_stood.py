"""The register as it stood on a day, and what changed between two days: for each only what lies in their scope."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from sipol.extensions import db, today
from sipol.models import Decree
from sipol.services.as_it_stood import chair_of
from tests.doors.test_decrees import words
from tests.doors.test_home import next_semester
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def boards(world: World) -> tuple[Decree, Decree]:
    """Two decrees of one unit, one behind the other: the chair went, one name is spelt anew, the last one came."""
    former = world.decided().decree
    next_semester(world)
    later = world.decided(number="9/SK/BARU").decree
    assert former is not None
    assert later is not None
    former.in_force_from, former.in_force_until = today() - timedelta(days=400), today() - timedelta(days=30)
    later.in_force_from = today() - timedelta(days=30)
    chair = chair_of(former)
    assert chair is not None
    chair.name = "Yohanes Petrus Lawai"
    spelt = next(officer for officer in former.officers if officer is not chair and "i" in officer.name)
    spelt.name = spelt.name.replace("i", "y", 1)
    db.session.delete(former.officers[-1])
    db.session.flush()
    db.session.expire_all()
    return former, later


def test_the_board_of_a_day_is_that_of_the_decree_then_in_force(boards: tuple[Decree, Decree], sign_in: SignIn) -> None:
    former, later = boards
    url, client = f"/register/unit/{former.unit_id}", sign_in("liaison")
    then = words(client.get(f"{url}?per={today() - timedelta(days=31):%d-%m-%Y}"))
    assert former.number in then
    assert "Yohanes Petrus Lawai" in then
    now = words(client.get(url))
    assert later.number in now
    assert "Yohanes Petrus Lawai" not in now
    assert "Tidak ada SK yang berlaku" in words(client.get(f"{url}?per=01-01-2001"))


def test_the_chairs_of_a_day_are_told_unit_by_unit(boards: tuple[Decree, Decree], sign_in: SignIn) -> None:
    page = words(sign_in("supervisor").get(f"/register?per={today() - timedelta(days=31):%d-%m-%Y}"))
    assert "Yohanes Petrus Lawai" in page
    chair = chair_of(boards[1])
    assert chair is not None
    assert chair.name in words(sign_in("supervisor").get("/register"))
    assert chair.name not in words(sign_in("rival").get("/register"))
    assert chair.name not in words(sign_in("far").get("/register"))


def test_what_changed_between_two_days_is_named(boards: tuple[Decree, Decree], sign_in: SignIn) -> None:
    former, later = boards
    page = words(sign_in("verifier").get("/perbandingan"))
    assert f"SK Nomor {former.number} digantikan SK Nomor {later.number}" in page
    for told in ("Yohanes Petrus Lawai", "Ejaan 1", later.officers[-1].name):
        assert told in page
    assert "1 kepengurusan berubah" in page
    assert former.number not in words(sign_in("rival").get("/perbandingan"))
    day = f"{today():%d-%m-%Y}"
    assert "Tidak ada yang berubah" in words(
        sign_in("verifier").get(f"/perbandingan?dari={today() - timedelta(days=9):%d-%m-%Y}&sampai={day}")
    )


def test_the_table_has_a_line_for_each_change(boards: tuple[Decree, Decree], sign_in: SignIn) -> None:
    with sign_in("verifier").get("/perbandingan.xlsx") as answer:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    told = {(row[2], row[4], row[6]) for row in rows[3:]}
    assert ("masuk", "", boards[1].officers[-1].name) in told
    assert any(kind in ("diganti", "keluar") and name == "Yohanes Petrus Lawai" for kind, name, _ in told)
    assert not any(kind == "tetap" for kind, _, _ in told)
    assert "Yohanes" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("/register?per=kemarin", "Tulis tanggal sebagai HH-BB-TTTT"),
        ("/perbandingan?dari=31-02-2026", "Tulis tanggal sebagai HH-BB-TTTT"),
        ("/perbandingan?dari=02-02-2026&sampai=01-02-2026", "Tanggal kedua harus sesudah"),
    ],
)
def test_a_day_that_is_none_is_told(world: World, sign_in: SignIn, url: str, sentence: str) -> None:
    answer = sign_in("liaison").get(url)
    assert answer.status_code == 200
    assert sentence in words(answer)


def test_a_unit_without_a_former_board_is_told_as_new(world: World, sign_in: SignIn) -> None:
    decree = world.decided().decree
    assert decree is not None
    decree.in_force_from = date(2026, 6, 1)
    db.session.flush()
    page = words(sign_in("verifier").get("/perbandingan?dari=01-01-2026&sampai=01-10-2026"))
    assert "Belum ada SK pada tanggal pertama" in page
