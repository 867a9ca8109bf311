#!/usr/bin/env python3
"""Periksa ekspor log Sipol tanpa Sipol: python periksa.py LOG.jsonl [TITIK-PERIKSA.txt …]

Perlu Python 3.11 dan pustaka "cryptography". Status 0: utuh; 1: tidak utuh.
A checker of its own, on purpose: it shares no line with the register that wrote the log.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def leaf(entry: object) -> bytes:
    told = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"\0" + told.encode()).digest()


def root(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root(hashes[:half]) + root(hashes[half:])).digest()


def opened(note: str, line: str) -> tuple[int, bytes] | None:
    """Size and root that a note of this key tells; None where its signature does not hold."""
    origin, mark, encoded = line.split("+", 2)
    raw = base64.b64decode(encoded)[1:]
    text, _, signed = note.partition("\n\n")
    text += "\n"
    try:
        said, size, tree = text.splitlines()[:3]
        signature = base64.b64decode(signed.split()[-1])
        Ed25519PublicKey.from_public_bytes(raw).verify(signature[4:], text.encode())
        if said != origin or signature[:4].hex() != mark:
            return None
        return int(size), base64.b64decode(tree)
    except (ValueError, IndexError, InvalidSignature):
        return None


def faults(lines: list[str], kept: list[str]) -> Iterator[str]:
    """What is wrong, as sentences. ``kept``: notes from outside."""
    rows = [json.loads(line) for line in lines if line.strip()]
    key = next(row["key"] for row in rows if "key" in row)
    entries = [row for row in rows if "place" in row]
    if [row["place"] for row in entries] != list(range(len(entries))):
        yield "Urutan catatan tidak lengkap."
    hashes = [leaf(row["entry"]) for row in entries]
    for note in [*(row["note"] for row in rows if "note" in row), *kept]:
        told = opened(note, key)
        if told is None:
            yield "Tanda tangan sebuah titik periksa tidak sah."
        elif told[0] > len(hashes):
            yield f"Titik periksa memuat {told[0]} catatan, log hanya {len(hashes)}: log dipotong."
        elif root(hashes[: told[0]]) != told[1]:
            yield f"Log tidak cocok dengan titik periksa ({told[0]} catatan): diubah, ditukar, atau disisipi."


def main(arguments: list[str]) -> int:
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    kept = [Path(path).read_text(encoding="utf-8") for path in arguments[1:]]
    found = list(faults(lines, kept))
    sys.stdout.write("\n".join(found or ["Log utuh."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
