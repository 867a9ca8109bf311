"""``sipol duplicates run``: look through all members for people who may be one although their NIK differ."""

import os
from pathlib import Path
from time import perf_counter

import click
from werkzeug.utils import import_string

from config import home_of
from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.services.pace import peak_memory

ENGINES = {
    "duckdb": "sipol.services.linkage.likely_pairs",
    "spark": "sipol.services.linkage_on_spark.likely_pairs",
}
NEEDED = {
    "duckdb": "Perbandingan se-Indonesia memerlukan pip install 'sipol[nationwide]'.",
    "spark": "Mesin Spark memerlukan pip install 'sipol[nationwide]' pyspark, dan Java pada PATH.",
}


@click.group()
def duplicates() -> None:
    """Anggota yang mungkin orang yang sama."""


@duplicates.command("run")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option("--least", type=click.FloatRange(0.01, 1), default=0.9, show_default=True, help="Peluang terkecil.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Tempat berkas antara.")
@with_register
def run(engine: str, least: float, folder: Path | None) -> None:
    """Bandingkan semua anggota menurut nama, kelahiran, dan wilayah; simpan yang mirip sebagai petunjuk."""
    try:
        linkage = import_string(ENGINES[engine])
        nationwide = import_string("sipol.services.nationwide")
    except ImportError as missing:
        raise click.ClickException(NEEDED[engine]) from missing
    begun, done = perf_counter(), nationwide.Pass()
    for _ in nationwide.hold_against_all(done, linkage, least, folder or home_of(os.environ)):
        db.session.commit()
    click.echo(f"{done.members:,} anggota, {done.likely:,} pasangan mungkin, {done.kept:,} petunjuk baru")
    click.echo(f"{perf_counter() - begun:.0f} detik, memori puncak {peak_memory()}")
