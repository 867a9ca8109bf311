"""``sipol bench members``: how near a member list comes into the register to the bare speed of its file and COPY."""

import csv
import os
import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import click
import flask_migrate
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import func, select, text
from xlsxwriter import Workbook

from config import shipped
from sipol.cli.demo_cast import BOARD_PBS, PARTIES, REGIONS
from sipol.cli.register import with_register
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.models import Member, MemberList, Region, Unit
from sipol.services.accounts import console
from sipol.services.imports import take_in
from sipol.services.members import driver
from sipol.services.pace import at_ease, peak_memory
from sipol.services.parties import open_unit, register_party
from sipol.services.regions import import_regions, read_regions

HEADER = (
    "NIK", "Nama Lengkap", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Status Perkawinan", "Pekerjaan", "Alamat",
    "Kode Kecamatan", "Nomor KTA",
)  # fmt: skip
WORK = ("Karyawan Swasta", "Petani/Pekebun", "Pedagang", "Wiraswasta", "Mengurus Rumah Tangga", "TNI")
BLOCK = 1 << 20


@click.command("members")
@click.option("--rows", default=100_000, show_default=True, help="Jumlah baris rekaan.")
@click.option("--xlsx", is_flag=True, help="Tulis daftarnya sebagai XLSX, bukan CSV.")
@click.pass_context
def members(ctx: click.Context, rows: int, xlsx: bool) -> None:
    """Impor daftar anggota rekaan ke basis data sementara, dibandingkan dengan membaca CSV dan satu COPY."""
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder)) as cluster:
        os.environ |= {"DATABASE_URL": cluster.url(), "SIPOL_HOME": folder, "SIPOL_ENV": "demo"}
        ctx.invoke(with_register(_measured), Path(folder) / "anggota.csv", rows, xlsx)


def _measured(path: Path, rows: int, xlsx: bool) -> None:
    at_ease()
    flask_migrate.upgrade(directory=str(shipped("migrations")))
    unit = small_register()
    write_list(path, rows)
    click.echo(f"{rows:,} baris, {path.stat().st_size / 1e6:.0f} MB, satu mesin, basis data sementara")
    sent = _as_xlsx(path) if xlsx else path
    cells = timed("batas: baca CSV dan satu COPY sel-selnya", rows, lambda: _bare(path))
    full = timed("impor penuh", rows, lambda: imported(sent, unit))
    kept = _kept(path)
    plain = timed("batas: baca CSV dan satu COPY kolom yang disimpan", rows, lambda: _copied(path, kept, "plain"))
    keyed = timed("batas: yang sama ke tabel dengan indeksnya", rows, lambda: _copied(path, kept, "keyed"))
    click.echo(
        f"perbandingan {full / cells:.1f} kali sel, {full / plain:.1f} kali kolom, {full / keyed:.1f} kali indeks"
    )
    click.echo(f"{db.session.scalar(select(func.count()).select_from(Member)):,} anggota masuk")
    for who, name in ((resource.RUSAGE_SELF, "proses ini"), (resource.RUSAGE_CHILDREN, "proses anak terbesar")):
        click.echo(f"memori puncak {name}: {peak_memory(who)}")


def small_register() -> Unit:
    """One party with one unit, which members may join."""
    import_regions(console(), read_regions(StringIO(REGIONS)))
    party = register_party(console(), PARTIES[0])
    unit = open_unit(console(), party, db.session.get_one(Region, "65.71"))
    db.session.commit()
    return unit


def timed(name: str, rows: int, work: Callable[[], None]) -> float:
    begun = perf_counter()
    work()
    took = perf_counter() - begun
    click.echo(f"{name}: {took:.1f} detik, {rows / took:,.0f} baris/detik")
    return took


