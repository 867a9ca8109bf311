"""Whose request this is: the session behind the cookie, the browser's mark, and when it was used last."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import current_user, login_user

from sipol.access.door import CLEAN_METHODS, keep_work
from sipol.extensions import db, login
from sipol.models import SignIn, User
from sipol.rules.sign_in import TOUCHED
from sipol.services.sessions import (
    Device,
    begin_session,
    complete_session,
    end_session,
    halfway_session,
    recall,
    touch_session,
)

KEY = "sign_in"
"""What the session's id is called in the cookie."""
MARK_AGE = 400 * 24 * 60 * 60
"""Seconds; browsers keep nothing for longer."""


def install(app: Flask) -> None:
    """Know who comes: somebody signed in, somebody with the second step before them, or a stranger."""
    login.user_loader(remember)
    app.before_request(_find_halfway)


def remember(key: str) -> User | None:
    """Who a session belongs to."""
    found = recall(UUID(key), UUID(session[KEY])) if KEY in session else None
    if found is None:
        return None
    g.sign_in, g.stale = found, datetime.now(UTC) - found.seen_at > TOUCHED
    return found.user


def _find_halfway() -> None:
    if KEY in session and "_user_id" not in session:
        g.halfway = halfway_session(UUID(session[KEY]))


def note_use(response: Response) -> Response:
    """Write down that a session was used, once in a while."""
    if g.get("stale", False) and KEY in session and response.status_code < 500:
        done = request.method not in CLEAN_METHODS and response.status_code < 400
        if not done and not g.get("keep_work", False):
            # Neither what a page merely showed nor what was refused is kept along with it.
            db.session.rollback()
        if touch_session(UUID(session[KEY])):
            keep_work()
    return response


def own_session() -> SignIn:
    """The visitor's own, whole or halfway; doors that ask for it are closed to strangers."""
    found: SignIn | None = g.get("sign_in") or g.get("halfway")
    assert found is not None
    return found


def is_halfway() -> bool:
    return g.get("halfway") is not None


def begin(user: User) -> SignIn:
    """A fresh session: the one before ends, and nothing a stranger may have planted in it survives the sign-in."""
    former = g.sign_in if current_user.is_authenticated else g.get("halfway")
    if former is not None:
        end_session(former.user, former.id)
    begun = begin_session(user, _device())
    session.clear()
    # The token made for this request belongs to the session that is gone.
    g.pop("csrf_token", None)
    session[KEY], g.halfway = str(begun.id), begun
    session.permanent = True
    return begun


def complete(begun: SignIn) -> None:
    """From now on the visitor is in. The cookie's token is made anew, for the session has become another one."""
    complete_session(begun)
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    login_user(begun.user)
    g.sign_in, g.halfway = begun, None


def _device() -> Device:
    """What the request says of its machine; a browser without a mark is given one to be known by the next time."""
    name = f"{current_app.config['SESSION_COOKIE_NAME']}-device"
    mark = request.cookies.get(name, "")
    if not mark:
        mark = secrets.token_urlsafe(24)

        @after_this_request
        def give(response: Response) -> Response:
            secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(name, mark, max_age=MARK_AGE, secure=secure, httponly=True, samesite="Strict")
            return response

    return Device(request.user_agent.string, mark, request.remote_addr or "")
