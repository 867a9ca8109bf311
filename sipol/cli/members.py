"""``sipol members check``: member lists against the rules of the register, without database or server."""

import csv
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from config import home_of, member_terms
from sipol.cli.register import with_register
from sipol.embedded import running_url
from sipol.rules.errors import Unreadable
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.members import Terms
from sipol.rules.regions import is_code
from sipol.services.member_checks import ListCheck, RegionTable, check_lists
from sipol.services.regions import districts

CLEAN, DOUBTED, UNREADABLE = 0, 1, 2
SHOWN = 50
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def members() -> None:
    """Anggota partai."""


@members.command("check")
@click.option("--regions", type=FILE, multiple=True, help="Tabel wilayah Kemendagri (CSV dengan kolom kode dan nama).")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Hari pemeriksaan, untuk umur; bawaan: hari ini.")
@click.option("--json", "as_json", is_flag=True, help="Tulis hasil sebagai JSON.")
@click.argument("files", nargs=-1, required=True, type=FILE)
def check(regions: tuple[Path, ...], on: datetime | None, as_json: bool, files: tuple[Path, ...]) -> NoReturn:
    """Periksa daftar anggota; beberapa FILE adalah daftar beberapa partai. Status: 0 bersih, 1 ada masalah, 2 gagal."""
    try:
        table = _table(regions)
        day = on.date() if on else datetime.now(UTC).astimezone().date()
        terms = Terms(day, table.known if table else None, **member_terms(os.environ))
        checks = check_lists(files, terms, table.names if table else None)
    except Unreadable as unreadable:
        click.echo(str(unreadable), err=True)
        sys.exit(UNREADABLE)
    if as_json:
        click.echo(json.dumps({"files": [_plain(one) for one in checks]}, ensure_ascii=False, indent=2))
    else:
        for one in checks:
            _tell(one)
    sys.exit(DOUBTED if any(one.problems for one in checks) else CLEAN)


def _table(files: tuple[Path, ...]) -> RegionTable | None:
    if not files:
        return _of_the_register()
    rows: list[tuple[str, str]] = []
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows += [(row.get("kode") or "", row.get("nama") or "") for row in csv.DictReader(opened)]
    rows = [(code.strip(), name.strip()) for code, name in rows if is_code(code.strip())]
    if not rows:
        raise Unreadable("Berkas wilayah harus memiliki kolom kode dan nama pada baris pertama.")
    return RegionTable.of(rows)


def _of_the_register() -> RegionTable | None:
    """The regions of the register if one is at hand; else codes are held to their shape alone, and that is said."""
    if os.environ.get("DATABASE_URL") or running_url(home_of(os.environ)):
        return RegionTable.of(click.get_current_context().invoke(with_register(districts)))
    click.echo("Tabel wilayah tidak diberikan: kode kecamatan hanya diperiksa bentuknya. Pakai --regions.", err=True)
    return None


def _plain(one: ListCheck) -> dict[str, Any]:
    return {
        "file": one.name,
        "rows": one.rows,
        "columns": {column.value: title for column, title in one.columns.items()},
        "problems": [
            {
                "row": told.row,
                "line": told.line,
                "code": told.problem.code.value,
                "weight": INDICATIONS[told.problem.code].weight.value,
                "message": told.problem.message,
            }
            for told in one.problems
        ],
    }


def _tell(one: ListCheck) -> None:
    click.echo(f"{one.name}: {one.rows} baris, {len(one.problems)} masalah.")
    counts: Counter[Code] = Counter(told.problem.code for told in one.problems)
    for code, count in counts.most_common():
        click.echo(f"  {code.value}: {count}")
    for told in one.problems[:SHOWN]:
        click.echo(f"  baris {told.line}: {told.problem.message}")
    if len(one.problems) > SHOWN:
        click.echo(f"  … dan {len(one.problems) - SHOWN} lagi; --json menyebut semuanya.")
