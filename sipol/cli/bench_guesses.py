"""``sipol bench guesses``: whether a stranger can tell a member's NIK from another one by what the register answers.

Every public door is asked with a NIK in everything it takes. What is compared is the answer, word by word and header by
header, and how long it took; how far times differ by chance alone is measured on the same occasion.
"""

import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import exp, log
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

import click
import flask_migrate
from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import shipped
from sipol.cli.bench_members import imported, small_register, write_list
from sipol.cli.register import with_register
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.rules.identity import fault_of
from sipol.rules.roles import Audience

SHUFFLES = 400
"""How often the times are dealt out anew to see how far they differ by chance."""
BEYOND = 0.999
"""The share of those deals that the limit lets pass."""
PARAMETERS = (
    "nik", "NIK", "cari", "sought", "q", "nama", "code", "kode", "kta", "anggota", "kembali", "halaman", "masa", "unit",
    "partai", "wilayah", "dari", "sampai", "semester", "v",
)  # fmt: skip
"""Names under which a door might look for a NIK."""
_FRESH = re.compile(r'name="csrf_token"[^>]*value="[^"]*"|content="[^"]*"(?=[^>]*csrf)')
_HELD_BACK = frozenset({"Date", "Set-Cookie"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A way in for anybody; ``{}`` is the NIK. ``every``: of how many guesses one is asked, where it is dear."""

    endpoint: str
    method: str
    path: str
    fields: tuple[str, ...] = ()
    file: str = ""
    every: int = 1

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}{' (berkas)' if self.file else ''}"


ASKS = (
    Ask("portal.home", "GET", "/"),
    Ask("portal.check", "GET", "/periksa-dokumen"),
    Ask("portal.check", "POST", "/periksa-dokumen", ("code",)),
    Ask("portal.check", "POST", "/periksa-dokumen", file="file", every=100),
    Ask("portal.code", "GET", "/periksa-dokumen/{}"),
    Ask("portal.announced", "GET", "/pengumuman"),
    Ask("portal.announced_file", "GET", "/pengumuman/{}.pdf"),
    Ask("portal.calendar", "GET", "/kalender.ics"),
    Ask("session.enter", "GET", "/masuk"),
    Ask("session.enter", "POST", "/masuk", ("login", "password"), every=10),
    Ask("session.second", "GET", "/masuk/langkah-kedua"),
    Ask("session.second", "POST", "/masuk/langkah-kedua", ("code", "answer")),
    Ask("access.ask", "GET", "/minta-akun"),
    Ask("access.ask", "POST", "/minta-akun", ("name", "email", "position", "letter_number"), every=10),
    Ask("access.asked", "GET", "/minta-akun/diterima"),
    Ask("team.accept", "GET", "/undangan/buka/{}"),
    Ask("team.accept", "POST", "/undangan/buka/{}", ("password", "again")),
    Ask("leaving.renew", "GET", "/kata-sandi/{}"),
    Ask("leaving.renew", "POST", "/kata-sandi/{}", ("password", "again")),
    Ask("members.index", "GET", "/anggota"),
    Ask("", "GET", "/{}"),
)
"""Every public door, one that is closed, and one that is not there."""


def public_doors(app: Flask) -> set[tuple[str, str]]:
    """Endpoint and method of every door that is open to anybody."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if Audience.PUBLIC in getattr(app.view_functions[rule.endpoint], "audiences", ())
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def asked(client: FlaskClient, ask: Ask, nik: str, turn: int) -> TestResponse:
    """The answer to one guess; each comes from an address of its own, or the door would close for all alike."""
    data: dict[str, Any] = dict.fromkeys((*ask.fields, *PARAMETERS), nik) if ask.method == "POST" else {}
    if ask.file:
        data[ask.file] = (BytesIO(nik.encode()), f"{nik}.pdf")
    address = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
    return client.open(
        ask.path.format(nik),
        method=ask.method,
        query_string=dict.fromkeys(PARAMETERS, nik),
        data=data or None,
        headers={"Referer": f"http://localhost/{nik}", "X-NIK": nik},
        environ_base={"REMOTE_ADDR": address},
    )


def shape_of(answer: TestResponse, nik: str) -> tuple[object, ...]:
    """All that an answer tells, the guess itself and what is new in every answer taken out; and how long it is."""
    headers = tuple((name, text.replace(nik, "NIK")) for name, text in answer.headers if name not in _HELD_BACK)
    text = answer.get_data(as_text=True)
    return answer.status_code, headers, len(text), _FRESH.sub("", text).replace(nik, "NIK")


def unknown_niks(known: Sequence[str], count: int, chance: random.Random) -> Iterator[str]:
    """NIK as they might be, of the same kecamatan as the members', that none of them has."""
    taken = set(known)
    while count:
        like = chance.choice(known)
        nik = f"{like[:6]}{chance.choice(known)[6:12]}{chance.randrange(1, 10_000):04}"
        if nik not in taken:
            taken.add(nik)
            count -= 1
            yield nik


@click.command("guesses")
@click.option("--guesses", default=10_000, show_default=True, help="NIK yang ditebak, separuhnya milik anggota.")
def guesses(guesses: int) -> None:
    """Tebak NIK pada semua halaman publik: adakah jawaban atau waktu yang membedakan anggota dari bukan anggota."""
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder)) as cluster:
        os.environ |= {"DATABASE_URL": cluster.url(), "SIPOL_HOME": folder, "SIPOL_ENV": "demo"}
        with_register(_measured)(Path(folder) / "anggota.csv", guesses)


