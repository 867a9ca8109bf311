"""The forms of a semester: its letter and windows, an extension, a correction round."""

from collections.abc import Iterator
from datetime import datetime, time, tzinfo

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from sipol.rules.periods import EVERY_DAY, WHOLE_DAY, WORKDAYS, Window
from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, LONGEST_TEXT, DateField, at_most, tidy
from sipol.web.forms.moments import MOMENT_HINT, ClockField, MomentField

WEEKDAYS = {"every": EVERY_DAY, "work": WORKDAYS}
MOST_WINDOWS = 4


class LetterForm(FlaskForm):
    """The letter by which KPU sets something."""

    letter_number = StringField(
        "Nomor surat",
        validators=[InputRequired("Isi nomor surat."), at_most(LONGEST_LINE, "Nomor surat")],
        filters=[tidy],
    )
    letter_date = DateField(
        "Tanggal surat", format=DATE_FORMATS, validators=[InputRequired("Isi tanggal surat sebagai HH-BB-TTTT.")]
    )


class ReasonedForm(LetterForm):
    reason = TextAreaField(
        "Alasan",
        validators=[InputRequired("Isi alasannya seperti tertulis pada surat."), at_most(LONGEST_TEXT, "Alasan")],
        filters=[tidy],
    )


class WindowForm(Form):
    """Days on which parties may hand in; left empty, it is none."""

    opens_on = DateField("Dari tanggal", format=DATE_FORMATS)
    closes_on = DateField("Sampai tanggal", format=DATE_FORMATS)
    weekdays = SelectField("Hari", choices={"every": "Setiap hari", "work": "Senin sampai Jumat"})
    from_time = ClockField("Dari pukul")
    until_time = ClockField("Sampai pukul")

    def validate_closes_on(self, field: DateField) -> None:
        if (self.opens_on.data is None) != (field.data is None):
            raise ValidationError("Isi kedua tanggalnya, atau kosongkan keduanya.")
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError("Tanggal terakhir harus sesudah tanggal pertama.")

    def validate_until_time(self, field: ClockField) -> None:
        if field.data and field.data <= (self.from_time.data or time.min):
            raise ValidationError("Jam tutup harus sesudah jam buka.")

    def window(self, zone: tzinfo) -> Window | None:
        """The window that was typed; hours left empty are the whole day."""
        first, last = self.opens_on.data, self.closes_on.data
        if first is None or last is None:
            return None
        hours = (self.from_time.data or WHOLE_DAY[0], self.until_time.data or WHOLE_DAY[1])
        begins, ends = (datetime.combine(day, hour, zone) for day, hour in zip((first, last), hours, strict=True))
        return Window(begins, ends, WEEKDAYS[self.weekdays.data], hours)


class PeriodForm(LetterForm):
    year = IntegerField("Tahun", validators=[InputRequired("Isi tahunnya."), NumberRange(2000, 2100)])
    semester = RadioField(
        "Semester", choices={"1": "I (Januari–Juni)", "2": "II (Juli–Desember)"}, validators=[InputRequired()]
    )
    letter = FileField("Surat pembukaan (PDF)", validators=[Optional()])
    windows = FieldList(FormField(WindowForm), min_entries=MOST_WINDOWS, max_entries=MOST_WINDOWS)
    deadline = MomentField(
        "Batas pengajuan",
        description=MOMENT_HINT,
        validators=[InputRequired("Isi tanggal dan jam batas pengajuan.")],
    )

    def opened(self, zone: tzinfo) -> Iterator[Window]:
        """The windows that were typed."""
        return (window for entry in self.windows if (window := entry.form.window(zone)) is not None)


class ExtensionForm(ReasonedForm):
    deadline = MomentField(
        "Batas pengajuan yang baru",
        description=MOMENT_HINT,
        validators=[InputRequired("Isi tanggal dan jam batas yang baru.")],
    )


class CorrectionForm(ReasonedForm):
    opens_at = MomentField("Dibuka", description=MOMENT_HINT, validators=[InputRequired("Isi kapan dibuka.")])
    closes_at = MomentField("Ditutup", description=MOMENT_HINT, validators=[InputRequired("Isi kapan ditutup.")])
