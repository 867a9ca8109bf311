"""Which passwords are refused: short ones, ones that are soon guessed, ones that leaked elsewhere (ASVS 5.0, 6.2)."""

from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path

from flask import current_app
from zxcvbn import zxcvbn

from sipol.rules.errors import Refused

SHORTEST, LONGEST = 12, 256
LOOKED_AT = 72
"""Letters that zxcvbn weighs; what is longer is strong by its first ones."""
STRONG_ENOUGH = 3
"""Of zxcvbn's four: more than 10^8 guesses, with the usual words, names, keys and dates tried first."""
FEWEST_OTHERS = 8
"""Letters and digits that are left when one's own words are taken out."""
HOUSE = ("sipol", "kpu", "bawaslu", "partai", "politik", "pemilu")
"""Words that anybody would try here (ASVS 5.0, 6.1.2)."""
PREFIX = 5
"""Hexadecimal digits of the SHA-1 by which a list of leaked passwords is cut into files (k-anonymity)."""


def refuse_weak(password: str, own_words: Sequence[str], field: str = "password") -> None:
    """``own_words``: name, login, party, region, which others would try first. Refused(field, …)."""
    if len(password) < SHORTEST:
        raise Refused(field, f"Kata sandi paling sedikit {SHORTEST} karakter. Beberapa kata acak mudah diingat.")
    if len(password) > LONGEST:
        raise Refused(field, f"Kata sandi paling banyak {LONGEST} karakter.")
    own = [part.casefold() for words in (*own_words, *HOUSE) for part in (words, *words.split()) if len(part) > 2]
    weighed = zxcvbn(password[:LOOKED_AT], user_inputs=own)
    if weighed["score"] < STRONG_ENOUGH or len(_rest(password, own)) < FEWEST_OTHERS:
        told = "Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berkaitan, bukan nama atau tanggal."
        raise Refused(field, told)
    if _has_leaked(password):
        raise Refused(field, "Kata sandi ini pernah bocor di tempat lain, jadi orang akan mencobanya. Pakai yang lain.")


def _rest(password: str, own: Sequence[str]) -> str:
    rest = password.casefold()
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return "".join(letter for letter in rest if letter.isalnum())


def _has_leaked(password: str) -> bool:
    """Whether it stands in the list under ``SIPOL_BREACHED_PASSWORDS``; the register asks nobody.

    Files ``0A1B2.txt`` with lines ``SUFFIX:COUNT``, as Have I Been Pwned gives it out.
    """
    folder = str(current_app.config["SIPOL_BREACHED_PASSWORDS"])
    if not folder:
        return False
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    path = Path(folder) / f"{digest[:PREFIX]}.txt"
    if not path.is_file():
        return False
    with path.open(encoding="ascii", errors="replace") as lines:
        return any(line.partition(":")[0].strip().upper() == digest[PREFIX:] for line in lines)
