"""What an office fills in for its papers about a semester: a number, and for the plenary a time and a place."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from sipol.web.forms.decree import LONGEST_LINE, at_most, tidy
from sipol.web.forms.moments import MOMENT_HINT, MomentField

NUMBER = (InputRequired("Isi nomor surat."), at_most(80, "Nomor surat"))


class NumberForm(FlaskForm):
    number = StringField("Nomor", validators=NUMBER, filters=[tidy])


class PlenaryForm(FlaskForm):
    number = StringField("Nomor undangan", validators=NUMBER, filters=[tidy])
    meeting_at = MomentField("Waktu rapat pleno", description=MOMENT_HINT)
    meeting_place = StringField("Tempat", validators=[at_most(LONGEST_LINE, "Tempat")], filters=[tidy])
