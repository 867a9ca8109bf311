"""A list whose titles say nothing: the sender says it once, and the party's next list is read without asking."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db
from sipol.jobs.tasks import read_members
from sipol.models import ListStage, Member, MemberList
from sipol.services.imports import confirm, receive
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
ODD = "Daftar Kader Cabang\n;;\nNo Urut;Kode Pribadi;Sebutan;Hari Jadi;Wilayah Kerja\n"
ROWS = (
    "1;6501011501790001;Budi Santoso;15-01-1979;65.01.01\n"
    "2;6501015501790002;Siti Aminah;15-01-1979;65.01.02\n"
    "3;6501011501790003;Joko Widada;15-01-1979;65.01.01\n"
)
SAID = {
    "line": "3",
    "kolom-0": "",
    "kolom-1": "nik",
    "kolom-2": "name",
    "kolom-3": "birth_date",
    "kolom-4": "district",
}


def sent(world: World, text: str, who: str = "liaison") -> MemberList:
    unit = world.unit if who == "liaison" else world.units["PCN", "65.01"]
    sheet = receive(world.people[who], unit, "kader.csv", text.encode()).sheet
    db.session.commit()
    read_members(sheet.id)
    return sheet


def chosen(text: str) -> dict[str, str]:
    """What each column is taken for on the page."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(kolom-\d+)">(.*?)</select>', text, re.DOTALL):
        taken = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = taken.group(1) if taken else ""
    return found


def test_a_list_without_known_titles_asks_and_shows_no_whole_nik(world: World, sign_in: SignIn) -> None:
    sheet, client = sent(world, ODD + ROWS), sign_in("liaison")
    assert sheet.stage is ListStage.UNTOLD
    answer = client.get(f"/anggota/daftar/{sheet.id}")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Tunjukkan isi setiap kolom" in words(page)
    assert "650101**********" in page.text
    assert "6501011501790001" not in page.text
    assert chosen(client.get(f"{answer.location}?judul=3").text)["kolom-1"] == "nik"


def test_what_was_said_is_used_and_remembered_for_the_party_alone(world: World, sign_in: SignIn) -> None:
    sheet, client = sent(world, ODD + ROWS), sign_in("liaison")
    assert client.post(f"/anggota/daftar/{sheet.id}/kolom", data=SAID).status_code == 303
    read_members(sheet.id)
    assert (sheet.stage, sheet.rows, sheet.clean + sheet.noted) == (ListStage.CHECKED, 3, 3)
    names = set(db.session.scalars(select(Member.name).where(Member.list_id == sheet.id)))
    assert names == {"Budi Santoso", "Siti Aminah", "Joko Widada"}
    again = sent(world, ODD + ROWS.replace("000", "001"))
    assert (again.stage, again.rows) == (ListStage.CHECKED, 3)
    assert sent(world, ODD + ROWS, "rival").stage is ListStage.UNTOLD


def test_a_sheet_without_titles_can_be_told_too(world: World, sign_in: SignIn) -> None:
    sheet = sent(world, ROWS)
    said = SAID | {"line": "0"}
    assert sign_in("liaison").post(f"/anggota/daftar/{sheet.id}/kolom", data=said).status_code == 303
    read_members(sheet.id)
    assert (sheet.stage, sheet.rows) == (ListStage.CHECKED, 3)


def test_a_guess_may_be_corrected_until_the_list_is_taken_in(world: World, sign_in: SignIn) -> None:
    titles = "NIK;Nama Panggilan;Sebutan;Tanggal Lahir;Kode Kecamatan\n"
    sheet = sent(world, titles + "6501011501790001;Budi;Budi Santoso;15-01-1979;65.01.01\n")
    client, url = sign_in("liaison"), f"/anggota/daftar/{sheet.id}/kolom"
    assert "Ubah isi kolom" in words(client.get(f"/anggota/daftar/{sheet.id}"))
    said = {"line": "1", "kolom-0": "nik", "kolom-2": "name", "kolom-3": "birth_date", "kolom-4": "district"}
    assert client.post(url, data=said).status_code == 303
    read_members(sheet.id)
    assert "Budi Santoso" in set(db.session.scalars(select(Member.name)))
    confirm(world.people["liaison"], sheet)
    refused = client.post(url, data=said)
    assert refused.status_code == 422
    assert "sudah dimasukkan" in words(refused)


def test_nik_and_name_must_be_told_and_nothing_twice(world: World, sign_in: SignIn) -> None:
    sheet, client = sent(world, ODD + ROWS), sign_in("liaison")
    url = f"/anggota/daftar/{sheet.id}/kolom"
    missing = client.post(url, data=SAID | {"kolom-2": ""})
    assert "Tunjukkan kolom yang berisi Nama lengkap" in words(missing)
    assert chosen(missing.text)["kolom-3"] == "birth_date"
    twice = client.post(url, data=SAID | {"kolom-4": "nik"})
    assert "NIK ditunjuk lebih dari sekali" in words(twice)
    assert sheet.stage is ListStage.UNTOLD
