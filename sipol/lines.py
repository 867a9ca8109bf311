"""Lines out of the register: the database, the public address, mail, the scanner. What they may be, in the environment.

``config`` reads them; whatever leaves the machine in production goes over TLS or not at all.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from sipol.embedded.nearness import goes_in_the_clear, is_near
from sipol.rules.notices import is_address


class SettingMissing(Exception):
    """The register cannot start like this; ``str(error)`` is the sentence for the person who starts it."""


def database_url(address: str, name: str = "DATABASE_URL") -> str:
    """The same address, spoken through psycopg 3: ``postgres://…`` and ``postgresql://…`` are taken too."""
    scheme, _, rest = address.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not rest:
        raise SettingMissing(f"{name} harus menunjuk PostgreSQL, misalnya postgresql://sipol@db.contoh.id/sipol.")
    return f"postgresql+psycopg://{rest}"


def required(environ: Mapping[str, str], name: str, what: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise SettingMissing(f"{name} belum diisi. Isi dengan {what}, lalu jalankan kembali.")
    return value


def refuse_an_open_line(address: str, environ: Mapping[str, str]) -> None:
    """A database on another machine is reached over TLS or not at all; libpq alone would take an open line too."""
    if goes_in_the_clear(address, environ):
        raise SettingMissing(
            "DATABASE_URL menunjuk mesin lain tanpa jaminan TLS. Tambahkan ?sslmode=verify-full "
            "(atau paling sedikit ?sslmode=require) pada alamat itu, lalu jalankan kembali."
        )


def public_url(environ: Mapping[str, str], production: bool) -> str:
    if production:
        required(environ, "SIPOL_PUBLIC_URL", "alamat yang dibuka masyarakat, misalnya https://parpol.contoh.id")
    address = environ.get("SIPOL_PUBLIC_URL") or f"http://localhost:{environ.get('SIPOL_PORT') or 8000}"
    if not address.startswith(("https://",) if production else ("https://", "http://")) or not host_of(address):
        raise SettingMissing("SIPOL_PUBLIC_URL harus berupa alamat lengkap yang diawali https://.")
    return address.rstrip("/")


def host_of(address: str) -> str:
    """The host of an address; "" for what is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def smtp_url(environ: Mapping[str, str], production: bool) -> str:
    """The mail server; "" where e-mails stay in the outbox. A password never goes over a line without TLS."""
    given = environ.get("SIPOL_SMTP_URL", "")
    if not given:
        return ""
    wrong = "SIPOL_SMTP_URL harus berupa smtp://pengguna:sandi@surel.contoh.id, smtps:// atau smtp+plain://."
    try:
        parts = urlsplit(given)
        known = parts.scheme in ("smtp", "smtps", "smtp+plain") and parts.hostname and parts.port != 0
    except ValueError as broken:
        raise SettingMissing(wrong) from broken
    if not known:
        raise SettingMissing(wrong)
    if parts.scheme == "smtp+plain" and parts.username:
        raise SettingMissing("SIPOL_SMTP_URL dengan kata sandi memerlukan TLS. Pakai smtp:// atau smtps://.")
    if parts.scheme == "smtp+plain" and production and not is_near(parts.hostname or ""):
        raise SettingMissing("SIPOL_SMTP_URL ke mesin lain memerlukan TLS. Pakai smtp:// atau smtps://.")
    return given


def scanner(environ: Mapping[str, str], production: bool) -> str:
    """Where ClamAV listens: a socket's path or host:port; "" where no file is scanned. Its protocol knows no TLS."""
    given = environ.get("SIPOL_CLAMAV", "")
    host, _, port = given.rpartition(":")
    if not given or given.startswith("/"):
        return given
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingMissing("SIPOL_CLAMAV harus berupa /run/clamav/clamd.ctl atau 127.0.0.1:3310.")
    if production and not is_near(host.strip("[]")):
        raise SettingMissing("SIPOL_CLAMAV harus berada di mesin ini, sebab berkas dikirim kepadanya tanpa TLS.")
    return given


def mail_from(environ: Mapping[str, str], production: bool) -> str:
    """The sender of e-mails; by itself one at the public address."""
    sender = environ.get("SIPOL_MAIL_FROM") or f"tanpa-balas@{host_of(public_url(environ, production))}"
    if not is_address(sender):
        raise SettingMissing("SIPOL_MAIL_FROM harus berupa alamat surel, misalnya sipol@contoh.id.")
    return sender
