"""Riwayat tells who did what, when and why, to those whose business it is."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import AuditEntry
from sipol.rules.reasons import ReasonCode
from sipol.rules.roles import Role
from sipol.rules.workflow import Outcome
from sipol.services import history
from sipol.services.leaving import close_account
from sipol.services.review import rule
from tests.factories.access import invited
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def test_both_sides_read_the_same_line_of_time(world: World, sign_in: SignIn) -> None:
    rule(world.people["verifier"], world.taken(), Outcome.INCOMPLETE, (ReasonCode.NAME,), "Sesuaikan dengan SK.")
    pages = [sign_in(who).get("/riwayat").text for who in ("liaison", "verifier", "supervisor", "centre")]
    for page in pages:
        assert "diajukan ke KPU" in page
        assert "dikembalikan untuk diperbaiki (BMS)" in page
        assert "Nama pengurus pada data berbeda dengan SK. Catatan: Sesuaikan dengan SK." in page
        assert "Verifier (verifikator)" in page


def test_strangers_read_nothing_of_it(world: World, sign_in: SignIn) -> None:
    world.taken()
    for stranger in ("rival", "neighbour", "far"):
        page = sign_in(stranger).get("/riwayat").text
        assert "diajukan ke KPU" not in page
        assert "111/SK/DW-PBS" not in page


def test_a_long_history_is_read_page_by_page(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    world.taken()
    client = sign_in("verifier")
    whole = client.get("/riwayat").text.count('<li><p class="sm sub">')
    monkeypatch.setattr(history, "PAGE", 3)
    seen, url, marker = 0, "/riwayat", 'rel="next" href="'
    while url:
        page = client.get(url).text
        seen += page.count('<li><p class="sm sub">')
        url = page.split(marker)[1].split('"')[0].replace("&amp;", "&") if marker in page else ""
    assert seen == whole > 3


def test_one_unit_can_be_looked_at_alone(world: World, sign_in: SignIn) -> None:
    world.submitted()
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN/2025")
    page = sign_in("verifier").get("/riwayat", query_string={"unit": str(world.unit.id)}).text
    assert page.count("diajukan ke KPU") == 1


def test_a_neighbours_unit_is_not_there(world: World, sign_in: SignIn) -> None:
    other = str(world.units["PBS", "65.71"].id)
    assert sign_in("verifier").get("/riwayat", query_string={"unit": other}).status_code == 404


def test_everybody_reads_when_the_period_opened_and_nobody_who_signed_in(world: World, sign_in: SignIn) -> None:
    sign_in_of = world.people["above"]
    sign_in_of.region_code = "ID"
    for who in ("liaison", "verifier", "above"):
        page = sign_in(who).get("/riwayat").text
        assert "Masa pemutakhiran dibuka dengan surat Nomor 101/PL.01.1-SD/65/2025" in page
        assert "Akun baru dibuka" not in page


def test_a_draft_that_saved_itself_many_times_is_told_once(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    for number in ("1/SK", "12/SK", "123/SK"):
        world.retype(decree, number=number)
    page = sign_in("liaison").get("/riwayat").text
    assert page.count("disimpan") == 1
    assert "Nomor 123/SK, disimpan 3 kali. Berubah: nomor." in page


def test_a_new_account_is_told_in_the_words_of_the_screen(world: World, sign_in: SignIn) -> None:
    user = world.people["liaison"]
    entry = AuditEntry(event="UserAdded", subject_id=user.id, region_code="65.01", facts={"role": user.role.value})
    db.session.add(entry)
    page = sign_in("verifier").get("/riwayat").text
    assert "Akun baru dibuka dengan peran <b>petugas penghubung</b>." in page


def test_how_a_party_prepares_is_told_to_the_party_alone(world: World, sign_in: SignIn) -> None:
    world.submitted("liaison_tunas", unit=world.units["TUNAS", "65.01"], number="3/TUNAS/2025")
    for reader, told in (("centre_tunas", True), ("verifier", False), ("supervisor", False)):
        page = sign_in(reader).get("/riwayat").text
        assert ("Draf SK" in page, "dimintakan persetujuan pusat" in page) == (told, told)


def test_a_number_beyond_all_entries_is_no_fault(world: World, sign_in: SignIn) -> None:
    assert sign_in("liaison").get(f"/riwayat?sebelum={'9' * 40}").status_code == 200


def test_the_accounts_of_kpu_are_its_own_business(world: World, sign_in: SignIn) -> None:
    supervisor = world.people["supervisor"]
    supervisor.region_code = "65"
    close_account(world.people["head"], world.people["far"], None)
    invited(world, "head", Role.VERIFIER)
    kinds = ("AccountClosed", "PersonInvited")
    told = select(func.count()).select_from(AuditEntry).where(AuditEntry.event.in_(kinds))
    assert db.session.scalar(told.where(visible_to(world.people["head"], AuditEntry))) == 2
    for who in ("supervisor", "centre"):
        assert db.session.scalar(told.where(visible_to(world.people[who], AuditEntry))) == 0
    assert "ditutup" in sign_in("head").get("/riwayat").text
    assert "ditutup" not in sign_in("supervisor").get("/riwayat").text
