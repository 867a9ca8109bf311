"""Dasbor on screen: the grid by party and region, the semester chosen, nothing of drafts for KPU."""

from collections.abc import Callable
from datetime import timedelta

import html5lib
import pytest
from flask.testing import FlaskClient

from sipol.extensions import db, now
from sipol.services.periods import name_of
from tests.doors.test_budgets import LATER, fetched
from tests.factories.pages import next_semester, words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize("who", ["liaison", "centre", "verifier", "above", "head", "supervisor"])
def test_the_page_is_right_for_everybody(world: World, sign_in: SignIn, who: str) -> None:
    world.decided()
    packed, html = fetched(sign_in(who), "/dasbor")
    html5lib.HTMLParser(strict=True).parse(html)
    assert "1 MS" in words(sign_in(who).get("/dasbor"))
    assert "style=" not in html
    assert len(packed) <= LATER


def test_kpu_sees_work_and_days_and_no_draft(world: World, sign_in: SignIn) -> None:
    world.upload()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    page = words(sign_in("verifier").get("/dasbor"))
    assert "1 pengajuan menunggu dan 7 hari tersisa" in page
    assert "draf" not in page.lower()
    assert world.people["verifier"].name in page
    party = words(sign_in("liaison").get("/dasbor"))
    assert "1 draf" in party
    assert world.people["verifier"].name not in party
    assert world.parties["PCN"].name not in words(sign_in("centre").get("/dasbor"))


def test_a_party_and_a_region_are_chosen_in_the_address(world: World, sign_in: SignIn) -> None:
    client, party = sign_in("head"), world.parties["PCN"]
    html = client.get(f"/dasbor?partai={party.id}").text
    assert f"/dasbor?periode={world.period.id}&amp;partai={party.id}&amp;wilayah=65.71" in html
    assert client.get(f"/dasbor?partai={party.id}&wilayah=65.71").status_code == 200
    assert client.get("/dasbor?wilayah=64").status_code == 404
    assert client.get(f"/dasbor?partai={world.unit.id}").status_code == 404
    assert client.get(f"/dasbor?periode={world.unit.id}").status_code == 404


def test_an_earlier_semester_is_kept_and_what_was_not_sent_is_then_named(world: World, sign_in: SignIn) -> None:
    world.decided()
    former = world.period
    former.deadline = now() - timedelta(days=1)
    db.session.flush()
    next_semester(world)
    client = sign_in("head")
    assert "1 MS" not in words(client.get("/dasbor"))
    then = words(client.get(f"/dasbor?periode={former.id}"))
    assert name_of(former) in then
    assert "1 MS" in then
    assert "tidak memutakhirkan" in then


def test_the_menu_of_offices_and_the_centre_leads_there(world: World, sign_in: SignIn) -> None:
    for who, shown in (("verifier", True), ("supervisor", True), ("centre", True), ("liaison", False)):
        assert ('<li><a href="/dasbor"' in sign_in(who).get("/berita-acara").text) is shown
