"""What the environment decides, and which sentence a half-made setup gets."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config import load, member_terms, shipped
from sipol.lines import SettingMissing, database_url
from sipol.rules.indications import BARRED_OCCUPATIONS, OLDEST, VOTING_AGE

DEMO = {"DATABASE_URL": "postgresql://db.contoh.id/sipol"}
KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {
    "DATABASE_URL": "postgresql://db.contoh.id/sipol?sslmode=verify-full",
    "SIPOL_ENV": "production",
    "SECRET_KEY": "k" * 32,
    "SIPOL_DATA_KEYS": f"1:{KEY}",
    "SIPOL_INDEX_KEY": KEY,
    "SIPOL_PUBLIC_URL": "https://parpol.contoh.id/",
}


def settings(home: Path, environ: Mapping[str, str]) -> dict[str, object]:
    return load({"SIPOL_HOME": str(home), **environ})


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "SIPOL_PUBLIC_URL", "SIPOL_DATA_KEYS", "SIPOL_INDEX_KEY"]
)
def test_production_names_the_setting_it_lacks(tmp_path: Path, name: str) -> None:
    lacking = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(SettingMissing, match=rf"^{name} belum diisi\. Isi dengan .+, lalu jalankan kembali\.$"):
        settings(tmp_path, lacking)


@pytest.mark.parametrize(
    ("base", "wrong", "sentence"),
    [
        (PRODUCTION, {"SECRET_KEY": "k" * 31}, "SECRET_KEY terlalu pendek"),
        (PRODUCTION, {"SIPOL_PUBLIC_URL": "http://parpol.contoh.id"}, "SIPOL_PUBLIC_URL harus .* https://"),
        (PRODUCTION, {"SIPOL_CLOCK": "2026-01-15T09:00"}, "SIPOL_CLOCK hanya untuk demo"),
        (PRODUCTION, {"SIPOL_PROXIES": "satu"}, "SIPOL_PROXIES harus berupa bilangan bulat"),
        (PRODUCTION, {"SIPOL_SANDBOXES": "0"}, "SIPOL_SANDBOXES harus berupa bilangan bulat paling sedikit 1"),
        (PRODUCTION, {"SIPOL_DATA_KEYS": KEY}, "SIPOL_DATA_KEYS harus berupa nomor dan kunci"),
        (PRODUCTION, {"SIPOL_DATA_KEYS": f"1:{KEY},1:{KEY}"}, "tidak berulang"),
        (PRODUCTION, {"SIPOL_INDEX_KEY": "pendek"}, "SIPOL_INDEX_KEY memuat kunci yang bukan 32 bita"),
        (PRODUCTION, {"SIPOL_SMTP_URL": "smtp+plain://surel.contoh.id"}, "SIPOL_SMTP_URL ke mesin lain memerlukan TLS"),
        (PRODUCTION, {"SIPOL_CLAMAV": "192.0.2.1:3310"}, "SIPOL_CLAMAV harus berada di mesin ini"),
        (DEMO, {"SIPOL_CLAMAV": "localhost"}, "SIPOL_CLAMAV harus berupa /run/clamav"),
        (DEMO, {"SIPOL_CLAMAV": "localhost:clamd"}, "SIPOL_CLAMAV harus berupa /run/clamav"),
        (PRODUCTION, {"FLASK_DEBUG": "1"}, "FLASK_DEBUG tidak boleh menyala di produksi"),
        (PRODUCTION, DEMO, "DATABASE_URL menunjuk mesin lain tanpa jaminan TLS"),
        (PRODUCTION, {"DATABASE_URL": "postgresql://10.0.0.2/sipol?sslmode=prefer"}, "tanpa jaminan TLS"),
        (PRODUCTION, {"DATABASE_URL": "postgresql:///sipol?host=localhost,db2.contoh.id"}, "tanpa jaminan TLS"),
        (PRODUCTION, {"DATABASE_URL": "postgresql:///sipol", "PGHOST": "db.contoh.id"}, "tanpa jaminan TLS"),
        (DEMO, {"SIPOL_VOTING_AGE": "tujuh belas"}, "SIPOL_VOTING_AGE harus berupa bilangan bulat paling sedikit 1"),
        (DEMO, {"SIPOL_OLDEST_AGE": "0"}, "SIPOL_OLDEST_AGE harus berupa bilangan bulat paling sedikit 1"),
        (DEMO, {"SIPOL_SECOND_FACTOR": "ya"}, "SIPOL_SECOND_FACTOR harus berisi required atau optional"),
        (DEMO, {"SIPOL_BREACHED_PASSWORDS": "/tidak/ada"}, "SIPOL_BREACHED_PASSWORDS harus menunjuk folder"),
        (DEMO, {"SIPOL_ENV": "produksi"}, "SIPOL_ENV harus berisi demo atau production"),
        (DEMO, {"SIPOL_CLOCK": "besok"}, "SIPOL_CLOCK harus berupa waktu"),
        (DEMO, {"SIPOL_TIMEZONE": "Asia/Bulungan"}, "SIPOL_TIMEZONE “Asia/Bulungan” tidak dikenal"),
        (DEMO, {"DATABASE_URL": "sqlite:///sipol.db"}, "DATABASE_URL harus menunjuk PostgreSQL"),
        (DEMO, {"DATABASE_URL": ""}, "Basis data belum berjalan. Jalankan “sipol up”"),
    ],
)
def test_a_wrong_setting_gets_a_sentence(
    tmp_path: Path, base: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingMissing, match=sentence):
        settings(tmp_path, base | wrong)


def test_the_demo_keeps_its_secret_to_itself_and_for_the_next_start(tmp_path: Path) -> None:
    first, second = settings(tmp_path, DEMO)["SECRET_KEY"], settings(tmp_path, DEMO)["SECRET_KEY"]
    kept = tmp_path / "secrets" / "secret-key"
    assert first == second == kept.read_text()
    assert len(kept.read_text()) >= 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in kept.parent.iterdir()) == ["data-key", "index-key", "secret-key"]
    assert settings(tmp_path, DEMO)["SIPOL_DATA_KEYS"] == settings(tmp_path, DEMO)["SIPOL_DATA_KEYS"]


def test_production_makes_up_nothing(tmp_path: Path) -> None:
    settings(tmp_path, PRODUCTION)
    assert list(tmp_path.iterdir()) == []


def test_cookies_travel_over_https_only_in_production(tmp_path: Path) -> None:
    demo, production = settings(tmp_path, DEMO), settings(tmp_path, PRODUCTION)
    assert (demo["SESSION_COOKIE_SECURE"], production["SESSION_COOKIE_SECURE"]) == (False, True)
    assert (demo["SESSION_COOKIE_NAME"], production["SESSION_COOKIE_NAME"]) == ("sipol", "__Host-sipol")
    for made in (demo, production):
        assert made["SESSION_COOKIE_HTTPONLY"] is True
        assert made["SESSION_COOKIE_SAMESITE"] == "Strict"
        assert made["PERMANENT_SESSION_LIFETIME"] == timedelta(hours=8)


def test_public_addresses_end_without_a_slash(tmp_path: Path) -> None:
    assert settings(tmp_path, PRODUCTION)["SIPOL_PUBLIC_URL"] == "https://parpol.contoh.id"
    assert settings(tmp_path, DEMO | {"SIPOL_PORT": "8123"})["SIPOL_PUBLIC_URL"] == "http://localhost:8123"


@pytest.mark.parametrize("given", ["2026-01-15T09:00", "2026-01-15T09:00+08:00", "2026-01-15T01:00Z"])
def test_a_clock_without_an_offset_is_meant_in_the_registers_time_zone(tmp_path: Path, given: str) -> None:
    clock = settings(tmp_path, DEMO | {"SIPOL_CLOCK": given})["SIPOL_CLOCK"]
    assert clock == datetime.fromisoformat("2026-01-15T09:00+08:00")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_taken(scheme: str) -> None:
    assert database_url(f"{scheme}://sipol@db/sipol") == "postgresql+psycopg://sipol@db/sipol"


@pytest.mark.parametrize("folder", ["templates", "migrations"])
def test_folders_that_come_along_are_found(folder: str) -> None:
    assert shipped(folder).is_dir()


def test_an_office_may_keep_its_own_terms_for_members(tmp_path: Path) -> None:
    own = {"SIPOL_BARRED_OCCUPATIONS": "TNI, Kepala  Desa,,tni", "SIPOL_VOTING_AGE": "18", "SIPOL_OLDEST_AGE": "110"}
    assert settings(tmp_path, DEMO | own)["SIPOL_MEMBER_TERMS"] == {
        "barred": ("tni", "kepala desa"),
        "voting_age": 18,
        "oldest": 110,
    }
    assert member_terms({}) == {"barred": BARRED_OCCUPATIONS, "voting_age": VOTING_AGE, "oldest": OLDEST}


def test_a_second_factor_is_needed_in_production_unless_somebody_says_no(tmp_path: Path) -> None:
    assert settings(tmp_path, PRODUCTION)["SIPOL_SECOND_FACTOR"] is True
    assert settings(tmp_path, PRODUCTION | {"SIPOL_SECOND_FACTOR": "optional"})["SIPOL_SECOND_FACTOR"] is False
    assert settings(tmp_path, DEMO)["SIPOL_SECOND_FACTOR"] is False


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://db.contoh.id/sipol?sslmode=require",
        "postgresql://sipol@db.contoh.id:6432/sipol?sslmode=verify-ca",
        "postgresql://localhost/sipol",
        "postgresql://127.0.0.1/sipol",
        "postgresql://[::1]/sipol",
        "postgresql:///sipol?host=/run/postgresql",
        "postgresql:///sipol",
    ],
)
def test_production_reaches_a_database_over_tls_or_on_this_machine(tmp_path: Path, address: str) -> None:
    assert settings(tmp_path, PRODUCTION | {"DATABASE_URL": address})["SQLALCHEMY_DATABASE_URI"]


def test_the_mode_may_come_from_the_environment_as_libpq_reads_it(tmp_path: Path) -> None:
    open_line = PRODUCTION | DEMO
    assert settings(tmp_path, open_line | {"PGSSLMODE": "verify-full"})["SQLALCHEMY_DATABASE_URI"]


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o620, 0o644, 0o666])
def test_a_secret_that_others_may_read_or_change_stops_the_start(tmp_path: Path, mode: int) -> None:
    settings(tmp_path, DEMO)
    kept = tmp_path / "secrets" / "data-key"
    kept.chmod(mode)
    with pytest.raises(SettingMissing, match=f"Berkas rahasia {kept} dapat dibaca atau diubah pengguna lain"):
        settings(tmp_path, DEMO)
    kept.chmod(0o640)
    assert settings(tmp_path, DEMO)
