"""Bawaslu in a browser: the verifier's own rows, nothing to press, and an advice with a day for the answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from sipol.cli.demo import ZONE
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import Officer
from tests.services.test_advice import SAME

Window = Callable[..., Page]
ROWS = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("form, button, .btn, [data-key]").forEach((act) => act.remove());
  return [...main.querySelectorAll("tr, li, dd, h1")].map((row) => row.textContent.replace(/\\s+/g, " ").trim());
}"""
"""What a page tells, without what one can do there."""
ACTS = "document.querySelectorAll('main form[method=post]').length"


def rows(officer: Officer, path: str) -> list[str]:
    officer.page.goto(path)
    officer.page.wait_for_load_state()
    told: list[str] = officer.page.evaluate(ROWS)
    # Where the verifier has something to press, Bawaslu is told that nobody has pressed it yet.
    return [row.removesuffix(" Belum ada") for row in told]


def test_bawaslu_sees_what_the_verifier_sees_and_advises(site: Site, window: Window) -> None:
    verifier, supervisor = Officer(window(), "verifikator2.bulungan"), Officer(window(), "bawaslu.bulungan")
    for path in SAME:
        assert rows(supervisor, path) == rows(verifier, path), path
        assert supervisor.page.evaluate(ACTS) == 0, f"Bawaslu can press something on {path}"

    rows(supervisor, "/antrean")
    supervisor.page.locator("main td a, main th a").first.click()
    supervisor.page.wait_for_load_state()
    path = supervisor.page.url.removeprefix(site.url)
    assert rows(supervisor, path) == rows(verifier, path)
    supervisor.page.set_viewport_size({"width": 360, "height": 900})
    supervisor.click("link", "Saran dan catatan Bawaslu")
    supervisor.looks("Bawaslu dan pengajuan ini")

    page = supervisor.page
    page.get_by_role("textbox", name="Saran perbaikan").fill("Cocokkan nama sekretaris dengan SK.")
    page.get_by_label("Batas jawab KPU").fill("31-02-2026")
    supervisor.click("button", "Sampaikan saran")
    supervisor.looks("Bawaslu dan pengajuan ini")
    expect(page.get_by_role("textbox", name="Saran perbaikan")).to_have_value("Cocokkan nama sekretaris dengan SK.")
    page.get_by_label("Batas jawab KPU").fill(f"{datetime.now(ZONE) + timedelta(days=3):%d-%m-%Y}")
    supervisor.click("button", "Sampaikan saran")
    expect(page.locator("main article")).to_contain_text("Cocokkan nama sekretaris")
    page.get_by_role("textbox", name="Catatan Bawaslu").fill("Tanyakan kepada pelapor.")
    supervisor.click("button", "Simpan catatan")
    expect(page.locator("main")).to_contain_text("Tanyakan kepada pelapor.")
    is_quiet(page)

    rows(verifier, "/antrean")
    verifier.click("link", "1 saran perbaikan Bawaslu")
    verifier.looks("Saran perbaikan")
    expect(verifier.page.locator("main")).not_to_contain_text("Tanyakan kepada pelapor.")
    verifier.page.get_by_label("Jawaban KPU").fill("Sudah dicocokkan; namanya sama.")
    verifier.click("button", "Kirim jawaban")
    verifier.looks("Saran perbaikan")
    rows(supervisor, "/saran")
    supervisor.looks("Saran perbaikan")
    expect(page.locator("main")).to_contain_text("Sudah dicocokkan; namanya sama.")
    shown = rows(verifier, "/akses-bawaslu")
    verifier.looks("Halaman yang dilihat Bawaslu")
    assert any("Pengajuan" in row and "diperlihatkan" in row for row in shown)
