"""Everything the environment decides, read once when the register starts. docs/operations.md lists the variables."""

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipol.embedded import running_url
from sipol.lines import (
    SettingMissing,
    database_url,
    mail_from,
    public_url,
    refuse_an_open_line,
    required,
    scanner,
    smtp_url,
)
from sipol.rules.indications import BARRED_OCCUPATIONS, OLDEST, VOTING_AGE

NAME = "Register Partai Politik"
TIMEZONE = "Asia/Makassar"
SECRET_LENGTH = 32
"""Fewest characters of SECRET_KEY: 32 random ones cannot be guessed."""
KEY_BYTES = 32
MEGABYTE = 1024 * 1024
OTHERS = 0o027
"""Rights on a secret file that are too many: writing for its group, anything for everybody else."""


class Environment(StrEnum):
    """Demo: one machine, invented people, secrets made on the spot. Production: nothing is made up but a local seal."""

    DEMO = "demo"
    PRODUCTION = "production"


class MemberTerms(TypedDict):
    barred: tuple[str, ...]
    voting_age: int
    oldest: int


def load(environ: Mapping[str, str]) -> dict[str, object]:
    """The settings for Flask out of environment variables. Raises ``SettingMissing``.

    In the demo a secret that is not given is made once and kept, readable by its owner only, under SIPOL_HOME.
    """
    environment = _environment(environ)
    production = environment is Environment.PRODUCTION
    if production:
        _refuse_debugging(environ)
    home = home_of(environ)
    return {
        "SIPOL_ENV": environment,
        "SIPOL_HOME": home,
        "SIPOL_NAME": NAME,
        "SIPOL_FILES": environ.get("SIPOL_FILES") or (home / "files").as_uri(),
        "SIPOL_PUBLIC_URL": public_url(environ, production),
        "SIPOL_SMTP_URL": smtp_url(environ, production),
        "SIPOL_MAIL_FROM": mail_from(environ, production),
        "SIPOL_TIMEZONE": _timezone(environ),
        "SIPOL_CLOCK": _clock(environ, production),
        "SIPOL_CLAMAV": scanner(environ, production),
        "SIPOL_TURNSTILE": True,
        "SIPOL_SANDBOXES": _count(environ, "SIPOL_SANDBOXES", 2, least=1),
        "SIPOL_PROXIES": _count(environ, "SIPOL_PROXIES", 0),
        "SIPOL_DORMANT_DAYS": _count(environ, "SIPOL_DORMANT_DAYS", 400, least=15),
        "SIPOL_KEEP_LISTS_DAYS": _count(environ, "SIPOL_KEEP_LISTS_DAYS", 365, least=184),
        "SIPOL_KEEP_REMOVED_DAYS": _count(environ, "SIPOL_KEEP_REMOVED_DAYS", 1825, least=184),
        "SIPOL_SECOND_LOOK": _count(environ, "SIPOL_SECOND_LOOK", 5),
        "SIPOL_MEMBER_TERMS": member_terms(environ),
        "SIPOL_SECOND_FACTOR": _second_factor(environ, production),
        "SIPOL_BREACHED_PASSWORDS": _folder(environ, "SIPOL_BREACHED_PASSWORDS"),
        "SIPOL_LOG_KEY_FILE": environ.get("SIPOL_LOG_KEY_FILE", ""),
        "SIPOL_SEAL_FILE": environ.get("SIPOL_SEAL_FILE", ""),
        "SIPOL_SEAL_PASSPHRASE_FILE": environ.get("SIPOL_SEAL_PASSPHRASE_FILE", ""),
        "SECRET_KEY": _secret(environ, home, production),
        "SIPOL_DATA_KEYS": _data_keys(environ, home, production),
        "SIPOL_INDEX_KEY": _index_key(environ, home, production),
        "SQLALCHEMY_DATABASE_URI": _database(environ, home, production),
        "SIPOL_MIGRATION_URL": _migration_url(environ),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_pre_ping": True,
            "pool_size": 4,
            "max_overflow": 4,
            # A database whose machine is gone answers nothing at all: half a minute tells it from a slow one.
            "connect_args": {
                "connect_timeout": 5,
                "keepalives_idle": 30,
                "keepalives_interval": 10,
                "keepalives_count": 3,
                "tcp_user_timeout": 30_000,
            },
        },
        "MAX_CONTENT_LENGTH": 21 * MEGABYTE,
        # A board of 3,000 officers is refused with a sentence of ours, so the form itself must get through.
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "MAX_FORM_PARTS": 30_000,
        # The address of a static file holds its version, so browsers may keep it.
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        # The prefix makes browsers refuse it over http, from another host, or for a part of the site.
        "SESSION_COOKIE_NAME": "__Host-sipol" if production else "sipol",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_REFRESH_EACH_REQUEST": True,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        # A form may stay open as long as the session lives: its token ends with the session, not before.
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def member_terms(environ: Mapping[str, str]) -> MemberTerms:
    """What an office may set of the rules for members, by the names of ``rules.members.Terms``."""
    given = environ.get("SIPOL_BARRED_OCCUPATIONS", "")
    barred = tuple(dict.fromkeys(word for part in given.split(",") if (word := " ".join(part.casefold().split()))))
    return {
        "barred": barred or BARRED_OCCUPATIONS,
        "voting_age": _count(environ, "SIPOL_VOTING_AGE", VOTING_AGE, least=1),
        "oldest": _count(environ, "SIPOL_OLDEST_AGE", OLDEST, least=1),
    }


