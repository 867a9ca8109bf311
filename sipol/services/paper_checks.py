"""Look at the paper as a whole: is it the right one, can it be read, is it stamped. Plain values in and out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sipol.reading import DecreeReading, PageSeen
from sipol.rules.findings import CLEAR, Field
from sipol.services.checks import Doubt, scans_of

LEAST_DPI = 120
"""Dots per inch below which letters of ordinary size cannot be told apart."""
_ALIKE = 86
"""Per cent of likeness from which a name on the paper is ours, misread letters allowed for."""
_PARTY = re.compile(r"\bpartai\s+(?:[^\W\d_]+[ -]?){1,5}", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:provinsi|kabupaten|kota|kecamatan)\s+(?:[^\W\d_]+[ -]?){1,4}", re.IGNORECASE)
_ENDS = re.compile(r"\s+(?:masa|periode|tahun|provinsi|kabupaten|kota|kecamatan|untuk|dan|yang)\b.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the paper was put: the party, the region of its unit, and the year it is checked in."""

    party: str
    abbreviation: str
    region: str
    year: int


def doubts_about_paper(reading: DecreeReading, slot: Slot) -> list[Doubt]:
    """What speaks against the paper itself, each as a sentence with what to do."""
    return [*_slot(reading, slot), *_unread(reading), *_legible(reading.pages), *_signed(reading)]


def _doubt(field: Field, sentence: str, *, doubtful: bool = False) -> Doubt:
    return Doubt(field, found=sentence, doubtful=doubtful)


def _slot(reading: DecreeReading, slot: Slot) -> Iterator[Doubt]:
    """An SK of another party, another region, or of years that are over, told by what it says of itself."""
    said = " ".join(filter(None, (reading.about, reading.issuer)))
    scanned = any(page.kind == "ocr" for page in reading.pages)
    party = _other(_PARTY, said, slot.party)
    if party and not re.search(rf"\b{re.escape(slot.abbreviation)}\b", said):
        yield _doubt(
            Field.SLOT,
            f"Berkas ini menyebut “{party}”, bukan {slot.party}. Unggah SK milik {slot.party}.",
            doubtful=scanned,
        )
    region = _other(_PLACE, reading.about or "", slot.region)
    if region:
        yield _doubt(
            Field.SLOT,
            f"Berkas ini untuk “{region}”, bukan {slot.region}. Unggah SK kepengurusan {slot.region}.",
            doubtful=scanned,
        )
    if reading.period and reading.period[1] < slot.year:
        first, last = reading.period
        yield _doubt(
            Field.SLOT,
            f"Masa bakti pada berkas ini, {first}–{last}, sudah berakhir. Unggah SK yang masih berlaku.",
            doubtful=scanned,
        )


def _other(pattern: re.Pattern[str], said: str, ours: str) -> str:
    """The first name of this kind that is not ours; "" where ours is named, or none is."""
    if not said or fuzz.partial_ratio(ours.upper(), said.upper()) >= _ALIKE:
        return ""
    found = pattern.search(said)
    return " ".join(_ENDS.sub("", found.group()).split()) if found else ""


def _unread(reading: DecreeReading) -> Iterator[Doubt]:
    pages = scans_of(reading)
    if pages:
        yield _doubt(
            Field.SCAN, f"{_named(pages)} berupa gambar yang tidak terbaca mesin. Bandingkan isian dengan halaman itu."
        )


def _legible(pages: Sequence[PageSeen]) -> Iterator[Doubt]:
    coarse = [page for page in pages if page.kind == "ocr" and 0 < page.dpi < LEAST_DPI]
    if coarse:
        told = f"dipindai hanya pada {min(round(page.dpi) for page in coarse)} titik per inci (dpi)"
        yield _doubt(Field.LEGIBLE, f"{_named([page.number for page in coarse])} {told}. Pindai ulang pada 200 dpi.")
    dim = [page.number for page in pages if page.kind == "ocr" and page.clear < CLEAR and page not in coarse]
    if dim:
        told = "kurang jelas, sehingga banyak huruf mungkin salah baca"
        yield _doubt(
            Field.LEGIBLE, f"{_named(dim)} {told}. Pindai ulang pada 200 dpi dengan kertas rata dan cahaya cukup."
        )
    cut = [page.number for page in pages if page.cut]
    if cut:
        yield _doubt(
            Field.LEGIBLE, f"Tulisan pada {_named(cut).lower()} terpotong di tepi. Pindai ulang seluruh lembarannya."
        )


def _signed(reading: DecreeReading) -> Iterator[Doubt]:
    """No coloured ink on any page in colour that bears the names of who signed."""
    pages = {page.number: page for page in reading.pages}
    signed = {row.page for row in reading.signatories}
    inks = [pages[number].ink for number in signed if pages[number].kind == "ocr"]
    if inks and len(inks) == len(signed) and all(ink == () for ink in inks):
        yield _doubt(
            Field.SIGNED,
            "Cap dan tanda tangan basah tidak terlihat pada pindaian. Pastikan SK ini sudah ditandatangani dan dicap.",
            doubtful=True,
        )


def _named(pages: Sequence[int]) -> str:
    """Pages as words: "Halaman 1, 2 dan 5"."""
    *others, last = [str(page) for page in pages]
    return "Halaman " + (f"{', '.join(others)} dan {last}" if others else last)
