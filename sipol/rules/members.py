"""What the rules say of one member row as it was written, before anybody else's rows are known."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sipol.rules.identity import Sex, fault_of, sex_in, tells_birth
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
    no region table is at hand.
    """

    today: date
    known: Callable[[str], bool] | None = None
    barred: Collection[str] = BARRED_OCCUPATIONS
    voting_age: int = VOTING_AGE
    oldest: int = OLDEST
    area: str = NATION
    has_sex: bool = True
    has_region: bool = True


def problems_of(cells: Cells, terms: Terms) -> list[Problem]:
    """Every indication that the row alone shows, the blocking ones among them."""
    return [*_nik(cells), *_person(cells, terms), *_place(cells, terms)]


def is_blocked(problems: Iterable[Problem]) -> bool:
    """Whether any of the indications keeps a row outside."""
    return any(problem.code in BLOCKING for problem in problems)


def _nik(cells: Cells) -> Iterator[Problem]:
    nik = cells.nik
    if not cells.exact:
        yield Problem(Code.NIK_PRECISION, "Angka terakhir NIK hilang")
        return
    fault = fault_of(nik)
    if fault is not None:
        yield Problem(Code.NIK_FORM, FAULT_WORDS[fault].format(length=len(nik)))
        return
    if cells.born_on is not None and not tells_birth(nik, cells.born_on):
        yield Problem(Code.NIK_BIRTH, "Tanggal lahir dalam NIK berbeda dari isian")
    if cells.sex is not None and sex_in(nik) is not cells.sex:
        yield Problem(Code.NIK_SEX, "Jenis kelamin dalam NIK berbeda dari isian")


def _person(cells: Cells, terms: Terms) -> Iterator[Problem]:
    if not cells.name:
        yield Problem(Code.NAME_MISSING, "Nama kosong")
    if cells.sex is None and terms.has_sex:
        yield Problem(Code.SEX, "Jenis kelamin tidak terbaca" if cells.sex_written else "Jenis kelamin kosong")
    wrong = _wrong_birth(cells, terms)
    if wrong:
        yield Problem(Code.DATE, wrong)
    elif cells.born_on and not cells.married and age_on(cells.born_on, terms.today) < terms.voting_age:
        yield Problem(Code.AGE, f"Belum berusia {terms.voting_age} tahun dan belum pernah kawin")
    if cells.occupation and is_barred(cells.occupation, tuple(terms.barred)):
        yield Problem(Code.OCCUPATION, f"Pekerjaan “{cells.occupation}” tidak boleh menjadi anggota partai")


def _wrong_birth(cells: Cells, terms: Terms) -> str:
    if cells.born_on is None:
        written = cells.born_written
        return f"Tanggal lahir “{written}” bukan tanggal" if written else "Tanggal lahir kosong"
    if cells.born_on > terms.today or age_on(cells.born_on, terms.today) > terms.oldest:
        return "Tanggal lahir tidak mungkin"
    return ""


def _place(cells: Cells, terms: Terms) -> Iterator[Problem]:
    if not terms.has_region:
        return
    if not cells.region:
        yield Problem(Code.REGION, "Kode kecamatan kosong")
    elif not is_district(cells.region):
        yield Problem(Code.REGION, f"“{cells.region}” bukan kode kecamatan")
    elif terms.known is not None and not terms.known(cells.region):
        yield Problem(Code.REGION, f"Kode kecamatan {cells.region} tidak dikenal")
    elif not within(cells.region, terms.area):
        yield Problem(Code.REGION, f"Kode kecamatan {cells.region} di luar wilayah kepengurusan ini")


def is_district(code: str) -> bool:
    """Whether a code is shaped like that of a kecamatan or of a desa in it."""
    return code.count(".") in (2, 3) and all(part.isdigit() for part in code.split("."))


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on a day; who is born on 29 February grows older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@lru_cache(maxsize=1 << 12)
def is_barred(occupation: str, barred: tuple[str, ...] = BARRED_OCCUPATIONS) -> bool:
    """Whether an occupation, in whatever words, is one that excludes from a party; a retired one is not."""
    words = _WORD.findall(occupation.casefold())
    if any(word in RETIRED for word in words):
        return False
    text = f" {' '.join(words)} "
    return any(f" {word} " in text for word in barred)
