"""Pages of members: a list sent, its rows put right, taken in, taken back; nobody's NIK where it need not be."""

import io
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db
from sipol.models import Member, MemberList
from sipol.services.imports import confirm, go_through
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan\n"
GOOD = "6501011501790001;Budi Santoso;L;15-01-1979;65.01.01\n6501015501790002;Siti Aminah;P;15-01-1979;65.01.02\n"
BAD = "650101150179000;Joko Widada;L;15-01-1979;65.01.01\n6501011501790003;Ratna;L;31-02-1979;65.99.99\n"


def listed(world: World, text: str = HEADER + GOOD + BAD) -> MemberList:
    return world.listed(text.encode())


def test_a_list_is_sent_gone_through_and_told(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    file = {"file": (io.BytesIO((HEADER + GOOD + BAD).encode()), "anggota.csv")}
    answer = client.post(f"/unit/{world.unit.id}/anggota/unggah", data=file)
    assert answer.status_code == 303
    assert "Daftar anggota sedang diperiksa" in words(client.get(answer.location))
    sheet = db.session.scalars(select(MemberList)).one()
    for _ in go_through(sheet):
        db.session.flush()
    page = words(client.get(answer.location))
    assert "2 baris masih harus diperbaiki" in page
    assert "NIK 15 angka, harus 16. Salin dari KTP-el" in page
    assert "Masukkan 2 anggota" in page
    assert "Tanggal lahir “31-02-1979” bukan tanggal" in page


def test_a_nik_is_whole_only_in_the_field_that_repairs_it(world: World, sign_in: SignIn) -> None:
    sheet = listed(world)
    text = sign_in("liaison").get(f"/anggota/daftar/{sheet.id}").text
    assert text.count("650101150179000") == 1
    assert 'value="650101150179000"' in text
    assert "6501011501790003" not in text
    assert "650101**********" in text


def test_a_row_is_put_right_in_place_and_nothing_typed_is_lost(world: World, sign_in: SignIn) -> None:
    client, sheet = sign_in("liaison"), listed(world)
    url = f"/anggota/daftar/{sheet.id}/baris/4"
    wrong = client.post(url, data={"r4-birth_date": "30-02-1979", "r4-district": "65.01.03"})
    assert wrong.status_code == 422
    assert 'value="30-02-1979"' in wrong.text
    assert "bukan tanggal" in words(wrong)
    right = client.post(url, data={"r4-birth_date": "15-01-1979"})
    assert right.status_code == 303
    assert "Baris 4 sudah benar dan masuk ke daftar" in words(client.get(right.location))
    assert db.session.scalars(select(Member.region_code).where(Member.list_row == 4)).one() == "65.01.03"


def test_rows_are_filtered_by_what_is_the_matter(world: World, sign_in: SignIn) -> None:
    sheet = listed(world)
    page = words(sign_in("liaison").get(f"/anggota/daftar/{sheet.id}?masalah=tanggal"))
    assert "Ratna" in page
    assert "Joko Widada" not in page


def test_taken_in_the_members_are_found_by_name_and_by_whole_nik(world: World, sign_in: SignIn) -> None:
    client, sheet = sign_in("liaison"), listed(world)
    assert client.post(f"/anggota/daftar/{sheet.id}/masukkan").status_code == 303
    assert "2 anggota dimasukkan" in words(client.get(f"/anggota/daftar/{sheet.id}"))
    url = f"/unit/{world.unit.id}/anggota"
    everybody = client.get(url)
    assert "Budi Santoso" in everybody.text
    assert "6501011501790001" not in everybody.text
    for sought, found in (("siti am", ["Siti Aminah"]), ("6501011501790001", ["Budi Santoso"]), ("650101150", [])):
        page = client.post(url, data={"sought": sought})
        assert re.findall(r'scope="row"><a[^>]*>([^<]+)<', page.text) == found


def test_a_list_taken_back_leaves_nobody(world: World, sign_in: SignIn) -> None:
    client, sheet = sign_in("liaison"), listed(world)
    confirm(world.people["liaison"], sheet)
    answer = client.post(f"/anggota/daftar/{sheet.id}/batalkan")
    assert answer.status_code == 303
    assert "Daftar ini dibatalkan seluruhnya" in words(client.get(answer.location))
    assert db.session.scalars(select(Member.id)).all() == []
    assert client.post(f"/anggota/daftar/{sheet.id}/masukkan").status_code == 422


def test_who_has_many_members_goes_through_them_by_pages(world: World, sign_in: SignIn) -> None:
    rows = "".join(f"65010115017{number:05};Orang {number:03};L;15-01-1970;65.01.01\n" for number in range(1, 121))
    sheet = listed(world, HEADER + rows.replace("6501011501700", "6501011501700"))
    confirm(world.people["liaison"], sheet)
    client, url, seen = sign_in("liaison"), f"/unit/{world.unit.id}/anggota", []
    while url:
        text = client.get(url).text
        seen += re.findall(r'scope="row"><a[^>]*>(Orang \d+)<', text)
        following = re.search(r'href="(/unit/[^"]+dari=[^"]+)"', text)
        url = following.group(1) if following else ""
    assert seen == [f"Orang {number:03}" for number in range(1, 121)]
    assert "Orang" not in url


def test_a_page_of_many_rows_asks_the_database_no_more_often(world: World, sign_in: SignIn) -> None:
    few = listed(world)
    many = listed(world, HEADER + "".join(f"65010115017900{n:02};;L;15-01-1979;65.01.01\n" for n in range(10, 50)))
    client, counts = sign_in("liaison"), []
    for url in (f"/anggota/daftar/{sheet.id}" for sheet in (few, many)):
        client.get(url)
        with counted() as statements:
            assert client.get(url).status_code == 200
        counts.append(len(statements))
    assert many.blocked == 40
    assert counts[0] == counts[1]


def test_a_unit_of_a_kabupaten_sees_how_many_members_it_lacks(world: World, sign_in: SignIn) -> None:
    confirm(world.people["liaison"], listed(world))
    assert "2 dari paling sedikit 171" in words(sign_in("liaison").get("/anggota"))
