"""Rows of a sheet to the values that the rules look at, a column at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TypeAlias

from sipol.reading.sheets.columns import Column, Columns
from sipol.reading.sheets.values import (
    NUMBER,
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
from sipol.rules.members import Table

Reader: TypeAlias = Callable[[Sequence[Sequence[str]]], Table]
Names: TypeAlias = Mapping[str, Sequence[str]]


def reader_of(columns: Columns, names: Names | None = None) -> Reader:
    """What turns rows into a ``Table``, a column at a time: a list of a million has few dates and fewer kecamatan.

    ``names``: codes of kecamatan by ``place_name``, for lists without codes.
    """

    def read(rows: Sequence[Sequence[str]]) -> Table:
        whole = list(zip_longest(*rows, fillvalue=""))

        def cells(column: Column) -> Sequence[str]:
            place = columns.get(column, -1)
            return whole[place] if 0 <= place < len(whole) else [""] * len(rows)

        niks = [nik_of(cell) for cell in cells(Column.NIK)]
        sexes = cells(Column.SEX)
        places, born = _births(cells, is_whole=Column.BIRTH in columns)
        return Table(
            [nik for nik, _ in niks],
            [exact for _, exact in niks],
            _as_written(cells(Column.NAME)),
            [sex_of(sex) for sex in sexes],
            sexes,
            places,
            [day_of(cell) for cell in born],
            [bare(cell) for cell in born],
            [married_of(cell) for cell in cells(Column.MARITAL)],
            _as_written(cells(Column.OCCUPATION)),
            _as_written(cells(Column.ADDRESS)),
            _districts(cells(Column.DISTRICT), niks, names or {}),
            _as_written(cells(Column.CARD)),
        )

    return read


def _as_written(cells: Sequence[str]) -> Sequence[str]:
    return [as_written(cell) for cell in cells] if NUMBER in "".join(cells) else cells


def _births(cells: Callable[[Column], Sequence[str]], *, is_whole: bool) -> tuple[Sequence[str], Sequence[str]]:
    """Places and dates of birth; ``is_whole``: one column holds both."""
    if not is_whole:
        return cells(Column.BIRTH_PLACE), cells(Column.BIRTH_DATE)
    parted = [birth_of(cell) for cell in cells(Column.BIRTH)]
    return [place for place, _ in parted], [born for _, born in parted]


def _districts(written: Iterable[str], niks: Iterable[tuple[str, bool]], known: Names) -> Sequence[str]:
    codes = [code_of(cell) for cell in written]
    if not known:
        return codes
    return [
        code if code[:1].isdigit() else _named(code, nik, known) for code, (nik, _) in zip(codes, niks, strict=True)
    ]


def _named(written: str, nik: str, known: Names) -> str:
    """The code of a kecamatan by its name; of several, the one in the kabupaten where the NIK was issued."""
    codes = known.get(place_name(written), ())
    issued = f"{nik[:2]}.{nik[2:4]}."
    return next((code for code in codes if code.startswith(issued)), codes[0] if codes else written)
