"""The forms by which somebody asks for an account, is invited, and opens it."""

from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from sipol.rules.accounts import CAPACITY_WORDS, Capacity
from sipol.web.forms.decree import DATE_FORMATS, LONGEST_LINE, LONGEST_TEXT, DateField, at_most, tidy
from sipol.web.forms.lines import readable

CHOOSE = ("", "Pilih salah satu")


def refuse_unoffered(field: SelectField, what: str) -> None:
    """A choice that the door does not offer, or none, is refused in words."""
    if field.data not in {choice[0] for choice in field.iter_choices()} - {""}:
        raise ValidationError(f"Pilih {what} dari daftar.")


class AppointmentForm(FlaskForm):
    """Somebody and the letter that names them."""

    name = StringField(
        "Nama lengkap",
        validators=[
            InputRequired("Isi nama lengkap seperti pada surat penunjukan."),
            at_most(LONGEST_LINE, "Nama"),
        ],
        filters=[tidy],
    )
    email = StringField(
        "Alamat surel",
        validators=[InputRequired("Isi alamat surel, misalnya nama@contoh.id."), at_most(LONGEST_LINE, "Alamat surel")],
        filters=[tidy],
    )
    position = StringField(
        "Jabatan",
        validators=[InputRequired("Isi jabatan seperti pada surat penunjukan."), at_most(LONGEST_LINE, "Jabatan")],
        filters=[tidy],
    )
    letter_number = StringField(
        "Nomor surat penunjukan",
        validators=[InputRequired("Isi nomor surat penunjukan."), at_most(LONGEST_LINE, "Nomor surat")],
        filters=[tidy],
    )
    letter_date = DateField(
        "Tanggal surat penunjukan",
        format=DATE_FORMATS,
        validators=[InputRequired("Isi tanggal surat sebagai HH-BB-TTTT.")],
    )
    letter = FileField("Surat penunjukan (PDF atau foto)")

    def validate_letter_date(self, field: DateField) -> None:
        if field.data is None:
            raise ValidationError("Isi tanggal surat sebagai HH-BB-TTTT.")

    def sent(self) -> bytes:
        """The file as it came; empty where none did."""
        return self.letter.data.read() if self.letter.data else b""


class AccessForm(AppointmentForm):
    """Parties and places to choose from are set by the door: ``(id or code, words)``."""

    party_id = SelectField("Partai", validate_choice=False)
    region_code = SelectField("Kepengurusan di", validate_choice=False)

    def validate_party_id(self, field: SelectField) -> None:
        refuse_unoffered(field, "partai")

    def validate_region_code(self, field: SelectField) -> None:
        refuse_unoffered(field, "wilayah")

    def party(self) -> UUID:
        """The party that was chosen; only for a form that is valid."""
        return UUID(str(self.party_id.data))


class InvitationForm(AppointmentForm):
    """Roles and places to choose from are set by the door; ``capacity`` is asked by parties only."""

    role = SelectField("Peran", validate_choice=False)
    region_code = SelectField("Wilayah kerja", validate_choice=False)
    capacity = RadioField(
        "Bertindak sebagai",
        choices={one.value: words[0].upper() + words[1:] for one, words in CAPACITY_WORDS.items()},
        default=Capacity.LIAISON.value,
        validate_choice=False,
    )

    def validate_role(self, field: SelectField) -> None:
        refuse_unoffered(field, "peran")

    def validate_region_code(self, field: SelectField) -> None:
        refuse_unoffered(field, "wilayah")

    def stated(self) -> Capacity:
        """As what the person acts; named by letter, unless something else was chosen."""
        return next((one for one in Capacity if one.value == self.capacity.data), Capacity.LIAISON)


class AnswerForm(FlaskForm):
    """What the centre says to a request."""

    capacity = RadioField(
        "Orang ini bertindak sebagai",
        choices={one.value: words[0].upper() + words[1:] for one, words in CAPACITY_WORDS.items()},
        default=Capacity.LIAISON.value,
        validate_choice=False,
    )
    reason = TextAreaField(
        "Alasan penolakan", validators=[at_most(LONGEST_TEXT, "Alasan penolakan")], filters=[readable]
    )

    def stated(self) -> Capacity:
        """As what the person will act."""
        return next((one for one in Capacity if one.value == self.capacity.data), Capacity.LIAISON)


class LeavingForm(FlaskForm):
    """Who takes over is offered by the door: ``(id, words)``; nobody where nothing is in hand."""

    successor_id = SelectField("Pekerjaannya diserahkan kepada", validate_choice=False)

    def validate_successor_id(self, field: SelectField) -> None:
        if field.data:
            refuse_unoffered(field, "rekan yang menerima pekerjaannya")

    def successor(self) -> UUID | None:
        """Who was chosen, if anybody; only for a form that is valid."""
        return UUID(self.successor_id.data) if self.successor_id.data else None
