"""Personal data at rest: sealed with AES-GCM under numbered keys, and found again by a keyed hash.

A sealed value is the number of its key (one byte), a nonce (12) and the ciphertext with its tag; the name of its
column is bound to it, so that it opens nowhere else.
"""

import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NONCE, HASH = 12, 16
"""Bytes; 128 bits of a hash tell 15 million people apart."""


BLOCK, PADS = 64, (0x36, 0x5C)
"""Bytes of a block of SHA-256, and what HMAC pads a key with inside and outside (RFC 2104)."""


class Unsealable(Exception):
    """A value does not open: its key is not here, or it was not written by this register for this column."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What seals and opens. ``newest`` is the number of the key that seals."""

    ciphers: Mapping[int, AESGCM]
    newest: int
    index: bytes

    @classmethod
    def of(cls, keys: Mapping[int, bytes], index: bytes) -> "Keys":
        return cls({number: AESGCM(key) for number, key in keys.items()}, max(keys), index)

    def seal(self, value: bytes, column: str) -> bytes:
        nonce = os.urandom(NONCE)
        return bytes([self.newest]) + nonce + self.ciphers[self.newest].encrypt(nonce, value, column.encode())

    def seal_all(self, values: Sequence[str], column: str) -> list[bytes]:
        """As ``seal``, for many: what is the same for all is done once, and the nonces are drawn together."""
        encrypt, head, name = self.ciphers[self.newest].encrypt, bytes([self.newest]), column.encode()
        drawn = os.urandom(NONCE * len(values))
        nonces = [drawn[at : at + NONCE] for at in range(0, len(drawn), NONCE)]
        return [
            head + nonce + encrypt(nonce, value.encode(), name) for nonce, value in zip(nonces, values, strict=True)
        ]

    def opened(self, sealed: bytes, column: str) -> bytes:
        """Raises Unsealable."""
        cipher = self.ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise Unsealable(f"no key opens this value of {column}")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], column.encode())
        except InvalidTag as error:
            raise Unsealable(f"a value of {column} was not sealed here") from error

    def hashed(self, value: str) -> bytes:
        """What a value is found by; equal values have equal hashes, and nobody without the key can try them out."""
        return hmac.digest(self.index, value.encode(), sha256)[:HASH]

    def hash_all(self, values: Iterable[str]) -> list[bytes]:
        """As ``hashed``, for many: the key is worked in once."""
        # HMAC as RFC 2104 writes it; what hashlib offers for it works the key in anew, or costs thrice as much a copy.
        inner, outer = (sha256(bytes(byte ^ pad for byte in self.index.ljust(BLOCK, b"\0"))) for pad in PADS)
        found: list[bytes] = []
        for value in values:
            within, around = inner.copy(), outer.copy()
            within.update(value.encode())
            around.update(within.digest())
            found.append(around.digest()[:HASH])
        return found


def open_keys(app: Flask) -> None:
    """Make the keys ready once for the app."""
    app.extensions["sipol_keys"] = Keys.of(app.config["SIPOL_DATA_KEYS"], app.config["SIPOL_INDEX_KEY"])


def keys() -> Keys:
    held: Keys = current_app.extensions["sipol_keys"]
    return held


class Sealed(TypeDecorator[str]):
    """Text that is sealed on its way into the database and opened on its way out. ``column``: its name, for ever."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> bytes | None:
        return None if value is None else keys().seal(value.encode(), self.column)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> str | None:
        return None if value is None else keys().opened(value, self.column).decode()
