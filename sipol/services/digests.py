"""Digests under the register's own secret: whoever has the table alone cannot try words out on them."""

from hashlib import blake2b

from flask import current_app


def keyed_digest(text: str, purpose: bytes, size: int) -> bytes:
    """``size`` bytes; ``purpose``, of 16 bytes at most, keeps the digests of one table from being those of another."""
    key = str(current_app.config["SECRET_KEY"]).encode()[:64]
    return blake2b(text.encode(), key=key, person=purpose, digest_size=size).digest()
