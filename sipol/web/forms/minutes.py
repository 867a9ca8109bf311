"""What people add to a Berita Acara: number, day and place, who signs and who declines, what was said."""

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from sipol.web.forms.decree import DATE_FORMATS, DateField
from sipol.web.forms.lines import readable

MOST_WITNESSES = 6
LONGEST_TEXT = 4_000


class WitnessForm(Form):
    name = StringField(
        "Nama saksi", filters=[readable], validators=[Length(max=120, message="Nama saksi paling panjang 120 huruf.")]
    )
    post = StringField(
        "Mewakili",
        filters=[readable],
        validators=[Length(max=120, message="Isian “mewakili” paling panjang 120 huruf.")],
    )

    def validate_name(self, field: StringField) -> None:
        """For whom somebody stands is told only with a name."""
        if (self.post.data or "").strip() and not (field.data or "").strip():
            raise ValidationError("Isi nama saksi ini, atau kosongkan barisnya.")


class MinutesForm(FlaskForm):
    number = StringField(
        "Nomor Berita Acara", filters=[readable], validators=[InputRequired("Isi nomor Berita Acara.")]
    )
    place = StringField(
        "Tempat rapat pleno",
        filters=[readable],
        validators=[
            InputRequired("Isi tempat rapat pleno, misalnya Kantor KPU Kabupaten Bulungan."),
            Length(max=200, message="Tempat rapat paling panjang 200 huruf."),
        ],
    )
    held_on = DateField(
        "Tanggal rapat pleno",
        format=DATE_FORMATS,
        validators=[InputRequired("Isi tanggal rapat pleno sebagai HH-BB-TTTT, misalnya 29-12-2025.")],
    )
    reason = StringField(
        "Alasan perubahan",
        filters=[readable],
        validators=[Length(max=500, message="Alasan perubahan paling panjang 500 huruf.")],
    )
    declined = FieldList(
        StringField(
            filters=[readable],
            validators=[Length(max=300, message="Alasan tidak menandatangani paling panjang 300 huruf.")],
        )
    )
    witnesses = FieldList(FormField(WitnessForm), min_entries=3, max_entries=MOST_WITNESSES)
    advice = TextAreaField(
        "Saran perbaikan Bawaslu",
        filters=[readable],
        validators=[Length(max=LONGEST_TEXT, message="Saran perbaikan paling panjang 4.000 huruf.")],
    )
    incidents = TextAreaField(
        "Kejadian khusus",
        filters=[readable],
        validators=[Length(max=LONGEST_TEXT, message="Kejadian khusus paling panjang 4.000 huruf.")],
    )
