"""No file goes past this point unscanned, where an office has a virus scanner: one place for every upload there is."""

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work
from sipol.access.refusals import INFECTED, UNSCANNED, note_refusal
from sipol.services.scanner import SETTING, ScannerDown, malware_in, note_malware

FOUND = (
    "Berkas ini ditolak dan tidak disimpan, karena pemindai menemukan program jahat di dalamnya. "
    "Periksa komputer Anda dengan antivirus, lalu kirim berkas yang bersih."
)
UNKNOWN = (
    "Pemindai program jahat sedang tidak menjawab, jadi berkas Anda belum diterima. Berkas itu masih ada pada "
    "komputer Anda: kembali ke halaman sebelumnya, lalu kirim lagi beberapa menit lagi."
)


NOT_KEPT = "portal.check"
"""Where anybody has a file looked at of which nothing is kept."""


def install(app: Flask) -> None:
    """Scan whatever anybody sends, before any view reads it, but for what is looked at and never kept."""
    app.before_request(_scan)


def _scan() -> ResponseReturnValue | None:
    if not current_app.config[SETTING] or request.method != "POST" or request.endpoint in (None, NOT_KEPT):
        return None
    sender = current_user if current_user.is_authenticated else None
    for _field, file in request.files.items(multi=True):
        try:
            signature = malware_in(file.stream)
        except ScannerDown:
            note_refusal(UNSCANNED)
            return render_template("errors/503.html", sentence=UNKNOWN), 503
        if signature:
            note_refusal(INFECTED)
            note_malware(sender, signature, file.stream.seek(0, 2), request.endpoint or "")
            keep_work()
            return render_template("errors/422.html", sentence=FOUND), 422
    return None
