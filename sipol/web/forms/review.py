"""What a verifier says: one of four answers to a finding, one of three rulings on a submission."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from sipol.rules.findings import ANSWER_WORDS
from sipol.rules.reasons import REASON_WORDS
from sipol.rules.workflow import OUTCOME_WORDS, Outcome

LONGEST_NOTE = 2_000
OUTCOME_KEYS: dict[str, str] = {Outcome.MET: "m", Outcome.INCOMPLETE: "b", Outcome.NOT_MET: "t"}


class ChecksField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AnswerForm(FlaskForm):
    answer = RadioField(
        "Jawaban",
        choices=[(word.value, text) for word, text in ANSWER_WORDS.items()],
        validators=[InputRequired("Pilih salah satu dari empat jawaban.")],
    )


class RuleForm(FlaskForm):
    outcome = RadioField(
        "Keputusan",
        choices=[(word.value, text) for word, text in OUTCOME_WORDS.items()],
        validators=[InputRequired("Pilih keputusan MS, BMS, atau TMS.")],
    )
    reasons = ChecksField("Alasan", choices=[(word.value, text) for word, text in REASON_WORDS.items()])
    note = TextAreaField(
        "Catatan untuk partai",
        validators=[Length(max=LONGEST_NOTE, message="Catatan paling panjang 2.000 huruf.")],
    )
