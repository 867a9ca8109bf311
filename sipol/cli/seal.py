"""``sipol seal``: the certificate by which this register seals its papers."""

import click

from sipol.cli.register import with_register
from sipol.services.seals import signet


@click.group()
def seal() -> None:
    """Segel elektronik pada surat yang dicetak."""


@seal.command()
@with_register
def show() -> None:
    """Tampilkan sertifikat segel sebagai PEM, untuk diumumkan atau diserahkan kepada Bawaslu. Kuncinya tidak ikut."""
    opened = signet()
    click.echo(opened.name, err=True)
    click.echo(opened.pem, nl=False)
