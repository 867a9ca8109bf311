"""The terminal's front door: ``sipol COMMAND``. What goes wrong is told in one sentence, without a traceback."""

from typing import IO, Any

import click

from config import SettingMissing
from sipol.cli.check import check
from sipol.cli.db import db
from sipol.cli.regions import regions
from sipol.cli.up import up
from sipol.cli.users import users
from sipol.embedded import DatabaseFailed
from sipol.rules.errors import NotAllowed, NotFound, Refused


class Told(click.ClickException):
    """A sentence for the person at the terminal; the status is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class Door(click.Group):
    """Turns what the rooms below refuse into a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refused as refused:
            raise Told(refused.reason) from refused
        except NotAllowed as closed:
            raise Told("Tindakan ini tidak diizinkan.") from closed
        except NotFound as absent:
            raise Told("Data yang dimaksud tidak ditemukan.") from absent
        except (SettingMissing, DatabaseFailed) as failed:
            raise Told(str(failed)) from failed


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sipol", message="%(prog)s %(version)s")
def cli() -> None:
    """Register Partai Politik: membaca SK, menjelaskan perbedaan, menerbitkan Berita Acara."""


for command in (up, db, check, regions, users):
    cli.add_command(command)
