"""The terminal's front door: ``sipol COMMAND``. What goes wrong is told in one sentence, without a traceback."""

from typing import IO, Any

import click
from werkzeug.utils import import_string

from sipol.cli.audit import audit
from sipol.cli.check import check
from sipol.cli.data import data
from sipol.cli.db import db
from sipol.cli.duplicates import duplicates
from sipol.cli.keys import keys
from sipol.cli.members import members
from sipol.cli.names import names
from sipol.cli.readings import readings
from sipol.cli.regions import regions
from sipol.cli.sample import sample
from sipol.cli.seal import seal
from sipol.cli.up import up
from sipol.cli.users import users
from sipol.cli.voters import voters
from sipol.embedded import DatabaseFailed
from sipol.lines import SettingMissing
from sipol.rules.errors import NotAllowed, NotFound, Refused


class Told(click.ClickException):
    """A sentence for the person at the terminal; the status is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class Door(click.Group):
    """Turns what the rooms below refuse into a sentence, and loads heavy commands only when they are called."""

    later: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.later = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """WeasyPrint takes seconds to load, so what prints is imported when its name is typed."""
        if cmd_name in self.later:
            self.add_command(import_string(self.later.pop(cmd_name)))
        return super().get_command(ctx, cmd_name)

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


HELP = "Register Partai Politik: membaca SK, menjelaskan perbedaan, menerbitkan Berita Acara."

cli = Door("sipol", help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
click.version_option(package_name="sipol", message="%(prog)s %(version)s")(cli)


cli.later["demo"] = "sipol.cli.demo.demo"
cli.later["bench"] = "sipol.cli.bench.bench"
cli.later["minutes"] = "sipol.cli.minutes.minutes"
for command in (
    up,
    audit,
    data,
    db,
    check,
    duplicates,
    keys,
    members,
    names,
    readings,
    regions,
    sample,
    seal,
    users,
    voters,
):
    cli.add_command(command)
