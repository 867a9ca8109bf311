"""Look at the paper as a whole: is it the right one, can it be read, is it stamped. Plain values in and out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from sipol.reading import DecreeReading, PageSeen
from sipol.rules.findings import CLEAR, Field
from sipol.services.checks import Doubt, scans_of

LEAST_DPI = 120
"""Dots per inch below which letters of ordinary size cannot be told apart."""
_LONG = 10
"""Letters of a word of a picture in which two may be misread; in a shorter one, one."""
_WORD = re.compile(r"[^\W_]+")
_SAME = (
    (re.compile(r"\bkab\b\.?"), "kabupaten"), (re.compile(r"\bkec\b\.?"), "kecamatan"),
    (re.compile(r"\bprov\b\.?"), "provinsi"), (re.compile(r"\b(?:kota|kabupaten) (?:adm\b\.?|administrasi)"), "kota"),
    (re.compile(r"\bdaerah khusus ibukota\b|\bdki\b|\bdaerah istimewa\b|\bd\.?i\.?(?= yogyakarta)"), ""),
    (re.compile(r"\bkepulauan (?=bangka)"), ""),
)  # fmt: skip
"""Ways of writing the same place."""
_DEPTH = {"provinsi": 1, "kabupaten": 2, "kota": 2, "kecamatan": 3}
_SIDES = frozenset({
    "utara", "selatan", "timur", "barat", "tengah", "tenggara", "daya", "laut", "raya", "kepulauan", "hulu", "hilir",
    "ulu", "ilir", "jaya", "besar", "baru",
})  # fmt: skip
"""Words that make another place of the name before them: Minahasa Selatan is not Minahasa."""
_ENDS = frozenset({*_DEPTH, "masa", "periode", "tahun", "untuk", "dan", "yang", "partai", "dengan"})
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the paper was put: the party, the region of its unit, and the year it is checked in."""

    party: str
    abbreviation: str
    region: str
    year: int


def doubts_about_paper(reading: DecreeReading, slot: Slot) -> list[Doubt]:
    """What speaks against the paper itself, each as a sentence with what to do."""
    return [*_slot(reading, slot), *doubts_about_document(reading)]


def doubts_about_document(reading: DecreeReading) -> list[Doubt]:
    """What of it does not depend on where it was put: pages unread, letters unclear, no stamp."""
    return [*_unread(reading), *_legible(reading.pages), *_signed(reading)]


def _doubt(field: Field, sentence: str, *, doubtful: bool = False) -> Doubt:
    return Doubt(field, found=sentence, doubtful=doubtful)


def _slot(reading: DecreeReading, slot: Slot) -> Iterator[Doubt]:
    """An SK of another party, another region, or of years that are over, told by what it says of itself."""
    scanned = any(page.kind != "text" for page in reading.pages)
    said = " ".join(filter(None, (reading.about, reading.issuer)))
    party = "" if re.search(rf"\b{re.escape(slot.abbreviation)}\b", said) else _other_party(said, slot, scanned)
    region = _other_place(reading.about or "", slot, scanned)
    if party:
        yield _doubt(
            Field.SLOT,
            f"Berkas ini menyebut “{party}”, bukan {slot.party}. Unggah SK milik {slot.party}.",
            doubtful=scanned,
        )
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


def _words(text: str) -> list[str]:
    text = text.casefold()
    for pattern, same in _SAME:
        text = pattern.sub(same, text)
    return _WORD.findall(text)


def _holds(said: Sequence[str], ours: Sequence[str], scanned: bool) -> bool:
    """Whether the words of a name stand together, and no word behind them makes another name of it."""
    for start in range(len(said) - len(ours) + 1):
        here, behind = said[start : start + len(ours)], said[start + len(ours) : start + len(ours) + 1]
        if all(map(_like if scanned else str.__eq__, here, ours)) and not _SIDES.intersection(behind):
            return True
    return False


def _like(one: str, other: str) -> bool:
    return Levenshtein.distance(one, other) <= (2 if len(other) >= _LONG else 1)


def _other_party(said: str, slot: Slot, scanned: bool) -> str:
    """The first party that is named where ours is not; "" where ours is, or none."""
    words = _words(said)
    if _holds(words, _words(slot.party), scanned):
        return ""
    return next((_named_from(words, place) for place, word in enumerate(words) if word == "partai"), "")


def _other_place(about: str, slot: Slot, scanned: bool) -> str:
    """A place the paper is for that is not ours: one below ours, or any where ours is not named."""
    words, ours = _words(about), _words(slot.region)
    depth = _DEPTH.get(ours[0], 0)
    name = ours[1:] if depth else ours
    places = [place for place, word in enumerate(words) if word in _DEPTH and _named_from(words, place, 2)]
    below = [place for place in places if depth and _DEPTH[words[place]] > depth]
    if below:
        return _named_from(words, below[0])
    if _holds(words, name, scanned) or not places:
        return ""
    return _named_from(words, places[0])


def _named_from(words: Sequence[str], start: int, fewest: int = 1) -> str:
    """The name that begins with the word at ``start``, as a heading writes it; "" where too few words follow."""
    name = [words[start]]
    for word in words[start + 1 : start + _LONGEST]:
        if word in _ENDS or not word.isalpha():
            break
        name.append(word)
    return " ".join(name).title() if len(name) >= fewest else ""


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
