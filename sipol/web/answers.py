"""What a door says when something was refused, missing, overtaken or broken: always a sentence, never a trace."""

import logging
import traceback
from collections.abc import Iterable
from secrets import token_hex
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from sipol.access.refusals import NO_TOKEN, NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN, note_refusal
from sipol.extensions import db
from sipol.rules.errors import Busy, IllegalMove, NoRoom, NotAllowed, NotFound, Overtaken, Refused
from sipol.services.outages import Outage, outage_of

log = logging.getLogger(__name__)

NEVER_CARRIED = frozenset({"csrf_token", "password", "again", "code", "answer"})
MOST_CARRIED = 2_000_000
RETRY_AFTER = "30"
"""Seconds."""
PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Hang one answer on every kind of failure."""
    app.register_error_handler(NotAllowed, lambda _error: _closed(403, NOT_ALLOWED))
    app.register_error_handler(NotFound, lambda _error: _closed(404, NOT_FOUND))
    app.register_error_handler(IllegalMove, lambda _error: _page(409))
    app.register_error_handler(StaleDataError, lambda _error: _page(409))
    app.register_error_handler(Overtaken, lambda error: _page(409, str(error)))
    app.register_error_handler(Refused, lambda error: _page(422, error.reason))
    app.register_error_handler(Busy, lambda error: _page(503, str(error)))
    app.register_error_handler(NoRoom, _broken)
    app.register_error_handler(Unauthorized, _sign_in_first)
    app.register_error_handler(CSRFError, _token_failed)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _page(status: int, sentence: str = "") -> ResponseReturnValue:
    db.session.rollback()
    return render_template(f"errors/{status}.html", sentence=sentence), status


def _closed(status: int, why: str) -> ResponseReturnValue:
    note_refusal(why)
    return _page(status)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        # It broke after the view had answered: while that was kept, or while a refusal was worded.
        return _broken(error.original_exception)
    if status < 400:
        return error
    if status == 403:
        return _closed(status, NOT_ALLOWED)
    return _page(status if status in PAGES else 400)


def _broken(error: Exception) -> ResponseReturnValue:
    """Something of ours broke: the log and the page share a mark, and the page needs neither session nor database."""
    mark = token_hex(4)
    g.pop("keep_work", None)
    if (outage := outage_of(error)) is not None:
        log.error("request %s failed on %s: %s is down", mark, request.endpoint, outage)
        return _down(outage, mark)
    # The message of a database error quotes the row, so only the kind of error and the places are logged.
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("request %s failed on %s: %s\n%s", mark, request.endpoint, type(error).__qualname__, places)
    db.session.rollback()
    return current_app.jinja_env.get_template("errors/500.html").render(mark=mark), 500


def _down(outage: Outage, mark: str) -> ResponseReturnValue:
    """A part of the machine is down: say what to do, and give every typed word back, to be sent again by one press."""
    db.session.rollback()
    page = current_app.jinja_env.get_template("errors/outage.html").render(
        part=outage.value,
        mark=mark,
        sent=request.method == "POST",
        unsure=g.get("keeping", False),
        action=request.full_path.rstrip("?"),
        fields=_to_send_again(),
    )
    return page, 503, {"Retry-After": RETRY_AFTER}


def _to_send_again() -> list[tuple[str, str]]:
    """The words of the form at hand; none where a file or a password was among them, for these are not given back."""
    try:
        fields = list(request.form.items(multi=True))
    except OSError:
        # There is no room even to take the form in.
        return []
    whole = not request.files and "password" not in request.form
    return fields if whole and _came_from_our_own_page() and not _too_much(fields) else []


def _sign_in_first(_error: Unauthorized) -> ResponseReturnValue:
    if request.method == "GET":
        return redirect(url_for("session.enter", kembali=request.full_path.rstrip("?")), 303)
    note_refusal(NOT_SIGNED_IN)
    return _session_ended(_error)


def _token_failed(error: CSRFError) -> ResponseReturnValue:
    note_refusal(NO_TOKEN)
    return _session_ended(error)


def _session_ended(_error: HTTPException) -> ResponseReturnValue:
    """The session ended while somebody typed: give every word back, to be sent again with one press."""
    if not _came_from_our_own_page():
        return _page(400)
    db.session.rollback()
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_CARRIED]
    if _too_much(fields):
        return _page(413)
    page = render_template(
        "errors/expired.html", action=request.full_path.rstrip("?"), fields=fields, had_files=bool(request.files)
    )
    return page, 400 if current_user.is_authenticated else 401


def _too_much(fields: Iterable[tuple[str, str]]) -> bool:
    return sum(len(name) + len(value) for name, value in fields) > MOST_CARRIED


def _came_from_our_own_page() -> bool:
    """Words that another site posted are not carried along (cross-site request forgery)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False
