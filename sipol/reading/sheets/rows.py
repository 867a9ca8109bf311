"""Rows of a sheet to the values that the rules look at."""

from collections.abc import Callable, Mapping, Sequence

from sipol.reading.sheets.columns import Column, Columns
from sipol.reading.sheets.values import bare, birth_of, code_of, day_of, married_of, nik_of, sex_of
from sipol.rules.members import Cells

Reader = Callable[[Sequence[str]], Cells]


def cells_of(columns: Columns, names: Mapping[str, str] | None = None) -> Reader:
    """What turns a row into ``Cells``. ``names``: codes of kecamatan by folded name, for lists without codes."""
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
            bare(cell(name_at)),
            sex_of(sex),
            sex,
            place,
            day_of(born) if born else None,
            bare(born),
            married_of(cell(married_at)),
            bare(cell(work_at)),
            bare(cell(home_at)),
            known.get(district.casefold(), district) if known else district,
            bare(cell(card_at)),
        )

    return read
