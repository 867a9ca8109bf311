"""The forms of an office: what the party states, and what KPU found there."""

import re
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from sipol.rules.offices import ENDING, FILE_WORDS, NEEDED, OFFICE_VISIT_WORDS, TENURE_WORDS, OfficeFileKind, Tenure
from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, LONGEST_TEXT, DateField, at_most, tidy
from sipol.web.forms.lines import readable
from sipol.web.forms.members import WithDistrict

POINT = re.compile(r"(-?\d{1,3}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)")
POINT_HINT = "Tulis lintang lalu bujur, misalnya 2.83560, 117.36530."


class PointField(Field):
    """Latitude and longitude in degrees, as a map tells them; empty is none."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        found = POINT.fullmatch(typed)
        if found is None:
            raise ValueError(POINT_HINT)
        self.data = (float(found[1].replace(",", ".")), float(found[2].replace(",", ".")))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data[0]:.5f}, {self.data[1]:.5f}" if self.data else ""


class OfficeForm(WithDistrict, FlaskForm):
    """Where the office is, by what right and until when, and its papers; all may stay empty in a draft."""

    version = HiddenField()
    address = StringField("Alamat", validators=[at_most(LONGEST_LINE, "Alamat")], filters=[tidy])
    district = SelectField("Kecamatan", validate_choice=False)
    village = StringField("Desa atau kelurahan", validators=[at_most(LONGEST_LINE, "Nama desa")], filters=[tidy])
    phone = StringField("Nomor telepon kantor", validators=[at_most(40, "Nomor telepon")], filters=[tidy])
    point = PointField("Titik koordinat")
    tenure = RadioField(
        "Status kantor", choices={one.value: words for one, words in TENURE_WORDS.items()}, validate_choice=False
    )
    valid_until = DateField("Berlaku sampai", format=DATE_FORMATS)
    letter_number = StringField("Nomor surat", validators=[at_most(LONGEST_LINE, "Nomor surat")], filters=[tidy])
    letter_date = DateField("Tanggal surat", format=DATE_FORMATS)
    letter = FileField(FILE_WORDS[OfficeFileKind.LETTER])
    proof = FileField(FILE_WORDS[OfficeFileKind.PROOF])
    building = FileField(FILE_WORDS[OfficeFileKind.BUILDING])
    board = FileField(FILE_WORDS[OfficeFileKind.BOARD])

    def files(self) -> dict[OfficeFileKind, bytes]:
        """What was sent along, by its kind."""
        sent = {kind: self[kind.value].data for kind in NEEDED}
        return {kind: file.read() for kind, file in sent.items() if file}

    def stated(self) -> Tenure | None:
        """By what right, if that was said."""
        return next((one for one in Tenure if one.value == self.tenure.data), None)

    def until(self) -> date | None:
        """Until when; what is one's own does not end."""
        return self.valid_until.data if self.stated() in ENDING else None


class OfficeVisitForm(FlaskForm):
    held_on = DateField("Tanggal kunjungan", format=DATE_FORMATS, validators=[InputRequired("Isi tanggal kunjungan.")])
    result = RadioField(
        "Hasil",
        choices={one.value: words for one, words in OFFICE_VISIT_WORDS.items()},
        validators=[InputRequired("Pilih hasil kunjungan.")],
    )
    note = TextAreaField("Catatan", validators=[at_most(LONGEST_TEXT, "Catatan")], filters=[readable])
    photos = MultipleFileField("Foto")

    def sent(self) -> list[bytes]:
        """The photographs, as they came."""
        return [file.read() for file in self.photos.data or () if file and file.filename]
