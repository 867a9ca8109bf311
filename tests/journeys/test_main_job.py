"""The whole job in a browser: a liaison officer, a verifier, the Berita Acara, and a stranger who checks it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sipol.cli.demo_cast import BOARD_PBS_NEW, PASSWORD
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site

Window = Callable[..., Page]
MOST_CLICKS = 12
SLOW = 90_000
"""Milliseconds a worker may take before a page says that it is done."""


class Officer:
    """Somebody at a page, whose clicks are counted and whose every page is asked by axe."""

    def __init__(self, page: Page, login: str) -> None:
        self.page, self.clicks = page, 0
        page.goto("/masuk")
        is_quiet(page)
        page.get_by_label("Nama pengguna").fill(login)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("button", name="Keluar")).to_be_visible()
        is_quiet(page)

    def click(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()

    def press(self, key: str) -> None:
        """A key, and the page that answers it."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def looks(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        is_quiet(self.page)


def upload(officer: Officer, specimen: Path) -> None:
    """Choose the file and wait until it is read."""
    officer.click("link", "SK kepengurusan")
    officer.looks("Unggah SK")
    officer.page.set_input_files("input[type=file]", specimen)
    officer.clicks = 0
    officer.click("button", "Unggah dan baca")
    expect(officer.page.get_by_role("link", name="Lihat hasil bacaan")).to_be_visible(timeout=SLOW)
    officer.click("link", "Lihat hasil bacaan")
    officer.looks("terbaca dengan benar")


def hand_in(officer: Officer) -> str:
    """From the checked form to the receipt; its number."""
    officer.click("button", "Simpan dan tinjau jawaban")
    officer.looks("Tinjau jawaban")
    officer.click("button", "Ajukan ke KPU Kabupaten Bulungan")
    officer.looks("Tanda terima")
    number = re.search(r"TT-6501-\d{4}\.\d-\d{5}", officer.page.locator("main").inner_text())
    assert number is not None
    return number.group()


def take_up(officer: Officer) -> None:
    """The verifier's own row of the queue."""
    officer.page.goto("/antrean")
    officer.looks("Antrean verifikasi")
    row = officer.page.get_by_role("row").filter(has_text="Partai Bahari Sejahtera").filter(has_text="Ambil")
    row.get_by_role("button", name="Ambil").click()
    officer.page.wait_for_load_state()


def test_from_the_paper_to_a_berita_acara_that_a_stranger_checks(site: Site, window: Window) -> None:
    liaison, verifier = Officer(window(), "lo.pbs.bulungan"), Officer(window(), "verifikator.bulungan")
    upload(liaison, site.specimen)
    # An SK of 25 officers, three of them changed and one new, takes no more clicks than that.
    main = liaison.page.locator("main")
    assert len(BOARD_PBS_NEW) == 25
    expect(main).to_contain_text("Penulisan berubah – 3 nama")
    expect(main).to_contain_text("Masuk dan keluar – 1 jabatan")
    slip = liaison.page.get_by_label("Nama", exact=True).first
    written = slip.input_value()
    slip.fill(written.replace("Azraffi", "Azrafy"))
    first = hand_in(liaison)
    assert liaison.clicks <= MOST_CLICKS

    take_up(verifier)
    verifier.looks("Temuan 1 dari")
    verifier.click("link", "Mengapa?")
    verifier.looks("Mengapa “")
    verifier.click("link", "Kembali ke tinjauan verifikator")
    verifier.looks("Temuan 1 dari")
    verifier.press("d")
    while "Temuan" in verifier.page.get_by_role("heading", level=1).inner_text():
        is_quiet(verifier.page)
        verifier.press("s")
    verifier.looks("Semua temuan sudah dijawab")
    verifier.page.keyboard.press("b")
    verifier.press("p")

    liaison.page.goto("/beranda")
    liaison.looks("Yang perlu dikerjakan")
    expect(liaison.page.locator("main")).to_contain_text("Perlu perbaikan (BMS)")
    liaison.click("link", "SK kepengurusan")
    liaison.looks("terbaca dengan benar")
    liaison.page.get_by_label("Nama", exact=True).first.fill(written)
    assert hand_in(liaison) != first

    take_up(verifier)
    while "Temuan" in verifier.page.get_by_role("heading", level=1).inner_text():
        verifier.press("s")
    verifier.page.keyboard.press("m")
    verifier.press("p")
    issue_and_check(verifier, window(360))
    sign(verifier)


def issue_and_check(verifier: Officer, stranger: Page) -> None:
    """The Berita Acara is issued, printed, and found genuine by somebody with a phone."""
    page = verifier.page
    page.goto("/berita-acara")
    verifier.looks("Berita Acara")
    verifier.click("link", "Buat Berita Acara PBS")
    verifier.looks("Buat Berita Acara")
    verifier.click("button", "Pratinjau")
    verifier.looks("Pratinjau Berita Acara")
    verifier.click("button", "Bekukan isinya")
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=SLOW)
    verifier.looks("Berita Acara Nomor")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    printed = download.value.path()
    assert printed.read_bytes().startswith(b"%PDF")
    code = re.search(r"BA-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert code is not None

    stranger.goto("/periksa-dokumen")
    is_quiet(stranger)
    stranger.get_by_role("textbox").first.fill(code.group().lower())
    stranger.get_by_role("button", name="Periksa kode").click()
    expect(stranger.locator("main")).to_contain_text("Partai Bahari Sejahtera")
    is_quiet(stranger)
    stranger.goto("/periksa-dokumen")
    stranger.set_input_files("input[type=file]", printed)
    stranger.get_by_role("button", name="Periksa berkas").click()
    expect(stranger.locator("main")).to_contain_text("Partai Bahari Sejahtera")
    is_quiet(stranger)


def sign(verifier: Officer) -> None:
    """The secretariat enters from the paper, on a phone, who signed; the sheet about it is printed."""
    page = verifier.page
    page.set_viewport_size({"width": 360, "height": 740})
    verifier.click("link", "Lihat atau catat tanda tangan")
    verifier.looks("Penandatanganan Berita Acara")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for number, place in enumerate(page.locator("main [role=group]").all()):
        place.get_by_label("Jawaban").select_option("absent" if number else "signed")
        if not number:
            place.get_by_label("Tanggal tanda tangan").fill("31-12-2099")
    verifier.click("button", "Simpan jawaban")
    verifier.looks("Penandatanganan Berita Acara")
    expect(page.locator(".err")).to_contain_text("tidak sesudah hari ini")
    today = page.evaluate("new Date().toLocaleDateString('en-CA', {timeZone: 'Asia/Makassar'})")
    page.get_by_label("Tanggal tanda tangan").first.fill(today)
    verifier.click("button", "Simpan jawaban")
    expect(page.locator("main")).to_contain_text("Sudah terbit")
    expect(page.get_by_role("link", name="Unduh lembar")).to_be_visible(timeout=SLOW)
    verifier.looks("Penandatanganan Berita Acara")
