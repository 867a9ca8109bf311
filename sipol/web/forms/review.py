"""What a verifier says: one of four answers to a finding, one of three rulings on a submission."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from sipol.rules.findings import ANSWER_WORDS
from sipol.rules.reasons import REASON_WORDS, ReasonCode
from sipol.rules.workflow import OUTCOME_WORDS, Outcome
from sipol.web.forms.lines import readable

LONGEST_NOTE = 2_000
OUTCOME_KEYS: dict[str, str] = {Outcome.MET: "m", Outcome.INCOMPLETE: "b", Outcome.NOT_MET: "t"}


class ChecksField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def known_reasons(_form: FlaskForm, field: Field) -> None:
    """Only coded reasons; anything else was not on the page."""
    if not set(field.data or ()) <= set(ReasonCode):
        raise ValidationError("Pilih alasan dari daftar ini.")


class AnswerForm(FlaskForm):
    answer = RadioField(
        "Jawaban",
        choices={word.value: text for word, text in ANSWER_WORDS.items()},
        validators=[InputRequired("Pilih salah satu dari empat jawaban.")],
    )


class RuleForm(FlaskForm):
    outcome = RadioField(
        "Keputusan",
        choices={word.value: text for word, text in OUTCOME_WORDS.items()},
        validate_choice=False,
        validators=[AnyOf(list(Outcome), message="Pilih keputusan MS, BMS, atau TMS.")],
    )
    reasons = ChecksField(
        "Alasan",
        choices={word.value: text for word, text in REASON_WORDS.items()},
        validate_choice=False,
        validators=[known_reasons],
    )
    note = TextAreaField(
        "Catatan untuk partai",
        filters=[readable],
        validators=[Length(max=LONGEST_NOTE, message="Catatan paling panjang 2.000 huruf.")],
    )


class MemberRuleForm(FlaskForm):
    """What a verifier finds of one member."""

    status = RadioField("Keputusan", validate_choice=False)
    reason = SelectField("Alasan BMS atau TMS", validate_choice=False)
    note = TextAreaField(
        "Catatan untuk partai",
        filters=[readable],
        validators=[Length(max=LONGEST_NOTE, message="Catatan paling panjang 2.000 huruf.")],
    )

    def offer(self, statuses: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """What may be found, and why, as word and sentence."""
        self.status.choices = dict(statuses)
        self.reason.choices = {"": "Pilih alasan"} | dict(reasons)
