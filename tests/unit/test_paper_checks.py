"""What speaks against a paper as a whole: the wrong slot, a scan that cannot be read, no stamp."""

from dataclasses import replace

import pytest

from sipol.reading import DecreeReading, PageSeen, Signatory
from sipol.rules.findings import Field
from sipol.services.paper_checks import Slot, doubts_about_paper

SLOT = Slot("Partai Rimba Lestari", "PRL", "Kabupaten Hulu Teduh", 2025)
OURS = DecreeReading(
    about="PENGESAHAN SUSUNAN PENGURUS DEWAN PIMPINAN CABANG PARTAI RIMBA LESTARI KABUPATEN HULU TEDUH",
    issuer="Dewan Pimpinan Daerah Partai Rimba Lestari",
    period=(2022, 2027),
    pages=(PageSeen(1, 595, 842, "text"),),
)
SCAN = PageSeen(1, 595, 842, "ocr", dpi=200.0, clear=0.95, ink=((300, 600, 380, 680),))
SIGNED = (Signatory("Ketua", "Budi Santosa", 1, (100, 600, 200, 640), 0.95),)


def told(reading: DecreeReading, slot: Slot = SLOT) -> list[tuple[Field, str]]:
    return [(doubt.field, doubt.found) for doubt in doubts_about_paper(reading, slot)]


def test_the_right_paper_raises_nothing() -> None:
    assert told(OURS) == []
    assert told(replace(OURS, pages=(SCAN,), signatories=SIGNED)) == []


def test_a_paper_that_says_nothing_of_itself_raises_nothing() -> None:
    assert told(DecreeReading()) == []


def test_letters_misread_in_a_scan_make_no_other_party_and_no_other_place() -> None:
    about = "PENGESAHAN PARTA1 RIMBA LESTAR1 KABUPATEN HULU TEDUN"
    assert told(replace(OURS, about=about, pages=(SCAN,), signatories=SIGNED)) == []


WRONG = (
    (
        {"about": "PENGESAHAN DPC PARTAI CAHAYA PESISIR KABUPATEN HULU TEDUH", "issuer": "DPD Partai Cahaya Pesisir"},
        "Partai Rimba Lestari",
    ),
    ({"about": "PENGESAHAN DPC PARTAI RIMBA LESTARI KABUPATEN MUARA KELAM MASA BAKTI"}, "Kabupaten Hulu Teduh"),
    ({"period": (2018, 2023)}, "sudah berakhir"),
)


@pytest.mark.parametrize(("change", "says"), WRONG)
def test_a_paper_in_the_wrong_slot_is_told_with_what_to_do(change: dict[str, object], says: str) -> None:
    (field, sentence), *others = told(replace(OURS, **change))  # type: ignore[arg-type]
    assert field is Field.SLOT
    assert says in sentence
    assert "Unggah" in sentence
    assert others == []


PAGES = (
    (replace(SCAN, dpi=96.0), "96 titik per inci"),
    (replace(SCAN, clear=0.6), "kurang jelas"),
    (replace(SCAN, cut=True), "terpotong di tepi"),
)


@pytest.mark.parametrize(("page", "says"), PAGES)
def test_a_scan_that_can_hardly_be_read_is_told_with_what_to_do(page: PageSeen, says: str) -> None:
    (field, sentence), *others = told(replace(OURS, pages=(page,), signatories=SIGNED))
    assert field is Field.LEGIBLE
    assert says in sentence
    assert "Pindai ulang" in sentence
    assert others == []


def test_a_coloured_scan_without_coloured_ink_is_doubted_and_a_grey_one_is_not() -> None:
    bare, grey = replace(SCAN, ink=()), replace(SCAN, ink=None)
    assert [field for field, _ in told(replace(OURS, pages=(bare,), signatories=SIGNED))] == [Field.SIGNED]
    assert told(replace(OURS, pages=(grey,), signatories=SIGNED)) == []


def test_pages_nobody_read_are_named_in_words() -> None:
    pages = tuple(PageSeen(number, 595, 842, "scan") for number in (1, 2, 5))
    ((field, sentence),) = told(replace(OURS, pages=pages))
    assert field is Field.SCAN
    assert sentence.startswith("Halaman 1, 2 dan 5 ")


PLACES = (
    ("Provinsi Kalimantan Utara", "PENGESAHAN DPD PARTAI RIMBA LESTARI PROVINSI KALIMANTAN BARAT", True),
    ("Kabupaten Nias", "PENGESAHAN DPC PARTAI RIMBA LESTARI KABUPATEN NIAS SELATAN", True),
    ("Kabupaten Nias Utara", "PENGESAHAN DPC PARTAI RIMBA LESTARI KABUPATEN NIAS BARAT", True),
    ("Kota Jakarta Utara", "PENGESAHAN DPC PARTAI RIMBA LESTARI KOTA ADMINISTRASI JAKARTA BARAT", True),
    ("Kabupaten Bulungan", "PENGESAHAN PAC PARTAI RIMBA LESTARI KECAMATAN TANJUNG SELOR KABUPATEN BULUNGAN", True),
    ("Kabupaten Bulungan", "PENGESAHAN DPC PARTAI RIMBA LESTARI Kab. Bulungan Provinsi Kalimantan Utara", False),
    ("Kabupaten Bulungan", "PENGESAHAN DPC PARTAI RIMBA LESTARI BULUNGAN PROVINSI KALIMANTAN UTARA", False),
    ("Kabupaten Bulungan", "PENGESAHAN DPD PARTAI RIMBA LESTARI PROVINSI KALIMANTAN UTARA", True),
    ("Kota Jakarta Utara", "PENGESAHAN DPC PARTAI RIMBA LESTARI KOTA ADM. JAKARTA UTARA", False),
    ("Daerah Khusus Ibukota Jakarta", "PENGESAHAN DPW PARTAI RIMBA LESTARI DKI JAKARTA MASA BAKTI", False),
    ("Kepulauan Bangka Belitung", "PENGESAHAN DPW PARTAI RIMBA LESTARI PROVINSI BANGKA BELITUNG", False),
    ("Kecamatan Malinau Kota", "PENGESAHAN PAC PARTAI RIMBA LESTARI KECAMATAN MALINAU KOTA MASA BAKTI", False),
)


@pytest.mark.parametrize("kind", ["text", "ocr"])
@pytest.mark.parametrize(("region", "about", "other"), PLACES)
def test_a_place_is_another_by_its_whole_name(region: str, about: str, other: bool, kind: str) -> None:
    pages = (replace(SCAN, kind=kind),)
    found = told(replace(OURS, about=about, pages=pages), replace(SLOT, region=region))
    assert bool(found) is other, found


def test_a_party_is_another_by_its_whole_name() -> None:
    about = "PENGESAHAN DPC PARTAI DEMOKRASI INDONESIA PERJUANGAN KABUPATEN HULU TEDUH"
    slot = replace(SLOT, party="Partai Demokrat", abbreviation="DEM")
    for page in (OURS.pages[0], SCAN):
        found = told(replace(OURS, about=about, issuer="", pages=(page,)), slot)
        assert [field for field, _ in found] == [Field.SLOT]
