"""A session that ends while somebody types: every word survives the sign-in, with one press each."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sipol.cli.demo_cast import PASSWORD
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site

WORDS = "Kalimat yang diketik pada pukul sembilan malam"


def sign_in(page: Page, login: str) -> None:
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_was_typed_survives_the_end_of_the_session(site: Site, window: Callable[..., Page], script: bool) -> None:
    page = window(360, script=script)
    page.goto("/masuk")
    sign_in(page, "lo.pcn.malinau")
    page.goto("/beranda")
    page.get_by_role("link", name="SK kepengurusan").first.click()
    about = f"{WORDS} {'dengan' if script else 'tanpa'} skrip"
    # The line is down for autosave, and every answer that could renew the session has come before it ends.
    page.route("**/periksa", lambda way: way.abort() if "x-autosave" in way.request.headers else way.continue_())
    page.wait_for_load_state("networkidle")
    page.get_by_label("Tentang").fill(about)
    page.context.clear_cookies()
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sesi Anda berakhir")
    if script:
        is_quiet(page)
    page.get_by_role("button", name="Masuk dan lanjutkan").click()
    sign_in(page, "lo.pcn.malinau")
    expect(page.locator("main")).to_contain_text(about)
    page.get_by_role("button", name="Lanjutkan menyimpan").click()
    expect(page).to_have_url(re.compile(r"/periksa"))
    expect(page.get_by_label("Tentang")).to_have_value(about)