def _bare(path: Path) -> None:
    """The least that any import must do: read the cells, and COPY them as they are."""
    columns = ", ".join(f"c{place} text" for place in range(len(HEADER)))
    db.session.execute(text(f"CREATE TABLE bare ({columns})"))
    with path.open(encoding="utf-8", newline="") as file, driver().cursor() as cursor:
        reader = csv.reader(file)
        next(reader)
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in reader:
                copy.write_row(row)
    db.session.commit()


def _kept(path: Path) -> Path:
    """The columns of the members that came in, as COPY writes them; two tables for them stand ready."""
    kept = path.with_suffix(".copy")
    with kept.open("wb") as file, driver().cursor() as cursor:
        with cursor.copy(SQL("COPY (SELECT {} FROM member) TO STDOUT").format(_columns())) as copy:
            file.writelines(copy)
        cursor.execute("CREATE TABLE plain (LIKE member)")
        cursor.execute("CREATE TABLE keyed (LIKE member INCLUDING ALL)")
        cursor.execute("ALTER TABLE plain ALTER id DROP NOT NULL, ALTER created_at DROP NOT NULL")
    db.session.commit()
    return kept


def _columns() -> Composed:
    """What an import gives of a member; the database adds the rest."""
    own = ("id", "created_at", "handed_in_at")
    return SQL(", ").join(Identifier(one.name) for one in Member.__table__.columns if one.name not in own)


def _copied(path: Path, kept: Path, table: str) -> None:
    """Read the cells of the list, and COPY what an import made of them into a table."""
    order = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), _columns())
    with path.open(encoding="utf-8", newline="") as file, kept.open("rb") as lines, driver().cursor() as cursor:
        for _ in csv.reader(file):
            pass
        with cursor.copy(order) as copy:
            while block := lines.read(BLOCK):
                copy.write(block)
    db.session.commit()


def _as_xlsx(path: Path) -> Path:
    """The same list as a workbook."""
    sent = path.with_suffix(".xlsx")
    with path.open(encoding="utf-8", newline="") as file, sent.open("wb") as out:
        book = Workbook(out, {"constant_memory": True})
        sheet = book.add_worksheet()
        for place, row in enumerate(csv.reader(file)):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
        book.close()
    click.echo(f"sebagai XLSX {sent.stat().st_size / 1e6:.0f} MB")
    return sent


def imported(path: Path, unit: Unit) -> None:
    sheet = MemberList(
        unit_id=unit.id, party_id=unit.party_id, region_code=unit.region_code, digest=uuid4().hex,
        size=path.stat().st_size, title=path.name, sent_by=console().id,
    )  # fmt: skip
    db.session.add(sheet)
    db.session.commit()
    with path.open("rb") as file:
        for _ in take_in(sheet, file):
            db.session.commit()
    db.session.commit()


def write_list(path: Path, rows: int, area: str = "65.71", seed: int = 7) -> None:
    """Invented members of one kabupaten/kota, one in fifty with something the matter; the same for one seed."""
    chance = random.Random(seed)  # noqa: S311 - invented people, the same every time
    names = [name for _, _, name in BOARD_PBS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(islice(_people(chance, names, area), rows))


def _people(chance: random.Random, names: list[str], area: str) -> Iterator[tuple[str, ...]]:
    words = [word for name in names for word in name.split() if word.isalpha()]
    number = 0
    while True:
        number += 1
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        sex, kecamatan = chance.choice("LP"), chance.randrange(1, 5)
        nik = f"{area[:2]}{area[3:]}{kecamatan:02}{born.day + 40 * (sex == 'P'):02}{born:%m%y}{number % 9_999 + 1:04}"
        yield (
            nik[: 15 if number % 50 == 0 else 16], " ".join(chance.sample(words, 3)), sex, "Tarakan",
            f"{born:%d-%m-%Y}", "Kawin", chance.choice(WORK), f"Jl. Cendana RT {number % 40:02}",
            f"{area}.{kecamatan:02}", f"PBS-{number:08}",
        )  # fmt: skip
