"""A whole semester of one kabupaten in the browser, from the opening letter to the announcement.

Four parties: one clean, one returned and repaired, one without any change, one silent.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from weasyprint import HTML

from sipol.cli.demo import ZONE, Story, found_the_register, home
from sipol.cli.demo_cast import BOARD_LENTERA, BOARD_PBS, specimen
from sipol.cli.demo_clock import as_of, set_the_clock
from sipol.extensions import now
from sipol.render import AnnouncementSheet, MinutesSheet, Participation, RecapSheet
from sipol.render.reprint import verify
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import SLOW, Officer, hand_in, upload

Window = Callable[..., Page]
MORNING = datetime(2026, 11, 9, 9, tzinfo=ZONE)
PLENARY = datetime(2026, 11, 16, 10, tzinfo=ZONE)
MISTYPED = "SK-contoh-LENTERA-Bulungan.pdf"
FORMER = "64/KPTS/PBS/01/2026"
TOOK_PART = {
    "PBS": Participation.UPDATED,
    "LENTERA": Participation.UPDATED,
    "PCN": Participation.UNCHANGED,
    "TUNAS": Participation.NOT_UPDATED,
}
FOURTH = "[name=officers-3-name]"
FEWEST_CLICKS = 4
"""Clicks from the first page to the receipt for “tidak ada perubahan”, at most."""


def last_semester() -> None:
    """Boards are in force and the new semester is not open yet. Two parties hold a new SK in their hands."""
    set_the_clock(MORNING)
    with as_of(now() - timedelta(days=500)):
        cast, units = found_the_register()
    story = Story(cast, units)
    story.tell_last_semester()
    day = date(2026, 11, 2)
    clean = story.paper("PBS", "65.01", BOARD_PBS, day, "127/SK/DW-PBS/11/2026")
    specimen(home()).parent.mkdir(parents=True, exist_ok=True)
    specimen(home()).write_bytes(replace(clean, replaces=FORMER).print())
    specimen(home()).with_name(MISTYPED).write_bytes(
        story.paper("LENTERA", "65.01", BOARD_LENTERA, day, "41/SK/LRM/11/2026").print()
    )


STORY = last_semester


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """The letter of KPU that opens the semester."""
    path = tmp_path / "surat-pembukaan.pdf"
    HTML(string="<h1>Surat Nomor 512/PL.01.1-SD/65/2026</h1>").write_pdf(path)
    return path


def open_the_semester(head: Officer, letter: Path) -> None:
    """By letter, with a window and a deadline; a deadline before the opening is refused and nothing typed is lost."""
    page = head.page
    page.goto("/masa")
    head.looks("Masa pemutakhiran")
    head.click("link", "Buka semester")
    page.get_by_label("Nomor surat").fill("512/PL.01.1-SD/65/2026")
    page.get_by_label("Tanggal surat").fill("30-10-2026")
    page.get_by_label("Tahun").fill("2026")
    page.get_by_label("II (Juli–Desember)").check()
    page.set_input_files("input[type=file]", letter)
    first = page.get_by_role("group", name="Masa pengajuan 1")
    first.get_by_label("Dari tanggal").fill("09-11-2026")
    first.get_by_label("Sampai tanggal").fill("13-11-2026")
    first.get_by_label("Dari pukul").fill("08.00")
    first.get_by_label("Sampai pukul").fill("16.00")
    page.get_by_label("Batas pengajuan").fill("08-11-2026 16.00")
    head.click("button", "Tetapkan")
    is_quiet(page)
    expect(page.get_by_label("Nomor surat")).to_have_value("512/PL.01.1-SD/65/2026")
    page.set_input_files("input[type=file]", letter)
    page.get_by_label("Batas pengajuan").fill("13-11-2026 16.00")
    head.click("button", "Tetapkan")
    expect(page.locator("main")).to_contain_text("Sedang dibuka")
    head.looks("Masa pemutakhiran")


def take(verifier: Officer, party: str) -> None:
    """Of one party what waits in the queue."""
    verifier.page.goto("/antrean")
    verifier.looks("Antrean verifikasi")
    row = verifier.page.get_by_role("row").filter(has_text=party).filter(has_text="Ambil")
    row.get_by_role("button", name="Ambil").click()
    verifier.page.wait_for_load_state()


def decide(verifier: Officer, key: str) -> None:
    """A ruling by its key, handed down by another."""
    verifier.page.keyboard.press(key)
    verifier.press("p")


def clean_party(site: Site, liaison: Officer, verifier: Officer) -> None:
    upload(liaison, site.specimen)
    hand_in(liaison)
    take(verifier, "Partai Bahari Sejahtera")
    verifier.looks("Tidak ada temuan")
    decide(verifier, "m")


def repaired_party(site: Site, liaison: Officer, verifier: Officer) -> None:
    """A slip is typed, returned with its reason, mended, and found MS."""
    upload(liaison, site.specimen.with_name(MISTYPED))
    liaison.page.locator(FOURTH).fill("Dendy Thaib")
    first = hand_in(liaison)
    take(verifier, "Partai Lentera Rakyat Mandiri")
    verifier.looks("Temuan 1 dari 1")
    verifier.press("d")
    decide(verifier, "b")
    liaison.page.goto("/beranda")
    liaison.looks("Yang perlu dikerjakan")
    liaison.click("link", "SK kepengurusan")
    liaison.page.locator(FOURTH).fill("Dendi Thaiban")
    assert hand_in(liaison) != first
    take(verifier, "Partai Lentera Rakyat Mandiri")
    verifier.looks("Tidak ada temuan")
    decide(verifier, "m")


def unchanged_party(liaison: Officer, verifier: Officer) -> None:
    liaison.clicks = 0
    liaison.click("link", "Nyatakan tidak ada perubahan")
    liaison.looks("Tidak ada perubahan semester ini")
    liaison.click("button", "Ajukan ke KPU Kabupaten Bulungan")
    liaison.looks("Tanda terima")
    assert liaison.clicks <= FEWEST_CLICKS
    take(verifier, "Partai Cakrawala Nusantara")
    verifier.looks("Tidak ada perubahan")
    decide(verifier, "m")


def berita_acara(verifier: Officer, party: str) -> list[Path]:
    """Made, looked over, frozen, signed by everybody: the paper and the sheet of its signatures."""
    page = verifier.page
    page.goto("/berita-acara")
    verifier.looks("Berita Acara")
    verifier.click("link", f"Buat Berita Acara {party}")
    verifier.click("button", "Pratinjau")
    verifier.looks("Pratinjau Berita Acara")
    verifier.click("button", "Bekukan isinya")
    printed = kept(page, "Unduh PDF")
    verifier.looks("Berita Acara Nomor")
    verifier.click("link", "Lihat atau catat tanda tangan")
    for place in page.locator("main [role=group]").all():
        place.get_by_label("Jawaban").select_option("signed")
        place.get_by_label("Tanggal tanda tangan").fill("16-11-2026")
    verifier.click("button", "Simpan jawaban")
    expect(page.locator("main")).to_contain_text("Sudah terbit")
    signed = kept(page, "Unduh lembar")
    verifier.looks("Penandatanganan Berita Acara")
    return [printed, signed]


def kept(page: Page, link: str) -> Path:
    """A paper that was printed, as a file; a page that waits for it looks by itself."""
    expect(page.get_by_role("link", name=link).first).to_be_visible(timeout=SLOW)
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    path = download.value.path()
    assert path is not None
    return path


def recap_and_announcement(verifier: Officer) -> list[Path]:
    """The office's own papers about the semester, the last of them for everybody."""
    page, papers = verifier.page, []
    page.goto("/rekapitulasi")
    verifier.looks("Rekapitulasi")
    for number, button, link in (
        ("77/PL.01.1-BA/6501/2026", "Terbitkan rekapitulasi", "Rekapitulasi Nomor"),
        ("78/PL.01.1-Pu/6501/2026", "Umumkan hasil semester ini", "Pengumuman Nomor"),
    ):
        page.locator("form").filter(has=page.get_by_role("button", name=button)).get_by_label("Nomor").fill(number)
        verifier.click("button", button)
        expect(page.locator("main")).to_contain_text(number)
        while page.get_by_role("link", name=link).count() == 0:
            page.wait_for_timeout(500)
            page.reload()
        papers.append(kept(page, link))
    verifier.looks("Rekapitulasi")
    return papers


