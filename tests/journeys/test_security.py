"""Keeping an account in a browser: app, codes on paper, passkey, other devices, password, a reset by two."""

import time
from base64 import b32decode
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

from sipol.cli.demo_cast import PASSWORD
from tests.factories.browser import is_quiet
from tests.journeys.conftest import Site

Window = Callable[..., Page]
LOOKED_AT: set[tuple[str, int]] = set()
"""Pages that axe has been asked about, by heading and width: once is enough."""
LIAISON = "lo.tunas.bulungan"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(site: Site) -> str:
    """The register by a name: no passkey is bound to a bare number."""
    address = f"http://localhost:{urlsplit(site.url).port}"
    site.app.config["SIPOL_PUBLIC_URL"] = address
    return address


class Visitor:
    """Somebody at a page, at the register's name."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home

    def goes(self, path: str, heading: str) -> None:
        self.page.goto(self.home + path)
        self.sees(heading)

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        if (heading, width) not in LOOKED_AT:
            LOOKED_AT.add((heading, width))
            is_quiet(self.page)

    def presses(self, name: str, heading: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.sees(heading)

    def enters(self, login: str, heading: str, password: str = PASSWORD) -> None:
        self.goes("/masuk", "Masuk")
        self.page.get_by_label("Nama pengguna").fill(login)
        self.page.get_by_label("Kata sandi").fill(password)
        self.presses("Masuk", heading)

    def leaves(self) -> None:
        menu = self.page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("button", name="Keluar").first.click()
        self.page.wait_for_load_state()


def sets_up_an_app(visitor: Visitor) -> list[str]:
    """The recovery codes."""
    visitor.presses("Pasang aplikasi", "Pasang aplikasi autentikator", role="link")
    visitor.presses("Mulai", "Pasang aplikasi autentikator")
    letters = visitor.page.locator("#rahasia").inner_text().replace(" ", "")
    visitor.page.get_by_label("Kode dari aplikasi").fill("1")
    visitor.presses("Pasang", "Pasang aplikasi autentikator")
    expect(visitor.page.locator("main")).to_contain_text("tidak cocok")
    code = TOTP(b32decode(letters), 6, SHA1(), 30).generate(int(time.time())).decode()
    visitor.page.get_by_label("Kode dari aplikasi").fill(code)
    visitor.presses("Pasang", "Kode pemulihan Anda")
    return visitor.page.locator("#kode li").all_inner_texts()


def test_a_password_that_was_stolen_is_not_enough(site: Site, window: Window, named: str) -> None:
    liaison = Visitor(window(360), named)
    liaison.enters(LIAISON, "Yang perlu dikerjakan")
    liaison.goes("/keamanan", "Keamanan akun")
    expect(liaison.page.locator("main")).to_contain_text("hanya dijaga kata sandi")
    codes = sets_up_an_app(liaison)
    assert len(codes) == 10
    liaison.presses("Sudah saya simpan", "Yang perlu dikerjakan", role="link")
    liaison.leaves()

    # The second step: what is wrong is told, and a code on paper is good once.
    liaison.enters(LIAISON, "Langkah kedua")
    liaison.page.get_by_label("Kode enam angka").fill("000 000")
    liaison.presses("Lanjut", "Langkah kedua")
    expect(liaison.page.locator("main")).to_contain_text("tidak cocok")
    liaison.page.get_by_label("Kode enam angka").fill(codes[0].upper())
    liaison.presses("Lanjut", "Yang perlu dikerjakan")

    # A passkey of this device.
    authenticator = liaison.page.context.new_cdp_session(liaison.page)
    authenticator.send("WebAuthn.enable")
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    liaison.goes("/keamanan", "Keamanan akun")
    expect(liaison.page.locator("main")).to_contain_text("9 tersisa")
    liaison.presses("Tambah kunci sandi", "Tambah kunci sandi", role="link")
    liaison.page.get_by_label("Nama kunci").fill("Ponsel saya")
    liaison.presses("Tambahkan", "Keamanan akun")
    expect(liaison.page.locator("main")).to_contain_text("Ponsel saya")
    liaison.leaves()
    liaison.enters(LIAISON, "Langkah kedua")
    liaison.presses("Pakai kunci sandi", "Yang perlu dikerjakan")

    # Somebody else with password and a code from the paper: the owner is told, and puts them out.
    thief = Visitor(window(), named)
    thief.enters(LIAISON, "Langkah kedua")
    thief.page.get_by_label("Kode enam angka").fill(codes[1])
    thief.presses("Lanjut", "Yang perlu dikerjakan")
    liaison.goes("/pemberitahuan", "Pemberitahuan")
    expect(liaison.page.locator("main")).to_contain_text("dari perangkat yang belum dikenal")
    liaison.goes("/keamanan", "Keamanan akun")
    expect(liaison.page.locator("main")).to_contain_text("2 perangkat")
    liaison.presses("Keluarkan", "Keamanan akun")
    thief.goes("/sk", "Masuk")

    # Another password, which the thief does not have.
    liaison.presses("Ganti kata sandi", "Ganti kata sandi", role="link")
    for field in ("Kata sandi baru", "Ulangi kata sandi baru"):
        liaison.page.get_by_label(field, exact=True).fill("perahu hujan lentera tujuh")
    liaison.presses("Ganti kata sandi", "Keamanan akun")
    thief.enters(LIAISON, "Masuk")
    expect(thief.page.locator("main")).to_contain_text("tidak cocok")


def test_a_lost_phone_takes_two_people(site: Site, window: Window, named: str) -> None:
    verifier = Visitor(window(), named)
    verifier.enters("verifikator.bulungan", "Antrean")
    verifier.goes("/keamanan", "Keamanan akun")
    sets_up_an_app(verifier)
    verifier.leaves()
    admin = Visitor(window(360), named)
    admin.enters("admin", "Akun")
    admin.goes("/keamanan/atur-ulang", "Atur ulang langkah kedua")
    admin.page.locator("summary").first.click()
    admin.page.get_by_label("Alasan").first.fill("Ponsel jatuh ke sungai; dipastikan lewat telepon.")
    admin.presses("Minta dilepas", "Atur ulang langkah kedua")
    expect(admin.page.get_by_role("button", name="Setujui dan lepas")).to_have_count(0)
    verifier.enters("verifikator.bulungan", "Langkah kedua")
    head = Visitor(window(), named)
    head.enters("ketua.bulungan", "Antrean")
    head.goes("/keamanan/atur-ulang", "Atur ulang langkah kedua")
    head.presses("Setujui dan lepas", "Atur ulang langkah kedua")
    verifier.enters("verifikator.bulungan", "Antrean")
    verifier.goes("/keamanan", "Keamanan akun")
    expect(verifier.page.locator("main")).to_contain_text("hanya dijaga kata sandi")
