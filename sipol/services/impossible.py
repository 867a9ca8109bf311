"""What no SK can say, whoever wrote it down: the party that types it or the machine that read it."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from sipol.extensions import db, today
from sipol.models import Decree, Party, Standing, Unit
from sipol.rules.decrees import folded
from sipol.rules.periods import plausible_decree_date, plausible_term

MOST_OFFICERS = 500


def impossibilities(
    decree: Decree,
    *,
    number: str,
    issued_on: date | None,
    term: tuple[int | None, int | None],
    seats: Sequence[tuple[str, str]],
) -> Iterator[tuple[str, str]]:
    """Field and sentence of each impossibility, in the order they weigh; ``seats`` are (position, name)."""
    start, end = term
    if issued_on and (wrong := plausible_decree_date(issued_on, today())):
        yield "issued_on", wrong
    if start is not None and end is not None and (wrong := plausible_term(start, end)):
        yield "term_end", wrong
    if len(seats) > MOST_OFFICERS:
        yield (
            "officers",
            f"Satu SK memuat paling banyak {MOST_OFFICERS} pengurus; isian ini memuat {len(seats)}. "
            "Hapus baris yang bukan pengurus unit ini.",
        )
    for place, (position, name) in enumerate(seats):
        if not name or not position:
            yield f"officers-{place}-name", f"Baris {place + 1}: isi nama dan jabatan, atau kosongkan barisnya."
    if number and (other := _other_unit_with(decree, number)):
        yield "number", f"Nomor SK ini sudah tercatat pada {other}. Periksa nomornya pada SK."


def hold_numbers(party_id: UUID) -> None:
    """Let nobody else settle a number within the party until this transaction ends."""
    db.session.execute(select(Party.id).where(Party.id == party_id).with_for_update(key_share=True))


def _other_unit_with(decree: Decree, number: str) -> str | None:
    asked = (
        select(Unit.name, Decree.number)
        .join(Decree, Decree.unit_id == Unit.id)
        .where(
            Decree.party_id == decree.party_id,
            Decree.unit_id != decree.unit_id,
            Decree.standing != Standing.TURNED_DOWN,
        )
    )
    wanted = folded(number)
    return next((unit for unit, known in db.session.execute(asked) if folded(known) == wanted), None)
