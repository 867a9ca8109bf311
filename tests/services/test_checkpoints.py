"""The log against somebody with full rights on the database: a thousand attacks are found, honest work never is."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from sipol.audit.events import SignedIn
from sipol.audit.notes import NotSigned, Point, origin_of, public_from, public_line, sign
from sipol.audit.standalone import faults as faults_of_export
from sipol.audit.trail import record
from sipol.cli.audit import audit
from sipol.extensions import db, now
from sipol.models import AuditEntry, Checkpoint, LogLeaf, PaperKind
from sipol.render.data import canonical
from sipol.rules.errors import Refused
from sipol.rules.merkle import Edge, leaf_hash
from sipol.services import checkpoints as log
from sipol.services.checkpoints import checkpoints, faults_of_log, leaves, log_key, newest_note, seal_log
from sipol.services.papers import paper_for, sheet_of
from tests.factories.world import World

ATTACKS = 1_000


def written(world: World, count: int) -> None:
    """So many entries more, sealed."""
    for _ in range(count):
        record(world.people["verifier"], SignedIn(world.people["verifier"].id))
    db.session.flush()
    seal_log()


@pytest.fixture
def grown(world: World) -> World:
    """A log with several checkpoints."""
    for count in (5, 1, 8):
        written(world, count)
    return world


def as_superuser() -> None:
    """No trigger and no foreign key stands in the way."""
    db.session.execute(text("SET LOCAL session_replication_role = replica"))


def places() -> list[int]:
    return list(db.session.scalars(select(LogLeaf.place).order_by(LogLeaf.place)))


def move_by(steps: int, first: int) -> None:
    """Every place from ``first`` on becomes another; by way of far away, so that no two meet."""
    db.session.execute(text("UPDATE log_leaf SET place = place + 1000000 WHERE place >= :first"), {"first": first})
    moved = text("UPDATE log_leaf SET place = place - 1000000 + :steps WHERE place >= 1000000")
    db.session.execute(moved, {"steps": steps})


def some_entry(dice: Random) -> AuditEntry:
    query = select(AuditEntry).join(LogLeaf, LogLeaf.entry_seq == AuditEntry.seq).order_by(AuditEntry.seq)
    return dice.choice(db.session.scalars(query).all())


def edit_an_entry(dice: Random) -> None:
    entry = some_entry(dice)
    changes: dict[str, object] = {
        "event": "SubmissionMoved", "facts": {"act": "decide"}, "region_code": "65.71", "actor_id": None,
        "subject_id": uuid4(), "at": now() + log.LATE,
    }  # fmt: skip
    column = dice.choice([name for name, value in changes.items() if getattr(entry, name) != value])
    db.session.execute(update(AuditEntry).where(AuditEntry.seq == entry.seq).values({column: changes[column]}))


def edit_an_entry_and_its_leaf(dice: Random) -> None:
    edit_an_entry(dice)
    rehash()


def edit_everything_without_the_key(dice: Random) -> None:
    edit_an_entry(dice)
    rehash()
    rewrite_checkpoints(None)


def edit_everything_with_another_key(dice: Random) -> None:
    edit_an_entry(dice)
    rehash()
    rewrite_checkpoints(Ed25519PrivateKey.generate())


def delete_an_entry(dice: Random) -> None:
    entry = some_entry(dice)
    if dice.random() < 0.5:
        db.session.execute(delete(LogLeaf).where(LogLeaf.entry_seq == entry.seq))
    db.session.execute(delete(AuditEntry).where(AuditEntry.seq == entry.seq))


def close_the_gap(dice: Random) -> None:
    """Delete one and move all others up, as if it had never been."""
    place = dice.choice(places())
    gone = db.session.scalars(select(LogLeaf).where(LogLeaf.place == place)).one()
    db.session.execute(delete(AuditEntry).where(AuditEntry.seq == gone.entry_seq))
    db.session.execute(delete(LogLeaf).where(LogLeaf.place == place))
    move_by(-1, place + 1)
    rewrite_checkpoints(None)


def cut_the_tail(dice: Random) -> None:
    most = dice.choice(places()[1:])
    gone = select(LogLeaf.entry_seq).where(LogLeaf.place >= most)
    db.session.execute(delete(AuditEntry).where(AuditEntry.seq.in_(gone)))
    db.session.execute(delete(LogLeaf).where(LogLeaf.place >= most))
    db.session.execute(delete(Checkpoint).where(Checkpoint.size > most))


def swap_two(dice: Random) -> None:
    one, two = dice.sample(places(), 2)
    for old, new in ((one, 1_000_000), (two, one), (1_000_000, two)):
        db.session.execute(text("UPDATE log_leaf SET place = :new WHERE place = :old"), {"old": old, "new": new})
    if dice.random() < 0.5:
        rewrite_checkpoints(None)


def insert_entry(number: int, at: datetime) -> None:
    """An entry with a number of its own choice."""
    sql = text(
        "INSERT INTO audit_entry (seq, at, event, subject_id, facts) "
        "OVERRIDING SYSTEM VALUE VALUES (:seq, :at, 'SignedIn', :subject, '{}')"
    )
    db.session.execute(sql, {"seq": number, "at": at, "subject": uuid4()})


def slip_one_in(dice: Random) -> None:
    """An entry that says it was written long ago, with a low number of its own or none sealed."""
    insert_entry(-dice.randrange(1, 1_000_000), now() - log.LATE * 3)
    if dice.random() < 0.5:
        # It even takes a place in the middle.
        place = dice.choice(places())
        seq = db.session.scalar(select(func.min(AuditEntry.seq)))
        move_by(1, place)
        db.session.execute(text("INSERT INTO log_leaf VALUES (:place, :seq, '')"), {"place": place, "seq": seq})
        rehash()
        rewrite_checkpoints(None)


def drop_a_signature(dice: Random) -> None:
    one = dice.choice(checkpoints())
    told = one.note.replace(f"\n{one.size}\n", f"\n{one.size + 1}\n") if dice.random() < 0.5 else one.note[:-9]
    db.session.execute(update(Checkpoint).where(Checkpoint.id == one.id).values(note=told))


HOW: tuple[Callable[[Random], None], ...] = (
    edit_an_entry, edit_an_entry_and_its_leaf, edit_everything_without_the_key, edit_everything_with_another_key,
    delete_an_entry, close_the_gap, cut_the_tail, swap_two, slip_one_in, drop_a_signature,
)  # fmt: skip


def rehash() -> None:
    """Make every leaf fit what its entry says now."""
    for leaf in leaves():
        if leaf.content is not None:
            hashed = leaf_hash(canonical(leaf.content))
            db.session.execute(update(LogLeaf).where(LogLeaf.place == leaf.place).values(hash=hashed))


def rewrite_checkpoints(key: Ed25519PrivateKey | None) -> None:
    """Make every checkpoint fit the leaves, signed by another key, or with the old signature left standing."""
    edge, roots = Edge(), {}
    for hashed in db.session.scalars(select(LogLeaf.hash).order_by(LogLeaf.place)):
        edge.add(hashed)
        roots[edge.size] = (edge.root, list(edge.hashes))
    for row in checkpoints():
        root, hashes = roots.get(row.size, (edge.root, list(edge.hashes)))
        if key is not None:
            note = sign(Point(origin_of(key.public_key()), row.size, root, row.at), key)
        else:
            point = Point(origin_of(log_key().public_key()), row.size, root, row.at)
            note = point.text + row.note[row.note.index("\n\n") + 1 :]
        db.session.execute(update(Checkpoint).where(Checkpoint.id == row.id).values(note=note, edge=hashes))


def test_a_thousand_attacks_of_a_superuser_are_all_found(grown: World) -> None:
    kept = [newest_note()]
    assert list(faults_of_log(kept)) == []
    dice, missed = Random(6962), []
    for number in range(ATTACKS):
        attack = HOW[number % len(HOW)]
        with db.session.begin_nested() as before:
            as_superuser()
            attack(dice)
            db.session.expire_all()
            if not list(faults_of_log(kept)):
                missed.append((number, attack.__name__))
            before.rollback()
    assert missed == []
    assert list(faults_of_log(kept)) == []


def test_two_hundred_honest_histories_are_accused_of_nothing(world: World) -> None:
    dice, kept = Random(1), []
    for _ in range(200):
        written(world, dice.randrange(4))
        if dice.random() < 0.2 and newest_note():
            kept.append(newest_note())
    assert list(faults_of_log(kept)) == []


def test_entries_that_are_committed_late_get_the_next_place_and_all_keep_theirs(world: World) -> None:
    written(world, 3)
    before = dict(db.session.execute(select(LogLeaf.entry_seq, LogLeaf.place)).all())
    # A number that was drawn earlier than those sealed already.
    low = min(before) - 1
    insert_entry(low, now())
    seal_log()
    after = dict(db.session.execute(select(LogLeaf.entry_seq, LogLeaf.place)).all())
    assert after == before | {low: len(before)}
    assert seal_log() is None
    assert list(faults_of_log([])) == []


def test_the_database_refuses_to_rewrite_the_tree(grown: World) -> None:
    for statement in ("UPDATE log_leaf SET place = 9", "DELETE FROM checkpoint", "TRUNCATE log_leaf"):
        with pytest.raises(Exception, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_every_paper_carries_how_the_log_stood(grown: World) -> None:
    submission = grown.submitted()
    sheet = sheet_of(paper_for(grown.people["liaison"], submission.id, PaperKind.RECEIPT))
    assert sheet.checkpoint == newest_note()
    assert list(faults_of_log([sheet.checkpoint])) == []


def test_the_verifier_that_stands_alone_agrees(grown: World, tmp_path: Path) -> None:
    lines = [json.dumps({"key": public_line(log_key().public_key())})]
    lines += [json.dumps({"note": row.note}) for row in checkpoints()]
    lines += [json.dumps({"place": leaf.place, "entry": leaf.content}) for leaf in leaves()]
    assert list(faults_of_export(lines, [newest_note()])) == []
    edited = lines[-1].replace("SignedIn", "SignedOn")
    for change in (lines[:-1], [*lines[:-2], lines[-1], lines[-2]], [*lines[:-1], edited]):
        assert list(faults_of_export(change, [newest_note()]))
    program, export = tmp_path / "periksa.py", tmp_path / "log.jsonl"
    program.write_text(CliRunner().invoke(audit, ["verifier"]).output)
    export.write_text("\n".join(lines))
    alone = [sys.executable, "-I", str(program), str(export)]
    ended = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "Log utuh.\n")


def test_a_key_is_told_in_one_line_and_a_spoilt_line_is_refused(world: World) -> None:
    line = public_line(log_key().public_key())
    assert origin_of(public_from(line)) == line.split("+", 2)[0]
    for spoilt in ("", "x+y+z", line[:-4], line.replace("sipol-log/", "other/")):
        with pytest.raises(NotSigned):
            public_from(spoilt)


def test_a_key_file_that_holds_no_key_stops_with_a_sentence(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.pem").write_text("no key")
    monkeypatch.setitem(app.config, log.FILE_SETTING, str(tmp_path / "key.pem"))
    (tmp_path / "key.pem").chmod(0o644)
    with pytest.raises(Refused, match="dapat dibaca atau diubah pengguna lain"):
        log_key()
    (tmp_path / "key.pem").chmod(0o600)
    with pytest.raises(Refused, match="Ed25519"):
        log_key()
