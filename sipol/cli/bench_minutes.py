"""``sipol bench minutes``: printing the Berita Acara of many offices, beside plain WeasyPrint of the same sheets."""

import multiprocessing
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from time import perf_counter

import click
from werkzeug.utils import import_string

from sipol.cli.demo_cast import COMMISSIONERS, LAW, OFFICES
from sipol.render import (
    Fact,
    FindingRow,
    LastSubmission,
    Letterhead,
    MemberRow,
    MinutesSheet,
    OfficerGroup,
    OfficerRow,
    Participation,
    Piece,
    ResultRow,
    Signer,
    plain,
    seal,
)
from sipol.render.signet import Seal, local_signet, new_local_signet
from sipol.rules.ruleset import RULESET
from sipol.services.ledger import TITLE
from sipol.services.pace import peak_memory

PRESS, WORKERS_PRESS, HANDS = "sipol.render.press", "sipol.render.apart", 2
NAMES = ("Rusmin", "Marliana", "Taufik", "Herlina", "Fahrul", "Yohana", "Nurhadi", "Selviana", "Bernat", "Maimunah")
DOUBTS = ("NIK beda", "Pekerjaan", "Ganda eksternal", "Usia")
MOMENT = datetime(2026, 12, 28, 8, tzinfo=UTC)


@click.command("minutes")
@click.option("--parties", default=18, show_default=True, help="Banyaknya partai.")
@click.option("--offices", default=6, show_default=True, help="Banyaknya kantor KPU, paling banyak enam.")
@click.option("--rows", default=40, show_default=True, help="Baris anggota pada setiap Berita Acara.")
@click.option("--annex", default=2_000, show_default=True, help="Baris anggota pada Berita Acara berlampiran panjang.")
def minutes(parties: int, offices: int, rows: int, annex: int) -> None:
    """Cetak banyak Berita Acara dengan dua proses, dan lembar yang sama dengan WeasyPrint biasa dalam satu proses."""
    sheets = [_sheet(party, office, rows) for office in range(min(offices, len(OFFICES))) for party in range(parties)]
    ours = _timed(f"{len(sheets)} Berita Acara, {HANDS} proses", len(sheets), lambda: _print_all(sheets))
    bare = _timed("batas: WeasyPrint biasa, satu proses", len(sheets), lambda: _print_plainly(sheets))
    click.echo(f"perbandingan {ours / bare:.2f} kali")
    long = [_sheet(0, 0, annex)]
    for name, work in ((f"satu Berita Acara dengan {annex:,} baris", _print_one), ("batas: yang sama", _print_bare)):
        took, memory = _in_a_child(work, long[0])
        click.echo(f"{name}: {took:.1f} detik, memori puncak {memory}")


def _timed(name: str, papers: int, work: Callable[[], None]) -> float:
    begun = perf_counter()
    work()
    took = perf_counter() - begun
    click.echo(f"{name}: {took:.1f} detik, {took / papers:.2f} detik setiap lembar")
    return took


def _print_all(sheets: Sequence[MinutesSheet]) -> None:
    with ProcessPoolExecutor(HANDS, mp_context=multiprocessing.get_context("spawn")) as hands:
        if not all(hands.map(_print_one, sheets)):
            raise click.ClickException("Ada Berita Acara yang tidak tercetak.")


def _print_plainly(sheets: Sequence[MinutesSheet]) -> None:
    for sheet in sheets:
        _print_bare(sheet)


def _print_one(sheet: MinutesSheet) -> int:
    """Print and seal as a worker does, a long one in a child of its own; the bytes that came of it."""
    printed: bytes = import_string(f"{WORKERS_PRESS}:pdf")(sheet)
    return len(_seal().sign(printed, sheet.letterhead.region))


@cache
def _seal() -> Seal:
    """One seal for each process, as a worker has it."""
    made: Seal = import_string("sipol.render.seals:KeySeal")(local_signet(new_local_signet()))
    return made


def _print_bare(sheet: MinutesSheet) -> int:
    """The same page by WeasyPrint alone: no archive, no tags, no data attached."""
    page = import_string(f"{PRESS}:html")(sheet)
    return len(import_string("weasyprint:HTML")(string=page).write_pdf())


def _in_a_child(work: Callable[[MinutesSheet], int], sheet: MinutesSheet) -> tuple[float, str]:
    """Seconds and memory of one print in a process of its own, its start included."""
    begun = perf_counter()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as hand:
        told: str = hand.submit(_and_memory, work, sheet).result()
    return perf_counter() - begun, told


def _and_memory(work: Callable[[MinutesSheet], int], sheet: MinutesSheet) -> str:
    work(sheet)
    return f"{peak_memory()}, anaknya {peak_memory(resource.RUSAGE_CHILDREN)}"


def _sheet(party: int, office: int, rows: int) -> MinutesSheet:
    """An invented Berita Acara, as full as one of a kabupaten/kota usually is."""
    code, name, address, _ = OFFICES[office]
    region = name.removeprefix("KPU ")
    number = f"{party + 1}/PL.01.1-BA/{code.replace('.', '')}/2026"
    return seal(
        MinutesSheet(
            letterhead=Letterhead("Komisi Pemilihan Umum", region, address),
            supervisor=f"Badan Pengawas Pemilihan Umum {region}",
            title=TITLE,
            number=number,
            held_on=date(2026, 12, 29),
            place=f"Kantor {name}",
            party=f"Partai Contoh {party + 1}",
            level=region,
            period="Semester II Tahun 2026",
            zone="Asia/Makassar",
            legal_basis=tuple(LAW.splitlines()),
            participation=Participation.UPDATED,
            deadline=MOMENT,
            last_submission=LastSubmission(MOMENT, f"TT-{code}-2026.2-00001"),
            results=(
                ResultRow("SK kepengurusan tingkat kabupaten", 1, 1, 0, 0, "SK Nomor 111/SK/2026"),
                ResultRow("Keanggotaan (orang)", 300, 300 - rows if rows < 300 else 0, rows, 0),
                ResultRow("Kantor tetap", 1, 1, 0, 0),
            ),
            findings=(FindingRow("SK, nama, dan jabatan pengurus", 6, 6, 0, "6 sesuai, beda penulisan"),),
            signers=tuple(Signer(who, "Ketua" if not at else "Anggota") for at, who in enumerate(COMMISSIONERS[code])),
            officers=(OfficerGroup("SK Nomor 111/SK/2026", tuple(_officer(at) for at in range(6))),),
            members=tuple(_member(at) for at in range(rows)),
            premises=(Fact("Alamat", "Jl. Sengkawit No. 8"), Fact("Status", "Sewa sampai 30 Juni 2028")),
            frozen_at=MOMENT,
            ruleset=RULESET,
            code=f"BA-{party:04d}-{office:04d}-0000",
            verify_url="https://parpol.contoh.id/periksa-dokumen",
        )
    )


def _officer(at: int) -> OfficerRow:
    name = NAMES[at % len(NAMES)]
    return OfficerRow(
        at + 1,
        plain("Wakil Ketua"),
        (Piece(name), Piece("i", True)),
        (Piece(name), Piece("y", True)),
        "Ejaan",
        "Sesuai, beda penulisan",
    )


def _member(at: int) -> MemberRow:
    first, second = NAMES[at % len(NAMES)], NAMES[at // len(NAMES) % len(NAMES)]
    return MemberRow("650101**********", f"{first} {second}", "65.01.05", DOUBTS[at % len(DOUBTS)], "BMS")
