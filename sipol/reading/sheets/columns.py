"""Which column of a list holds what: headers in their many spellings, else what stands below them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from sipol.reading.sheets.values import day_of, sex_of


class Column(StrEnum):
    NIK = "nik"
    NAME = "name"
    SEX = "sex"
    BIRTH_PLACE = "birth_place"
    BIRTH_DATE = "birth_date"
    BIRTH = "birth"
    """Place and date in one cell: "Tarakan, 15-07-1963"."""
    MARITAL = "marital"
    OCCUPATION = "occupation"
    ADDRESS = "address"
    DISTRICT = "district"
    CARD = "card"


COLUMN_WORDS: dict[Column, str] = {
    Column.NIK: "NIK",
    Column.NAME: "Nama lengkap",
    Column.SEX: "Jenis kelamin",
    Column.BIRTH_PLACE: "Tempat lahir",
    Column.BIRTH_DATE: "Tanggal lahir",
    Column.BIRTH: "Tempat dan tanggal lahir",
    Column.MARITAL: "Status perkawinan",
    Column.OCCUPATION: "Pekerjaan",
    Column.ADDRESS: "Alamat",
    Column.DISTRICT: "Kode kecamatan",
    Column.CARD: "Nomor KTA",
}

Columns: TypeAlias = Mapping[Column, int]
"""Where each column stands, counted from 0."""
Known: TypeAlias = Mapping[str, Column | None]
"""What somebody once said of titles, by ``folded``; None: nothing of ours."""
NOTHING_KNOWN: Known = MappingProxyType({})

_HEADERS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.CARD, r"\bn?kta\b|kartu (?:tanda )?anggota|(?:no|nomor|id) ?(?:registrasi )?(?:anggota|kartu)"),
        (Column.NIK, r"\bnik\b|induk kependudukan|\b(?:no|nomor) ?(?:e )?(?:ktp|identitas|id)\b|^(?:e )?ktp(?: el)?$"),
        (Column.BIRTH, r"(?:tempat|tmp).*(?:tanggal|tgl)|(?:tanggal|tgl).*tempat|^ttl\b"),
        (Column.BIRTH_DATE, r"\b(?:tanggal|tgl|tg|hari) ?(?:lahir|lhr)|\bdob\b|(?:date of birth|birth ?date)"),
        (Column.BIRTH_PLACE, r"\b(?:tempat|tmpt|tmp|tpt|kota) ?(?:lahir|lhr)|birth ?place|place of birth"),
        (Column.SEX, r"kelamin|\bjk\b|^j k$|^l p$|^l atau p$|^lk pr$|gender|\bsex\b"),
        (Column.MARITAL, r"kawin|nikah|marital|^status$"),
        (Column.OCCUPATION, r"pekerjaan|profesi|\bkerja\b|occupation"),
        (Column.DISTRICT, r"(?:kode|kd) ?(?:wil|wilayah|kec|kemendagri|daerah)\b|kecamatan|^kec$|district"),
        (Column.ADDRESS, r"alamat|domisili|address|^jalan$"),
        (Column.NAME, r"^nama(?! (?:partai|parpol|kec|kecamatan|desa|kab|kabupaten|kota|provinsi|jalan|ibu|ayah)\b)|"
                      r"^(?:full )?name$|nama (?:lengkap|anggota)"),
    )
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
_NIK_LIKE = re.compile(r"\x01?'?\d{15,17}")
_CODE_LIKE = re.compile(r"\d{2}\.\d{2}\.\d{2}(?:\.\d{4})?")
LOOKED_AT, FEWEST, HELD = 40, 2, 0.8
"""Lines in which the header is sought, columns it must name, and the share of cells that tell an unnamed column."""


def folded(header: str) -> str:
    """A title as it is known again: its words in small letters."""
    return " ".join(_WORD.findall(header.casefold()))


def named(header: str, known: Known = NOTHING_KNOWN) -> Column | None:
    """The column a header names, by what is ``known`` of such titles first; None where it names none of ours."""
    text = folded(header)
    if text in known:
        return known[text]
    return next((column for column, pattern in _HEADERS if pattern.search(text)), None)


def columns_in(
    header: Sequence[str], below: Sequence[Sequence[str]] = (), known: Known = NOTHING_KNOWN
) -> dict[Column, int]:
    """The columns that a header names, the first of each; what has no name but surely holds NIK, dates or sexes too."""
    found: dict[Column, int] = {}
    for place, text in enumerate(header):
        column = named(text, known)
        # A code of the kecamatan is worth more than its name beside it.
        better = column is Column.DISTRICT and "kode" in text.casefold()
        if column is not None and (column not in found or (better and "kode" not in header[found[column]].casefold())):
            found[column] = place
    if Column.BIRTH in found and Column.BIRTH_DATE in found:
        del found[Column.BIRTH]
    return found | _by_content(found, header, below)


def _by_content(
    found: Mapping[Column, int], header: Sequence[str], below: Sequence[Sequence[str]]
) -> dict[Column, int]:
    told: dict[Column, int] = {}
    taken = set(found.values())
    has_date = Column.BIRTH_DATE in found or Column.BIRTH in found
    wide = max((len(row) for row in below), default=len(header))
    for place in range(wide):
        cells = [row[place] for row in below if place < len(row) and row[place]]
        if place in taken or len(cells) < 3:
            continue
        if Column.NIK not in found and _most(bool(_NIK_LIKE.fullmatch(cell)) for cell in cells):
            told.setdefault(Column.NIK, place)
        elif not has_date and _most(day_of(cell) is not None for cell in cells):
            told.setdefault(Column.BIRTH_DATE, place)
        elif Column.DISTRICT not in found and _most(bool(_CODE_LIKE.fullmatch(cell)) for cell in cells):
            told.setdefault(Column.DISTRICT, place)
        elif Column.SEX not in found and _most(sex_of(cell) is not None for cell in cells):
            told.setdefault(Column.SEX, place)
    return told


def _most(tests: Iterable[bool]) -> bool:
    told = list(tests)
    return sum(told) >= HELD * len(told)
