"""Who may do what in the database itself: one role that owns, one that works, one that only reads.

The register works as a role that owns nothing: it can neither change the schema nor rewrite what is only ever added to,
whatever somebody makes it say.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import LiteralString, TypeAlias

import click
import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app
from psycopg import Connection
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal
from sqlalchemy import Engine, NullPool, create_engine

from config import shipped
from sipol.cli.register import with_register
from sipol.embedded import DatabaseFailed

Statement: TypeAlias = SQL | Composed
MIGRATOR, APP, READER = "sipol_migrator", "sipol_app", "sipol_reader"
APPEND_ONLY = frozenset({"audit_entry", "log_leaf", "checkpoint", "viewing", "supervisor_note", "disclosure"})
"""Tables that are only added to; a trigger stands before them too."""
WRITTEN_ONCE = APPEND_ONLY | {"sign_in_attempt", "member_turn"}
"""Tables whose rows are never changed."""
EMPTIED = frozenset({
    "access_knock", "access_request", "authenticator_app", "blocked_row", "factor_reset", "invitation", "likeness",
    "member", "member_paper", "member_turn", "office_file", "officer", "passkey", "recovery_code", "sign_in",
    "sign_in_attempt", "voter", "voter_list",
})  # fmt: skip
"""Tables that rows are taken out of: what was not handed in yet, what newer lists replace, former factors, tries."""
COUNTED = ("member", "voter")
"""Tables whose statistics the register renews after many rows came in."""
PUBLISHED = (
    "region", "party", "party_label", "party_organ", "party_post", "unit", "commission", "commissioner", "member_quota",
    "period", "period_window", "period_extension", "log_leaf", "checkpoint",
)  # fmt: skip
"""Tables that hold neither a member nor a draft."""
VIEWS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "submission": (
        "submission",
        ("id", "unit_id", "period_id", "subject", "no_change", "state", "outcome", "submitted_at", "decided_at"),
        "receipt",
    ),
    "member": (
        "member",
        ("id", "unit_id", "party_id", "region_code", "sex", "status", "codes", "handed_in_at"),
        "handed_in_at",
    ),
}
"""What is read of tables with drafts and personal data: name of the view, table, columns, what a draft has not got."""

NOT_OWNER = (
    "Skema basis data ini belum yang terbaru, dan peran ini tidak boleh mengubahnya. "
    "Isi SIPOL_MIGRATION_URL dengan peran pemilik skema, lalu jalankan “sipol db upgrade”."
)
MAKE_ROLE: LiteralString = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
    CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  END IF;
END $$"""
OWN: LiteralString = """
DO $$ DECLARE one record; BEGIN
  FOR one IN
    SELECT 'TABLE' AS kind, c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT 'SEQUENCE', c.oid::regclass::text FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'TYPE', t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('e', 'd') OR c.relkind = 'c')
  LOOP
    EXECUTE format('ALTER %s %s OWNER TO %I', one.kind, one.name, {name});
  END LOOP;
END $$"""
TABLES: LiteralString = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
STANDS: LiteralString = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"


def rights_of(table: str) -> tuple[LiteralString, ...]:
    """What the role that works may do with a table."""
    if table == "alembic_version":
        return ("SELECT",)
    changed: tuple[LiteralString, ...] = () if table in WRITTEN_ONCE else ("UPDATE",)
    queue = table.startswith("procrastinate_")
    return ("SELECT", "INSERT", *changed, *(("DELETE",) if table in EMPTIED or queue else ()))


def owning() -> list[Statement]:
    """The roles, and who owns the schema: for whoever may make roles, once."""
    making = [SQL(MAKE_ROLE).format(name=Literal(role), role=Identifier(role)) for role in (MIGRATOR, APP, READER)]
    owner = SQL("ALTER SCHEMA public OWNER TO {}").format(Identifier(MIGRATOR))
    return [*making, owner, SQL(OWN).format(name=Literal(MIGRATOR))]


def granting(connection: Connection) -> Iterator[Statement]:
    """What each role may do with the tables as they are now: after every migration, by their owner."""
    name = Identifier(connection.info.dbname)
    yield SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name)
    yield SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, _names(MIGRATOR, APP, READER))
    yield SQL("GRANT CREATE ON DATABASE {} TO {}").format(name, Identifier(MIGRATOR))
    yield from granting_tables(connection)


