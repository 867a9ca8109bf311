from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired


class SignInForm(FlaskForm):
    login = StringField("Nama pengguna", validators=[InputRequired("Isi nama pengguna Anda.")])
    password = PasswordField("Kata sandi", validators=[InputRequired("Isi kata sandi Anda.")])
