"""Sebaran partai on screen: a day chosen, the way down from nation to kecamatan, nothing of another party."""

import io
from collections.abc import Callable
from datetime import timedelta

import html5lib
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from sipol.extensions import db, today
from sipol.rules.roles import Role
from sipol.services.accounts import UserDraft, add_user, console
from tests.factories.pages import words
from tests.factories.world import PASSWORD, World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def spread(world: World) -> World:
    """PBS in Bulungan for 400 days, PCN since today; somebody of KPU RI."""
    decree = world.decided().decree
    assert decree is not None
    decree.in_force_from = today() - timedelta(days=400)
    world.decided(who="rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    world.people["national"] = add_user(console(), UserDraft("ri", "Ri", PASSWORD, Role.HEAD, "ID", None))
    db.session.flush()
    return world


@pytest.mark.parametrize(
    ("who", "area", "told"),
    [
        ("centre", "", "Provinsi dengan kepengurusan"),
        ("national", "ID", "Kalimantan Utara"),
        ("national", "65", "Kabupaten/kota berkepengurusan 1 dari 5, perlu 4"),
        ("head", "", "Kabupaten/kota berkepengurusan 1 dari 5, perlu 4"),
        ("supervisor", "", "Kecamatan berkepengurusan 0 dari 10, perlu 5"),
        ("liaison", "", "Tanjung Selor"),
        ("centre", "65.02", "kecamatan tidak ada dalam tabel wilayah"),
    ],
)
def test_each_level_tells_what_is_asked_and_what_is_there(
    spread: World, sign_in: SignIn, who: str, area: str, told: str
) -> None:
    answer = sign_in(who).get(f"/sebaran?partai={spread.parties['PBS'].id}&wilayah={area}")
    assert answer.status_code == 200
    assert told in words(answer)
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert "style=" not in answer.text


def test_the_day_that_is_asked_for_stays_in_every_link(spread: World, sign_in: SignIn) -> None:
    url, client = f"/sebaran?partai={spread.parties['PCN'].id}", sign_in("head")
    assert "1 dari 5, perlu 4" in words(client.get(url))
    past = f"{today() - timedelta(days=9):%d-%m-%Y}"
    then = client.get(f"{url}&per={past}")
    assert "0 dari 5, perlu 4" in words(then)
    assert (
        f"wilayah=65.01&amp;partai={spread.parties['PCN'].id}&amp;per={today() - timedelta(days=9):%d-%m-%Y}"
        in then.text
    )
    for odd in ("kemarin", "31-12-9999", "01-01-0001"):
        assert client.get(f"{url}&per={odd}").status_code == 200


def test_a_party_never_sees_the_numbers_of_another(spread: World, sign_in: SignIn) -> None:
    theirs = sign_in("rival").get(f"/sebaran?partai={spread.parties['PBS'].id}")
    assert spread.parties["PBS"].name not in words(theirs)
    assert spread.parties["PCN"].name in words(theirs)
    assert sign_in("liaison").get("/sebaran?wilayah=65").status_code == 404
    assert sign_in("far").get(f"/sebaran?partai={spread.parties['PBS'].id}&wilayah=65.01").status_code == 404


def test_kpu_chooses_a_party_first(spread: World, sign_in: SignIn) -> None:
    page = sign_in("head").get("/sebaran")
    assert f"/sebaran?partai={spread.parties['PCN'].id}" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_table_has_a_line_for_each_kabupaten(spread: World, sign_in: SignIn) -> None:
    with sign_in("head").get(f"/sebaran.xlsx?partai={spread.parties['PBS'].id}") as answer:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    lines = {row[0]: row for row in rows[4:]}
    assert set(lines) == {"65", "65.01", "65.02", "65.03", "65.04", "65.71"}
    assert lines["65"][10] == "0 dari 5 kabupaten/kota, perlu 4"
    assert lines["65.01"][3:8] == ["111/SK/DW-PBS/V/2025", "belum diisi", "0", "10", "5"]
    assert lines["65.71"][3] == ""
