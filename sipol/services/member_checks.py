"""Hold member lists against the rules and against one another. Plain values in and out; nothing is kept."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sipol.reading.sheets import NOTHING_KNOWN, Column, Known, Names, Sheet, Told, plain_safely, reader_of, sheet_of
from sipol.reading.sheets.values import place_name
from sipol.rules.errors import Unreadable, Untold
from sipol.rules.identity import fault_of
from sipol.rules.indications import Code
from sipol.rules.members import Cells, Judge, Problem, Terms
from sipol.rules.regions import Level, level_of, within

PIECE = 5_000
"""Rows that are read at once."""
NO_NIK = "Kolom NIK tidak ditemukan. Beri judul NIK pada kolom itu, lalu unggah lagi."
NO_NAME = "Kolom nama tidak ditemukan. Beri judul Nama pada kolom itu, lalu unggah lagi."


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``row``: data row counted from 1; ``line``: as the sheet counts, title lines included."""

    row: int
    line: int
    problem: Problem


@dataclass(slots=True)
class ListCheck:
    """What was found in one list. ``columns``: the title of each column that was recognised."""

    name: str
    rows: int = 0
    columns: dict[Column, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a NIK was met: list, row, line, and what else tells the person."""

    place: int
    row: int
    line: int
    person: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RegionTable:
    """Codes of regions, and codes of kecamatan by their name."""

    codes: frozenset[str]
    names: Names
    has_districts: bool

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> "RegionTable":
        """``rows``: code and name of each region."""
        codes: set[str] = set()
        named: dict[str, list[str]] = defaultdict(list)
        for code, name in rows:
            codes.add(code)
            if level_of(code) is Level.DISTRICT:
                named[place_name(name)].append(code)
        return cls(frozenset(codes), dict(named), bool(named))

    def known(self, code: str) -> bool:
        """Whether a kecamatan, or that of a desa, is in the table; one that ends at kabupaten knows no more."""
        return ".".join(code.split(".")[: 3 if self.has_districts else 2]) in self.codes


def names_within(names: Names, area: str) -> Names:
    """The names of kecamatan, where several bear one those of the area alone."""
    return {name: [code for code in codes if within(code, area)] or codes for name, codes in names.items()}


def check_lists(files: Iterable[Path], terms: Terms, names: Names | None = None) -> list[ListCheck]:
    """Every problem of several lists, each the list of another party. Raises Unreadable naming the file."""
    checks: list[ListCheck] = []
    seen: dict[str, list[_Seen]] = defaultdict(list)
    for place, path in enumerate(files):
        try:
            with opened(path) as sheet:
                checks.append(_check(path.name, place, sheet, terms, names, seen))
        except Unreadable as unreadable:
            raise Unreadable(f"{path.name}: {unreadable}") from unreadable
    for met in seen.values():
        if len(met) > 1:
            for one, problem in _twins(met):
                checks[one.place].problems.append(RowProblem(one.row, one.line, problem))
    for check in checks:
        check.problems.sort(key=lambda told: told.row)
    return checks


@contextmanager
def opened(path: Path) -> Iterator[Sheet]:
    """A list as a sheet with its columns, ready to be read once. Raises Unreadable for one without NIK or names."""
    with path.open("rb") as file, plain_safely(file) as plain:
        yield list_in(plain)


def list_in(plain: BinaryIO, known: Known = NOTHING_KNOWN, told: Told | None = None) -> Sheet:
    """The sheet in its plain rows. Raises Unreadable for one that is no list of members, without NIK or names."""
    sheet = sheet_of(plain, known, told)
    if Column.NIK not in sheet.columns:
        raise Untold(NO_NIK)
    if Column.NAME not in sheet.columns:
        raise Untold(NO_NAME)
    return sheet


def terms_for(columns: Container[Column], terms: Terms) -> Terms:
    """The terms for a list: what it has no column for is not asked of its rows."""
    return replace(terms, has_sex=Column.SEX in columns, has_region=Column.DISTRICT in columns)


def _check(
    name: str,
    place: int,
    sheet: Sheet,
    terms: Terms,
    names: Names | None,
    seen: dict[str, list[_Seen]],
) -> ListCheck:
    check = ListCheck(name, columns={column: sheet.header[at] for column, at in sheet.columns.items()})
    judge, read = Judge(terms_for(sheet.columns, terms)), reader_of(sheet.columns, names)
    lines = enumerate(sheet.rows, start=1)
    while piece := list(islice(lines, PIECE)):
        for (row, (line, _)), cells in zip(piece, read([written for _, (_, written) in piece]).rows(), strict=True):
            check.problems += [RowProblem(row, line, problem) for problem in judge(cells)]
            if cells.exact and fault_of(cells.nik) is None:
                seen[cells.nik].append(_Seen(place, row, line, person_in(cells)))
        check.rows += len(piece)
    return check


def person_in(cells: Cells) -> tuple[object, ...]:
    """What besides the NIK tells one person: name, sex and date of birth (Keputusan KPU 309/2022)."""
    return " ".join(cells.name.casefold().split()), cells.sex, cells.born_on


def _twins(met: list[_Seen]) -> Iterator[tuple[_Seen, Problem]]:
    """Rows of one NIK: identical or potential within a list, cross-party between lists. Nobody learns whose."""
    for place in sorted({one.place for one in met}):
        here = [one for one in met if one.place == place]
        for one in here:
            others = [other for other in here if other is not one]
            if others:
                rows = ", ".join(str(other.line) for other in others[:5])
                alike = any(other.person == one.person for other in others)
                code = Code.IDENTICAL if alike else Code.POTENTIAL
                words = "Orang yang sama sudah ada" if alike else "NIK yang sama dipakai orang lain"
                yield one, Problem(code, f"{words} pada baris {rows}")
        if len(here) < len(met):
            for one in here:
                yield one, Problem(Code.CROSS_PARTY, "NIK ini juga terdaftar pada partai lain")
