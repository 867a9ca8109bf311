from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from sipol.web.forms.lines import readable


class SignInForm(FlaskForm):
    login = StringField("Nama pengguna", filters=[readable], validators=[InputRequired("Isi nama pengguna Anda.")])
    password = PasswordField("Kata sandi", validators=[InputRequired("Isi kata sandi Anda.")])
