from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, ValidationError

from sipol.web.forms.lines import readable


class SignInForm(FlaskForm):
    login = StringField("Nama pengguna", filters=[readable], validators=[InputRequired("Isi nama pengguna Anda.")])
    password = PasswordField("Kata sandi", validators=[InputRequired("Isi kata sandi Anda.")])


class CodeForm(FlaskForm):
    """Six digits of an app."""

    code = StringField("Kode dari aplikasi", filters=[readable], validators=[InputRequired("Isi kode dari aplikasi.")])


class SecondStepForm(FlaskForm):
    """A code, or what the browser answered about a passkey."""

    code = StringField("Kode", filters=[readable])
    answer = HiddenField()

    def validate_code(self, field: StringField) -> None:
        if not (field.data or self.answer.data):
            raise ValidationError("Isi kode dari aplikasi autentikator atau satu kode pemulihan.")


class PasskeyForm(FlaskForm):
    name = StringField("Nama kunci", filters=[readable], validators=[InputRequired("Beri nama kunci ini.")])
    answer = HiddenField()


class ProofForm(FlaskForm):
    """The password, and a code or what the browser answered about a passkey where there is a second step."""

    password = PasswordField("Kata sandi", validators=[InputRequired("Isi kata sandi Anda.")])
    code = StringField("Kode", filters=[readable])
    answer = HiddenField()


class NewPasswordForm(FlaskForm):
    password = PasswordField(
        "Kata sandi baru", validators=[InputRequired("Buat kata sandi, paling sedikit 12 karakter.")]
    )
    again = PasswordField(
        "Ulangi kata sandi baru",
        validators=[EqualTo("password", "Kedua kata sandi tidak sama. Ketik ulang keduanya.")],
    )


class ResetForm(FlaskForm):
    reason = StringField("Alasan", filters=[readable], validators=[InputRequired("Isi alasan permintaan ini.")])
