"""Join the rooms together, and do nothing else."""

import os
from collections.abc import Mapping

from flask import Flask, Response, request
from flask.cli import ScriptInfo
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from config import load, shipped
from sipol.access.door import PLAIN_FILES, keep
from sipol.cli.main import cli
from sipol.extensions import csrf, db, log_in_utc, login, migrate, open_files
from sipol.models.sealed import open_keys
from sipol.portal.pages import bp as portal
from sipol.sandbox import AT_ONCE, at_most
from sipol.web import answers, frame, hardening, turnstile, uploads, visits
from sipol.web.blueprints import BLUEPRINTS
from sipol.web.seen import watch_over
from sipol.web.viewings import watch


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """The register as a WSGI app; without settings they come from the environment."""
    app = Flask("sipol", template_folder=str(shipped("templates")))
    app.config.from_mapping(settings if settings is not None else load(os.environ))
    log_in_utc()
    for extension in (db, login, csrf):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(shipped("migrations")))
    Bootstrap5(app)
    Compress(app)
    open_files(app)
    open_keys(app)
    at_most(int(str(app.config.get("SIPOL_SANDBOXES", AT_ONCE))))
    visits.install(app)
    keep(app)
    app.after_request(visits.note_use)
    watch_over(app)
    turnstile.install(app)
    uploads.install(app)
    watch(app)
    frame.install(app)
    answers.install(app)
    for blueprint in (*BLUEPRINTS, portal):
        app.register_blueprint(blueprint)
    hardening.install(app)
    app.after_request(_whole)
    if proxies := int(str(app.config.get("SIPOL_PROXIES", 0))):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def _whole(response: Response) -> Response:
    """A static file as one piece, so that the compressor does not leave it open half read."""
    if request.endpoint in PLAIN_FILES and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response


def main() -> None:
    """The command ``sipol``."""
    # The worker prints, and what prints is slow to load: only the worker itself pays for it.
    cli.later["worker"] = "sipol.jobs.worker.worker"
    cli(obj=ScriptInfo(create_app=create_app, set_debug_flag=False))
