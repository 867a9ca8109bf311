"""Regions come in by CSV, again and again, and nothing that was known is lost."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sipol.extensions import db
from sipol.models import Region
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.regions import Level
from sipol.services.accounts import console
from sipol.services.regions import import_regions, read_regions
from tests.factories.world import World

TABLES = Path(__file__).parents[2].parent / "shared" / "data" / "regions"
NATIONAL = ["provinsi.csv", "kabupaten_kota.csv", "kecamatan.csv", "desa_kelurahan.csv"]


def bring(csv: str) -> tuple[int, int]:
    return import_regions(console(), read_regions(StringIO(csv)))


def test_new_codes_are_added_and_known_ones_renewed(world: World) -> None:
    assert bring("kode,nama,penduduk\n65.02,Kabupaten Malinau,90000\n65.02.01,Mentarang,\n") == (1, 1)
    malinau = db.session.get_one(Region, "65.02", populate_existing=True)
    assert (malinau.population, malinau.level, malinau.parent_code) == (90000, Level.REGENCY, "65")
    assert db.session.get_one(Region, "65.02.01").level is Level.DISTRICT


def test_a_file_that_knows_less_takes_nothing_away(world: World) -> None:
    bring("kode,nama,penduduk,berlaku_mulai,kode_kpu\n65.02,Kabupaten Malinau,90000,2012-11-16,922\n")
    bring("kode,nama\n65.02,Kabupaten Malinau\n")
    malinau = db.session.get_one(Region, "65.02", populate_existing=True)
    assert (malinau.population, malinau.valid_from, malinau.kpu_code) == (90000, date(2012, 11, 16), "922")


BAD_FILES = [
    ("", "kolom kode dan nama"),
    ("kode,nama\n", "tidak memuat satu baris pun"),
    ("nama\nX\n", "kolom kode dan nama"),
    ("kode,nama\n65.1,X\n", "Baris 1: kode wilayah"),
    ("kode,nama\n65.01,\n", "Baris 1: nama wilayah 65.01 kosong"),
    ("kode,nama,penduduk\n65.01,X,banyak\n", "Baris 1: jumlah penduduk"),
    ("kode,nama,berlaku_mulai\n65.01,X,kemarin\n", "Baris 1: jumlah penduduk atau tanggal"),
    ("kode,nama,penduduk\n65.01,X,1\n65.02,X,-1\n", "Baris 2: jumlah penduduk"),
    ("kode,nama,penduduk\n65.01,X,99999999999\n", "Baris 1: jumlah penduduk"),
    ("kode,nama\n65.01,X\n65.02,Y\n65.01,X\n", "Baris 3: kode 65.01 sudah ada di baris 1"),
    ("kode,nama,berlaku_mulai,berlaku_sampai\n65.01,X,2020-01-02,2020-01-01\n", "Baris 1: masa berlaku 65.01"),
    ("kode,nama,berlaku_mulai,berlaku_sampai\n65.01,X,2020-01-02,2020-01-02\n", "Baris 1: masa berlaku 65.01"),
    ("kode,nama\n99.01,X\n", "Wilayah induk 99 dari 99.01 belum ada"),
]


@pytest.mark.parametrize(("csv", "words"), BAD_FILES)
def test_a_file_that_cannot_be_right_changes_nothing(world: World, csv: str, words: str) -> None:
    before = db.session.scalar(select(func.count()).select_from(Region))
    with pytest.raises(Refused, match=words):
        bring(csv)
    assert db.session.scalar(select(func.count()).select_from(Region)) == before


def test_a_last_day_must_follow_the_first_day_already_known(world: World) -> None:
    bring("kode,nama,berlaku_mulai\n65.02,Kabupaten Malinau,2012-11-16\n")
    with pytest.raises(Refused, match=r"Baris 1: masa berlaku 65\.02"):
        bring("kode,nama,berlaku_sampai\n65.02,Kabupaten Malinau,2010-01-01\n")


def test_only_the_administrator_imports_regions(world: World) -> None:
    with pytest.raises(NotAllowed):
        import_regions(world.people["head"], read_regions(StringIO("kode,nama\n65.02,X\n")))


@pytest.mark.skipif(not TABLES.is_dir(), reason="the national table is not here")
def test_the_national_table_comes_in_whole(world: World) -> None:
    added = changed = 0
    for name in NATIONAL:
        with (TABLES / name).open(encoding="utf-8-sig", newline="") as file:
            more, again = import_regions(console(), read_regions(file))
            added, changed = added + more, changed + again
    assert added + changed == 38 + 514 + 7_285 + 83_762
    assert db.session.scalar(select(func.count()).select_from(Region)) == added + changed + 1