def home_of(environ: Mapping[str, str]) -> Path:
    """The folder for everything that is kept: files, secrets of the demo, the embedded database."""
    return Path(environ.get("SIPOL_HOME") or "var").resolve()


def shipped(folder: str) -> Path:
    """The folder ``templates`` or ``migrations``: beside this file in a checkout, inside ``sipol`` once installed."""
    here = Path(__file__).resolve().parent
    installed = here / "sipol" / folder
    return installed if installed.is_dir() else here / folder


def _environment(environ: Mapping[str, str]) -> Environment:
    word = environ.get("SIPOL_ENV") or Environment.DEMO
    if word not in list(Environment):
        raise SettingMissing(f"SIPOL_ENV harus berisi demo atau production, bukan “{word}”.")
    return Environment(word)


def _refuse_debugging(environ: Mapping[str, str]) -> None:
    """The debugger of Flask shows its visitors the code, and lets them run their own."""
    if (environ.get("FLASK_DEBUG") or "0").lower() not in ("0", "false", "no"):
        raise SettingMissing("FLASK_DEBUG tidak boleh menyala di produksi. Hapus pengaturan itu, lalu ulangi.")


def _secret(environ: Mapping[str, str], home: Path, production: bool) -> str:
    if production:
        required(environ, "SECRET_KEY", f"paling sedikit {SECRET_LENGTH} karakter acak")
    given = environ.get("SECRET_KEY", "")
    if given and len(given) < SECRET_LENGTH:
        raise SettingMissing(f"SECRET_KEY terlalu pendek. Isi dengan paling sedikit {SECRET_LENGTH} karakter acak.")
    return given or made_once(home / "secrets" / "secret-key")


def _data_keys(environ: Mapping[str, str], home: Path, production: bool) -> dict[int, bytes]:
    """Keys that seal personal data, by their number; the highest number seals, the others still open."""
    what = "nomor dan kunci, misalnya 1:KUNCI; buat kunci dengan “openssl rand -base64 32”"
    if production:
        required(environ, "SIPOL_DATA_KEYS", what)
    given = environ.get("SIPOL_DATA_KEYS") or f"1:{_key_kept(home / 'secrets' / 'data-key')}"
    keys: dict[int, bytes] = {}
    for part in given.split(","):
        number, _, text = part.strip().partition(":")
        if not re.fullmatch("[0-9]{1,3}", number) or not 0 < int(number) < 256 or int(number) in keys:
            raise SettingMissing(f"SIPOL_DATA_KEYS harus berupa {what}. Nomornya 1 sampai 255 dan tidak berulang.")
        keys[int(number)] = _key("SIPOL_DATA_KEYS", text)
    return keys


