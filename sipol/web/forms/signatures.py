"""Who signed a frozen Berita Acara: entered by the secretariat from the paper, or given by the signers themselves."""

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from sipol.rules.signing import SIGNER_WORDS, SignerAnswer
from sipol.web.forms.decree import DATE_FORMATS, DateField, at_most, tidy, whole

LONGEST_REASON = 300
NO_ANSWER = "Pilih salah satu jawaban."
TOO_LONG = at_most(LONGEST_REASON, "Alasan")


class SignerForm(Form):
    order = HiddenField()
    answer = SelectField(
        "Jawaban",
        choices={"": "Belum ada", **{answer.value: words.capitalize() for answer, words in SIGNER_WORDS.items()}},
        validate_choice=False,
    )
    signed_on = DateField("Tanggal tanda tangan", format=DATE_FORMATS)
    reason = StringField("Alasan", filters=[tidy], validators=[TOO_LONG])

    def validate_answer(self, field: SelectField) -> None:
        if field.data and field.data not in set(SignerAnswer):
            raise ValidationError(NO_ANSWER)

    @property
    def place(self) -> int:
        """Which of the signers; 0 is none."""
        return whole(self.order.data) or 0


class SignersForm(FlaskForm):
    signers = FieldList(FormField(SignerForm))


class OwnAnswerForm(FlaskForm):
    answer = RadioField(
        "Jawaban Anda",
        choices={
            answer.value: SIGNER_WORDS[answer].capitalize() for answer in (SignerAnswer.SIGNED, SignerAnswer.DECLINED)
        },
        validate_choice=False,
        validators=[InputRequired(NO_ANSWER)],
    )
    reason = StringField("Alasan tidak menandatangani", filters=[tidy], validators=[TOO_LONG])

    def validate_answer(self, field: RadioField) -> None:
        if field.data not in (SignerAnswer.SIGNED, SignerAnswer.DECLINED):
            raise ValidationError(NO_ANSWER)
