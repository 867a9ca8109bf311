"""Who has an account: the administrator's list. Accounts are opened from the command line."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from sipol.access.door import open_to
from sipol.models import User
from sipol.rules.roles import ROLE_WORDS, Audience, Role
from sipol.services.accounts import all_accounts

bp = Blueprint("accounts", __name__)


@bp.get("/akun")
@open_to(Audience.ADMIN)
def index() -> ResponseReturnValue:
    role, words = request.args.get("peran", ""), request.args.get("cari", "").strip()
    accounts = all_accounts()
    return render_template(
        "web/accounts/index.html",
        accounts=[user for user in accounts if role in ("", user.role.value) and _speaks_of(user, words)],
        total=len(accounts),
        role=role if role in list(Role) else "",
        words=words,
        roles=[(kind.value, text.capitalize()) for kind, text in ROLE_WORDS.items()],
        role_words=ROLE_WORDS,
    )


def _speaks_of(user: User, words: str) -> bool:
    party = f"{user.party.name} {user.party.abbreviation}" if user.party else ""
    return words.casefold() in f"{user.name} {user.login} {user.region.name} {party}".casefold()
