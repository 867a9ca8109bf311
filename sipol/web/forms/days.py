"""Days asked for in an address: one, or two with a stretch between them."""

from datetime import date, timedelta

from wtforms import Form
from wtforms.validators import ValidationError

from sipol.web.forms.decree import DATE_FORMATS, DateField

HALF_YEAR = timedelta(days=184)


class DayForm(Form):
    per = DateField("Keadaan per tanggal", format=DATE_FORMATS)

    def day(self, otherwise: date) -> date:
        """The day that was asked for; another one where none was, or none could be read."""
        return self.per.data if self.validate() and self.per.data else otherwise


class SpanForm(Form):
    dari = DateField("Dari tanggal", format=DATE_FORMATS)
    sampai = DateField("Sampai tanggal", format=DATE_FORMATS)

    def validate_sampai(self, field: DateField) -> None:
        if self.dari.data and field.data and field.data <= self.dari.data:
            raise ValidationError("Tanggal kedua harus sesudah tanggal pertama.")

    def span(self, today: date) -> tuple[date, date]:
        """The two days that were asked for; the last half year where they were not, or make no stretch."""
        right = self.validate()
        last = self.sampai.data if right and self.sampai.data else today
        first = self.dari.data if right and self.dari.data else last - HALF_YEAR
        return (first, last) if first < last else (last - HALF_YEAR, last)
