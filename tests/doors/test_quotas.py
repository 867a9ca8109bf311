"""Least members and voter lists on KPU's pages: what is computed, what KPU sets, how far parties are."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db, now
from sipol.models import Member, MemberQuota, Voter
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def day(ahead: int = 0) -> str:
    return (now() + timedelta(days=ahead)).strftime("%d-%m-%Y")


def numbered(client: FlaskClient, least: str, ahead: int = 0, region: str = "65.01") -> int:
    typed = {"satu-region": region, "satu-least": least, "satu-letter": "Kpt 9/2026", "satu-valid_from": day(ahead)}
    return client.post("/kuota/angka", data=typed).status_code


def test_the_computed_number_holds_until_kpu_says_another(world: World, sign_in: SignIn) -> None:
    world.member()
    party, head = sign_in("liaison"), sign_in("head")
    assert "1 dari paling sedikit 171" in words(party.get("/anggota"))
    assert numbered(head, "250") == 303
    assert "1 dari paling sedikit 250" in words(party.get("/anggota"))
    assert numbered(head, "300", ahead=9) == 303
    assert "1 dari paling sedikit 250" in words(party.get("/anggota"))
    assert numbered(head, "") == 303
    assert "1 dari paling sedikit 171" in words(party.get("/anggota"))
    assert db.session.scalar(select(func.count()).select_from(MemberQuota)) == 2


@pytest.mark.parametrize(("least", "region"), [("banyak", "65.01"), ("0", "65.01"), ("250", ""), ("250", "65")])
def test_a_number_that_cannot_be_is_refused_and_stays_typed(
    world: World, sign_in: SignIn, least: str, region: str
) -> None:
    typed = {"satu-region": region, "satu-least": least, "satu-letter": "Kpt 9/2026", "satu-valid_from": day()}
    answer = sign_in("head").post("/kuota/angka", data=typed)
    assert answer.status_code == 422
    assert 'value="Kpt 9/2026"' in answer.text
    assert db.session.scalars(select(MemberQuota)).all() == []


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("Kode;Minimal\n65.01;200\n6571;1.000\n", ""),
        ("Kode;Minimal\n65.01;200\n65.99;100\n", "bukan kode kabupaten/kota"),
        ("Kode;Minimal\n65.01;200\n65.01;100\n", "sudah ada pada baris sebelumnya"),
        ("Kode;Minimal\n65.01;banyak\n", "tidak terbaca"),
        ("Nama;Alamat\na;b\n", "harus memuat kolom kode wilayah"),
    ],
)
def test_a_table_of_numbers_comes_in_whole_or_not_at_all(
    world: World, sign_in: SignIn, table: str, sentence: str
) -> None:
    file = (io.BytesIO(table.encode()), "kuota.csv")
    typed = {"tabel-file": file, "tabel-letter": "Kpt 9/2026", "tabel-valid_from": day()}
    answer = sign_in("head").post("/kuota/angka/tabel", data=typed)
    assert answer.status_code == (422 if sentence else 303)
    assert sentence in words(answer)
    kept = dict(db.session.execute(select(MemberQuota.region_code, MemberQuota.least)).all())
    assert kept == ({} if sentence else {"65.01": 200, "65.71": 1_000})


def test_each_side_sees_how_far_parties_are_and_kpu_counts_what_was_handed_in(world: World, sign_in: SignIn) -> None:
    world.member()
    name = world.unit.party.name
    assert "Bulungan" in words(sign_in("liaison").get("/kuota"))
    for who in ("verifier", "supervisor", "head"):
        assert name in words(sign_in(who).get("/kuota"))
    url = f"/kuota?partai={world.unit.party_id}"
    before = words(sign_in("head").get(url))
    world.handed_in()
    assert words(sign_in("head").get(url)) != before


def test_the_page_asks_as_often_for_one_party_as_for_all(world: World, sign_in: SignIn) -> None:
    client, counts = sign_in("head"), []
    for nik in ("6501011501790001", "6501011501790002"):
        world.member(nik)
        client.get("/kuota")
        with counted() as statements:
            assert client.get("/kuota").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_voter_list_comes_in_by_its_page_and_marks_who_is_not_in_it(world: World, sign_in: SignIn) -> None:
    known, unknown = world.member("6501011501790001"), world.member("6501011501790002", "Joko")
    table = "NIK;Nama;Jenis Kelamin;Tanggal Lahir\n6501011501790001;Budi Santoso;L;15-01-1979\n"
    typed = {"region": "65.01", "as_of": day(-3), "file": (io.BytesIO(table.encode()), "dpb.csv")}
    client = sign_in("head")
    answer = client.post("/daftar-pemilih", data=typed)
    assert answer.status_code == 303, words(answer)
    assert "1 pemilih dimuat" in words(client.get("/daftar-pemilih"))
    codes = dict(db.session.execute(select(Member.id, Member.codes)).all())
    assert codes[known.id] == []
    assert len(codes[unknown.id]) == 1
    assert db.session.scalar(select(func.count()).select_from(Voter)) == 1


def test_a_file_that_is_no_voter_list_is_refused_at_its_field(world: World, sign_in: SignIn) -> None:
    typed = {"region": "65.01", "as_of": day(-3), "file": (io.BytesIO(b"a;b\n1;2\n"), "dpb.csv")}
    answer = sign_in("head").post("/daftar-pemilih", data=typed)
    assert answer.status_code == 422
    assert db.session.scalars(select(Voter)).all() == []
