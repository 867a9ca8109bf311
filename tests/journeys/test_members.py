"""A member list in a browser: sent, gone through by the worker, put right in place, taken in, found again."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.factories.browser import is_quiet
from tests.factories.member_lists import LAYOUTS, as_rows, as_xlsx, member_list
from tests.factories.photographs import photograph
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import SLOW, Officer, Window


def test_from_a_list_with_problems_to_a_settled_duplicate_and_a_sample(
    site: Site, window: Window, tmp_path: Path
) -> None:
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
    page.get_by_label("Awal nama, NIK lengkap, atau nomor KTA").fill("ratna mel")
    liaison.click("button", "Cari")
    expect(main).to_contain_text("Ratna Melati")
    assert "ratna" not in page.url
    is_quiet(page)

    twin = made.people[3]
    nik = f"{twin.nik}7"
    state_membership(liaison, nik)
    hand_in_members(liaison)
    rival = Officer(window(), "lo.pcn.bulungan")
    add_by_form(rival, nik, twin.name, twin.sex)
    add_by_form(rival, f"{nik[:12]}8888", f"H. {twin.name}", twin.sex)
    hand_in_members(rival)
    verify(Officer(window(), "verifikator.bulungan"), twin.name)


def state_membership(liaison: Officer, nik: str) -> None:
    """The party sends along what the person signed."""
    page = liaison.page
    page.get_by_label("Awal nama, NIK lengkap, atau nomor KTA").fill(nik)
    liaison.click("button", "Cari")
    page.locator("table th[scope=row] a").click()
    page.get_by_label("Jenis").select_option("statement")
    letter = {"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": photograph("Surat pernyataan")}
    page.set_input_files("input[type=file]", letter)  # type: ignore[arg-type]
    liaison.click("button", "Unggah")
    expect(page.locator("main")).to_contain_text("Surat pernyataan keanggotaan sudah diterima")
    is_quiet(page)


def add_by_form(liaison: Officer, nik: str, name: str, sex: str) -> None:
    liaison.page.goto("/anggota")
    liaison.click("link", "Lihat anggota")
    liaison.click("link", "Tambah satu anggota")
    liaison.looks("Tambah anggota")
    page = liaison.page
    page.get_by_label("NIK").fill(nik)
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_label("Laki-laki" if sex == "L" else "Perempuan").check()
    page.get_by_label("Tanggal lahir").fill("15-01-1970")
    page.get_by_label("Kecamatan").select_option("65.01.05")
    liaison.click("button", "Tambahkan anggota")
    expect(page.locator("main")).to_contain_text("Anggota sudah ditambahkan")


def hand_in_members(liaison: Officer) -> None:
    liaison.page.goto("/anggota")
    liaison.click("button", "Tinjau dan ajukan")
    liaison.looks("Tinjau jawaban sebelum diajukan")
    liaison.click("button", "Ajukan ke KPU")
    liaison.looks("Tanda terima")


def tell_apart(officer: Officer) -> None:
    """Two rows of one name and birthday with two NIK, found by the worker meanwhile."""
    page = officer.page
    officer.click("link", "Ganda")
    officer.click("link", "Mirip, NIK berbeda")
    officer.looks("Anggota yang mirip")
    page.set_viewport_size({"width": 360, "height": 900})
    is_quiet(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    officer.click("button", "Dua orang berbeda")
    expect(page.locator("main")).to_contain_text("Dicatat sebagai dua orang yang berbeda")
    expect(page.locator("main")).to_contain_text("Tidak ada pasangan yang menunggu")


def verify(officer: Officer, name: str) -> None:
    """Take up both submissions, settle the duplicate by one key, draw the sample."""
    page = officer.page
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for url in ("/kuota", "/kuota/angka", "/daftar-pemilih", "/verifikasi/ganda"):
            page.goto(url)
            is_quiet(page)
    for _ in range(2):
        page.goto("/antrean?objek=members&pemegang=belum")
        officer.click("button", "Ambil Partai")
        expect(page.get_by_role("link", name="Verifikasi anggota")).to_be_visible()
    officer.click("link", "Ganda")
    officer.looks("Anggota ganda")
    page.get_by_role("link", name=name, exact=True).first.click()
    officer.looks("tercantum 2 kali")
    expect(page.locator("main")).to_contain_text("Satu partai mempunyai surat pernyataan")
    officer.press("p")
    expect(page.locator("main")).to_contain_text("2 baris diputus menurut tabel aturan")
    is_quiet(page)
    tell_apart(officer)
    page.goto("/antrean?objek=members")
    page.get_by_role("link", name="Partai Bahari Sejahtera").first.click()
    officer.click("link", "Verifikasi anggota")
    officer.looks("Verifikasi anggota")
    officer.click("link", "MS untuk semua baris bersih")
    officer.looks("MS untuk semua baris bersih")
    officer.click("button", "Tetapkan MS untuk")
    officer.looks("Verifikasi anggota")
    officer.click("link", "Uji petik")
    officer.looks("Uji petik keanggotaan")
    officer.click("button", "Tarik ")
    officer.looks("orang sudah ada hasilnya")
    page.locator("table th[scope=row] a").first.click()
    page.get_by_label("Tanggal").fill(datetime.now(UTC).strftime("%d-%m-%Y"))
    page.get_by_label("Membenarkan sebagai anggota").check()
    officer.click("button", "Simpan kunjungan")
    officer.looks("1 dari")
