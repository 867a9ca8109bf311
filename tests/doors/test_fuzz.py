"""Random requests at every door by everybody: no error of the server, and nothing of others in any answer."""

import inspect
import re
from collections.abc import Callable
from html import unescape
from importlib import import_module
from io import BytesIO
from os import environ
from pkgutil import iter_modules
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import Form
from wtforms.fields.core import UnboundField

from sipol.web import forms
from tests.doors.matrix import WHO
from tests.doors.test_matrix import address, doors, rows

__all__ = ["rows"]

TRIES = int(environ.get("SIPOL_TRIES", "2"))
"""How often each door is tried by each; another number is another draw."""
ODD = (
    "", " ", "0", "-1", "999999999999999999999", "1e309", "NaN", "true", "2026-02-30", "32-13-2026", "31-12-9999",
    "00-00-0000 99.99", "'; DROP TABLE member; --", '"><script>alert(1)</script>', "{{ 7 * 7 }}", "../../etc/passwd",
    "\x00", "a\x00b", "\ud800".encode("utf-8", "replace").decode(), "\u202eterbalik", "é" * 5_000, "6501011501790001",
    "00000000-0000-4000-8000-000000000001", "bukan-uuid", "65.01", "65.99.99", "ID", "%", "_", "\\", "met",
    "incomplete", "confirm", "issue", "preview", "🙂", "\n\n\n", "12/PL.01.1-BA/6501/2026", "I", "II",
)  # fmt: skip
PLAUSIBLE = ("28-11-2026", "12/DPP/XI/2026", "nama@contoh.id", "Sudah diperiksa kembali.", "3", "y")
ASKED = (
    "temuan", "hal", "halaman", "masa", "unit", "partai", "urut", "sebelum", "sesudah", "cari", "wilayah", "tanggal",
    "dari", "sampai", "semua", "objek", "pemegang", "status", "kode", "kecamatan", "semester", "v", "baris", "lanjut",
)  # fmt: skip
SECRETS = ("6501011501790001", "Junaidi Nur Ilham")
"""A NIK and a name of one party's unpublished rows."""
STRANGERS = ("stranger", "rival", "neighbour", "far", "admin")
"""Who has nothing to do with that party in that place."""


def names_of_fields() -> list[str]:
    """Every field that any form asks for, with the places of a list."""
    names = {"act", "hapus", "pakai", "tambah", "halaman", "baris", "lanjut"}
    for module in iter_modules(forms.__path__):
        found = import_module(f"{forms.__name__}.{module.name}")
        for _, form in inspect.getmembers(found, lambda one: inspect.isclass(one) and issubclass(one, Form)):
            names |= {name for name, field in inspect.getmembers(form) if isinstance(field, UnboundField)}
    lists = {f"{place}-{number}-{part}" for place in ("officers", "signatories", "windows", "witnesses", "persons")
             for number in (0, 1, 499) for part in ("name", "position", "opens_on", "order")}  # fmt: skip
    return sorted(names | lists)


FIELDS = names_of_fields()


def asked(dice: Random) -> dict[str, str]:
    return {dice.choice(ASKED): dice.choice(ODD) for _ in range(dice.randrange(4))}


def sent(dice: Random, page: str) -> dict[str, Any]:
    """Odd values in any fields, or in those of the form on the page most of them as it offers them."""
    data: dict[str, Any] = {dice.choice(FIELDS): dice.choice(ODD) for _ in range(dice.randrange(12))}
    offered = [unescape(value) for value in re.findall(r'value="([^"]*)"', page)]
    if offered and dice.random() < 0.7:
        for name in set(re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]*)"', page)):
            data[name] = dice.choice(ODD) if dice.random() < 0.2 else dice.choice([*offered, *PLAUSIBLE])
    if dice.random() < 0.3:
        content = dice.choice((b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"NIK;Nama\n", bytes(range(256))))
        place = dice.choice(("file", "letter", "proof", "building", "board", "photos"))
        data[place] = (BytesIO(content), dice.choice(ODD).strip("\x00\n") or "x")
    return data


@pytest.mark.parametrize("who", WHO)
def test_no_request_breaks_the_server_or_tells_of_others(
    app: Flask, rows: dict[str, Any], client: FlaskClient, sign_in: Callable[[str], FlaskClient], who: str
) -> None:
    dice = Random(f"{TRIES} at the doors of {who}")
    broken, leaked = [], []
    for endpoint, method in doors(app) * TRIES:
        visitor = client if who == "stranger" else sign_in(who)
        url, query = address(app, endpoint, rows), asked(dice)
        data = None
        if method == "POST":
            with visitor.get(url) as page:
                data = sent(dice, page.get_data(as_text=True) if page.mimetype == "text/html" else "")
        with visitor.open(url, method=method, query_string=query, data=data) as answer:
            if answer.status_code >= 500:
                broken.append((method, endpoint, answer.status_code, query, data))
            text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
            echoed = {*query.values(), *map(str, (data or {}).values())}
            if who in STRANGERS and any(secret in text and secret not in echoed for secret in SECRETS):
                leaked.append((method, endpoint))
    assert broken == []
    assert leaked == []
