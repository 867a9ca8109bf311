"""The two ways to ask about a paper: by the code printed on it, or by its file."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length

CODE_HINT = "Dua huruf dan tiga kelompok tanda, misalnya BA-7F3K-92QD-11XA. Huruf kecil, spasi, dan tanda hubung boleh."


class CodeForm(FlaskForm):
    code = StringField("Kode pada dokumen", description=CODE_HINT, validators=[Length(max=64)])


class FileForm(FlaskForm):
    file = FileField("Berkas PDF", description="Berkas asli yang diunduh, bukan pindaian. Paling besar 20 MB.")
