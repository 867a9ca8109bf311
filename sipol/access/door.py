"""Every door is closed until it says who is welcome; what was done inside is kept on the way out, once."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user

from sipol.extensions import db
from sipol.rules.roles import WELCOMES, Audience

F = TypeVar("F", bound=Callable[..., Any])

CLEAN_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PLAIN_FILES = frozenset({"static", "bootstrap.static"})


def open_to(*audiences: Audience) -> Callable[[F], F]:
    """Mark a view with the kinds of visitor that are welcome."""

    def mark(view: F) -> F:
        view.audiences = frozenset(audiences)  # type: ignore[attr-defined]
        return view

    return mark


def keep_work() -> None:
    """Ask that what was done be kept although the answer is a refusal (a counted failed sign-in, say)."""
    g.keep_work = True


def keep(app: Flask) -> None:
    """Stand at every door of the app."""

    @app.before_request
    def meet() -> None:
        if request.endpoint is None or request.endpoint in PLAIN_FILES:
            return
        audiences: frozenset[Audience] = getattr(current_app.view_functions[request.endpoint], "audiences", frozenset())
        if Audience.PUBLIC in audiences:
            return
        if Audience.HALFWAY in audiences and g.get("halfway") is not None:
            return
        if not current_user.is_authenticated:
            abort(401)
        if not any(current_user.role in WELCOMES[audience] for audience in audiences):
            abort(403)

    @app.after_request
    def settle(response: Response) -> Response:
        changed = request.method not in CLEAN_METHODS and response.status_code < 400
        if changed or g.get("keep_work", False):
            # What breaks from here on may have been kept all the same.
            g.keeping = True
            db.session.commit()
        else:
            db.session.rollback()
        return response
