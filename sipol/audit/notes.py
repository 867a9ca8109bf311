"""A checkpoint of the log as a signed note: what Certificate Transparency's successors print and hand around.

The text (C2SP tlog-checkpoint) is origin, number of leaves, root in base64, then the moment; an empty line and the
signature of the origin (C2SP signed-note, Ed25519) follow. Anyone can check it with the public key alone.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

DASH = "\N{EM DASH}"
ED25519 = b"\1"
MARK = 4
"""Bytes that tell which key signed."""


class NotSigned(ValueError):
    """A note that is none, or that another key signed; ``str(error)`` is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a checkpoint says: so many leaves with this root, at this moment."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{self.at.astimezone(UTC).isoformat(timespec='seconds')}\n"


def new_key() -> str:
    """A new key as PEM: a secret."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode()


def key_from(pem: str) -> Ed25519PrivateKey:
    """The key of a PEM text. Raises ValueError for any other kind."""
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("an Ed25519 key is expected")
    return key


def origin_of(key: Ed25519PublicKey) -> str:
    """The name of the log, for ever: that of its key, whatever the address of the register may become."""
    return f"sipol-log/{sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:12]}"


def public_line(key: Ed25519PublicKey) -> str:
    """The public key as one line to publish: ``origin+mark+key`` (C2SP signed-note)."""
    raw, origin = key.public_bytes(Encoding.Raw, PublicFormat.Raw), origin_of(key)
    return f"{origin}+{_mark(origin, raw).hex()}+{base64.b64encode(ED25519 + raw).decode()}"


def public_from(line: str) -> Ed25519PublicKey:
    """The key of such a line. Raises NotSigned."""
    try:
        origin, mark, encoded = line.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
        own = _mark(origin, raw[1:]).hex()
    except (ValueError, binascii.Error) as error:
        raise NotSigned("Kunci publik log tidak terbaca. Salin seluruh barisnya.") from error
    if raw[:1] != ED25519 or own != mark:
        raise NotSigned("Kunci publik log tidak cocok dengan tandanya. Salin ulang seluruh barisnya.")
    return key


def sign(point: Point, key: Ed25519PrivateKey) -> str:
    """The note of a checkpoint."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = base64.b64encode(_mark(point.origin, raw) + key.sign(point.text.encode())).decode()
    return f"{point.text}\n{DASH} {point.origin} {signature}\n"


def opened(note: str, origin: str, key: Ed25519PublicKey) -> Point:
    """What a note says. Raises NotSigned unless this key signed it for this origin."""
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    lines = text.split("\n")
    try:
        said, size, root, moment = lines[:4]
        point = Point(said, int(size), base64.b64decode(root, validate=True), datetime.fromisoformat(moment))
        same = point.text == text
    except (ValueError, OverflowError, binascii.Error) as error:
        raise NotSigned("Titik periksa ini tidak terbaca. Salin seluruhnya, sampai baris tanda tangannya.") from error
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    if said != origin or not same:
        raise NotSigned("Titik periksa ini bukan dari log register ini.")
    for line in signatures.splitlines():
        if _signed_by(line, text, origin, raw):
            return point
    raise NotSigned("Tanda tangan titik periksa ini tidak sah: isinya diubah, atau kuncinya lain.")


def _signed_by(line: str, text: str, origin: str, raw: bytes) -> bool:
    try:
        dash, who, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        return False
    if (dash, who) != (DASH, origin) or signature[:MARK] != _mark(origin, raw):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature[MARK:], text.encode())
    except InvalidSignature:
        return False
    return True


def _mark(origin: str, raw: bytes) -> bytes:
    return sha256(origin.encode() + b"\n" + ED25519 + raw).digest()[:MARK]
