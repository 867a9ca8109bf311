"""The log as a tree: entries get their place once, checkpoints are signed, and whoever keeps an old one can prove more.

An entry is written by the act itself and is sealed within a minute by a round of the worker. Entries are committed out
of order, so their numbers cannot be their places: whatever is committed and has no place yet is given the next ones
under one lock, in the order of the numbers, and keeps it for ever. Nobody who only records waits for that lock.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from sqlalchemy import Row, func, insert, select

from config import made_once, secret_bytes
from sipol.audit.notes import NotSigned, Point, key_from, new_key, opened, origin_of, sign
from sipol.extensions import db, now
from sipol.lines import SettingMissing
from sipol.models import AuditEntry, Checkpoint, LogLeaf
from sipol.render.data import canonical
from sipol.rules.errors import Refused
from sipol.rules.merkle import Edge, leaf_hash

FILE_SETTING = "SIPOL_LOG_KEY_FILE"
LOCK = 0x51C0_106
"""The number under which those who seal wait for each other."""
PIECE = 20_000
SETTLED, LATE = timedelta(days=1), timedelta(hours=1)
"""No transaction runs this long; no honest entry is sealed so much later than it was written."""
BEHIND = 100
"""Checkpoints, at most one a minute: no transaction outlives so many."""
FIRST = datetime(1970, 1, 2, tzinfo=UTC)
"""Before every entry."""
MOST_FAULTS = 20
COLUMNS = (
    AuditEntry.seq, AuditEntry.at, AuditEntry.event, AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.party_id,
    AuditEntry.region_code, AuditEntry.facts,
)  # fmt: skip


def log_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints: of the setting's file, or made once beside the other secrets. Raises Refused."""
    given = str(current_app.config[FILE_SETTING])
    try:
        pem = secret_bytes(Path(given)).decode() if given else made_once(_home() / "secrets" / "log.pem", new_key)
        return key_from(pem)
    except SettingMissing as open_to_all:
        raise Refused(FILE_SETTING, str(open_to_all)) from open_to_all
    except (OSError, ValueError) as error:
        raise Refused(
            FILE_SETTING, f"Kunci log pada {FILE_SETTING} tidak dapat dibuka: harus kunci Ed25519."
        ) from error


def _home() -> Path:
    return Path(str(current_app.config["SIPOL_HOME"]))


def told_by(row: Row[Any]) -> dict[str, Any]:
    """All that an entry says, as plain data: what its leaf is the hash of."""
    return {
        "seq": row.seq,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": row.event,
        "actor": str(row.actor_id) if row.actor_id else None,
        "subject": str(row.subject_id),
        "party": str(row.party_id) if row.party_id else None,
        "region": row.region_code,
        "facts": row.facts,
    }


def seal_log() -> Checkpoint | None:
    """Give every committed entry without a place the next one, and sign how the log stands. None when all have one."""
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    former = _newest()
    edge = Edge(former.size, list(former.edge)) if former else Edge()
    rows = db.session.execute(
        select(*COLUMNS)
        .where(AuditEntry.seq > _settled(), ~select(LogLeaf.place).where(LogLeaf.entry_seq == AuditEntry.seq).exists())
        .order_by(AuditEntry.seq)
        .limit(PIECE)
    ).all()
    if not rows:
        return None
    leaves = []
    for row in rows:
        hashed = leaf_hash(canonical(told_by(row)))
        leaves.append({"place": edge.size, "entry_seq": row.seq, "hash": hashed})
        edge.add(hashed)
    db.session.execute(insert(LogLeaf), leaves)
    key, moment = log_key(), now()
    point = Point(origin_of(key.public_key()), edge.size, edge.root, moment)
    last = max(rows[-1].seq, former.last_seq if former else 0)
    checkpoint = Checkpoint(size=edge.size, at=moment, note=sign(point, key), edge=edge.hashes, last_seq=last)
    db.session.add(checkpoint)
    db.session.flush()
    return checkpoint


def _newest() -> Checkpoint | None:
    return db.session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1)).first()


def _settled() -> int:
    """Up to this number every entry is committed or never will be."""
    # Time alone tells nothing: a clock put forward by days makes old what was sealed a minute ago.
    old = select(Checkpoint.last_seq).where(Checkpoint.at < now() - SETTLED).order_by(Checkpoint.size.desc())
    return db.session.scalar(old.offset(BEHIND).limit(1)) or 0


def newest_note() -> str:
    """The newest checkpoint as a signed note; "" before there is one."""
    newest = _newest()
    return newest.note if newest else ""


