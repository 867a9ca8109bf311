"""The database from the terminal: its migrations, a backup, a restore, a prompt."""

import os
import shutil
import subprocess
from pathlib import Path

import click
import flask_migrate
from flask import current_app
from sqlalchemy import URL, make_url

from config import shipped
from sipol.cli.db_roles import move_schema, roles
from sipol.cli.register import with_register
from sipol.embedded import DatabaseFailed, programs

UNCHANGED = "Tidak ada yang diubah."


@click.group()
def db() -> None:
    """Basis data: migrasi, cadangan, pemulihan."""


db.add_command(roles)


@db.command()
@click.argument("revision", default="head")
@with_register
def upgrade(revision: str) -> None:
    """Naikkan skema ke REVISION (bawaan: yang terbaru)."""
    move_schema(revision)


@db.command()
@click.argument("revision", default="-1")
@with_register
def downgrade(revision: str) -> None:
    """Turunkan skema ke REVISION (bawaan: satu langkah)."""
    move_schema(revision, down=True)


@db.command()
@with_register
def current() -> None:
    """Tampilkan revisi skema yang terpasang."""
    flask_migrate.current(directory=str(shipped("migrations")))


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_register
def backup(file: Path) -> None:
    """Simpan cadangan basis data ke FILE. Berkas unggahan di SIPOL_FILES dicadangkan terpisah."""
    partial = file.with_name(f"{file.name}.partial")
    _call("pg_dump", UNCHANGED, "--format=custom", "--no-owner", f"--file={partial}")
    partial.chmod(0o600)
    partial.replace(file)
    click.echo(f"Cadangan tersimpan di {file} ({file.stat().st_size / 1024:.0f} kB).")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Jangan bertanya lagi.")
@with_register
def restore(file: Path, yes: bool) -> None:
    """Ganti seluruh isi basis data dengan cadangan FILE."""
    if not yes:
        click.confirm("Seluruh isi basis data akan diganti. Lanjutkan?", abort=True)
    _call("pg_restore", UNCHANGED, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(file))
    click.echo(f"Basis data sudah dipulihkan dari {file}.")


@db.command()
@click.argument("arguments", nargs=-1)
@with_register
def psql(arguments: tuple[str, ...]) -> None:
    """Buka psql pada basis data ini."""
    _call("psql", "", *arguments)


def _call(name: str, afterwards: str, *options: str) -> None:
    """Run one of PostgreSQL's own programs on this register's database; its output goes to the terminal.

    DatabaseFailed when it fails, with ``afterwards`` telling how things stand then.
    """
    config = current_app.config
    url = make_url(config["SIPOL_MIGRATION_URL"] or config["SQLALCHEMY_DATABASE_URI"])
    address = url.set(drivername="postgresql", password=None).render_as_string()
    # The list of processes is open to everybody; the environment is not.
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run([_program(name, url), *options, f"--dbname={address}"], env=environment, check=False)
    if done.returncode:
        raise DatabaseFailed(f"{name} berhenti dengan kesalahan seperti tertulis di atas. {afterwards}".rstrip())


def _program(name: str, url: URL) -> str:
    """The programs that come along speak no TLS: a database across the network is served by those of the system."""
    if str(url.query.get("host", "")).startswith("/"):
        return str(programs() / name)
    found = shutil.which(name)
    if found is None:
        raise DatabaseFailed(f"Program {name} belum terpasang. Pasang dengan: apt-get install postgresql-client")
    return found
