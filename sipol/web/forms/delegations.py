"""The form by which a party's centre lets somebody approve in its stead."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, LONGEST_TEXT, DateField, at_most, tidy

OWN_REGION = "Seluruh wilayah akun itu"


class DelegationForm(FlaskForm):
    """Accounts and regions to choose from are set by the door: ``(id or code, words)``."""

    delegate_id = SelectField(
        "Akun yang boleh menyetujui", validators=[InputRequired("Pilih akunnya.")], validate_choice=False
    )
    region_code = SelectField("Untuk kepengurusan di", validate_choice=False)
    starts_on = DateField(
        "Hari pertama", format=DATE_FORMATS, validators=[InputRequired("Isi hari pertama sebagai HH-BB-TTTT.")]
    )
    ends_on = DateField(
        "Hari terakhir", format=DATE_FORMATS, validators=[InputRequired("Isi hari terakhir sebagai HH-BB-TTTT.")]
    )
    letter_number = StringField(
        "Nomor surat pelimpahan",
        validators=[
            InputRequired("Isi nomor surat pelimpahan dari pusat partai."),
            at_most(LONGEST_LINE, "Nomor surat"),
        ],
        filters=[tidy],
    )
    reason = TextAreaField(
        "Alasan",
        validators=[
            InputRequired("Isi alasan pelimpahan, supaya partai kelak tahu mengapa."),
            at_most(LONGEST_TEXT, "Alasan"),
        ],
        filters=[tidy],
    )

    def validate_delegate_id(self, field: SelectField) -> None:
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError("Pilih akun petugas penghubung partai Anda yang masih aktif.")

    def validate_region_code(self, field: SelectField) -> None:
        if field.data not in {choice[0] for choice in field.iter_choices()}:
            raise ValidationError("Pilih salah satu wilayah dari daftar.")
