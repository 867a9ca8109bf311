"""The whole job in a browser: a liaison officer, a verifier, the Berita Acara, and a stranger who checks it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from sipol.cli.demo_cast import PASSWORD
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site

Window = Callable[..., Page]
MOST_CLICKS = 12


class Officer:
    """Somebody at a page, whose clicks are counted and whose every page is asked by axe."""

    def __init__(self, page: Page, login: str) -> None:
        self.page, self.clicks = page, 0
        page.goto("/masuk")
        is_quiet(page)
        page.get_by_label("Nama pengguna").fill(login)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        expect(page.locator("h1")).to_be_visible()
        is_quiet(page)

    def click(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()

    def looks(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        is_quiet(self.page)


def hand_in(officer: Officer, specimen: Path) -> str:
    """From the file to the receipt; the receipt's number."""
    page = officer.page
    officer.click("link", "SK kepengurusan")
    page.set_input_files("input[type=file]", specimen)
    officer.clicks = 0
    officer.click("button", "Unggah dan baca")
    expect(page.get_by_role("link", name="Lihat hasil bacaan")).to_be_visible(timeout=30_000)
    officer.click("link", "Lihat hasil bacaan")
    officer.looks("terbaca dengan benar")
    page.screenshot(path="/tmp/shots/periksa.png", full_page=True)
    officer.click("button", "Simpan dan tinjau jawaban")
    officer.looks("Tinjau jawaban")
    officer.click("button", "Ajukan ke KPU Kabupaten Bulungan")
    officer.looks("Tanda terima")
    assert officer.clicks <= MOST_CLICKS
    return page.locator("main").inner_text()


def test_from_the_paper_to_a_berita_acara_that_a_stranger_checks(site: Site, window: Window) -> None:
    liaison = Officer(window(), "lo.pbs.bulungan")
    assert "TT-6501-" in hand_in(liaison, site.specimen)
