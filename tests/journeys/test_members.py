"""A member list in a browser: sent, gone through by the worker, put right in place, taken in, found again."""

from pathlib import Path

from playwright.sync_api import expect

from tests.factories.browser import is_quiet
from tests.factories.member_lists import LAYOUTS, as_rows, as_xlsx, member_list
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import SLOW, Officer, Window


def test_a_list_with_problems_is_repaired_in_place_and_taken_in(site: Site, window: Window, tmp_path: Path) -> None:
    made = member_list(21, 60, share=0)
    for one in made.people:
        one.district = "65.01.05"
    made.people[3].nik, made.people[8].name, made.people[8].district = made.people[3].nik[:15], "", "65.99.99"
    path = tmp_path / "anggota.xlsx"
    path.write_bytes(as_xlsx(as_rows(made, LAYOUTS["office"], titles=True)))

    liaison = Officer(window(), "lo.pbs.bulungan")
    page, main = liaison.page, liaison.page.locator("main")
    liaison.click("link", "Anggota")
    liaison.looks("Keanggotaan")
    liaison.click("link", "Unggah daftar")
    liaison.looks("Unggah daftar anggota")
    page.set_input_files("input[type=file]", path)
    liaison.click("button", "Unggah dan periksa")
    expect(page.get_by_role("link", name="Lihat hasil pemeriksaan")).to_be_visible(timeout=SLOW)
    liaison.click("link", "Lihat hasil pemeriksaan")
    liaison.looks("2 baris masih harus diperbaiki")

    page.get_by_label("NIK").first.fill(f"{made.people[3].nik}7")
    page.get_by_role("button", name="Simpan baris 9").click()
    expect(main).to_contain_text("Baris 4 sudah benar dan masuk ke daftar")
    page.get_by_label("Nama lengkap").fill("Ratna Melati")
    page.get_by_role("button", name="Simpan baris 14").click()
    expect(main).to_contain_text("tidak dikenal")
    expect(page.get_by_label("Nama lengkap")).to_have_count(0)
    is_quiet(page)
    page.get_by_label("Kecamatan").select_option("65.01.05")
    page.get_by_role("button", name="Simpan baris 14").click()
    liaison.looks("60 baris siap dimasukkan")
    liaison.click("button", "Masukkan 60 anggota")
    liaison.looks("60 anggota sudah dimasukkan")
    liaison.click("link", "Lihat daftar anggota")
    liaison.looks("Daftar anggota")
    page.get_by_label("Awal nama, atau NIK lengkap").fill("ratna mel")
    liaison.click("button", "Cari")
    expect(main).to_contain_text("Ratna Melati")
    assert "ratna" not in page.url
    is_quiet(page)
