"""Members of a unit: the lists they come with, and the rows that wait outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import keep_work, open_to
from sipol.models import ListStage, MemberList
from sipol.reading.sheets import COLUMN_WORDS, Column
from sipol.render.tables import TableFile
from sipol.rules.disclosures import Medium, SeeingReason
from sipol.rules.errors import Refused
from sipol.rules.indications import BLOCKING, INDICATIONS, Code
from sipol.rules.member_life import MEMBER_STATUS_WORDS
from sipol.rules.regions import Level, within
from sipol.rules.roles import Audience
from sipol.rules.workflow import DRAFTS
from sipol.services.bad_rows import bring_back, take_bad_rows
from sipol.services.imports import confirm, receive, undo
from sipol.services.member_lists import list_for, lists_for
from sipol.services.member_submission import member_submissions_of
from sipol.services.members import COUNTING, counts_of
from sipol.services.parties import unit_for, units_for
from sipol.services.periods import current_period
from sipol.services.quotas import least_of
from sipol.services.regions import districts
from sipol.services.repairs import PAGE as ROWS
from sipol.services.repairs import REPAIRS, Outside, counts_outside, outside_of, repair
from sipol.web.downloads import table_download
from sipol.web.forms.decree import whole
from sipol.web.forms.members import ListForm, RepairForm
from sipol.web.seen import hand_over, show_whole

bp = Blueprint("members", __name__)

FIELDS: dict[Column, str] = {
    Column.NIK: "nik",
    Column.NAME: "name",
    Column.BIRTH_DATE: "birth_date",
    Column.DISTRICT: "district",
}
"""The fields of ``RepairForm`` by the column they put right."""
STAGES: dict[ListStage, str] = {
    ListStage.WAITING: "Sedang diperiksa",
    ListStage.UNTOLD: "Kolomnya perlu ditunjuk",
    ListStage.CHECKED: "Menunggu Anda masukkan",
    ListStage.CONFIRMED: "Sudah dimasukkan",
    ListStage.UNDONE: "Dibatalkan",
    ListStage.FAILED: "Tidak dapat dibaca",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row outside with the form that puts it right."""

    outside: Outside
    form: RepairForm

    @property
    def fields(self) -> list[str]:
        return [FIELDS[column] for column in self.outside.repairs]


@bp.get("/anggota")
@open_to(Audience.PARTY)
def index() -> ResponseReturnValue:
    units = units_for(current_user)
    sent = member_submissions_of(units, current_period())
    return render_template(
        "web/members/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Anggota", None)],
        units=units,
        counts=counts_of(units),
        quotas=least_of(units),
        counting=COUNTING,
        sent=sent,
        regencies={unit.id for unit in units if unit.level is Level.REGENCY},
        drafts=DRAFTS,
        lists=lists_for(current_user),
        stages=STAGES,
        statuses=MEMBER_STATUS_WORDS,
    )


@bp.route("/unit/<uuid:unit_id>/anggota/unggah", methods=["GET", "POST"])
@open_to(Audience.PARTY)
def upload(unit_id: UUID) -> ResponseReturnValue:
    unit, form = unit_for(current_user, unit_id), ListForm()
    if form.validate_on_submit():
        try:
            received = receive(current_user, unit, form.file.data.filename or "daftar", form.file.data.read())
        except Refused as refused:
            form.file.errors = [refused.reason]
        else:
            if received.known:
                flash("Berkas yang sama sudah pernah diunggah; tidak ada baris yang masuk dua kali.", "info")
            return redirect(url_for("members.show", list_id=received.sheet.id), 303)
    page = render_template("web/members/upload.html", crumbs=_crumbs("Unggah daftar"), unit=unit, form=form)
    return page, 422 if form.errors else 200


@bp.get("/anggota/daftar/<uuid:list_id>")
@open_to(Audience.PARTY)
def show(list_id: UUID) -> ResponseReturnValue:
    sheet = list_for(current_user, list_id)
    # Whoever waits on the page of the work is told there that it is done.
    if sheet.stage is ListStage.WAITING or "X-Poll" in request.headers:
        return render_template("web/members/waiting.html", crumbs=_crumbs(sheet.title), sheet=sheet)
    if sheet.stage is ListStage.UNTOLD:
        return redirect(url_for("member_columns.ask", list_id=sheet.id), 303)
    return _list_page(sheet)


@bp.post("/anggota/daftar/<uuid:list_id>/baris/<int(max=9999999):row>")
@open_to(Audience.PARTY)
def put_right(list_id: UUID, row: int) -> ResponseReturnValue:
    sheet, form = list_for(current_user, list_id), _form_for(row)
    typed = {column: form[name].data or "" for column, name in FIELDS.items() if form[name].name in request.form}
    if not typed.get(Column.DISTRICT):
        # Nothing was chosen: what the sheet says stays.
        typed.pop(Column.DISTRICT, None)
    still = None
    if form.validate():
        try:
            still = repair(current_user, sheet, row, typed)
        except Refused as refused:
            flash(refused.reason, "warn")
        else:
            if still is None:
                flash(f"Baris {row} sudah benar dan masuk ke daftar.", "ok")
                return redirect(url_for("members.show", list_id=sheet.id, masalah=request.args.get("masalah")), 303)
        # What was typed is kept with the row, although it is not right yet.
        keep_work()
    return _list_page(sheet, row, form if form.errors else None), 422


