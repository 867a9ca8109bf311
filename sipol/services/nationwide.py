"""The nationwide pass: every standing member held against every other, and what looks alike kept as a hint."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, tablesample

from sipol.extensions import db
from sipol.models import LikenessSource, Member
from sipol.names import Verdict, compare
from sipol.rules.member_life import STANDING
from sipol.rules.regions import jurisdiction
from sipol.services.likeness import Alike, keep
from sipol.services.linkage import Pair, Person

SIZE = 16
PIECE = 10_000
"""Members that are fetched, and pairs that are kept, at once."""
SAMPLED = 200_000
"""Names from which it is told which keys are common."""
Linkage = Callable[[Iterable[Person], Iterable[str], float, Path], Iterator[Pair]]


@dataclass(slots=True)
class Pass:
    """How many members were read, how many pairs the engine found likely, and how many were new hints."""

    members: int = 0
    likely: int = 0
    kept: int = 0
    ids: bytearray = field(default_factory=bytearray, repr=False)
    hashes: bytearray = field(default_factory=bytearray, repr=False)
    """Of each member the id and the hash of the NIK, sixteen bytes each, in the order in which they were read."""

    def member(self, place: int) -> UUID:
        return UUID(bytes=bytes(self.ids[SIZE * place : SIZE * (place + 1)]))

    def nik_hash(self, place: int) -> bytes:
        return bytes(self.hashes[SIZE * place : SIZE * (place + 1)])


def hold_against_all(done: Pass, linkage: Linkage, least: float, folder: Path) -> Iterator[None]:
    """Go through all members by one engine. Pairs of equal NIK are left out: those are duplicates and known.

    Names that ``names`` calls different are left out too. Yields after every piece, which is to be committed; may be
    run again at any time.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        pairs = linkage(_people(done), _sample(), least, Path(place))
        while piece := list(islice(pairs, PIECE)):
            done.likely += len(piece)
            done.kept += keep(_alike(done, piece), LikenessSource.NATIONWIDE)
            yield


def _alike(done: Pass, pairs: Iterable[Pair]) -> Iterator[Alike]:
    others = [
        Alike(done.member(pair.one), done.member(pair.other), pair.chance)
        for pair in pairs
        if done.nik_hash(pair.one) != done.nik_hash(pair.other)
    ]
    wanted = {each for pair in others for each in (pair.one, pair.other)}
    names = dict(db.session.execute(select(Member.id, Member.name).where(Member.id.in_(wanted))).all())
    for pair in others:
        if compare(names[pair.one], names[pair.other]).verdict is not Verdict.DIFFERENT:
            yield pair


def _people(done: Pass) -> Iterator[Person]:
    query = select(Member.id, Member.nik_hash, Member.name_key, Member.sex, Member.born, Member.region_code).where(
        Member.status.in_(STANDING)
    )
    for row in db.session.execute(query.execution_options(yield_per=PIECE)):
        done.members += 1
        done.ids += row.id.bytes
        done.hashes += row.nik_hash
        yield Person(row.name_key, row.sex or "", row.born, jurisdiction(row.region_code))


def _sample() -> list[str]:
    many = db.session.scalar(select(func.count()).select_from(Member)) or 1
    some = tablesample(Member, func.system(min(100.0, 100.0 * SAMPLED / many)))
    return list(db.session.scalars(select(some.c.name_key)))
