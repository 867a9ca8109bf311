"""What the rules say of one member row as it was written, before anybody else's rows are known."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import compress
from typing import NamedTuple

from sipol.rules.identity import Sex, birth_digits, fault_of, sex_in, tells_birth
from sipol.rules.indications import (
    BARRED_OCCUPATIONS,
    BLOCKING,
    FAULT_WORDS,
    INDICATIONS,
    OLDEST,
    RETIRED,
    VOTING_AGE,
    Code,
)
from sipol.rules.regions import NATION, within

_WORD = re.compile(r"[^\W_]+")
REMEMBERED = 1 << 15
"""Values of a column whose problems are kept at hand."""


class Cells(NamedTuple):
    """A row read into values. ``born_on`` and ``sex`` are None where what was written says neither.

    ``exact``: False where a spreadsheet kept the NIK as a number and lost digits of it. ``region``: the code written
    with dots, or what was written where it is none.
    """

    nik: str
    exact: bool
    name: str
    sex: Sex | None
    sex_written: str
    birth_place: str
    born_on: date | None
    born_written: str
    married: bool | None
    occupation: str
    address: str
    region: str
    card_number: str


class Table(NamedTuple):
    """Many rows, each column of ``Cells`` on its own: so they are read and looked through quickest."""

    nik: Sequence[str]
    exact: Sequence[bool]
    name: Sequence[str]
    sex: Sequence[Sex | None]
    sex_written: Sequence[str]
    birth_place: Sequence[str]
    born_on: Sequence[date | None]
    born_written: Sequence[str]
    married: Sequence[bool | None]
    occupation: Sequence[str]
    address: Sequence[str]
    region: Sequence[str]
    card_number: Sequence[str]

    def row(self, at: int) -> Cells:
        return Cells._make(column[at] for column in self)

    def rows(self) -> Iterator[Cells]:
        return map(Cells._make, zip(*self, strict=True))

    def only(self, which: Sequence[bool]) -> "Table":
        return Table._make(list(compress(column, which)) for column in self)

    @classmethod
    def of(cls, rows: Iterable[Cells]) -> "Table":
        return cls._make(zip(*rows, strict=True))


class Problem(NamedTuple):
    """One indication on a row, and what is the matter in words. It names no NIK."""

    code: Code
    words: str

    @property
    def message(self) -> str:
        return f"{self.words}. {INDICATIONS[self.code].advice}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What rows are held against: the day of checking, the regions, the settings, the columns the list has.

    ``area``: the region the members must live in. ``known`` says whether a kecamatan or desa code exists; None where
    no region table is at hand. ``ruled_out`` says whether a NIK was found TMS in this party.
    """

    today: date
    known: Callable[[str], bool] | None = None
    barred: Collection[str] = BARRED_OCCUPATIONS
    voting_age: int = VOTING_AGE
    oldest: int = OLDEST
    area: str = NATION
    has_sex: bool = True
    has_region: bool = True
    ruled_out: Callable[[str], bool] | None = None