@bp.post("/anggota/daftar/<uuid:list_id>/baris-bermasalah")
@open_to(Audience.PARTY)
def bad_rows(list_id: UUID) -> ResponseReturnValue:
    """The rows outside as a file, for putting them right in a spreadsheet."""
    sheet, form = list_for(current_user, list_id), TableFile.XLSX
    answer = table_download(
        lambda file: take_bad_rows(current_user, sheet, form, file), form, f"baris-bermasalah-{sheet.region_code}"
    )
    hand_over(Medium.FILE, sheet.id, unnamed=sheet.blocked)
    show_whole((), SeeingReason.CORRECT)
    return answer


@bp.post("/anggota/daftar/<uuid:list_id>/baris-diperbaiki")
@open_to(Audience.PARTY)
def mend(list_id: UUID) -> ResponseReturnValue:
    """The same file brought back."""
    sheet, form = list_for(current_user, list_id), ListForm()
    if form.validate():
        try:
            brought = bring_back(current_user, sheet, form.file.data.read())
        except Refused as refused:
            return _refused(sheet, refused)
        told = f"{brought.fixed} baris sudah benar dan masuk; {brought.still} baris masih harus diperbaiki."
        unknown = f" {brought.unknown} baris tidak lagi menunggu, jadi dilewati." if brought.unknown else ""
        flash(told + unknown, "ok" if not brought.still else "warn")
        return redirect(url_for("members.show", list_id=sheet.id), 303)
    return _refused(sheet, Refused("file", "Pilih berkas baris bermasalah yang sudah diperbaiki."))


@bp.post("/anggota/daftar/<uuid:list_id>/masukkan")
@open_to(Audience.PARTY)
def take_in(list_id: UUID) -> ResponseReturnValue:
    sheet = list_for(current_user, list_id)
    try:
        confirm(current_user, sheet)
    except Refused as refused:
        return _refused(sheet, refused)
    return redirect(url_for("members.show", list_id=sheet.id), 303)


@bp.post("/anggota/daftar/<uuid:list_id>/batalkan")
@open_to(Audience.PARTY)
def take_back(list_id: UUID) -> ResponseReturnValue:
    sheet = list_for(current_user, list_id)
    try:
        undo(current_user, sheet)
    except Refused as refused:
        return _refused(sheet, refused)
    flash("Daftar ini dibatalkan seluruhnya; tidak ada barisnya yang tinggal.", "ok")
    return redirect(url_for("members.index"), 303)


def _refused(sheet: MemberList, refused: Refused) -> ResponseReturnValue:
    flash(refused.reason, "warn")
    return _list_page(sheet), 422


def _crumbs(here: str) -> list[tuple[str, str | None]]:
    return [("Beranda", url_for("home.page")), ("Anggota", url_for("members.index")), (here, None)]


def _form_for(row: int) -> RepairForm:
    return RepairForm(prefix=f"r{row}-")


def _list_page(sheet: MemberList, row: int = 0, typed: RepairForm | None = None) -> str:
    """A list at its stage; ``row`` and ``typed``: the row in hand and its form, when what was typed was refused."""
    code = next((code for code in Code if code.value == request.args.get("masalah")), None)
    after = max((whole(request.args.get("dari")) or 0), 0) if not row else row - 1
    rows = outside_of(sheet, code, after) if sheet.stage in (ListStage.CHECKED, ListStage.CONFIRMED) else []
    places = [(code, name) for code, name in districts() if within(code, sheet.region_code)] if rows else []
    shown = [_shown(one, places, typed if one.row == row else None, told=one.row == row) for one in rows]
    if any(Column.NIK in one.repairs for one in rows):
        show_whole((), SeeingReason.CORRECT)
    counts = counts_outside(sheet) if rows else {}
    return render_template(
        "web/members/list.html",
        crumbs=_crumbs(sheet.title),
        sheet=sheet,
        shown=shown,
        counts=[(one, INDICATIONS[one].label, count) for one, count in counts.items() if one in BLOCKING],
        chosen=code,
        further=rows[-1].row if len(rows) == ROWS else None,
        indications=INDICATIONS,
        stage=STAGES[sheet.stage],
        columns=[COLUMN_WORDS[Column(word)] for word in sheet.columns],
    )


def _shown(one: Outside, places: Sequence[tuple[str, str]], typed: RepairForm | None, *, told: bool) -> Shown:
    """A row outside with its form; ``told``: it was just sent, so its faults stand at its fields."""
    form = typed or RepairForm(formdata=None, prefix=f"r{one.row}-")
    form.offer(places)
    if typed is None:
        for column, name in FIELDS.items():
            form[name].data = one.written.get(column, "").lstrip("\x01")
        form.birth_date.data = one.cells.born_written
        form.district.data = one.cells.region
    if told and typed is None:
        for problem in one.problems:
            for column in one.repairs:
                if REPAIRS.get(problem.code) is column:
                    form[FIELDS[column]].errors = [problem.message]
    return Shown(one, form)
