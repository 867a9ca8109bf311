"""The register for a WSGI server: ``gunicorn wsgi:app``."""

import sys

from sipol.app import create_app
from sipol.lines import SettingMissing

LOAD_FAILED = 4
"""Gunicorn's own status for an application that cannot load: it stops instead of trying again for ever."""

try:
    app = create_app()
except SettingMissing as missing:
    print(missing, file=sys.stderr)  # noqa: T201 - the sentence is for the person who starts the server
    sys.exit(LOAD_FAILED)
