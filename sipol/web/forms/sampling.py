"""The forms of factual verification: drawing, one visit, a replacement."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from sipol.rules.sampling import VISIT_KINDS, VISIT_RESULTS, VisitKind, VisitResult
from sipol.web.forms.decree import DATE_FORMATS, DateField, tidy
from sipol.web.forms.lines import readable

SHORT = Length(max=200, message="Isian paling panjang 200 huruf.")
NOTE = Length(max=2_000, message="Catatan paling panjang 2.000 huruf.")


class DrawForm(FlaskForm):
    seed = StringField("Acuan penarikan", validators=[SHORT], filters=[tidy])
    stratified = BooleanField("Bagi menurut kecamatan")
    reason = StringField("Alasan penarikan ulang", validators=[SHORT], filters=[tidy])


class VisitForm(FlaskForm):
    kind = RadioField(
        "Cara menemui",
        choices={kind.value: words for kind, words in VISIT_KINDS.items()},
        validate_choice=False,
        validators=[AnyOf(list(VisitKind), message="Pilih cara menemui.")],
    )
    held_on = DateField("Tanggal", format=DATE_FORMATS, validators=[InputRequired("Isi tanggal kunjungan.")])
    result = RadioField(
        "Hasil",
        choices={result.value: words for result, words in VISIT_RESULTS.items()},
        validate_choice=False,
        validators=[AnyOf(list(VisitResult), message="Pilih hasil kunjungan.")],
    )
    note = TextAreaField("Catatan", validators=[NOTE], filters=[readable])


class ReplaceForm(FlaskForm):
    reason = StringField("Alasan penggantian", validators=[SHORT], filters=[tidy])
