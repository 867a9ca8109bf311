"""``sipol regions import FILE``: the region table of Kemendagri, as CSV."""

from pathlib import Path

import click

from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.services.accounts import console
from sipol.services.regions import import_regions, read_regions


@click.group()
def regions() -> None:
    """Wilayah menurut kode Kemendagri."""


@regions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_register
def import_file(file: Path) -> None:
    """Impor wilayah dari FILE (CSV dengan kolom kode dan nama)."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        added, changed = import_regions(console(), read_regions(opened))
    db.session.commit()
    click.echo(f"{added} wilayah ditambahkan, {changed} wilayah diperbarui.")
