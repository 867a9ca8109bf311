"""The forms of KPU's reference data: least members, as one number or a table, and voter lists."""

import re
from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, DateField, at_most, tidy

LETTER = (
    InputRequired("Isi nomor keputusan atau surat yang menetapkannya."),
    at_most(LONGEST_LINE, "Nomor keputusan"),
)
FROM = (InputRequired("Isi sejak tanggal berapa angka ini berlaku, sebagai HH-BB-TTTT."),)


class RegionForm(FlaskForm):
    region = SelectField(
        "Kabupaten/kota", validate_choice=False, validators=[InputRequired("Pilih kabupaten/kota lebih dahulu.")]
    )

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """The kabupaten/kota to choose from, as (code, name)."""
        self.region.choices = {"": "Pilih kabupaten/kota"} | {code: f"{code} {name}" for code, name in places}


class QuotaForm(RegionForm):
    least = StringField("Anggota paling sedikit", filters=[tidy])
    letter = StringField("Nomor keputusan atau surat", validators=LETTER, filters=[tidy])
    valid_from = DateField("Berlaku sejak", format=DATE_FORMATS, validators=FROM)

    def validate_least(self, field: StringField) -> None:
        """Empty: back to the computed number."""
        if field.data and self.number is None:
            raise ValidationError("Tulis jumlah anggota dengan angka, misalnya 256, atau kosongkan.")

    @property
    def number(self) -> int | None:
        digits = re.sub(r"[. ]", "", self.least.data or "")
        return int(digits) if re.fullmatch("[0-9]{1,7}", digits) else None


class QuotaFileForm(FlaskForm):
    file = FileField("Tabel (CSV atau XLSX)", validators=[FileRequired("Pilih berkas tabelnya lebih dahulu.")])
    letter = StringField("Nomor keputusan atau surat", validators=LETTER, filters=[tidy])
    valid_from = DateField("Berlaku sejak", format=DATE_FORMATS, validators=FROM)


class VoterListForm(RegionForm):
    as_of = DateField(
        "Keadaan per tanggal",
        format=DATE_FORMATS,
        validators=[InputRequired("Isi tanggal keadaan daftar ini sebagai HH-BB-TTTT.")],
    )
    file = FileField(
        "Daftar pemilih (CSV atau XLSX)", validators=[FileRequired("Pilih berkas daftar pemilih lebih dahulu.")]
    )
