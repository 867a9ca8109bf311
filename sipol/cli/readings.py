"""``sipol readings renew``: let a newer engine read again what an older one read."""

import click

from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.reading.results import ENGINE
from sipol.services.readings import renew


@click.group()
def readings() -> None:
    """Pembacaan SK oleh mesin."""


@readings.command("renew")
@with_register
def renew_drafts() -> None:
    """Baca ulang SK pada rancangan yang dibaca mesin versi lama. Isian, jawaban, dan yang sudah diajukan tetap."""
    asked = renew()
    db.session.commit()
    click.echo(f"{asked} SK akan dibaca ulang oleh {ENGINE}; pekerja mengerjakannya di belakang layar.")
