import csv
import io
import json
import re
from dataclasses import replace

import page
import pikepdf
import pydyf
import pypdfium2
import pytest
import segno
from python_calamine import CalamineWorkbook

from sipol.render import AnySheet, MemberRow, Participation, Signer, annex, apart, press, seal
from sipol.render.archive import DOUBTFUL, NUDGES, finisher
from sipol.rules.errors import Busy, PrintFailed
from tests.factories import sheets

PAPERS: dict[str, AnySheet] = {
    "clean": sheets.minutes(),
    "forty findings": sheets.with_findings(40),
    "declined": sheets.declined_minutes(),
    "amended": sheets.amended_minutes(),
    "silent": sheets.silent_minutes(),
    "draft": sheets.draft_minutes(),
    "receipt": sheets.receipt(),
    "signatures": sheets.signatures(),
}


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {name: press.pdf(sheet) for name, sheet in PAPERS.items()}


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    finally:
        document.close()
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_archival_and_accessible_at_once(
    printed: dict[str, bytes], name: str, profile: page.ValidationProfile
) -> None:
    report = page.validate_pdf_bytes(printed[name], profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 90


def test_the_same_sheet_gives_the_same_bytes(printed: dict[str, bytes]) -> None:
    assert press.pdf(sheets.with_findings(40)) == printed["forty findings"]


def test_no_stream_ends_so_that_its_length_is_in_doubt(printed: dict[str, bytes]) -> None:
    assert [name for name, content in printed.items() if DOUBTFUL in content] == []
    plain = pydyf.PDF()
    # The last byte of a compressed stream is the last of its Adler-32 sum, that is the sum of its bytes and one.
    for last in range(256):
        plain.add_object(pydyf.Stream([bytes([last])], compress=True))
    plain.catalog.update(Metadata=b"3 0 R", AF=pydyf.Array(), ViewerPreferences=pydyf.Dictionary())
    finisher(b"<xmp/>", {})(None, plain)
    streams = [each for each in plain.objects if isinstance(each, pydyf.Stream)]
    assert [each.stream for each in streams if not each.compress] == [[b"<xmp/>"], [b"\x0c"]]


def test_a_file_in_doubt_is_printed_once_more_with_a_nudge(monkeypatch: pytest.MonkeyPatch) -> None:
    nudges: list[dict[str, str]] = []

    def doubtful_at_first(page: str, sheet: AnySheet, nudge: dict[str, str]) -> bytes:
        nudges.append(nudge)
        return DOUBTFUL if len(nudges) == 1 else b"clear"

    monkeypatch.setattr(press, "_print", doubtful_at_first)
    assert press.pdf(sheets.receipt()) == b"clear"
    assert nudges == list(NUDGES[:2])


@pytest.mark.parametrize(
    "said",
    [
        "KOMISI PEMILIHAN UMUM KOTA TARAKAN",
        "REKAPITULASI HASIL PEMUTAKHIRAN DATA PARTAI POLITIK BERKELANJUTAN MELALUI SIPOL SEMESTER II TAHUN 2025",
        "Nomor 12/PL.01.1-BA/6571/2025",
        "Pada hari ini Rabu, tanggal tiga puluh satu bulan Desember tahun dua ribu dua puluh lima",
        "yang berakhir pada Senin, 29 Desember 2025, pukul 16.00 WITA",
        "diterima pada Minggu, 28 Desember 2025, pukul 19.36 WITA, dengan tanda terima TT-6571-2025.2-00058",
        "3 Keanggotaan 1.271 1.262 5 4",
        "Jumlah 45 42 3",
        "Lampiran I dan Lampiran II.",
        "Halaman 1 dari",
        "Diekspor oleh Nurlina Hasan",
    ],
)
def test_the_berita_acara_says_what_the_form_asks(printed: dict[str, bytes], said: str) -> None:
    assert said in words(printed["forty findings"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("declined", "Tidak menandatangani. Alasan: dinas luar, surat tugas tercatat."),
        ("amended", "BERITA ACARA PERUBAHAN"),
        ("amended", "Perubahan atas Berita Acara Nomor 12/PL.01.1-BA/6571/2025 tanggal 31 Desember 2025"),
        ("silent", "tidak melakukan pemutakhiran data. Tidak ada pengajuan yang diterima."),
        ("silent", "Temuan selama verifikasi: nihil."),
        ("draft", "RANCANGAN – belum dibekukan dan belum berlaku"),
        ("receipt", "Nomor TT-6571-2025.2-00041"),
        ("receipt", "Kamis, 18 Desember 2025, pukul 10.41 WITA"),
        ("receipt", "33 orang"),
        ("signatures", "LEMBAR PENANDATANGANAN"),
        ("signatures", "Berita Acara Nomor 12/PL.01.1-BA/6571/2025"),
        ("signatures", "Marlina Sitepu Anggota Menandatangani, 2 Januari 2026"),
        ("signatures", "Tidak menandatangani Alasan: dinas luar, surat tugas tercatat. (dinyatakan pada rapat pleno)"),
        ("signatures", "Dari 5 ketua dan anggota: 3 menandatangani, 1 tidak menandatangani, 1 tidak hadir."),
        ("signatures", "bukan tanda tangan elektronik bersertifikat"),
    ],
)
def test_every_case_says_its_own_words(printed: dict[str, bytes], name: str, said: str) -> None:
    assert said in words(printed[name])


def test_a_draft_carries_no_code_to_check_it_by() -> None:
    assert "<img" in press.html(sheets.minutes())
    assert "<img" not in press.html(sheets.draft_minutes())


def test_the_five_ways_to_take_part_are_never_told_alike() -> None:
    told = {
        press.html(
            sheets.minutes(participation=way, code="BA", last_submission=sheets.minutes().last_submission)
            if way in (Participation.UPDATED, Participation.UNCHANGED)
            else sheets.silent_minutes(way)
        )
        .split('<ol class="isi">')[1]
        .split("</li>")[0]
        for way in Participation
    }
    assert len(told) == len(Participation)


def test_differing_letters_are_marked_on_both_sides() -> None:
    page_html = press.html(sheets.with_findings(1))
    assert "Drs. H. Jufr<ins>i</ins> Daud" in page_html
    assert "Drs. H. Jufr<del>y</del> Daud" in page_html


def test_a_name_cannot_write_html() -> None:
    page_html = press.html(sheets.minutes(signers=(Signer("<b>Rusdi</b>", "Ketua"),)))
    assert "&lt;b&gt;Rusdi&lt;/b&gt;" in page_html
    assert "<b>Rusdi" not in page_html


def test_the_code_leads_to_the_address_of_the_check() -> None:
    sheet = sheets.minutes()
    drawn = segno.make(sheet.verify_url, error="m").svg_data_uri(border=2, scale=4)
    assert str(drawn).replace("'", "&#39;") in press.html(sheet)


def test_a_digest_that_belongs_to_another_sheet_is_not_printed() -> None:
    with pytest.raises(PrintFailed, match="tidak cocok"):
        press.pdf(sheets.draft_minutes(digest=sheets.receipt().digest))


@pytest.mark.parametrize(
    "address",
    [
        "https://sipol.example.id/logo.png",
        "file:///etc/hostname",
        "logo.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_picture_that_cannot_be_had_stops_the_press(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    holed = f'<!doctype html><html lang="id"><title>x</title><img alt="Logo" src="{address}">'
    monkeypatch.setattr(press, "html", lambda _: holed)
    with pytest.raises(PrintFailed):
        press.pdf(sheets.minutes())


def test_a_letter_that_no_font_has_is_printed_as_its_code_point_and_kept_in_the_data() -> None:
    content = press.pdf(sheets.receipt(sent_by="Rahmi \ue123\ue124"))
    assert "Rahmi [U+E123][U+E124]" in words(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        attached = b"".join(spec.get_file().read_bytes() for spec in document.attachments.values())
    assert json.loads(attached)["sent_by"] == "Rahmi \ue123\ue124"


def test_annexes_go_along_as_files() -> None:
    with pikepdf.open(io.BytesIO(press.pdf(sheets.with_findings(2)))) as document:
        attached = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert sorted(attached) == ["anggota.csv", "berita-acara.json", "pengurus.csv"]
    rows = list(csv.reader(io.StringIO(attached["pengurus.csv"].decode("utf-8-sig"))))
    assert rows[1] == [
        "SK Nomor 111/SK/DW-PBS/V/2025",
        "1",
        "Ketua Dewan Penasihat",
        "Drs. H. Jufri Daud",
        "Drs. H. Jufry Daud",
        "Ejaan",
        "Sesuai, beda penulisan",
    ]


def test_rows_beyond_the_limit_are_in_the_file_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(press, "PRINTED_ROWS", 3)
    monkeypatch.setattr(annex, "PRINTED_ROWS", 3)
    sheet = sheets.many_members(5)
    page_html = press.html(sheet)
    assert "Tercetak 3 dari 5 baris" in page_html
    assert "Anggota 2<" in page_html
    assert "Anggota 3<" not in page_html
    whole = press.attachments(sheet)[1].content.decode("utf-8-sig")
    assert "Anggota 4," in whole
    names = [file.name for file in press.attachments(sheet)]
    assert names == ["berita-acara.json", "anggota.csv", "anggota.xlsx"] == annex.attached_names(sheet)
    assert "anggota.xlsx" in page_html
    book = CalamineWorkbook.from_filelike(io.BytesIO(press.attachments(sheet)[2].content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == list(annex.MEMBERS)
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert press.attachments(sheet) == press.attachments(sheet), "the same sheet gives the same bytes"


def test_a_long_paper_is_printed_in_a_child_to_the_same_bytes() -> None:
    long = sheets.many_members(apart.LONG)
    assert apart.pdf(long) == press.pdf(long)


def test_what_the_press_refuses_in_a_child_is_told_in_its_words() -> None:
    changed = replace(seal(sheets.many_members(3)), number="9")
    with pytest.raises(PrintFailed, match="Sidik data tidak cocok"):
        apart.print_apart(changed)


def test_a_paper_that_brings_the_child_down_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PRINT", replace(apart.PRINT, memory_mb=120))
    with pytest.raises((PrintFailed, Busy)):
        apart.print_apart(sheets.many_members(3))


def test_a_long_list_is_printed_in_tables_of_five_hundred() -> None:
    page_html = press.html(sheets.many_members(1100))
    assert page_html.count("NIK disamarkan") == 3
    assert page_html.count("(lanjutan)") == 2
    assert '<td class="n">1100</td>' in page_html


def test_a_cell_cannot_run_as_a_formula() -> None:
    row = MemberRow("657101**********", "=1+1", "@SUM", "-2", "+3")
    table = press.attachments(sheets.minutes(members=(row,)))[1].content.decode("utf-8-sig")
    assert table.splitlines()[1] == "1,657101**********,'=1+1,'@SUM,'-2,'+3"