class Judge:
    """Tells every indication that a row alone shows, the blocking ones among them; made once for many rows.

    The same dates, occupations and kecamatan come again and again: what was found of one is remembered.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        remembered = lru_cache(maxsize=REMEMBERED)
        self.birth = remembered(partial(_birth, terms))
        self.work = remembered(partial(_work, terms))
        self.place = remembered(partial(_place, terms))
        self.digits = remembered(self._digits)

    def __call__(self, cells: Cells) -> list[Problem]:
        return [
            *_nik(cells, self.terms),
            *_who(cells, self.terms),
            *self.birth(cells.born_on, cells.born_written, cells.married),
            *self.work(cells.occupation),
            *self.place(cells.region),
        ]

    def doubtful(self, table: Table) -> list[int]:
        """The places of rows that are not seen to be clean at a glance; every row with a problem is among them."""
        places = {region for region in set(table.region) if not self.place(region)}
        works = {occupation for occupation in set(table.occupation) if not self.work(occupation)}
        either, ruled_out = not self.terms.has_sex, self.terms.ruled_out
        rows = zip(
            table.nik, table.exact, table.name, table.sex, table.born_on, table.occupation, table.region, strict=True
        )
        return [
            at
            for at, (nik, exact, name, sex, born_on, occupation, region) in enumerate(rows)
            if not (
                exact
                and name
                and region in places
                and occupation in works
                and nik[6:12] in self.digits(born_on)
                and (sex_in(nik) is sex or (either and sex is None))
                and fault_of(nik) is None
                and not (ruled_out and ruled_out(nik))
            )
        ]

    def _digits(self, born_on: date | None) -> tuple[str, ...]:
        """What a NIK tells of a date of birth that is beyond doubt, of somebody who never married too."""
        return () if born_on is None or self.birth(born_on, "", None) else birth_digits(born_on)


def is_blocked(problems: Iterable[Problem]) -> bool:
    """Whether any of the indications keeps a row outside."""
    return any(problem.code in BLOCKING for problem in problems)


def _nik(cells: Cells, terms: Terms) -> Sequence[Problem]:
    nik = cells.nik
    if not cells.exact:
        return [Problem(Code.NIK_PRECISION, "Angka terakhir NIK hilang")]
    fault = fault_of(nik)
    if fault is not None:
        return [Problem(Code.NIK_FORM, FAULT_WORDS[fault].format(length=len(nik)))]
    found = []
    if cells.born_on is not None and not tells_birth(nik, cells.born_on):
        found.append(Problem(Code.NIK_BIRTH, "Tanggal lahir dalam NIK berbeda dari isian"))
    if cells.sex is not None and sex_in(nik) is not cells.sex:
        found.append(Problem(Code.NIK_SEX, "Jenis kelamin dalam NIK berbeda dari isian"))
    if terms.ruled_out is not None and terms.ruled_out(nik):
        found.append(Problem(Code.RULED_OUT, "NIK ini sudah dinyatakan TMS pada partai Anda"))
    return found


def _who(cells: Cells, terms: Terms) -> Sequence[Problem]:
    found = [] if cells.name else [Problem(Code.NAME_MISSING, "Nama kosong")]
    if cells.sex is None and terms.has_sex:
        found.append(Problem(Code.SEX, "Jenis kelamin tidak terbaca" if cells.sex_written else "Jenis kelamin kosong"))
    return found


def _birth(terms: Terms, born_on: date | None, written: str, married: bool | None) -> Sequence[Problem]:
    wrong = _wrong_birth(born_on, written, terms)
    if wrong:
        return [Problem(Code.DATE, wrong)]
    if born_on and not married and age_on(born_on, terms.today) < terms.voting_age:
        return [Problem(Code.AGE, f"Belum berusia {terms.voting_age} tahun dan belum pernah kawin")]
    return []


def _wrong_birth(born_on: date | None, written: str, terms: Terms) -> str:
    if born_on is None:
        return f"Tanggal lahir “{written}” bukan tanggal" if written else "Tanggal lahir kosong"
    if born_on > terms.today or age_on(born_on, terms.today) > terms.oldest:
        return "Tanggal lahir tidak mungkin"
    return ""


def _work(terms: Terms, occupation: str) -> Sequence[Problem]:
    if occupation and is_barred(occupation, terms.barred):
        return [Problem(Code.OCCUPATION, f"Pekerjaan “{occupation}” tidak boleh menjadi anggota partai")]
    return []


def _place(terms: Terms, region: str) -> Sequence[Problem]:
    wrong = _wrong_place(terms, region) if terms.has_region else ""
    return [Problem(Code.REGION, wrong)] if wrong else []


def _wrong_place(terms: Terms, region: str) -> str:
    if not region:
        return "Kode kecamatan kosong"
    if not is_district(region):
        return f"“{region}” bukan kode kecamatan"
    if terms.known is not None and not terms.known(region):
        return f"Kode kecamatan {region} tidak dikenal"
    return "" if within(region, terms.area) else f"Kode kecamatan {region} di luar wilayah kepengurusan ini"


def codes_of(problems: Iterable[Problem]) -> list[str]:
    """The words of the indications, as they are kept."""
    return [problem.code.value for problem in problems]


def is_district(code: str) -> bool:
    """Whether a code is shaped like that of a kecamatan or of a desa in it."""
    return code.count(".") in (2, 3) and all(part.isdigit() for part in code.split("."))


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on a day; who is born on 29 February grows older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_barred(occupation: str, barred: Iterable[str] = BARRED_OCCUPATIONS) -> bool:
    """Whether an occupation, in whatever words, is one that excludes from a party; a retired one is not."""
    words = _WORD.findall(occupation.casefold())
    if any(word in RETIRED for word in words):
        return False
    text = f" {' '.join(words)} "
    return any(f" {word} " in text for word in barred)
