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
    text, _, signed = note.partition("\n\n")
    text += "\n"
    try:
        origin, mark, encoded = line.split("+", 2)
        raw = base64.b64decode(encoded)[1:]
        said, size, tree = text.splitlines()[:3]
        signature = base64.b64decode(signed.split()[-1])
        Ed25519PublicKey.from_public_bytes(raw).verify(signature[4:], text.encode())
        if said != origin or signature[:4].hex() != mark:
            return None
        return int(size), base64.b64decode(tree)
    except (ValueError, IndexError, InvalidSignature):
        return None


def told_in(lines: list[str]) -> tuple[dict[str, list[object]], list[int]]:
    """What the lines tell, by kind ("key", "note", "place", "entry"); and which lines, from 1, tell nothing."""
    told: dict[str, list[object]] = {"key": [], "note": [], "place": [], "entry": []}
    wrong: list[int] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line) if line.strip() else {}
            right = isinstance(row, dict) and all(isinstance(row.get(name, ""), str) for name in ("key", "note"))
            right = right and ("place" in row) == ("entry" in row)
        except (ValueError, RecursionError):
            right = False
        for name in row if right else ():
            told.get(name, []).append(row[name])
        wrong += [] if right else [number]
    return told, wrong


def faults(lines: list[str], kept: list[str]) -> Iterator[str]:
    """What is wrong, as sentences. ``kept``: notes from outside."""
    told, wrong = told_in(lines)
    yield from (f"Baris {number} tidak terbaca: berkas log rusak atau diubah." for number in wrong)
    if not told["key"]:
        yield "Kunci publik log tidak ada di dalam berkas. Ekspor ulang lognya."
        return
    if told["place"] != list(range(len(told["place"]))):
        yield "Urutan catatan tidak lengkap."
    try:
        hashes = [leaf(entry) for entry in told["entry"]]
    except (ValueError, RecursionError):
        yield "Sebuah catatan memuat huruf yang tidak dapat ditulis: log diubah."
        return
    for note in [*told["note"], *kept]:
        seen = opened(str(note), str(told["key"][0]))
        if seen is None:
            yield "Tanda tangan sebuah titik periksa tidak sah."
        elif not 0 <= seen[0] <= len(hashes):
            yield f"Titik periksa memuat {seen[0]} catatan, log hanya {len(hashes)}: log dipotong."
        elif root(hashes[: seen[0]]) != seen[1]:
            yield f"Log tidak cocok dengan titik periksa ({seen[0]} catatan): diubah, ditukar, atau disisipi."


def main(arguments: list[str]) -> int:
    try:
        lines = Path(arguments[0]).read_text(encoding="utf-8").split("\n")
        kept = [Path(path).read_text(encoding="utf-8") for path in arguments[1:]]
    except (IndexError, OSError, ValueError):
        sys.stdout.write("Berkas tidak terbaca. Tulis: python periksa.py LOG.jsonl [TITIK-PERIKSA.txt ...]\n")
        return 1
    found = list(faults(lines, kept))
    sys.stdout.write("\n".join(found or ["Log utuh."]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
