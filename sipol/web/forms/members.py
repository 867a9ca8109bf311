"""The forms of members: a list, a row to be put right, a search."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from sipol.web.forms.decree import LONGEST_LINE, tidy
from sipol.web.forms.disclosures import WithReason
from sipol.web.forms.lines import readable

TOO_LONG = Length(max=LONGEST_LINE, message=f"Isian paling panjang {LONGEST_LINE} huruf.")


class ListForm(FlaskForm):
    file = FileField("Daftar anggota (XLSX atau CSV)", validators=[FileRequired("Pilih berkas daftar lebih dahulu.")])


class WithDistrict:
    """What forms with a kecamatan have in common; each has the field in its own place."""

    district: SelectField

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """The kecamatan to choose from, as (code, name)."""
        self.district.choices = {"": "Pilih kecamatan"} | {code: f"{code} {name}" for code, name in places}


class RepairForm(WithDistrict, FlaskForm):
    """What may be typed anew in one row; only the fields that were sent are looked at."""

    nik = StringField("NIK", validators=[TOO_LONG], filters=[tidy])
    name = StringField("Nama lengkap", validators=[TOO_LONG], filters=[tidy])
    birth_date = StringField("Tanggal lahir", validators=[TOO_LONG], filters=[tidy])
    district = SelectField("Kecamatan", validate_choice=False)


class MemberForm(WithDistrict, FlaskForm):
    """One member, in the words of the KTP-el and the KTA."""

    nik = StringField("NIK", validators=[TOO_LONG], filters=[tidy])
    name = StringField("Nama lengkap", validators=[TOO_LONG], filters=[tidy])
    sex = RadioField("Jenis kelamin", choices={"L": "Laki-laki", "P": "Perempuan"}, validate_choice=False)
    birth_place = StringField("Tempat lahir", validators=[TOO_LONG], filters=[tidy])
    birth_date = StringField("Tanggal lahir", validators=[TOO_LONG], filters=[tidy])
    marital = SelectField(
        "Status perkawinan",
        choices={"": "Pilih", "Belum kawin": "Belum kawin", "Kawin": "Kawin atau pernah kawin"},
        validate_choice=False,
    )
    occupation = StringField("Pekerjaan", validators=[TOO_LONG], filters=[tidy])
    address = StringField("Alamat", validators=[TOO_LONG], filters=[tidy])
    district = SelectField("Kecamatan", validate_choice=False)
    card = StringField("Nomor KTA", validators=[TOO_LONG], filters=[tidy])


class RemovalForm(FlaskForm):
    reason = SelectField("Alasan", validate_choice=False)
    note = TextAreaField(
        "Catatan",
        validators=[Length(max=2_000, message="Catatan paling panjang 2.000 huruf.")],
        filters=[readable],
    )

    def offer(self, reasons: Sequence[tuple[str, str]]) -> None:
        """The reasons to choose from, as (word, sentence)."""
        self.reason.choices = {"": "Pilih alasan"} | dict(reasons)


class SearchForm(FlaskForm):
    sought = StringField("Awal nama, NIK lengkap, atau nomor KTA", validators=[TOO_LONG], filters=[tidy])


class ExportForm(WithReason, FlaskForm):
    form = RadioField("Bentuk berkas", choices={"xlsx": "XLSX", "csv": "CSV"}, default="xlsx", validate_choice=False)
    whole = BooleanField("Tulis NIK secara utuh")


class ColumnsForm(FlaskForm):
    line = StringField("Baris judul kolom (0 bila tidak ada)", filters=[tidy])


class MemberPaperForm(FlaskForm):
    kind = SelectField("Jenis", validate_choice=False)
    file = FileField("Foto atau PDF", validators=[FileRequired("Pilih berkasnya lebih dahulu.")])

    def offer(self, kinds: Mapping[str, str]) -> None:
        """The kinds of paper, as word and label."""
        self.kind.choices = dict(kinds)
