"""A scanned SK in a browser: read from its picture, checked beside the page laid straight, handed in."""

from pathlib import Path

from playwright.sync_api import expect

from tests.factories.browser import is_quiet
from tests.factories.scanner import scanned
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import MOST_CLICKS, Officer, Window, hand_in, upload


def test_a_scanned_sk_is_read_checked_and_handed_in(site: Site, window: Window, tmp_path: Path) -> None:
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(scanned(site.specimen.read_bytes(), 7, dpi=200))
    liaison = Officer(window(), "lo.pbs.bulungan")
    upload(liaison, scan)
    main = liaison.page.locator("main")
    expect(main).to_contain_text("hurufnya dikenali mesin dari gambar itu")
    expect(main).not_to_contain_text("tidak terbaca mesin")
    # Every row of the page is a line on its picture.
    assert liaison.page.locator("[data-line]").count() >= 8
    hand_in(liaison)
    assert liaison.clicks <= MOST_CLICKS
    liaison.page.goto("/temuan")
    is_quiet(liaison.page)
