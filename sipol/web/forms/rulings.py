"""The forms about a decision that was made: a change proposed by one and settled by another, a second look."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from sipol.web.forms.decree import LONGEST_LINE, LONGEST_TEXT, at_most, tidy
from sipol.web.forms.lines import readable


class ChangeForm(FlaskForm):
    reason = TextAreaField("Alasan perubahan", validators=[at_most(LONGEST_TEXT, "Alasan")], filters=[readable])
    reference = StringField("Rujukan", validators=[at_most(LONGEST_LINE, "Rujukan")], filters=[tidy])


class SecondLookForm(FlaskForm):
    agrees = RadioField(
        "Pendapat Anda",
        choices={"yes": "Sependapat dengan putusan", "no": "Tidak sependapat"},
        validators=[InputRequired("Pilih pendapat Anda.")],
    )
    note = TextAreaField("Alasan", validators=[at_most(LONGEST_TEXT, "Alasan")], filters=[readable])
