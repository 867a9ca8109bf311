"""What visitors may see without an account: what the register is, and whether a paper is genuine."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sipol.access.door import open_to
from sipol.portal.calendar import calendar_of
from sipol.portal.forms import CodeForm, FileForm
from sipol.rules.roles import Audience
from sipol.services.public import (
    Confirmation,
    Unreadable,
    announcement_file,
    announcements,
    confirm_code,
    confirm_file,
    occasions,
    semester,
)

bp = Blueprint("portal", __name__)

LARGEST = 20 * 1024 * 1024
NO_CODE = "Isi kode yang tercetak di bawah QR pada dokumen, misalnya BA-7F3K-92QD-11XA."
NO_FILE = "Pilih berkas PDF yang hendak diperiksa."
TOO_LARGE = "Berkas ini lebih besar dari 20 MB. Dokumen dari register jauh lebih kecil; pilih berkas aslinya."


@bp.get("/")
@open_to(Audience.PUBLIC)
def home() -> ResponseReturnValue:
    return render_template("portal/home.html", form=CodeForm(), semester=semester())


@bp.route("/periksa-dokumen", methods=["GET", "POST"])
@open_to(Audience.PUBLIC)
def check() -> ResponseReturnValue:
    code, file = CodeForm(), FileForm()
    if request.method == "GET":
        return _asking(code, file)
    if "file" in request.files:
        return _answer_file(code, file)
    typed = re.sub(r"[^0-9A-Za-z]", "", str(code.code.data or ""))
    if not code.validate() or not typed:
        code.code.errors = [NO_CODE]
        return _asking(code, file), 422
    return redirect(url_for("portal.code", typed=typed), 303)


@bp.get("/periksa-dokumen/<typed>")
@open_to(Audience.PUBLIC)
def code(typed: str) -> ResponseReturnValue:
    """Where the QR of a paper leads. A code nobody issued and a code nobody could issue get the same answer."""
    told = confirm_code(typed)
    form = CodeForm(formdata=None, code=typed)
    return _answered(told, form, FileForm(formdata=None)), 200 if told else 404


@bp.get("/pengumuman")
@open_to(Audience.PUBLIC)
def announced() -> ResponseReturnValue:
    """Who brought the data up to date and who did not, as each office announced it."""
    return render_template("portal/announced.html", told=announcements(), crumbs=_crumbs(("Pengumuman", None)))


@bp.get("/pengumuman/<code>.pdf")
@open_to(Audience.PUBLIC)
def announced_file(code: str) -> ResponseReturnValue:
    data = announcement_file(code)
    if data is None:
        return _answered(None, CodeForm(formdata=None), FileForm(formdata=None)), 404
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="pengumuman-{code}.pdf"'
    return answer


@bp.get("/kalender.ics")
@open_to(Audience.PUBLIC)
def calendar() -> ResponseReturnValue:
    """The deadlines of KPU as a calendar that a phone subscribes to."""
    place = urlsplit(str(current_app.config["SIPOL_PUBLIC_URL"])).hostname or "sipol"
    return Response(
        calendar_of(occasions(), place), mimetype="text/calendar", headers={"Cache-Control": "max-age=3600"}
    )


def _answer_file(code: CodeForm, file: FileForm) -> ResponseReturnValue:
    received = request.files["file"]
    data = received.read(LARGEST + 1)
    if not data or len(data) > LARGEST:
        file.file.errors = [TOO_LARGE if data else NO_FILE]
        return _asking(code, file), 422
    try:
        return _answered(confirm_file(data), code, file, asked="file")
    except Unreadable as unreadable:
        return _answered(None, code, file, asked="file", unreadable=str(unreadable))


def _asking(code: CodeForm, file: FileForm) -> str:
    return render_template("portal/check.html", code=code, file=file, crumbs=_crumbs(("Periksa dokumen", None)))


def _answered(
    told: Confirmation | None, code: CodeForm, file: FileForm, *, asked: str = "code", unreadable: str = ""
) -> str:
    crumbs = _crumbs(("Periksa dokumen", url_for("portal.check")), ("Hasil pemeriksaan", None))
    return render_template(
        "portal/answer.html", told=told, code=code, file=file, asked=asked, unreadable=unreadable, crumbs=crumbs
    )


def _crumbs(*rest: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [("Beranda", url_for("portal.home")), *rest]
