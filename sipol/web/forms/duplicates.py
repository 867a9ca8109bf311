"""The forms of duplicates: a call to a clarification, and what came of it."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from sipol.web.forms.decree import tidy
from sipol.web.forms.moments import MOMENT_HINT, MomentField


class CallForm(FlaskForm):
    meeting_at = MomentField(
        "Waktu klarifikasi", description=MOMENT_HINT, validators=[InputRequired("Isi waktu klarifikasi.")]
    )
    place = StringField(
        "Tempat", validators=[Length(max=200, message="Tempat paling panjang 200 huruf.")], filters=[tidy]
    )


class HearForm(FlaskForm):
    attended = RadioField("Hasil klarifikasi", validate_choice=False)

    def offer(self, parties: list[tuple[str, str]]) -> None:
        """The parties that name the person, as (id, name)."""
        told = {f"party:{key}": f"Hadir dan memilih {name}" for key, name in parties}
        self.attended.choices = told | {"none": "Hadir dan menyangkal semuanya", "absent": "Tidak hadir"}
