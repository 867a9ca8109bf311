from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from sipol.web.forms.lines import readable


class NoteForm(FlaskForm):
    """What the party explains about one finding."""

    note = TextAreaField(
        "Penjelasan",
        validators=[Length(max=2_000, message="Penjelasan paling panjang 2.000 huruf.")],
        filters=[readable],
    )
