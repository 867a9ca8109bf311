"""Why a whole NIK is asked for."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from sipol.rules.disclosures import LONGEST_NOTE, SEEING_REASON_WORDS, SHORTEST_NOTE
from sipol.web.forms.decree import tidy

REASONS = {"": "Pilih alasan"} | {reason.value: words.capitalize() for reason, words in SEEING_REASON_WORDS.items()}
NOTE_HINT = (
    f"Wajib untuk laporan resmi dan alasan lain, sedikitnya {SHORTEST_NOTE} huruf atau angka: "
    "tulis nomor surat atau alasannya, tanpa nama dan NIK."
)


class WithReason:
    """What forms that ask for a whole NIK have in common; the service says whether it is enough."""

    why = SelectField("Alasan melihat NIK utuh", choices=REASONS, validate_choice=False)
    remark = StringField(
        "Keterangan",
        validators=[Length(max=LONGEST_NOTE, message=f"Keterangan paling panjang {LONGEST_NOTE} huruf.")],
        filters=[tidy],
    )


class SeeingForm(WithReason, FlaskForm):
    """One person's NIK on the screen."""
