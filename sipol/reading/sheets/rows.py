"""Rows of a sheet to the values that the rules look at."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from sipol.reading.sheets.columns import Column, Columns
from sipol.reading.sheets.values import (
    as_written,
    bare,
    birth_of,
    code_of,
    day_of,
    married_of,
    nik_of,
    place_name,
    sex_of,
)
from sipol.rules.members import Cells

Reader: TypeAlias = Callable[[Sequence[str]], Cells]
Names: TypeAlias = Mapping[str, Sequence[str]]


def cells_of(columns: Columns, names: Names | None = None) -> Reader:
    """What turns a row into ``Cells``. ``names``: codes of kecamatan by ``place_name``, for lists without codes."""
    at = {column: columns.get(column, -1) for column in Column}
    nik_at, name_at, sex_at, place_at, date_at = (
        at[column] for column in (Column.NIK, Column.NAME, Column.SEX, Column.BIRTH_PLACE, Column.BIRTH_DATE)
    )
    birth_at, married_at, work_at, home_at, district_at, card_at = (
        at[column]
        for column in (
            Column.BIRTH, Column.MARITAL, Column.OCCUPATION, Column.ADDRESS, Column.DISTRICT, Column.CARD,
        )
    )  # fmt: skip
    known = names or {}

    def read(row: Sequence[str]) -> Cells:
        wide = len(row)

        def cell(place: int) -> str:
            return row[place] if 0 <= place < wide else ""

        nik, exact = nik_of(cell(nik_at))
        sex, district = cell(sex_at), code_of(cell(district_at))
        place, born = (cell(place_at), cell(date_at)) if birth_at < 0 else birth_of(cell(birth_at))
        return Cells(
            nik,
            exact,
            as_written(cell(name_at)),
            sex_of(sex),
            sex,
            place,
            day_of(born) if born else None,
            bare(born),
            married_of(cell(married_at)),
            as_written(cell(work_at)),
            as_written(cell(home_at)),
            district if district[:1].isdigit() or not known else _named(district, nik, known),
            as_written(cell(card_at)),
        )

    return read


def _named(written: str, nik: str, known: Names) -> str:
    """The code of a kecamatan by its name; of several, the one in the kabupaten where the NIK was issued."""
    codes = known.get(place_name(written), ())
    issued = f"{nik[:2]}.{nik[2:4]}."
    return next((code for code in codes if code.startswith(issued)), codes[0] if codes else written)
