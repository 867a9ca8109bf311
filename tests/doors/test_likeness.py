"""Two rows with different NIK that may be one person: found as they come in, shown to whom they concern, told apart."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.audit.member_events import MembersToldApart
from sipol.extensions import db
from sipol.jobs.tasks import seek_likeness
from sipol.models import AuditEntry, Likeness, LikenessSource, Member
from sipol.reading.sheets import Column
from sipol.services.imports import confirm, undo
from sipol.services.likeness import Alike, keep
from sipol.services.member_entry import correct_member, typed_of
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
ONE, OTHER, THIRD = "6501011501790001", "6501011501790002", "6501021501790003"


@pytest.fixture
def pair(world: World) -> tuple[Member, Member]:
    """Muhammad Ridwan in one party and Moh. Ridwan in another, born on one day, with two NIK, both handed in."""
    both = world.member(ONE, "Muhammad Ridwan"), world.member(OTHER, "Moh. Ridwan", who="rival")
    for who in ("liaison", "rival"):
        world.handed_in(who)
    seek_likeness(both[1].id)
    return both


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Likeness)) or 0


def test_a_name_written_otherwise_on_the_same_birthday_is_a_hint(pair: tuple[Member, Member]) -> None:
    found = db.session.scalars(select(Likeness)).one()
    assert {found.one_id, found.other_id} == {member.id for member in pair}
    assert found.source is LikenessSource.NEARBY
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Yohanes Petrus"},
        {"born": "16-01-1979", "nik": "6501011601790002"},
        {"sex": "P", "nik": "6501015501790002"},
    ],
    ids=["another-name", "another-day", "another-sex"],
)
def test_whoever_differs_is_no_hint(world: World, other: dict[str, str]) -> None:
    world.member(ONE, "Muhammad Ridwan")
    nik, name = other.pop("nik", OTHER), other.pop("name", "Moh. Ridwan")
    typed = {Column.BIRTH_DATE.value: other["born"]} if "born" in other else {}
    typed |= {Column.SEX.value: other["sex"]} if "sex" in other else {}
    seek_likeness(world.member(nik, name, who="rival", **typed).id)
    assert count() == 0


def test_rows_of_one_list_are_held_against_one_another_and_go_with_it(world: World) -> None:
    rows = "".join(
        f"{nik};{name};15-01-1979;L;65.01.01\n"
        for nik, name in ((ONE, "Nurhaliza Wati"), (OTHER, "Nur Haliza Wati"), (THIRD, "Simon Petrus"))
    )
    sheet = world.listed(f"NIK;Nama;Tanggal Lahir;JK;Kode Kecamatan\n{rows}".encode())
    confirm(world.people["liaison"], sheet)
    seek_likeness(sheet.id)
    seek_likeness(sheet.id)
    assert count() == 1
    undo(world.people["liaison"], sheet)
    assert count() == 0


def test_kpu_sees_both_sides_and_a_party_nothing_of_the_other(pair: tuple[Member, Member], sign_in: SignIn) -> None:
    page = sign_in("verifier").get("/verifikasi/mirip")
    for told in ("Ridwan", pair[0].unit.party.name, pair[1].unit.party.name, "650101**********"):
        assert told in page.text
    assert ONE not in page.text
    assert "Mungkin orang yang sama" not in sign_in("liaison").get(f"/anggota/{pair[0].id}").text
    assert words(sign_in("far").get("/verifikasi/mirip")).count("Ridwan") == 0


def test_a_party_sees_its_own_two_rows(world: World, sign_in: SignIn) -> None:
    one, other = world.member(ONE, "Muhammad Ridwan"), world.member(OTHER, "Moh. Ridwan")
    seek_likeness(other.id)
    page = sign_in("liaison").get(f"/anggota/{one.id}")
    assert "Mungkin orang yang sama" in page.text
    assert f"/anggota/{other.id}" in page.text


def test_told_apart_they_are_gone_and_stay_gone(pair: tuple[Member, Member], sign_in: SignIn) -> None:
    hint = db.session.scalars(select(Likeness.id)).one()
    assert sign_in("verifier").post(f"/verifikasi/mirip/{hint}/berbeda").status_code == 303
    seek_likeness(pair[0].id)
    assert "Tidak ada pasangan" in sign_in("verifier").get("/verifikasi/mirip").text
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MembersToldApart.__name__)).one()
    assert "Ridwan" not in str(told.facts)
    assert sign_in("verifier").post(f"/verifikasi/mirip/{hint}/berbeda").status_code == 404


def test_a_corrected_member_is_looked_for_anew(world: World) -> None:
    one = world.member(ONE, "Muhammad Ridwan")
    seek_likeness(world.member(OTHER, "Moh. Ridwan", who="rival").id)
    typed = typed_of(world.people["liaison"], one) | {Column.NAME: "Simon Petrus"}
    assert correct_member(world.people["liaison"], one, typed) == {}
    seek_likeness(one.id)
    assert count() == 0


def test_pages_of_pairs_follow_one_another(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipol.services.likeness.SHOWN", 2)
    monkeypatch.setattr("sipol.web.likeness.SHOWN", 2)
    people = [world.member(f"650101150179000{place}", f"Orang {letter}") for place, letter in enumerate("ABCD", 1)]
    world.handed_in()
    keep((Alike(people[0].id, other.id, 0.7) for other in people[1:]), LikenessSource.NATIONWIDE)
    first = sign_in("verifier").get("/verifikasi/mirip").text
    further = first.split('href="/verifikasi/mirip?dari=')[1].split('"')[0]
    second = sign_in("verifier").get(f"/verifikasi/mirip?dari={further}").text
    assert (first.count("Dua orang berbeda"), second.count("Dua orang berbeda")) == (2, 1)


def test_more_pairs_than_one_order_takes_are_all_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipol.services.likeness.AT_ONCE", 2)
    people = [world.member(f"650101150179000{place}", f"Orang {letter}") for place, letter in enumerate("ABCD", 1)]
    pairs = [Alike(one.id, other.id, 0.7) for one in people for other in people if one is not other]
    assert (keep(pairs, LikenessSource.NATIONWIDE), keep(pairs, LikenessSource.NATIONWIDE)) == (6, 0)
