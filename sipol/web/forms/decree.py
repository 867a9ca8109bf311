"""The forms of a decree: its file, its heading, and a board of any length."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, StringField, TextAreaField, fields
from wtforms.validators import Length

LONGEST_LINE = 200
LONGEST_TEXT = 2_000
CELL = re.compile(r"(officers|signatories)-(\d{1,5})-(position|name|organ|sex|card)")
UNPRINTED = re.compile(r"[\x00-\x1f\x7f]+")
DATE_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"]


def tidy(text: str | None) -> str:
    """One line without spaces around it; a paste may bring breaks and signs that no paper prints."""
    return " ".join(UNPRINTED.sub(" ", text or "").split())


def whole(text: str | None) -> int | None:
    """A small whole number out of a field; None for anything else."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else None


class DateField(fields.DateField):
    """A day typed as HH-BB-TTTT; empty is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError:
            raise ValueError("Tulis tanggal sebagai HH-BB-TTTT, misalnya 29-12-2025.") from None


class YearField(IntegerField):
    """A year of four digits; empty is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{4}", typed):
            raise ValueError("Tulis tahun dengan empat angka, misalnya 2025.")
        self.data = int(typed)


class UploadForm(FlaskForm):
    file = FileField("Berkas SK (PDF)", validators=[FileRequired("Pilih berkas PDF SK lebih dahulu.")])


def at_most(most: int, what: str) -> Length:
    """What refuses a longer text; ``what`` it is, as the sentence begins."""
    return Length(max=most, message=f"{what} paling panjang {most} huruf.")


class DecreeForm(FlaskForm):
    """The heading of a decree. Its board comes beside it, read by ``typed_people``."""

    version = HiddenField()
    number = StringField("Nomor", validators=[at_most(LONGEST_LINE, "Nomor SK")], filters=[tidy])
    issued_on = DateField("Tanggal ditetapkan", format=DATE_FORMATS)
    about = TextAreaField("Tentang", validators=[at_most(LONGEST_TEXT, "Perihal SK")], filters=[tidy])
    issuer = TextAreaField("Diterbitkan oleh", validators=[at_most(LONGEST_LINE, "Nama penerbit")], filters=[tidy])
    issued_in = StringField("Ditetapkan di", validators=[at_most(LONGEST_LINE, "Nama tempat")], filters=[tidy])
    term_start = YearField("Masa bakti dari")
    term_end = YearField("Sampai tahun")
    replaces_number = StringField(
        "Menggantikan SK nomor", validators=[at_most(LONGEST_LINE, "Nomor SK lama")], filters=[tidy]
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """One row of people as it was typed; ``sex`` is P, L or empty."""

    position: str = ""
    name: str = ""
    organ: str = ""
    sex: str = ""
    card: str = ""

    @property
    def empty(self) -> bool:
        return not (self.position or self.name)


def typed_people(kind: str, cells: Iterable[tuple[str, str]]) -> list[Typed]:
    """The rows named ``kind-NUMBER-PART``, in the order of their numbers; a row that was emptied is gone.

    Read by hand: a form object for each of 3,000 rows would take half a minute.
    """
    return [row for _, row in _numbered(kind, cells)]


def _numbered(kind: str, cells: Iterable[tuple[str, str]]) -> list[tuple[int, Typed]]:
    rows: dict[int, Typed] = {}
    for name, value in cells:
        found = CELL.fullmatch(name)
        if found and found[1] == kind:
            number = int(found[2])
            rows[number] = replace(rows.get(number, Typed()), **{found[3]: tidy(value)})
    return [(number, row) for number, row in sorted(rows.items()) if not row.empty]


def asked_of_rows(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What the row buttons asked, with the numbers that ``typed_people`` gives: rows emptied above shift those below.

    A button of a row that was itself emptied asks for nothing any more.
    """
    places = {number: place for place, (number, _) in enumerate(_numbered("officers", sent.items(multi=True)))}
    asked = MultiDict[str, str]()
    for name, value in sent.items(multi=True):
        cell = CELL.fullmatch(value) if name == "pakai" else None
        number = int(cell[2]) if cell and cell[1] == "officers" else whole(value) if name == "hapus" else None
        if number is None:
            asked.add(name, value)
        elif number in places:
            asked.add(name, f"officers-{places[number]}-{cell[3]}" if cell else str(places[number]))
    return asked


def faults_of(kind: str, rows: Sequence[Typed]) -> dict[str, str]:
    """What is wrong with the rows by themselves, by the id of the field: ``officers-3-name``."""
    faults: dict[str, str] = {}
    for place, row in enumerate(rows):
        for part in ("position", "name", "organ", "card"):
            if len(getattr(row, part)) > LONGEST_LINE:
                faults[f"{kind}-{place}-{part}"] = (
                    f"Baris {place + 1}: tulis paling banyak {LONGEST_LINE} huruf dalam satu isian."
                )
        if row.sex not in ("", "P", "L"):
            faults[f"{kind}-{place}-sex"] = f"Baris {place + 1}: pilih perempuan atau laki-laki."
    return faults
