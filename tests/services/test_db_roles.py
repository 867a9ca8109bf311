"""The register works as a role that owns nothing, and whoever only reads learns no member's data and no draft."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import make_url, select, text

from sipol.cli import db_roles
from sipol.cli.db import db as db_command
from sipol.cli.db_roles import APP, APPEND_ONLY, EMPTIED, MIGRATOR, PUBLISHED, READER, VIEWS, move_schema
from sipol.embedded import DatabaseFailed
from sipol.extensions import db
from sipol.models import AuditEntry, PaperKind
from sipol.models.sealed import Sealed
from sipol.render.press import pdf
from sipol.services import accounts, documents, readings
from sipol.services.checkpoints import newest_note, seal_log
from sipol.services.papers import newest_paper, print_paper
from tests.conftest import CHEAP_HASHER, inspect_once, read_once
from tests.factories.pages import typed
from tests.factories.world import PASSWORD, World, build_world

MakeApp = Callable[..., Flask]


def as_role(url: str, role: str) -> str:
    return make_url(url).set(username=role).render_as_string(hide_password=False)


def entered(url: str, role: str) -> psycopg.Connection:
    return psycopg.connect(as_role(url, role).replace("+psycopg", ""), autocommit=True)


@pytest.fixture
def parted(make_app: MakeApp, database: str) -> str:
    """A database whose rights were parted, twice over."""
    with make_app(database).app_context():
        for _ in range(2):
            with db_roles._as_owner() as connection:
                db_roles.apply(connection, db_roles.owning())
                db_roles.apply(connection, db_roles.granting(connection))
    return database


@pytest.fixture
def working(make_app: MakeApp, parted: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Flask, World]]:
    """The register under the role that works, and a world that it built itself."""
    monkeypatch.setattr(accounts, "HASHER", CHEAP_HASHER)
    monkeypatch.setattr(readings, "read_decree_safely", read_once)
    monkeypatch.setattr(documents, "inspect_safely", inspect_once)
    app = make_app(as_role(parted, APP))
    with app.app_context():
        world = build_world()
        db.session.commit()
        yield app, world


def test_the_register_works_under_the_role_that_owns_nothing(working: tuple[Flask, World]) -> None:
    app, world = working
    decided = world.decided()
    world.member()
    world.listed()
    world.member("6571011501790001", who="neighbour")
    world.handed_in("neighbour")
    world.office()
    seal_log()
    receipt = newest_paper(world.people["liaison"], decided.id, PaperKind.RECEIPT)
    assert receipt is not None
    print_paper(receipt.id, pdf)
    drafted = world.upload(number="112/SK/DW-PBS/V/2025", unit=world.units["PBS", "65.71.01"], who="neighbour")
    decree, draft = decided.decree_id, drafted.id
    db.session.commit()
    assert newest_note()
    client = app.test_client()
    assert client.post("/masuk", data={"login": "liaison", "password": "wrong"}).status_code == 422
    assert client.post("/masuk", data={"login": "liaison", "password": PASSWORD}).status_code == 303
    for page in (
        "/beranda",
        "/sk",
        f"/sk/{decree}",
        "/temuan",
        "/riwayat",
        "/anggota",
        "/pemberitahuan",
        "/pengumuman",
    ):
        assert client.get(page).status_code in (200, 303), page
    assert client.post("/keluar").status_code == 303
    other = app.test_client()
    other.post("/masuk", data={"login": "neighbour", "password": PASSWORD})
    assert other.post(f"/sk/{draft}/periksa", data=typed(db.session.get_one(type(drafted), draft))).status_code == 303


OWN_COLUMN = {"log_leaf": " SET hash = ''", "audit_entry": " SET event = ''", "disclosure": " SET note = ''"}
"""What is tried on tables that have no id."""
WORK_REFUSED = (
    "CREATE TABLE mine (id int)",
    "CREATE TEMP TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "ALTER TABLE member ADD COLUMN mine int",
    "DROP TRIGGER audit_entry_is_append_only ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "TRUNCATE member",
    "DELETE FROM decision",
    "DELETE FROM submission",
    "DELETE FROM user_account",
    "UPDATE sign_in_attempt SET succeeded = true",
    "UPDATE member_turn SET note = ''",
    "UPDATE alembic_version SET version_num = '0001'",
    "SELECT setval('receipt_serial', 1)",
    "SET ROLE sipol_migrator",
    *(f"{what} {table}{rest}" for table in sorted(APPEND_ONLY)
      for what, rest in (("UPDATE", OWN_COLUMN.get(table, " SET id = id")), ("DELETE FROM", ""), ("TRUNCATE", ""))),
)  # fmt: skip
READ_REFUSED = (
    "SELECT nik FROM member",
    "SELECT born FROM member",
    "SELECT name FROM member",
    "SELECT count(*) FROM member",
    "SELECT nik FROM statistics.member",
    "SELECT written FROM blocked_row",
    "SELECT password_hash FROM user_account",
    "SELECT login_digest FROM sign_in_attempt",
    "SELECT facts FROM audit_entry",
    "SELECT nik_hash FROM voter",
    "SELECT * FROM decree",
    "SELECT id FROM submission",
    "UPDATE region SET name = ''",
    "INSERT INTO checkpoint DEFAULT VALUES",
    "CREATE TABLE mine (id int)",
    "CREATE VIEW statistics.mine AS SELECT 1",
)


@pytest.mark.parametrize(("role", "refused"), [(APP, WORK_REFUSED), (READER, READ_REFUSED)], ids=["app", "reader"])
def test_the_database_refuses_what_a_role_is_not_for(parted: str, role: str, refused: tuple[str, ...]) -> None:
    missed = []
    with entered(parted, role) as connection:
        for statement in refused:
            try:
                connection.execute(statement.encode())
            except InsufficientPrivilege:
                continue
            except psycopg.errors.UndefinedColumn as gone:
                assert "statistics" in statement, gone
                continue
            missed.append(statement)
    assert missed == []


def test_whoever_reads_sees_what_was_handed_in_and_nothing_sealed(working: tuple[Flask, World], parted: str) -> None:
    _, world = working
    world.member()
    theirs = world.member("6571011501790001", who="neighbour")
    world.handed_in("neighbour")
    draft = world.upload()
    sent = world.submitted(unit=world.units["PBS", "65.71.01"], who="neighbour", number="9/SK/PBS/2025")
    known = theirs.id, sent.id
    db.session.commit()
    with entered(parted, READER) as connection:
        assert connection.execute("SELECT id FROM statistics.member").fetchall() == [(known[0],)]
        seen = {row[0] for row in connection.execute("SELECT id FROM statistics.submission")}
        assert known[1] in seen
        assert draft.id not in seen
        for table in PUBLISHED:
            connection.execute(f"SELECT * FROM {table}".encode())


def test_every_table_has_its_rights_and_none_is_named_that_is_not_there(make_app: MakeApp, parted: str) -> None:
    tables = set(db.metadata.tables)
    assert tables >= {*APPEND_ONLY, *EMPTIED, *PUBLISHED, *(table for table, _, _ in VIEWS.values())}
    with make_app(parted).app_context():
        guarded = text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'refuse_rewriting'::regproc")
        assert set(db.session.scalars(guarded)) == APPEND_ONLY
        owners = text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('public', 'statistics')")
        assert db.session.scalars(owners).all() == [MIGRATOR]


def test_no_published_column_is_sealed_or_a_hash() -> None:
    for table in db.metadata.tables.values():
        closed = {one.name for one in table.columns if isinstance(one.type, Sealed) or one.name.endswith("_hash")}
        assert not (closed and table.name in PUBLISHED)
    for table, columns, _ in VIEWS.values():
        for name in columns:
            assert not isinstance(db.metadata.tables[table].columns[name].type, Sealed)


def test_migrations_run_as_the_owner_and_bring_the_rights_along(make_app: MakeApp, parted: str) -> None:
    app = make_app(as_role(parted, APP), SIPOL_MIGRATION_URL=as_role(parted, MIGRATOR))
    with app.app_context():
        move_schema("-1", down=True)
        move_schema()
        assert db.session.scalars(select(AuditEntry.seq)).all() == []
    with entered(parted, APP) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("DELETE FROM log_leaf")
    with entered(parted, READER) as connection:
        connection.execute("SELECT count(*) FROM statistics.member")


def test_a_register_that_may_not_migrate_starts_when_there_is_nothing_to_do(make_app: MakeApp, parted: str) -> None:
    with make_app(as_role(parted, APP)).app_context():
        move_schema()
    with make_app(parted).app_context():
        move_schema("-1", down=True)
    with make_app(as_role(parted, APP)).app_context(), pytest.raises(DatabaseFailed, match="SIPOL_MIGRATION_URL"):
        move_schema()


def test_the_command_prints_what_it_would_do_and_does_it_when_told(
    make_app: MakeApp, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    app = make_app(database)
    run = app.test_cli_runner()
    printed = run.invoke(db_command, ["roles"], catch_exceptions=False).output
    assert 'GRANT SELECT, INSERT ON TABLE "audit_entry" TO "sipol_app";' in printed
    assert "PASSWORD" not in printed.upper()
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'member'"
        assert connection.execute(owner).fetchone() != (MIGRATOR,)
        assert "siap" in run.invoke(db_command, ["roles", "--apply"], catch_exceptions=False).output
        assert connection.execute(owner).fetchone() == (MIGRATOR,)