def granting_tables(connection: Connection) -> Iterator[Statement]:
    """The part of ``granting`` for which it is enough to own the tables."""
    both, app, reader = _names(APP, READER), Identifier(APP), Identifier(READER)
    yield SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(both)
    yield SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}").format(both)
    yield SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {}").format(both)
    yield SQL("GRANT USAGE ON SCHEMA public TO {}").format(both)
    yield SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(app)
    tables = sorted(row[0] for row in connection.execute(TABLES))
    for table in tables:
        rights = SQL(", ").join(map(SQL, rights_of(table)))
        yield SQL("GRANT {} ON TABLE {} TO {}").format(rights, Identifier(table), app)
    if connection.info.server_version >= 170_000:
        yield SQL("GRANT MAINTAIN ON TABLE {} TO {}").format(_names(*(one for one in COUNTED if one in tables)), app)
    yield SQL("GRANT SELECT ON TABLE {} TO {}").format(_names(*(one for one in PUBLISHED if one in tables)), reader)
    if _is_newest(connection):
        yield from _views()


def _views() -> Iterator[Statement]:
    yield FORGET_VIEWS.format()
    yield SQL("CREATE SCHEMA statistics AUTHORIZATION {}").format(Identifier(MIGRATOR))
    for view, (table, columns, handed_in) in VIEWS.items():
        yield SQL(
            "CREATE VIEW statistics.{} WITH (security_barrier) AS SELECT {} FROM public.{} WHERE {} IS NOT NULL"
        ).format(Identifier(view), _names(*columns), Identifier(table), Identifier(handed_in))
        yield SQL("ALTER VIEW statistics.{} OWNER TO {}").format(Identifier(view), Identifier(MIGRATOR))
    yield SQL("GRANT USAGE ON SCHEMA statistics TO {}").format(Identifier(READER))
    yield SQL("GRANT SELECT ON ALL TABLES IN SCHEMA statistics TO {}").format(Identifier(READER))


FORGET_VIEWS = SQL("DROP SCHEMA IF EXISTS statistics CASCADE")


def _names(*names: str) -> Composable:
    return SQL(", ").join(map(Identifier, names))


def owners_engine() -> Engine:
    """A way into the database as the one who owns it: SIPOL_MIGRATION_URL, or DATABASE_URL where there is none."""
    config = current_app.config
    url = config["SIPOL_MIGRATION_URL"] or config["SQLALCHEMY_DATABASE_URI"]
    return create_engine(str(url), poolclass=NullPool, hide_parameters=True)


def stand(connection: Connection) -> bool:
    """Whether the roles were made here."""
    row = connection.execute(STANDS, ([MIGRATOR, APP, READER],)).fetchone()
    return row is not None and row[0] == 3


def apply(connection: Connection, statements: Iterable[Statement]) -> None:
    """Carry out statements, in the transaction at hand."""
    for statement in statements:
        connection.execute(statement)


@contextmanager
def _as_owner() -> Iterator[Connection]:
    """A transaction of the owner's, kept at the end of the block."""
    with owners_engine().begin() as connection:
        inside = connection.connection.driver_connection
        assert isinstance(inside, Connection)
        yield inside


def move_schema(revision: str = "head", *, down: bool = False) -> None:
    """Run migrations as the owner; where the roles stand, the views go before and rights come anew after an upgrade.

    Whoever may not change the schema may still start a register whose schema is the newest; else DatabaseFailed.
    """
    with _as_owner() as connection:
        separate = stand(connection)
        if separate and not _owns(connection):
            if down or not _is_newest(connection):
                raise DatabaseFailed(NOT_OWNER)
            return
        if separate:
            connection.execute(FORGET_VIEWS)
    move = flask_migrate.downgrade if down else flask_migrate.upgrade
    move(directory=str(shipped("migrations")), revision=revision)
    if separate and not down:
        with _as_owner() as connection:
            apply(connection, granting_tables(connection))


def _owns(connection: Connection) -> bool:
    row = connection.execute("SELECT pg_has_role(current_user, %s, 'USAGE')", (MIGRATOR,)).fetchone()
    return row is not None and bool(row[0])


def _is_newest(connection: Connection) -> bool:
    heads = ScriptDirectory(str(shipped("migrations"))).get_heads()
    return [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")] == heads


@click.command("roles")
@click.option("--apply", "now", is_flag=True, help="Jalankan, bukan hanya tampilkan.")
@with_register
def roles(now: bool) -> None:
    """Pisahkan hak di basis data: pemilik skema, aplikasi, dan pembaca. Boleh dijalankan berulang kali."""
    with _as_owner() as connection:
        if not now:
            told = [one.as_string(connection).strip() for one in (*owning(), *granting(connection))]
            click.echo(";\n".join(told) + ";")
            return
        apply(connection, owning())
        apply(connection, granting(connection))
    click.echo(
        f"Peran {MIGRATOR}, {APP}, dan {READER} siap. Beri kata sandi dengan \\password di psql, lalu isi "
        f"DATABASE_URL dengan {APP} dan SIPOL_MIGRATION_URL dengan {MIGRATOR}."
    )
