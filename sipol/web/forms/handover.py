from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from sipol.web.forms.lines import readable


class CentreForm(FlaskForm):
    """What the party's centre writes when it gives a submission back."""

    note = TextAreaField(
        "Alasan pengembalian",
        validators=[Length(max=2_000, message="Alasan paling panjang 2.000 huruf.")],
        filters=[readable],
    )
