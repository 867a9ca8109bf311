"""The forms of members: a list, a row to be put right, a search."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import Length

from sipol.web.forms.decree import LONGEST_LINE, tidy

TOO_LONG = Length(max=LONGEST_LINE, message=f"Isian paling panjang {LONGEST_LINE} huruf.")


class ListForm(FlaskForm):
    file = FileField("Daftar anggota (XLSX atau CSV)", validators=[FileRequired("Pilih berkas daftar lebih dahulu.")])


class RepairForm(FlaskForm):
    """What may be typed anew in one row; only the fields that were sent are looked at."""

    nik = StringField("NIK", validators=[TOO_LONG], filters=[tidy])
    name = StringField("Nama lengkap", validators=[TOO_LONG], filters=[tidy])
    birth_date = StringField("Tanggal lahir", validators=[TOO_LONG], filters=[tidy])
    district = SelectField("Kecamatan", validate_choice=False)

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """The kecamatan to choose from, as (code, name)."""
        self.district.choices = [("", "Pilih kecamatan"), *((code, f"{code} {name}") for code, name in places)]


class SearchForm(FlaskForm):
    sought = StringField("Awal nama, atau NIK lengkap", validators=[TOO_LONG], filters=[tidy])
