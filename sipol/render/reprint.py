"""Print a paper again from its own data, and say where the file at hand differs. Loads the press."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pikepdf
from cryptography.x509 import Certificate
from python_calamine import CalamineError, CalamineWorkbook

from sipol.render.annex import attachments
from sipol.render.press import pdf as printed
from sipol.render.proof import read_back
from sipol.render.seal_proof import FoundSeal, seals_of
from sipol.render.sheets import AnySheet


@dataclass(frozen=True, slots=True)
class Verified:
    """What a paper holds to when it is printed again. ``tables``: attached files that differ from the data.

    ``pages``: numbers of pages that show something else, counted from 1; None where the file was printed by another
    version of the press, so that pages cannot be held against each other. ``seals``: those the file carries;
    ``seal_wanted``: certificates to trust were given, so a file without a seal does not hold either.
    """

    sheet: AnySheet
    digest: str
    file_digest: str
    tables: tuple[str, ...]
    pages: tuple[int, ...] | None
    seals: tuple[FoundSeal, ...]
    seal_wanted: bool

    @property
    def holds(self) -> bool:
        """Whether data, tables and pages agree, as far as they can be compared, and no seal is broken."""
        sealed = bool(self.seals) or not self.seal_wanted
        return not self.tables and not self.pages and sealed and all(seal.holds for seal in self.seals)


def verify(data: bytes, trust: Sequence[Certificate] = ()) -> Verified:
    """Hold a paper against its own data and its seals. Raises Unreadable as ``read_back`` does.

    Needs neither server nor database. That KPU issued the paper is told by the register alone, under its code.
    """
    sheet = read_back(data)
    with pikepdf.open(io.BytesIO(data)) as given, pikepdf.open(io.BytesIO(printed(sheet))) as again:
        pages = tuple(_other_pages(given, again)) if _press_of(given) == _press_of(again) else None
        tables, seals = tuple(_other_tables(sheet, given)), seals_of(data, trust)
    return Verified(sheet, sheet.digest, sha256(data).hexdigest(), tables, pages, seals, seal_wanted=bool(trust))


def _other_tables(sheet: AnySheet, given: pikepdf.Pdf) -> Iterator[str]:
    """Names of attached files that are missing, added, or say something else than the data."""
    wanted = {attached.name: attached.content for attached in attachments(sheet)}
    held = {name: file.get_file().read_bytes() for name, file in given.attachments.items()}
    for name in sorted(wanted.keys() | held.keys()):
        if wanted.get(name) != held.get(name) and not _same_cells(name, wanted.get(name), held.get(name)):
            yield name


def _same_cells(name: str, wanted: bytes | None, held: bytes | None) -> bool:
    """Whether two spreadsheets say the same: another version of what writes them may write other bytes."""
    if not name.endswith(".xlsx") or wanted is None or held is None:
        return False
    try:
        return _cells(wanted) == _cells(held)
    except (CalamineError, zipfile.BadZipFile):
        return False


def _cells(book: bytes) -> list[tuple[str, str]]:
    """What each page of a spreadsheet says. A cell that is computed may say another thing tomorrow: it says nothing."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        pages = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
        computed = any(b"<f>" in parts.read(part) or b"<f " in parts.read(part) for part in pages)
    return [] if computed else [(name, repr(opened.get_sheet_by_name(name).to_python())) for name in opened.sheet_names]


def _other_pages(given: pikepdf.Pdf, again: pikepdf.Pdf) -> Iterator[int]:
    """Pages whose marks differ, or that only one of the two has."""
    for number in range(max(len(given.pages), len(again.pages))):
        if number >= min(len(given.pages), len(again.pages)) or _marks(given, number) != _marks(again, number):
            yield number + 1


def _marks(document: pikepdf.Pdf, number: int) -> tuple[object, ...]:
    """What a page draws, what it draws with, and what lies upon it; names of objects aside."""
    page = document.pages[number]
    content = page.Contents
    streams = list(content) if isinstance(content, pikepdf.Array) else [content]
    drawn = b"\n".join(stream.read_bytes() for stream in streams)
    seen: set[tuple[int, int]] = set()
    upon = [note for note in page.get("/Annots", []) if not _is_seal(note)]
    programs = sorted(_programs(page.get("/Resources", {}), seen))
    programs += sorted(program for note in upon for program in _programs(note, seen))
    notes = [(str(note.get("/Subtype")), str(note.get("/Rect"))) for note in upon]
    boxes = [str(page.get(key)) for key in ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")]
    return drawn, programs, notes, boxes


def _is_seal(note: pikepdf.Object) -> bool:
    """Whether a note is the field of a signature that shows nothing: no size, no appearance."""
    left, bottom, right, top = note.get("/Rect", [0, 0, 1, 1])
    shown = (left, bottom) != (right, top) or note.get("/AP") is not None
    return note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig" and not shown


def _programs(thing: object, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Digests of every stream a page draws with: fonts, pictures, forms within forms."""
    if isinstance(thing, pikepdf.Object) and thing.is_indirect:
        if thing.objgen in seen:
            return
        seen.add(thing.objgen)
    if isinstance(thing, pikepdf.Stream):
        yield sha256(thing.read_raw_bytes()).hexdigest()
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118 - pikepdf's own mapping iterates otherwise
            if key not in ("/Parent", "/P"):
                yield from _programs(thing[key], seen)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _programs(item, seen)


def _press_of(document: pikepdf.Pdf) -> str:
    return str(document.docinfo.get("/Producer", ""))
