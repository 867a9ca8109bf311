"""What every answer tells the browser about its own safety, and what signs what the browser keeps for us."""

from hashlib import sha256

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer

from sipol.access.door import PLAIN_FILES

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HTTPS_ONLY = "max-age=31536000; includeSubDomains"
# Not "cookies": that would clear those of every other site below the same domain.
FORGET = '"cache", "storage"'


class SignedSessions(SecureCookieSessionInterface):
    """The session cookie, signed by HMAC with SHA-256; Flask's own choice is SHA-1."""

    digest_method = staticmethod(sha256)


def install(app: Flask) -> None:
    """Harden every answer of the app."""
    # The form tokens are signed by itsdangerous too, and Flask-WTF lets nobody choose their digest.
    Signer.default_digest_method = staticmethod(sha256)
    app.session_interface = SignedSessions()
    app.after_request(_harden)


def forgotten(answer: Response) -> Response:
    """An answer at whose arrival the browser throws away what it kept of this site."""
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in PLAIN_FILES or response.status_code >= 400:
        # Whoever wants an answer kept has to say so; whatever nobody thought of is kept nowhere.
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    return response
