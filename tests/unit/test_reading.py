"""The reading of decrees: every layout, every fact, in exact letters."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sipol.reading import DecreeReading, read_decree
from sipol.reading.dates import find_date, find_years, value_of
from sipol.reading.facts import number_in, street_in
from sipol.reading.headers import Role, role_of
from sipol.reading.lexicon import headline, name_like, one_of_many, organ_like, post_like
from sipol.reading.scan.work import recognised
from tests.factories.decree_boards import LAYOUTS
from tests.factories.decree_canvas import LYING, canvas_decree
from tests.factories.decree_truth import Truth
from tests.factories.decrees import decree

KEPT = sorted((Path(__file__).parents[1] / "data" / "decrees").glob("*.json"))
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "sk"
SHARED = sorted(SAMPLES.glob("*.json"))


def facts(reading: DecreeReading) -> dict[str, Any]:
    return {
        "number": reading.number,
        "issued_on": reading.issued_on.isoformat() if reading.issued_on else None,
        "issued_in": reading.issued_in,
        "issuer": reading.issuer,
        "period": list(reading.period or ()),
        "replaces": reading.replaces,
        "signatories": [{"position": row.position, "name": row.name} for row in reading.signatories],
        "officers": [(row.order, row.position, row.name) for row in reading.officers],
    }


def stated(decree: dict[str, Any]) -> dict[str, Any]:
    names = ("number", "issued_on", "issued_in", "issuer", "period", "replaces", "signatories")
    rows = [(row["order"], row["position"], row["name"]) for row in decree["officers"]]
    return {**{name: decree[name] for name in names}, "officers": rows}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_decree_is_read_without_a_fault(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))["decree"]
    assert facts(read_decree(path.with_suffix(".pdf").read_bytes())) == stated(truth)


@pytest.mark.skipif(not SHARED, reason="the shared samples are not beside the project")
def test_all_samples_are_read_without_a_fault_and_scans_nearly_so() -> None:
    read = wrong = 0
    for path in SHARED:
        sample = json.loads(path.read_text(encoding="utf-8"))
        reading = read_decree(path.with_suffix(".pdf").read_bytes(), recognised)
        if sample["kind"] != "text":
            assert {page.kind for page in reading.pages} == {"ocr"}
            wrong += _misread(sample["decree"], reading)
            continue
        read += 1
        assert facts(reading) == stated(sample["decree"]), path.stem
        organs = [row["organ"] for row in sample["decree"]["officers"]]
        # A table without organ rows names an organ only inside a post.
        assert all(row.organ in ("", organ) for row, organ in zip(reading.officers, organs, strict=True))
    assert read == 12
    assert wrong <= 1


def _misread(decree: dict[str, Any], reading: DecreeReading) -> int:
    """How many names of a scan are wrong beyond case and punctuation; number, date and rows must be right."""
    assert reading.number == decree["number"]
    assert reading.issued_on and reading.issued_on.isoformat() == decree["issued_on"]
    assert len(reading.officers) == len(decree["officers"])
    pairs = zip(reading.officers, decree["officers"], strict=True)
    return sum(bare(row.name) != bare(stated["name"]) for row, stated in pairs)


def bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def names_of(truth: Truth, reading: DecreeReading) -> tuple[Counter[str], Counter[str]]:
    return Counter(row.name for row in truth.officers), Counter(row.name for row in reading.officers)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_board_in_any_layout_is_read_in_exact_letters(layout: str) -> None:
    for seed in (1, 2, 3):
        data, truth = decree(seed, layout)
        reading = read_decree(data)
        assert reading.number == truth.number
        assert reading.issued_on == truth.issued_on
        assert [(row.position, row.name) for row in reading.signatories] == list(truth.signatories)
        assert [row.name for row in reading.officers] == [row.name for row in truth.officers], seed


@pytest.mark.parametrize("lying", sorted(LYING))
def test_letters_in_any_order_and_pages_on_their_side_are_read_alike(lying: str) -> None:
    data, truth = canvas_decree(7, lying)
    reading = read_decree(data)
    stated, found = names_of(truth, reading)
    assert found == stated
    assert (reading.number, reading.issued_on, reading.period) == (truth.number, truth.issued_on, truth.period)
    for row in reading.officers:
        page = reading.pages[row.page - 1]
        x0, y0, x1, y1 = row.box
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height


def test_officers_of_a_card_table_bear_their_sex_and_card_number() -> None:
    data, truth = decree(903, "cards")
    found = {row.name: (row.sex, row.card_number) for row in read_decree(data).officers}
    asked = {row.name: (row.sex, row.card) for row in truth.officers}
    seen = {name: tuple(value for value in pair if value) for name, pair in found.items()}
    assert any(seen.values())
    assert all(set(seen[name]) <= set(asked[name]) for name in asked)


def test_a_reading_goes_to_json_and_back() -> None:
    reading = read_decree(KEPT[0].with_suffix(".pdf").read_bytes())
    assert DecreeReading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_every_fact_found_has_its_place_on_the_page() -> None:
    reading = read_decree(KEPT[0].with_suffix(".pdf").read_bytes())
    names = ("number", "issued_on", "issued_in", "about", "period", "issuer", "replaces")
    found = {name for name in names if getattr(reading, name) is not None}
    assert set(reading.evidence) == found
    assert all(0 < seen.confidence <= 1 for seen in reading.evidence.values())


DATES = (
    ("Pada tanggal : 29 Mei 2025", date(2025, 5, 29)),
    ("Jakarta, 05 NOPEMBER 2021", date(2021, 11, 5)),
    ("7 pebruari 2020", date(2020, 2, 7)),
    ("12-03-2024", date(2024, 3, 12)),
    ("tanggal 1 Agt. 2023", date(2023, 8, 1)),
    ("dua puluh sembilan bulan Mei tahun dua ribu dua puluh lima", date(2025, 5, 29)),
    ("tanggal sebelas Januari dua ribu sembilan belas", date(2019, 1, 11)),
    ("12 Rajab 1446 H / 12 Januari 2025 M", date(2025, 1, 12)),
    ("31 Februari 2025", None),
    ("17 Agustus 1944", None),
    ("Nomor 2 Tahun 2008", None),
)


@pytest.mark.parametrize(("text", "day"), DATES)
def test_dates_are_read_as_indonesian_papers_write_them(text: str, day: date | None) -> None:
    assert find_date(text) == day


YEARS = (
    ("MASA BAKTI 2025 – 2030", (2025, 2030)),
    ("Periode 2020-2025", (2020, 2025)),
    ("masa khidmat 2021 s.d. 2026", (2021, 2026)),
    ("MASA BAKTI TAHUN 2021 s/d 2026", (2021, 2026)),
    ("masa jabatan tahun 2019 sampai dengan 2024", (2019, 2024)),
    ("masa bakti 2030–2025", None),
    ("Nomor 12/SK/2020-2025", None),
)


@pytest.mark.parametrize(("text", "years"), YEARS)
def test_years_of_office_are_read_from_their_own_words_only(text: str, years: tuple[int, int] | None) -> None:
    assert find_years(text) == years


NUMBERS = (
    ("944.A/PBS-SK/V/2025", "944.A/PBS-SK/V/2025"),
    ("12 / SK / DPP / 2025", "12 / SK / DPP / 2025"),
    ("KEP-0952/PCN/XII/2020 TANGGAL 1 MEI 2020", "KEP-0952/PCN/XII/2020"),
    ("12 Tahun 2025", "12 Tahun 2025"),
    ("satu", None),
    ("", None),
)


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_ends_where_other_words_begin(text: str, number: str | None) -> None:
    assert number_in(text) == number


STREETS = (
    ("Kantor kepengurusan beralamat di Jl. Sengkawit No. 8, Tanjung Selor.", "Jl. Sengkawit No. 8, Tanjung Selor"),
    ("dengan alamat kantor Jalan Yos Sudarso Nomor 12 A RT 3; dan", "Jalan Yos Sudarso Nomor 12 A RT 3"),
    ("diselenggarakan di Kantor DPD, Jalan Kolonel Soetadji No. 5", None),
    ("berkantor di Jln. Mulawarman No. 21. Keputusan ini berlaku", "Jln. Mulawarman No. 21"),
    ("Kantor dan jalan partai yang benar sesuai keputusan 12", None),
    ("beralamat di Jalan Mulawarman", None),
    ("Jl. Yos Sudarso No. 3", None),
)


@pytest.mark.parametrize(("text", "street"), STREETS)
def test_the_street_of_an_office_is_read_where_the_paper_says_it_is_one(text: str, street: str | None) -> None:
    assert street_in(text) == street


def test_numerals_are_added_up() -> None:
    words = {"dua ribu dua puluh lima": 2025, "sembilan belas": 19, "seratus dua puluh": 120, "sepuluh": 10}
    assert {text: value_of(text) for text in words} == words


HEADERS = (
    ("No.", Role.NUMBER), ("NAMA LENGKAP DAN GELAR", Role.NAME), ("Jabatan dalam Kepengurusan", Role.POSITION),
    ("L/P", Role.SEX), ("Jenis Kelamin", Role.SEX), ("Nomor KTA", Role.CARD), ("NIK", Role.OTHER),
    ("Keterangan", Role.OTHER), ("Siti Aminah", None), ("Ketua", None),
)  # fmt: skip


@pytest.mark.parametrize(("text", "role"), HEADERS)
def test_a_header_tells_the_role_of_its_column(text: str, role: Role | None) -> None:
    assert role_of(text) == role


def test_posts_organs_and_names_are_told_apart() -> None:
    assert post_like("Plt. Sekretaris")
    assert post_like("Wakil-wakil Ketua")
    assert not post_like("Ketut Mallo")
    assert organ_like("B. PENGURUS HARIAN".partition(" ")[2])
    assert organ_like("MAJELIS PERTIMBANGAN PARTAI")
    assert not organ_like("DEWAN PIMPINAN CABANG PARTAI PELITA BANGSA")
    assert name_like("dr. B. Tenrigau, S.IP")
    assert not name_like("Surat Keputusan Nomor 12")


def test_a_post_for_several_is_the_post_of_each() -> None:
    assert one_of_many("Wakil-wakil Ketua") == "Wakil Ketua"
    assert one_of_many("Para Wakil Sekretaris") == "Wakil Sekretaris"
    assert one_of_many("Wakil Ketua") == "Wakil Ketua"


def test_a_heading_in_capitals_is_written_as_words() -> None:
    assert headline("DEWAN PENASIHAT DAN PAKAR") == "Dewan Penasihat dan Pakar"
    assert headline("BIDANG HUKUM DAN HAM") == "Bidang Hukum dan HAM"
    assert headline("Dewan Pakar") == "Dewan Pakar"
