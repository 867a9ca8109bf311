"""Somebody without an account asks for one in a browser; the centre reads the letter, and a link opens the account."""

import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from sipol.cli.demo import ZONE
from sipol.extensions import db
from sipol.models import Invitation
from tests.factories.access import newest_mail, token_in
from tests.factories.browser import is_quiet
from tests.factories.photographs import photograph
from tests.journeys.conftest import Site
from tests.journeys.test_main_job import Officer

Window = Callable[..., Page]
PASSWORD = "sebuah kata sandi panjang"


def asks(page: Page, letter: Path, email: str) -> None:
    page.goto("/minta-akun")
    is_quiet(page)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.locator(".errsum")).to_contain_text("Isi nama lengkap")
    is_quiet(page)
    page.get_by_label("Partai", exact=True).select_option(label="Partai Tunas Khatulistiwa")
    page.get_by_label("Kepengurusan di").select_option(label="Kabupaten Malinau")
    page.get_by_label("Nama lengkap").fill("Sulastri Wijaya")
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Jabatan").fill("Petugas Penghubung")
    page.get_by_label("Nomor surat penunjukan").fill("9/DPP/2026")
    page.get_by_label("Tanggal surat penunjukan").fill(f"{datetime.now(ZONE):%d-%m-%Y}")
    page.set_input_files("input[type=file]", letter)
    page.get_by_role("button", name="Kirim permintaan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Permintaan akun diterima")
    is_quiet(page)


def link_mailed(site: Site) -> str:
    """The word of the link that the worker mailed."""
    folder = Path(str(site.app.config["SIPOL_HOME"])) / "outbox"
    for _ in range(200):
        with site.app.app_context():
            # Other tests of this process mail into the same folder.
            (invitation_id,) = db.session.scalars(select(Invitation.id))
            if list(folder.glob(f"*-{invitation_id}.eml")):
                return token_in(newest_mail(str(invitation_id), folder))
        time.sleep(0.1)
    raise AssertionError("no invitation was mailed")


def test_an_account_is_asked_for_granted_and_opened(site: Site, window: Window, tmp_path: Path) -> None:
    letter = tmp_path / "surat.jpg"
    letter.write_bytes(photograph("Surat penunjukan", (700, 900)))
    asks(window(), letter, "sulastri@contoh.id")
    asks(window(360), letter, "kedua@contoh.id")

    kpu = Officer(window(), "ketua.kaltara")
    kpu.click("link", "Dasbor")
    kpu.looks("Dasbor")
    expect(kpu.page.locator("main")).to_contain_text("menunggu akun dari pusat")
    expect(kpu.page.locator("main")).to_contain_text("menunggu pusat sejak hari ini")

    centre = Officer(window(), "pusat.tunas")
    centre.click("link", "Petugas dan akun")
    centre.looks("Petugas dan akun")
    centre.page.set_viewport_size({"width": 360, "height": 900})
    is_quiet(centre.page)
    centre.page.set_viewport_size({"width": 1440, "height": 900})
    centre.click("link", "Baca dan jawab")
    centre.looks("Permintaan akun")
    centre.click("button", "Setujui dan kirim undangan")
    centre.looks("Petugas dan akun")
    centre.click("link", "Baca dan jawab")
    centre.click("button", "Tolak permintaan")
    # Nothing was said yet, so nothing is done yet.
    is_quiet(centre.page)
    centre.page.get_by_label("Alasan penolakan").fill("Satu petugas untuk satu kabupaten.")
    centre.click("button", "Tolak permintaan")
    centre.looks("Petugas dan akun")
    expect(centre.page.locator("main")).to_contain_text("Tidak ada permintaan yang menunggu.")
    centre.click("link", "Undang petugas")
    centre.looks("Undang petugas")

    centre.page.goto("/petugas")
    closing = centre.page.get_by_role("link", name=re.compile("Tutup akun .*Bulungan"))
    closing.click()
    for width in (1440, 360):
        centre.page.set_viewport_size({"width": width, "height": 900})
        centre.looks("Tutup akun")
    expect(centre.page.locator("main")).to_contain_text("Yang sedang dikerjakannya")
    centre.page.get_by_label("Pekerjaannya diserahkan kepada").select_option(index=1)
    centre.click("button", "Tutup akun")
    centre.looks("Petugas dan akun")
    expect(centre.page.locator("main")).to_contain_text("tidak bertugas lagi")
    centre.page.set_viewport_size({"width": 1440, "height": 900})

    new = window(360)
    new.goto(f"/undangan/buka/{link_mailed(site)}")
    is_quiet(new)
    new.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    new.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    new.get_by_role("button", name="Buka akun").click()
    expect(new.get_by_role("heading", level=1)).to_contain_text("Masuk")
    new.get_by_label("Nama pengguna").fill("kedua@contoh.id")
    new.get_by_label("Kata sandi").fill(PASSWORD)
    new.get_by_role("button", name="Masuk").click()
    expect(new.get_by_role("heading", level=1)).to_contain_text(re.compile("Yang perlu dikerjakan"))
    is_quiet(new)
