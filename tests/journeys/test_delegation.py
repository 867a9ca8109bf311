"""A centre in a browser: what waits and since when, a reminder, and somebody who may approve in its stead."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from sipol.cli.demo import ZONE
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import Officer

Window = Callable[..., Page]


def narrow(officer: Officer, width: int) -> None:
    """The window of a phone has no room for the menu by which one is known to be in: it is made narrow afterwards."""
    officer.page.set_viewport_size({"width": width, "height": 900})
    is_quiet(officer.page)


def test_a_centre_is_reminded_and_lets_somebody_approve(site: Site, window: Window) -> None:
    liaison = Officer(window(), "lo.tunas.bulungan")
    narrow(liaison, 360)
    expect(liaison.page.locator("main")).to_contain_text("Menunggu pusat sejak")
    liaison.click("link", "SK kepengurusan")
    liaison.looks("Pengajuan SK kepengurusan")
    liaison.click("button", "Ingatkan pusat partai")
    liaison.looks("Pengajuan SK kepengurusan")
    expect(liaison.page.get_by_role("button", name="Dapat diingatkan lagi mulai")).to_be_disabled()

    for width in (1440, 360):
        centre = Officer(window(), "pusat.tunas")
        narrow(centre, width)
        expect(centre.page.locator("main")).to_contain_text("Menunggu persetujuan Anda sejak")
        centre.click("link", "Pelimpahan persetujuan")
        centre.looks("Pelimpahan persetujuan")
        centre.click("link", "Limpahkan persetujuan")
        centre.looks("Limpahkan persetujuan pusat")
        page, day = centre.page, f"{datetime.now(ZONE):%d-%m-%Y}"
        page.get_by_label("Akun yang boleh menyetujui").select_option(index=1)
        page.get_by_label("Hari pertama").fill(day)
        page.get_by_label("Hari terakhir").fill("31-02-2026")
        page.get_by_label("Nomor surat pelimpahan").fill(f"7/DPP/{width}")
        page.get_by_label("Alasan").fill("Pusat berkongres.")
        centre.click("button", "Limpahkan")
        # One thing was wrong, and all that was typed is still there.
        is_quiet(page)
        expect(page.get_by_label("Hari terakhir")).to_have_value("31-02-2026")
        expect(page.get_by_label("Alasan")).to_have_value("Pusat berkongres.")
        page.get_by_label("Hari terakhir").fill(day)
        centre.click("button", "Limpahkan")
        centre.looks("Pelimpahan persetujuan")
        expect(page.get_by_role("row").filter(has_text=f"7/DPP/{width}")).to_contain_text("Berlaku")
        centre.click("button", "Cabut")
        centre.looks("Pelimpahan persetujuan")
        expect(page.get_by_role("row").filter(has_text=f"7/DPP/{width}")).to_contain_text("Dicabut")

    verifier = Officer(window(), "verifikator.bulungan")
    expect(verifier.page.locator("main")).to_contain_text("Menunggu pusat")
    verifier.click("link", "Dasbor")
    verifier.looks("Dasbor")
    expect(verifier.page.locator("main")).to_contain_text("1 menunggu pusat")