def _measured(path: Path, count: int) -> None:
    flask_migrate.upgrade(directory=str(shipped("migrations")))
    # A stranger may fetch a token for each guess; here the guess alone is measured.
    current_app.config["WTF_CSRF_ENABLED"] = False
    write_list(path, count // 2)
    imported(path, small_register())
    listed = (line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:])
    known = [nik for nik in dict.fromkeys(listed) if fault_of(nik) is None]
    chance = random.Random(5)  # noqa: S311 - which NIK is guessed keeps no secret
    unknown = list(unknown_niks(known, len(known), chance))
    db.session.remove()
    for ask in ASKS:
        click.echo(told_of(ask, known, unknown, chance))


def told_of(ask: Ask, known: Sequence[str], unknown: Sequence[str], chance: random.Random) -> str:
    """One line on one door: whether its answers differ, and by how much its times do, beside what chance does."""
    guessed = [(nik, kind) for kind, niks in (("known", known), ("unknown", unknown)) for nik in niks[:: ask.every]]
    chance.shuffle(guessed)
    shapes: Counter[tuple[object, ...]] = Counter()
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn, (nik, kind) in enumerate(guessed):
        client = current_app.test_client()
        begun = perf_counter()
        answer = asked(client, ask, nik, turn)
        times[kind].append((perf_counter() - begun) * 1_000)
        shapes[shape_of(answer, nik)] += 1
        answer.close()
    return f"{ask.name}: {len(guessed):,} tebakan, {len(shapes)} macam jawaban; {compared(times, chance)}"


def compared(times: Mapping[str, Sequence[float]], chance: random.Random) -> str:
    """Quarters of both kinds, their ratio, that of members against members, and the limit that chance sets."""
    known, unknown = list(times["known"]), list(times["unknown"])
    apart = _apart(known, unknown)
    floor = _apart(known[::2], known[1::2])
    both, dealt = known + unknown, []
    for _ in range(SHUFFLES):
        chance.shuffle(both)
        dealt.append(_apart(both[: len(known)], both[len(known) :]))
    limit = quantiles(dealt, n=1_000)[int(BEYOND * 1_000) - 1]
    verdict = "" if apart <= limit else " - lebih dari batas"
    return (
        f"anggota {_quarter(known):.2f} ms, bukan {_quarter(unknown):.2f} ms, nisbah {exp(apart):.4f} "
        f"(anggota lawan anggota {exp(floor):.4f}, batas {exp(limit):.4f}){verdict}"
    )


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return abs(log(_quarter(one) / _quarter(other)))


def _quarter(times: Sequence[float]) -> float:
    """What a quarter of the answers stay below: other work of the machine moves it least."""
    return quantiles(times, n=4)[0]
