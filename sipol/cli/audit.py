"""``sipol audit``: the log held against itself and against what was kept outside of the register."""

import json
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sipol.audit import standalone
from sipol.audit.notes import NotSigned, public_from, public_line
from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.render.proof import read_back
from sipol.rules.errors import Refused, Unreadable
from sipol.services.checkpoints import (
    MOST_FAULTS,
    checkpoints,
    clock_put_back,
    faults_of_log,
    leaves,
    log_key,
    newest_note,
    seal_log,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PDF = b"%PDF"
NO_NOTE = "Berkas ini bukan titik periksa. Pilih berkas teksnya, atau PDF yang memuatnya."


@click.group()
def audit() -> None:
    """Log yang tidak dapat diubah tanpa ketahuan."""


@audit.command("verify")
@click.option(
    "--from", "kept", type=FILE, multiple=True, help="Titik periksa yang disimpan di luar, atau PDF yang memuatnya."
)
@click.option("--key", "public", default="", help="Kunci publik log; tanpa ini dipakai kunci register ini.")
@click.pass_context
@with_register
def check(ctx: click.Context, kept: tuple[Path, ...], public: str) -> None:
    """Hitung ulang seluruh log. Status 0: utuh; 1: ada yang diubah, dihapus, dipotong, ditukar, atau disisipkan."""
    notes = [note_in(path.read_bytes()) for path in kept]
    count = 0
    for fault in faults_of_log(notes, _public(public) if public else None):
        count += 1
        click.echo(fault)
        if count == MOST_FAULTS:
            click.echo("… dan mungkin lebih banyak lagi.")
            break
    if count:
        ctx.exit(1)
    for remark in clock_put_back():
        click.echo(remark)
    newest = newest_note()
    size = newest.splitlines()[1] if newest else "0"
    held = f", dan cocok dengan {len(notes)} titik periksa dari luar" if notes else ""
    click.echo(f"Log utuh: {size} catatan sesuai dengan semua titik periksa{held}.")


def note_in(data: bytes) -> str:
    """The checkpoint a file holds: the note itself, the newest of several, or what is printed in a PDF of ours."""
    if not data.startswith(PDF):
        return _newest_in(data)
    try:
        note = read_back(data).checkpoint
    except Unreadable as unreadable:
        raise Refused("from", str(unreadable)) from unreadable
    if not note:
        raise Refused("from", "Surat ini dicetak sebelum log mempunyai titik periksa.")
    return note


def _newest_in(data: bytes) -> str:
    try:
        notes = data.decode().strip().split("\n\n\n")
    except UnicodeDecodeError as error:
        raise Refused("from", NO_NOTE) from error
    return notes[-1].rstrip("\n") + "\n"


def _public(line: str) -> Ed25519PublicKey:
    try:
        return public_from(line)
    except NotSigned as error:
        raise Refused("key", str(error)) from error


@audit.command()
@with_register
def checkpoint() -> None:
    """Segel log sekarang juga, dan tampilkan titik periksa yang terbaru."""
    seal_log()
    db.session.commit()
    click.echo(newest_note(), nl=False)


@audit.command()
@with_register
def key() -> None:
    """Tampilkan kunci publik log, untuk diumumkan atau diserahkan kepada Bawaslu."""
    click.echo(public_line(log_key().public_key()))


@audit.command()
@click.argument("file", type=click.File("w", encoding="utf-8"))
@with_register
def export(file: Any) -> None:
    """Tulis seluruh log ke FILE: kunci publik, titik periksa, dan isi setiap catatan, satu baris JSON masing-masing."""
    told = chain(
        ({"key": public_line(log_key().public_key())},),
        ({"note": row.note} for row in checkpoints()),
        ({"place": leaf.place, "entry": leaf.content} for leaf in leaves()),
    )
    for line in told:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


@audit.command()
def verifier() -> None:
    """Tampilkan pemeriksa yang berdiri sendiri: satu berkas Python untuk memeriksa hasil ``sipol audit export``."""
    sys.stdout.write(Path(standalone.__file__).read_text())
