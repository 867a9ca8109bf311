"""``sipol bench register``: what pages ask of a register of millions, and one more list held against it."""

import os
import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import click
import flask_migrate
from sqlalchemy import event, func, select, text, update

from config import shipped
from sipol.cli.bench_members import MEGABYTE, imported, timed, write_list
from sipol.cli.register import with_register
from sipol.embedded import Cluster
from sipol.extensions import db
from sipol.models import Likeness, Member, MemberList, Unit, User
from sipol.models.sealed import keys
from sipol.rules.identity import PROVINCES
from sipol.rules.indications import Code
from sipol.rules.member_life import MemberStatus
from sipol.rules.roles import Role
from sipol.services.duplicates import duplicates_for
from sipol.services.likeness import seek
from sipol.services.member_search import Sieve, found_members, members_of
from sipol.services.verification import count_clean

PARTIES, REGENCIES, DISTRICTS = 24, 14, 14
"""Parties of the nation; regencies of a province and districts of a regency, as many as the real ones on average."""
ROUNDS = 200
"""How often each question is asked, each time about another unit or person."""
LIMIT = 50
"""Milliseconds at the 95th percentile that a page may spend in the database."""
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
    for name, ask in _questions().items():
        _asked(name, ask)
    area, seed = "65.01", db.session.scalar(select(func.count()).select_from(MemberList)) or 0
    unit, other = db.session.scalars(select(Unit).where(Unit.region_code == area).order_by(Unit.id).limit(2))
    write_list(path, upload // 20, area, seed)
    imported(path, other)
    write_list(path, upload, area, seed)
    timed("memeriksa satu daftar terhadap semuanya", upload, lambda: imported(path, unit))
    newest = db.session.scalars(select(MemberList.id).order_by(MemberList.created_at.desc()).limit(1)).one()
    db.session.execute(update(Member).where(Member.list_id == newest).values(status=MemberStatus.UNCHECKED))
    timed("mencari yang mirip di antara semuanya", upload, lambda: seek(newest))
    db.session.commit()
    click.echo(f"{db.session.scalar(select(func.count()).select_from(Likeness)):,} pasangan mirip")
    click.echo(f"memori puncak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE:.0f} MB")


def _fill(members: int) -> None:
    """The members of the nation, in numbers; what is sealed is the same for all, what it is found by is not."""
    given = {
        "members": members,
        "parties": PARTIES,
        "regencies": REGENCIES,
        "districts": DISTRICTS,
        "provinces": sorted(PROVINCES),
        "nik": keys().seal(b"1101010107900001", "member.nik"),
        "born": keys().seal(b"1990-07-01", "member.born"),
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


def _questions() -> dict[str, Callable[[random.Random], object]]:
    """What the pages ask, by what they ask it for; each is given some chance to choose by."""
    units = db.session.scalars(select(Unit).order_by(func.hashtext(Unit.name)).limit(ROUNDS)).all()
    most = select(Member.unit_id).group_by(Member.unit_id).order_by(func.count().desc()).limit(1)
    largest = db.session.get_one(Unit, db.session.scalar(most))
    share = min(100.0, 100.0 * ROUNDS**2 / (db.session.scalar(select(func.count()).select_from(Member)) or 1))
    people = db.session.scalars(text("SELECT id FROM member TABLESAMPLE SYSTEM (:share)"), {"share": share}).all()
    named = select(Member.id).where(Member.unit_id == largest.id).order_by(func.hashtext(Member.name))
    theirs = db.session.scalars(named.limit(ROUNDS)).all()
    nation, office = _person(Role.VERIFIER, "ID"), _person(Role.VERIFIER, "11.01")

    def member(chance: random.Random) -> Member:
        return db.session.get_one(Member, chance.choice(people))

    def deep(chance: random.Random) -> object:
        return members_of(_owner(largest), largest, after=chance.choice(theirs))

    def by_card(chance: random.Random) -> object:
        one = member(chance)
        return found_members(_owner(one.unit), one.unit, one.card_number)

    def by_nik(chance: random.Random) -> object:
        one = member(chance)
        query = select(Member).where(Member.nik_hash == one.nik_hash, Member.party_id == one.party_id)
        return db.session.scalars(query).all()

    def by_name(chance: random.Random) -> object:
        one = member(chance)
        return found_members(_owner(one.unit), one.unit, one.name_key[:4])

    return {
        "halaman pertama sebuah daftar": lambda chance: members_of(_owner(one := chance.choice(units)), one),
        "halaman tengah daftar terbesar": deep,
        "daftar terbesar menurut indikasi": lambda _: members_of(_owner(largest), largest, Sieve(code=Code.AGE)),
        "awal nama": by_name,
        "NIK": by_nik,
        "nomor KTA": by_card,
        "ganda antarpartai satu kabupaten": lambda _: duplicates_for(office, Code.CROSS_PARTY),
        "ganda antarpartai seluruh negeri": lambda _: duplicates_for(nation, Code.CROSS_PARTY),
        "baris bersih sebuah unit": lambda chance: count_clean(nation, chance.choice(units)),
    }


def _person(role: Role, region: str, party_id: UUID | None = None) -> User:
    return User(role=role, region_code=region, party_id=party_id)


def _owner(unit: Unit) -> User:
    return _person(Role.LIAISON, unit.region_code, unit.party_id)


def _asked(name: str, ask: Callable[[random.Random], Any]) -> None:
    """Ask a question many times and print what it took in the database."""
    chance = random.Random(11)  # noqa: S311 - which unit is asked about keeps no secret
    took: list[float] = []
    for _ in range(ROUNDS):
        db.session.expunge_all()
        with _database_time() as spent, db.session.no_autoflush:
            ask(chance)
        took.append(max(spent) * 1_000)
    cuts = quantiles(took, n=20)
    verdict = "" if cuts[-1] <= LIMIT else f" - lebih dari {LIMIT} ms"
    click.echo(f"{name}: p50 {quantiles(took, n=2)[0]:.1f} ms, p95 {cuts[-1]:.1f} ms{verdict}")


@contextmanager
def _database_time() -> Iterator[list[float]]:
    """Seconds of each order in the block, from when it was sent until its first answer."""
    spent: list[float] = []
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(perf_counter())

    def after(*_: object) -> None:
        spent.append(perf_counter() - begun.pop())

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)