def test_a_semester_from_the_letter_to_the_announcement(site: Site, window: Window, letter: Path) -> None:
    early = Officer(window(), "lo.pcn.bulungan")
    expect(early.page.locator("main")).not_to_contain_text("Nyatakan tidak ada perubahan")
    open_the_semester(Officer(window(), "ketua.kaltara"), letter)
    verifier = Officer(window(), "verifikator.bulungan")
    clean_party(site, Officer(window(), "lo.pbs.bulungan"), verifier)
    repaired_party(site, Officer(window(), "lo.lentera.bulungan"), verifier)
    early.page.goto("/beranda")
    unchanged_party(early, verifier)

    site.turn_the_clock(PLENARY)
    verifier = Officer(window(), "verifikator.bulungan")
    papers = {party: berita_acara(verifier, party) for party in TOOK_PART}
    sheets = {party: verify(both[0].read_bytes()) for party, both in papers.items()}
    for party, found in sheets.items():
        assert found.holds, party
        assert isinstance(found.sheet, MinutesSheet)
        assert found.sheet.participation is TOOK_PART[party]
    assert len({found.sheet.number for found in sheets.values()}) == len(TOOK_PART)
    issued = [verify(path.read_bytes()) for path in recap_and_announcement(verifier)]
    assert [type(found.sheet) for found in issued] == [RecapSheet, AnnouncementSheet]
    assert all(found.holds for found in issued)

    stranger = window(360)
    stranger.goto("/pengumuman")
    is_quiet(stranger)
    told = stranger.locator("main").inner_text()
    assert re.search(r"Partai Cakrawala Nusantara \(tidak ada perubahan\)", told)
    assert told.index("Partai Tunas Khatulistiwa") > told.index("Partai Cakrawala Nusantara")
