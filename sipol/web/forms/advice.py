"""What Bawaslu writes about a submission, and what KPU answers."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, LONGEST_TEXT, DateField, at_most, tidy
from sipol.web.forms.lines import readable


class AdviceForm(FlaskForm):
    text = TextAreaField(
        "Saran perbaikan",
        validators=[InputRequired("Tulis saran perbaikannya."), at_most(LONGEST_TEXT, "Saran perbaikan")],
        filters=[readable],
    )
    answer_by = DateField(
        "Batas jawab KPU",
        format=DATE_FORMATS,
        validators=[InputRequired("Isi batas jawab sebagai HH-BB-TTTT.")],
    )
    number = StringField("Nomor surat", validators=[at_most(LONGEST_LINE, "Nomor surat")], filters=[tidy])


class AnswerAdviceForm(FlaskForm):
    answer = TextAreaField(
        "Jawaban KPU",
        validators=[
            InputRequired("Tulis jawaban, termasuk apa yang sudah atau akan dilakukan."),
            at_most(LONGEST_TEXT, "Jawaban"),
        ],
        filters=[readable],
    )


class SupervisorNoteForm(FlaskForm):
    note = TextAreaField(
        "Catatan Bawaslu",
        validators=[InputRequired("Tulis catatannya."), at_most(LONGEST_TEXT, "Catatan")],
        filters=[readable],
    )
