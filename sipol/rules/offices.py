"""What an office (kantor tetap) must have, and what the machine notices of one (domain, section 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sipol.rules.regions import Level

SOON = timedelta(days=90)
"""A proof that ends within this many days is told of."""
NEED_OFFICE = frozenset({Level.NATION, Level.PROVINCE, Level.REGENCY})
"""A permanent office is asked for at these levels; kecamatan have none (Pasal 173 UU 7/2017)."""
BOUNDS = ((-11.5, 6.5), (94.5, 141.5))
"""Latitude and longitude between which Indonesia lies, in degrees."""


class Tenure(StrEnum):
    OWN = "own"
    RENT = "rent"
    LOAN = "loan"


TENURE_WORDS: dict[Tenure, str] = {
    Tenure.OWN: "Milik sendiri",
    Tenure.RENT: "Sewa",
    Tenure.LOAN: "Pinjam pakai",
}
ENDING = frozenset({Tenure.RENT, Tenure.LOAN})
"""What ends one day, and therefore says when."""


class OfficeFileKind(StrEnum):
    LETTER = "letter"
    PROOF = "proof"
    BUILDING = "building"
    BOARD = "board"
    VISIT = "visit"


FILE_WORDS: dict[OfficeFileKind, str] = {
    OfficeFileKind.LETTER: "Surat keterangan domisili",
    OfficeFileKind.PROOF: "Bukti status kantor",
    OfficeFileKind.BUILDING: "Foto bangunan",
    OfficeFileKind.BOARD: "Foto papan nama",
    OfficeFileKind.VISIT: "Foto kunjungan KPU",
}
PAPERS = frozenset({OfficeFileKind.LETTER, OfficeFileKind.PROOF})
NEEDED = (OfficeFileKind.LETTER, OfficeFileKind.PROOF, OfficeFileKind.BUILDING, OfficeFileKind.BOARD)


class Sight(StrEnum):
    """How a photograph came out."""

    CLEAR = "clear"
    SMALL = "small"
    DARK = "dark"
    BLANK = "blank"


SIGHT_WORDS: dict[Sight, str] = {
    Sight.SMALL: "terlalu kecil",
    Sight.DARK: "terlalu gelap",
    Sight.BLANK: "kabur atau kosong",
}


class OfficeVisitResult(StrEnum):
    FOUND = "found"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


OFFICE_VISIT_WORDS: dict[OfficeVisitResult, str] = {
    OfficeVisitResult.FOUND: "Kantor ada dan sesuai",
    OfficeVisitResult.DIFFERS: "Kantor ada, tetapi berbeda dengan data",
    OfficeVisitResult.NOT_FOUND: "Kantor tidak ditemukan",
}


class DoubtCode(StrEnum):
    MISSING = "missing"
    OVER = "over"
    SHORT = "short"
    SOON = "soon"
    SHARED = "shared"
    LETTER = "letter"
    DECREE = "decree"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class OfficeDoubt:
    """One thing noticed, as a sentence that says what to do."""

    code: DoubtCode
    sentence: str
    light: bool = False
    """Worth knowing; nothing has to be mended for it."""
    file: OfficeFileKind | None = None
    """The file that is missing."""


@dataclass(frozen=True, slots=True)
class OfficeSeen:
    """What is known of an office when it is looked at. ``shared``: whose offices stand at the same place, in words."""

    tenure: Tenure | None
    valid_until: date | None
    files: frozenset[OfficeFileKind]
    unclear: tuple[tuple[OfficeFileKind, Sight], ...] = ()
    letter_names_it: bool | None = None
    """Whether the letter names the address; None where the letter was not read."""
    decree_says: str = ""
    """The address in the unit's SK, where that is another one."""
    shared: tuple[str, ...] = ()


def doubts_of(office: OfficeSeen, today: date, covers: date) -> Iterator[OfficeDoubt]:
    """Everything the machine notices, the same before handing in and after. ``covers``: the last day of the stage."""
    for kind in NEEDED:
        if kind not in office.files:
            yield OfficeDoubt(DoubtCode.MISSING, f"{FILE_WORDS[kind]} belum ada. Unggah berkasnya.", file=kind)
    yield from _ending(office, today, covers)
    for kind, sight in office.unclear:
        told = f"{FILE_WORDS[kind]} {SIGHT_WORDS[sight]}. Foto ulang pada siang hari dari jarak yang cukup."
        yield OfficeDoubt(DoubtCode.PHOTO, told)
    if office.letter_names_it is False:
        yield OfficeDoubt(
            DoubtCode.LETTER,
            "Alamat yang diisi tidak ditemukan pada surat keterangan domisili. Cocokkan jalan dan nomornya.",
        )
    if office.decree_says:
        told = f"SK menyebut alamat kantor “{office.decree_says}”, berbeda dengan alamat yang diisi. Cocokkan keduanya."
        yield OfficeDoubt(DoubtCode.DECREE, told)
    for whose in office.shared:
        yield OfficeDoubt(DoubtCode.SHARED, f"Alamat yang sama tercatat sebagai kantor {whose}. Pastikan alamatnya.")


def _ending(office: OfficeSeen, today: date, covers: date) -> Iterator[OfficeDoubt]:
    until = office.valid_until
    if office.tenure not in ENDING or until is None:
        return
    day = f"{until:%d-%m-%Y}"
    if until < today:
        yield OfficeDoubt(DoubtCode.OVER, f"Bukti status kantor sudah berakhir pada {day}. Unggah yang baru.")
    elif until < covers:
        yield OfficeDoubt(
            DoubtCode.SHORT,
            f"Bukti status kantor berakhir pada {day}, sebelum semester ini selesai pada {covers:%d-%m-%Y}. "
            "Perpanjang, lalu unggah yang baru.",
        )
    elif until < today + SOON:
        yield OfficeDoubt(DoubtCode.SOON, f"Bukti status kantor berakhir pada {day}. Siapkan yang baru.", light=True)


def in_bounds(latitude: float, longitude: float) -> bool:
    """Whether a point can lie in Indonesia."""
    (south, north), (west, east) = BOUNDS
    return south <= latitude <= north and west <= longitude <= east