def checkpoints() -> Sequence[Checkpoint]:
    """Every checkpoint, the first one first. They say nothing of anybody."""
    return db.session.scalars(select(Checkpoint).order_by(Checkpoint.size)).all()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place of the log as the database has it now; ``content`` is None where the entry is gone."""

    place: int
    hash: bytes
    content: dict[str, Any] | None


def leaves() -> Generator[Leaf]:
    """The log in the order of its places, read piece by piece."""
    query = select(LogLeaf.place, LogLeaf.hash, *COLUMNS).outerjoin(AuditEntry, AuditEntry.seq == LogLeaf.entry_seq)
    found = db.session.execute(query.order_by(LogLeaf.place), execution_options={"yield_per": PIECE})
    try:
        for row in found:
            yield Leaf(row.place, row.hash, told_by(row) if row.seq is not None else None)
    finally:
        found.close()


def faults_of_log(kept: Sequence[str], public: Ed25519PublicKey | None = None) -> Iterator[str]:
    """What is wrong with the log, as sentences. ``kept``: notes that were kept outside of the register.

    ``public``: the key they are held against, where it is not the register's own.
    """
    key = public or log_key().public_key()
    points: list[tuple[Point, bool]] = []
    for note, outside in [*((row.note, False) for row in checkpoints()), *((note, True) for note in kept)]:
        try:
            points.append((opened(note, origin_of(key), key), outside))
        except NotSigned as error:
            yield f"{'Titik periksa yang Anda bawa' if outside else 'Titik periksa di basis data'}: {error}"
    yield from _faults_of_leaves(sorted(points, key=lambda pair: pair[0].size))
    yield from _never_sealed()


def _faults_of_leaves(points: list[tuple[Point, bool]]) -> Iterator[str]:
    with closing(leaves()) as found:
        yield from _faults_among(found, points)


def _faults_among(found: Iterator[Leaf], waiting: list[tuple[Point, bool]]) -> Iterator[str]:
    edge, before = Edge(), FIRST
    for leaf in found:
        if leaf.place != edge.size:
            yield f"Catatan ke-{edge.size + 1} pada log hilang: ada yang dihapus."
            return
        content = leaf.content
        if content is None or leaf_hash(canonical(content)) != leaf.hash:
            yield f"Catatan ke-{leaf.place + 1} tidak sama dengan saat disegel: isinya diubah atau dihapus."
        elif content["at"] < _earliest(before, waiting):
            yield f"Catatan ke-{leaf.place + 1} bertanggal jauh sebelum disegel: disisipkan kemudian."
        edge.add(leaf.hash)
        while waiting and waiting[0][0].size == edge.size:
            point, outside = waiting.pop(0)
            if point.root != edge.root:
                yield _not_that(point, outside)
            before = point.at
    for point, outside in waiting:
        told = "yang Anda bawa" if outside else "di basis data"
        yield f"Titik periksa {told} memuat {point.size} catatan, log sekarang hanya {edge.size}: log dipotong."


def _earliest(before: datetime, waiting: list[tuple[Point, bool]]) -> str:
    """When an honest entry may have been written that was sealed after ``before``, by the next point that waits.

    Where the clock was put back in between, the point that sealed it tells the time it was written in.
    """
    earliest = min([before, *(point.at for point, _outside in waiting[:1])]) - LATE
    return earliest.astimezone(UTC).isoformat(timespec="microseconds")


def clock_put_back() -> Iterator[str]:
    """Where checkpoints go back in time, as sentences: no fault of an entry, but whoever reads dates must know."""
    rows = checkpoints()
    for former, later in pairwise(rows):
        if later.at < former.at - LATE:
            yield (
                f"Jam basis data pernah mundur: titik periksa dengan {later.size} catatan bertanggal lebih awal dari "
                f"yang sebelumnya ({former.size} catatan). Urutan catatan tetap pasti, tanggal di sekitarnya belum."
            )


def _not_that(point: Point, outside: bool) -> str:
    told = "yang Anda bawa" if outside else "di basis data"
    which = f"titik periksa {told} ({point.size} catatan)"
    return f"Log tidak cocok dengan {which}: ada yang diubah, ditukar, atau disisipkan."


def _never_sealed() -> Iterator[str]:
    """Entries that were slipped in where the register would have sealed them long ago."""
    newest = _newest()
    if newest is None:
        return
    without = ~select(LogLeaf.place).where(LogLeaf.entry_seq == AuditEntry.seq).exists()
    # A clock that was put back has written since what looks older than the newest checkpoint, and is sealed soon.
    late = min(newest.at, now()) - LATE
    query = select(AuditEntry.seq).where(without, AuditEntry.at < late).order_by(AuditEntry.seq)
    for seq in db.session.scalars(query.limit(MOST_FAULTS)):
        yield f"Catatan bernomor {seq} tidak pernah disegel: disisipkan di luar register."
