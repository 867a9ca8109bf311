"""What the pages ask of the members, each question about chance units and people, and what it takes the database."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import click
from sqlalchemy import event, func, select, text

from sipol.extensions import db
from sipol.models import Member, Unit, User
from sipol.rules.indications import Code
from sipol.rules.roles import Role
from sipol.services.duplicates import duplicates_for
from sipol.services.member_search import Sieve, found_members, members_of
from sipol.services.verification import count_clean

ROUNDS = 200
"""How often each question is asked, each time about another unit or person."""
LIMIT = 50
"""Milliseconds at the 95th percentile that a page may spend in the database."""


class Questions:
    """What the pages ask, by what they ask it for; each is given some chance to choose by."""

    def __init__(self) -> None:
        count = db.session.scalar(select(func.count()).select_from(Member)) or 1
        some = text("SELECT id FROM member TABLESAMPLE SYSTEM (:share)")
        most = select(Member.unit_id).group_by(Member.unit_id).order_by(func.count().desc()).limit(1)
        self.units = db.session.scalars(select(Unit).order_by(func.hashtext(Unit.name)).limit(ROUNDS)).all()
        self.largest = db.session.get_one(Unit, db.session.scalar(most))
        named = select(Member.id).where(Member.unit_id == self.largest.id).order_by(func.hashtext(Member.name))
        self.theirs: Sequence[UUID] = db.session.scalars(named.limit(ROUNDS)).all()
        self.people: Sequence[UUID] = db.session.scalars(some, {"share": min(100.0, 100.0 * ROUNDS**2 / count)}).all()
        self.asked: dict[str, Callable[[random.Random], object]] = {
            "halaman pertama sebuah daftar": self.first_page,
            "halaman tengah daftar terbesar": self.deep_page,
            "daftar terbesar menurut indikasi": self.by_indication,
            "awal nama": lambda chance: self.sought(chance, lambda one: one.name_key[:4]),
            "NIK": self.by_nik,
            "nomor KTA": lambda chance: self.sought(chance, lambda one: one.card_number),
            "ganda antarpartai satu kabupaten": lambda _: duplicates_for(_kpu("11.01"), Code.CROSS_PARTY),
            "ganda antarpartai satu provinsi": lambda _: duplicates_for(_kpu("35"), Code.CROSS_PARTY),
            "ganda antarpartai seluruh negeri": lambda _: duplicates_for(_kpu("ID"), Code.CROSS_PARTY),
            "baris bersih sebuah unit": lambda chance: count_clean(_kpu("ID"), chance.choice(self.units)),
        }

    def first_page(self, chance: random.Random) -> object:
        unit = chance.choice(self.units)
        return members_of(_owner(unit), unit)

    def deep_page(self, chance: random.Random) -> object:
        return members_of(_owner(self.largest), self.largest, after=chance.choice(self.theirs))

    def by_indication(self, _: random.Random) -> object:
        return members_of(_owner(self.largest), self.largest, Sieve(code=Code.AGE))

    def by_nik(self, chance: random.Random) -> object:
        one = db.session.get_one(Member, chance.choice(self.people))
        query = select(Member).where(Member.nik_hash == one.nik_hash, Member.party_id == one.party_id)
        return db.session.scalars(query).all()

    def sought(self, chance: random.Random, words: Callable[[Member], str]) -> object:
        one = db.session.get_one(Member, chance.choice(self.people))
        return found_members(_owner(one.unit), one.unit, words(one))


def _kpu(region: str) -> User:
    return User(role=Role.VERIFIER, region_code=region)


def _owner(unit: Unit) -> User:
    return User(role=Role.LIAISON, region_code=unit.region_code, party_id=unit.party_id)


def ask(name: str, question: Callable[[random.Random], Any]) -> None:
    """Ask a question many times and print what it took in the database."""
    chance = random.Random(11)  # noqa: S311 - which unit is asked about keeps no secret
    took: list[float] = []
    for _ in range(ROUNDS):
        db.session.expunge_all()
        with _database_time() as spent, db.session.no_autoflush:
            question(chance)
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
