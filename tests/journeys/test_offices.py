"""An office from the form to the visit, in a browser: both sides see the same, and nothing typed is lost."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sipol.cli.demo import ZONE
from tests.factories.browser import is_quiet
from tests.factories.photographs import photograph
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import Officer

Window = Callable[..., Page]


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    """Files to choose: three that are right, and one that is none."""
    for name in ("letter", "proof", "building", "board"):
        (tmp_path / f"{name}.jpg").write_bytes(photograph(name, (1200, 900)))
    (tmp_path / "wrong.jpg").write_bytes(b"no picture at all")
    return {path.stem: path for path in tmp_path.glob("*.jpg")}


def test_an_office_is_handed_in_and_visited(site: Site, window: Window, pictures: dict[str, Path]) -> None:
    liaison = Officer(window(), "lo.pbs.bulungan")
    liaison.click("link", "Kantor tetap")
    liaison.looks("Kantor tetap")
    page = liaison.page
    page.get_by_label("Alamat", exact=True).fill("Jl. Sengkawit No. 8")
    page.get_by_label("Kecamatan", exact=True).select_option("65.01.05")
    page.get_by_label("Desa atau kelurahan").fill("Tanjung Selor Hulu")
    page.get_by_label("Sewa").check()
    page.get_by_label("Berlaku sampai").fill("32-13-2026")
    page.locator("input[name=building]").set_input_files(pictures["building"])
    page.locator("input[name=board]").set_input_files(pictures["wrong"])
    liaison.click("button", "Simpan dan tinjau")
    # What was right is kept although two things were wrong, and the words are still there.
    is_quiet(page)
    expect(page.get_by_label("Alamat", exact=True)).to_have_value("Jl. Sengkawit No. 8")
    expect(page.get_by_label("Berlaku sampai")).to_have_value("32-13-2026")
    page.get_by_label("Berlaku sampai").fill("31-12-2031")
    expect(page.get_by_role("link", name="Foto bangunan")).to_be_visible()
    for name in ("letter", "proof", "board"):
        page.locator(f"input[name={name}]").set_input_files(pictures[name])
    liaison.click("button", "Simpan dan tinjau")
    liaison.looks("Tinjau jawaban")
    expect(page.locator("main")).to_contain_text("Alamat yang sama tercatat sebagai kantor")
    liaison.click("button", "Ajukan ke KPU Kabupaten Bulungan")
    liaison.looks("Tanda terima")

    verifier = Officer(window(), "verifikator.bulungan")
    verifier.page.goto("/antrean")
    row = verifier.page.get_by_role("row").filter(has_text="Bahari").filter(has_text="Kantor tetap")
    row.get_by_role("button", name="Ambil").click()
    verifier.looks("Kantor tetap")
    expect(verifier.page.locator("main")).to_contain_text("Alamat yang sama tercatat sebagai kantor")
    verifier.click("link", "Lembar dan hasil kunjungan")
    verifier.looks("Kantor")
    verifier.click("button", "Terbitkan lembar kunjungan")
    found = verifier.page
    found.get_by_label("Tanggal kunjungan").fill(f"{datetime.now(ZONE):%d-%m-%Y}")
    found.get_by_label("Kantor ada dan sesuai").check()
    found.locator("input[name=photos]").set_input_files(pictures["building"])
    verifier.click("button", "Simpan kunjungan")
    expect(found.locator("main")).to_contain_text("Kantor ada dan sesuai")
    is_quiet(found)
