"""What visitors may see without an account."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sipol.access.door import open_to
from sipol.rules.roles import Audience

bp = Blueprint("portal", __name__)


@bp.get("/")
@open_to(Audience.PUBLIC)
def home() -> ResponseReturnValue:
    return render_template("portal/home.html")
