"""``sipol sample draw``: repeat a draw from its published seed, without database or server."""

import csv
from pathlib import Path

import click

from sipol.rules.sampling import draw as drawn
from sipol.rules.sampling import sample_size

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def sample() -> None:
    """Uji petik keanggotaan."""


@sample.command("draw")
@click.option("--seed", required=True, help="Acuan penarikan seperti yang diumumkan.")
@click.option("--size", type=click.IntRange(0), help="Banyak orang; bawaan: menurut Krejcie dan Morgan.")
@click.option("--by-district", is_flag=True, help="Bagi menurut kecamatan.")
@click.argument("frame", type=FILE)
def draw(seed: str, size: int | None, by_district: bool, frame: Path) -> None:
    """Ulangi penarikan dari FRAME, kerangka CSV yang diunduh; tulis nomor yang tertarik menurut urutannya."""
    with frame.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter=";"), key=lambda row: int(row["nomor"]))
    strata = [row["kecamatan"] for row in rows]
    count = sample_size(len(strata)) if size is None else min(size, len(strata))
    for number in drawn(seed, strata, count, stratified=by_district):
        click.echo(number)
