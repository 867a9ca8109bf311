"""``sipol bench``: how quick the register is, beside a limit measured on the same occasion."""

import click

from sipol.cli.bench_guesses import guesses
from sipol.cli.bench_members import members
from sipol.cli.bench_minutes import minutes
from sipol.cli.bench_register import register


@click.group()
def bench() -> None:
    """Ukur kecepatan terhadap batas yang diukur pada kesempatan yang sama."""


bench.add_command(guesses)
bench.add_command(members)
bench.add_command(minutes)
bench.add_command(register)