def _index_key(environ: Mapping[str, str], home: Path, production: bool) -> bytes:
    """The key of the hashes by which a NIK is found again; another one would find none of those kept."""
    if production:
        required(environ, "SIPOL_INDEX_KEY", "kunci dari “openssl rand -base64 32”, yang tidak pernah diganti")
    return _key("SIPOL_INDEX_KEY", environ.get("SIPOL_INDEX_KEY") or _key_kept(home / "secrets" / "index-key"))


def _key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingMissing(f"{name} memuat kunci yang bukan 32 bita base64. Buat dengan “openssl rand -base64 32”.")
    return key


def _key_kept(path: Path) -> str:
    return made_once(path, lambda: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def made_once(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret made once. Web and worker may start at the same moment: the first one to link its file in wins."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(make())
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return secret_bytes(path).decode()


def secret_bytes(path: Path) -> bytes:
    """What a file with a secret holds. SettingMissing where others than its owner and group may read or change it."""
    if path.stat().st_mode & OTHERS:
        raise SettingMissing(
            f"Berkas rahasia {path} dapat dibaca atau diubah pengguna lain di mesin ini. "
            f"Jalankan “chmod 600 {path}”, lalu mulai kembali."
        )
    return path.read_bytes()


def _database(environ: Mapping[str, str], home: Path, production: bool) -> str:
    if production:
        required(environ, "DATABASE_URL", "alamat PostgreSQL, misalnya postgresql://sipol@db.contoh.id/sipol")
    if given := environ.get("DATABASE_URL"):
        address = database_url(given)
        if production:
            refuse_an_open_line(address, environ)
        return address
    if found := running_url(home):
        return found
    raise SettingMissing("Basis data belum berjalan. Jalankan “sipol up” lebih dahulu, atau isi DATABASE_URL.")


def _migration_url(environ: Mapping[str, str]) -> str:
    """The database as its owner enters it; "" where the register itself owns it."""
    given = environ.get("SIPOL_MIGRATION_URL", "")
    return database_url(given, "SIPOL_MIGRATION_URL") if given else ""


def _second_factor(environ: Mapping[str, str], production: bool) -> bool:
    """Whether everybody must have a second factor; in the demo only who sets one up."""
    word = environ.get("SIPOL_SECOND_FACTOR") or ("required" if production else "optional")
    if word not in ("required", "optional"):
        raise SettingMissing(f"SIPOL_SECOND_FACTOR harus berisi required atau optional, bukan “{word}”.")
    return word == "required"


def _folder(environ: Mapping[str, str], name: str) -> str:
    path = environ.get(name, "")
    if path and not Path(path).is_dir():
        raise SettingMissing(f"{name} harus menunjuk folder yang ada.")
    return path


def _timezone(environ: Mapping[str, str]) -> str:
    name = environ.get("SIPOL_TIMEZONE") or TIMEZONE
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise SettingMissing(f"SIPOL_TIMEZONE “{name}” tidak dikenal. Contoh: {TIMEZONE}.") from unknown
    return name


def _clock(environ: Mapping[str, str], production: bool) -> datetime | None:
    """The moment a demo begins at; one without an offset is meant in the register's own time zone."""
    given = environ.get("SIPOL_CLOCK")
    if not given:
        return None
    if production:
        raise SettingMissing("SIPOL_CLOCK hanya untuk demo. Hapus pengaturan itu, lalu jalankan kembali.")
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as wrong:
        raise SettingMissing("SIPOL_CLOCK harus berupa waktu, misalnya 2026-01-15T09:00.") from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(_timezone(environ)))


def _count(environ: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    given = environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", given) or int(given) < least:
        raise SettingMissing(f"{name} harus berupa bilangan bulat paling sedikit {least}, misalnya {default}.")
    return int(given)
