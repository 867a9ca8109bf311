"""Signing in: how strong a session is and how long it lives, what second factors there are, what is told of them."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from sipol.rules.codes import CROCKFORD, unmistaken


class Strength(StrEnum):
    """What a session rests on. With a password alone nothing opens but the second step."""

    HALF = "half"
    FULL = "full"


HALFWAY = timedelta(minutes=15)
"""Time to take the second step."""
IDLE, WHOLE = timedelta(hours=8), timedelta(hours=24)
"""A session ends so long after its last request, and after its beginning (ASVS 5.0, 7.3.1 and 7.3.2)."""
PROVED = timedelta(minutes=15)
"""For so long after a proof may somebody change how they sign in (ASVS 5.0, 7.5.1)."""
TOUCHED = timedelta(minutes=5)
"""When a session was used last is written down so often at most."""
WRONG_CODES, WRONG_CODES_WATCHED = 10, timedelta(hours=1)
"""Wrong codes after the right password: so many in that time, whoever gave them."""

RESET_HOLDS = timedelta(days=3)
"""How long a second person may agree to undo a second step."""

STEP = 30
"""Seconds that a code of an app holds (RFC 6238)."""
DRIFT = 1
"""Steps that the clock of a phone may be off."""
RECOVERY_CODES = 10
HALF_A_CODE = 5
"""Letters before and after the dash; 50 bits in all."""
MOST_PASSKEYS = 10


class SecurityAct(StrEnum):
    """What people do about how they sign in; each is an event and a notice to themselves."""

    APP_SET = "app_set"
    APP_REMOVED = "app_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # pragma: allowlist secret
    LINK_SENT = "link_sent"
    EMAIL_CHANGED = "email_changed"
    RESET_ASKED = "reset_asked"
    RESET_DECLINED = "reset_declined"
    RESET_DONE = "reset_done"
    NEW_DEVICE = "new_device"


SECURITY_ACT_WORDS: dict[SecurityAct, str] = {
    SecurityAct.APP_SET: "Aplikasi kode dipasang pada akun Anda",
    SecurityAct.APP_REMOVED: "Aplikasi kode dilepas dari akun Anda",
    SecurityAct.CODES_MADE: "Kode pemulihan akun Anda dibuat baru",
    SecurityAct.CODE_USED: "Satu kode pemulihan akun Anda dipakai untuk masuk",
    SecurityAct.PASSKEY_ADDED: "Kunci sandi ditambahkan pada akun Anda",
    SecurityAct.PASSKEY_REMOVED: "Kunci sandi dihapus dari akun Anda",
    SecurityAct.PASSWORD_CHANGED: "Kata sandi akun Anda diganti",  # pragma: allowlist secret
    SecurityAct.LINK_SENT: "Tautan untuk membuat kata sandi baru akun Anda dikirim",
    SecurityAct.EMAIL_CHANGED: "Alamat surel untuk pemberitahuan akun Anda diganti",
    SecurityAct.RESET_ASKED: "Langkah kedua akun Anda diminta dilepas",
    SecurityAct.RESET_DECLINED: "Permintaan melepas langkah kedua akun Anda ditolak",
    SecurityAct.RESET_DONE: "Langkah kedua akun Anda dilepas",
    SecurityAct.NEW_DEVICE: "Akun Anda dipakai masuk dari perangkat yang belum dikenal",
}

_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def device_in_words(user_agent: str) -> str:
    """``Chrome di Android``, as far as a browser tells; for people to know their own devices by, no more."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Peramban lain")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "perangkat lain")
    return f"{browser} di {system}"


def recovery_code(choose: Callable[[str], str]) -> str:
    """A fresh code, ``k7x2m-9pqrt``; ``choose`` draws one of the letters (``secrets.choice``)."""
    halves = ("".join(choose(CROCKFORD.lower()) for _ in range(HALF_A_CODE)) for _ in range(2))
    return "-".join(halves)


def code_as_made(typed: str) -> str:
    """What somebody typed as a recovery code is made of: small letters, the misread ones put right, no dash."""
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return unmistaken(plain)
