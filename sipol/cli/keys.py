"""``sipol keys``: which keys seal personal data, and sealing all of it anew with the newest one."""

from collections import Counter

import click

from sipol.cli.register import with_register
from sipol.extensions import db
from sipol.models.sealed import keys as held
from sipol.render import thousands
from sipol.services.accounts import console
from sipol.services.data_keys import keys_in_use
from sipol.services.data_keys import rotate as seal_anew


@click.group()
def keys() -> None:
    """Kunci yang menyegel data pribadi (SIPOL_DATA_KEYS)."""


@keys.command()
@click.pass_context
@with_register
def status(ctx: click.Context) -> None:
    """Tampilkan kunci yang masih dipakai. Status 1: ada yang disegel kunci lama, atau kuncinya tidak ada di sini."""
    if not _tell():
        ctx.exit(1)


@keys.command()
@click.pass_context
@with_register
def rotate(ctx: click.Context) -> None:
    """Segel ulang semua data pribadi dengan kunci bernomor tertinggi. Boleh dihentikan kapan saja, lalu diulang."""
    done: Counter[str] = Counter()
    unopened = 0
    for step in seal_anew(console()):
        db.session.commit()
        done[step.place] += step.done
        unopened += step.unopened
        click.echo(f"{step.place}: {thousands(done[step.place])} disegel ulang")
    db.session.commit()
    if unopened:
        click.echo(f"{thousands(unopened)} tidak dapat dibuka dengan kunci yang ada di sini, dan dibiarkan.", err=True)
    if not _tell():
        ctx.exit(1)


def _tell() -> bool:
    """Say of each key what it seals; whether the newest seals everything."""
    newest, known = held().newest, held().ciphers
    found = keys_in_use()
    totals: Counter[int] = Counter()
    for counts in found.values():
        totals.update(counts)
    for number in sorted({*known, *totals}):
        places = ", ".join(f"{place} {thousands(counts[number])}" for place, counts in found.items() if counts[number])
        word = "menyegel yang baru" if number == newest else _word(used=totals[number] > 0, here=number in known)
        click.echo(f"Kunci {number} ({word}): {places or 'tidak menyegel apa pun'}")
    return not any(count for number, count in totals.items() if number != newest)


def _word(*, used: bool, here: bool) -> str:
    if not here:
        return "TIDAK ADA dalam SIPOL_DATA_KEYS: kembalikan kuncinya"
    return "masih dipakai, jangan dihapus" if used else "boleh dihapus; simpan bersama cadangan lama"
