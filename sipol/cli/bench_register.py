"""``sipol bench register``: what pages ask of a register of millions, and one more list held against it."""

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import click
import flask_migrate
from sqlalchemy import func, select, text, update

from config import shipped
from sipol.cli.bench_members import imported, timed, write_list
from sipol.cli.bench_questions import Questions, ask
from sipol.cli.register import with_register
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.models import Likeness, Member, MemberList, Unit
from sipol.models.sealed import keys
from sipol.rules.identity import PROVINCES
from sipol.rules.member_life import MemberStatus
from sipol.services.likeness import seek
from sipol.services.members import birth_of
from sipol.services.pace import peak_memory

PARTIES, REGENCIES, DISTRICTS = 24, 14, 14
"""Parties of the nation; regencies of a province and districts of a regency, as many as the real ones on average."""
AREA, DAYS = "65.01", 20_000
"""Where the list comes from, and how many days its members are born on."""
FILL = Path(__file__).with_name("bench_register.sql")


@click.command("register")
@click.option("--members", default=1_000_000, show_default=True, help="Anggota rekaan yang sudah ada.")
@click.option("--upload", default=100_000, show_default=True, help="Baris daftar yang diperiksa terhadap semuanya.")
@click.option("--home", type=click.Path(path_type=Path), help="Simpan basis datanya di sini dan pakai lagi.")
@click.pass_context
def register(ctx: click.Context, members: int, upload: int, home: Path | None) -> None:
    """Isi register rekaan, lalu ukur pertanyaan halaman dan pemeriksaan satu daftar terhadap seluruhnya."""
    with tempfile.TemporaryDirectory() as folder, Cluster(home or Path(folder)) as cluster:
        os.environ |= {"DATABASE_URL": cluster.url(), "SIPOL_HOME": str(home or folder), "SIPOL_ENV": "demo"}
        ctx.invoke(with_register(_measured), Path(folder) / "anggota.csv", members, upload)


def _measured(path: Path, members: int, upload: int) -> None:
    flask_migrate.upgrade(directory=str(shipped("migrations")))
    if not db.session.scalar(select(func.count()).select_from(Unit)):
        timed("mengisi register", members, lambda: _fill(members))
    size = db.session.scalar(text("SELECT pg_size_pretty(pg_total_relation_size('member'))"))
    rows = db.session.scalar(select(func.count()).select_from(Member))
    click.echo(f"{rows:,} anggota, {db.session.scalar(select(func.count()).select_from(Unit)):,} unit, {size}")
    for name, question in Questions().asked.items():
        ask(name, question)
    seed = db.session.scalar(select(func.count()).select_from(MemberList)) or 0
    _one_more_list(path, upload, seed)


def _one_more_list(path: Path, upload: int, seed: int) -> None:
    """A list that comes in, some of its members known to another party already."""
    unit, other = db.session.scalars(select(Unit).where(Unit.region_code == AREA).order_by(Unit.id).limit(2))
    write_list(path, upload // 20, AREA, seed)
    imported(path, other)
    write_list(path, upload, AREA, seed)
    timed("memeriksa satu daftar terhadap semuanya", upload, lambda: imported(path, unit))
    newest = db.session.scalars(select(MemberList.id).order_by(MemberList.created_at.desc()).limit(1)).one()
    db.session.execute(update(Member).where(Member.list_id == newest).values(status=MemberStatus.UNCHECKED))
    timed("mencari yang mirip di antara semuanya", upload, lambda: seek(newest))
    db.session.commit()
    click.echo(f"{db.session.scalar(select(func.count()).select_from(Likeness)):,} pasangan mirip")
    click.echo(f"memori puncak {peak_memory()}")


def _fill(members: int) -> None:
    """The members of the nation, in numbers; what is sealed is the same for all, what it is found by is not."""
    days = [f"{date(1950, 1, 1) + timedelta(days=past):%Y-%m-%d}" for past in range(DAYS)]
    given = {
        "members": members,
        "parties": PARTIES,
        "regencies": REGENCIES,
        "districts": DISTRICTS,
        "provinces": sorted(PROVINCES),
        "area": AREA,
        "days": DAYS,
        "births": keys().hash_all(birth_of(day, AREA) for day in days),
        "dates": keys().seal_all(days, "member.born"),
        "nik": keys().seal(b"1101010107900001", "member.nik"),
    }
    indexes = db.session.execute(
        text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'member' AND indexname LIKE 'ix_%'")
    ).all()
    for name, _ in indexes:
        db.session.execute(text(f"DROP INDEX {name}"))
    for order in FILL.read_text(encoding="utf-8").split(";\n"):
        db.session.execute(text(order), given)
    db.session.execute(text("SET maintenance_work_mem = '1GB'"))
    for _, definition in indexes:
        db.session.execute(text(definition))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE member"))
