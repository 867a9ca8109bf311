"""``sipol voters import FILE``: the voter list of KPU (DPB), kept as keyed hashes alone."""

from datetime import datetime
from pathlib import Path

import click

from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.rules.errors import Refused
from sipol.rules.regions import NATION, is_code
from sipol.services.accounts import console
from sipol.services.voter_lists import import_voters


@click.group()
def voters() -> None:
    """Daftar pemilih (DPB)."""


@voters.command("import")
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Tanggal keadaan daftar.")
@click.option("--region", default=NATION, help="Kode kabupaten/kota, bila berkas tidak memuat kode kecamatan.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_register
def import_file(as_of: datetime, region: str, file: Path) -> None:
    """Muat daftar pemilih dari FILE (CSV atau XLSX) sebagai ganti yang lama, lalu tandai anggota menurut daftar itu."""
    if not is_code(region):
        raise Refused("region", f"“{region}” bukan kode wilayah. Tulis seperti 65.01.")
    with file.open("rb") as opened:
        brought = import_voters(console(), opened, as_of.date(), region)
    db.session.commit()
    click.echo(f"{brought.rows} pemilih dari {len(brought.kept)} kabupaten/kota dimuat.")
    if brought.without_nik or brought.elsewhere:
        click.echo(f"Dilewati: {brought.without_nik} tanpa NIK utuh, {brought.elsewhere} dari wilayah lain.", err=True)
