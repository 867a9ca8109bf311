"""Which column of a list holds what, told by whoever sent it."""

from collections.abc import Sequence
from string import ascii_uppercase
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.models import MemberList
from sipol.reading.sheets import COLUMN_WORDS, Column
from sipol.rules.disclosures import Medium
from sipol.rules.errors import Refused, Unreadable
from sipol.rules.identity import masked
from sipol.rules.roles import Audience
from sipol.services.member_columns import Sample, sample_of, tell_columns
from sipol.services.member_lists import list_for
from sipol.web.forms.decree import whole
from sipol.web.forms.members import ColumnsForm
from sipol.web.seen import hand_over

bp = Blueprint("member_columns", __name__)

MOST = 60
"""Columns that are asked about."""
SHOWN = 3
"""Cells of each column that are shown."""


@bp.get("/anggota/daftar/<uuid:list_id>/kolom")
@open_to(Audience.PARTY)
def ask(list_id: UUID) -> ResponseReturnValue:
    sheet = list_for(current_user, list_id)
    return _page(sheet, whole(request.args.get("judul")), ColumnsForm(formdata=None))


@bp.post("/anggota/daftar/<uuid:list_id>/kolom")
@open_to(Audience.PARTY)
def tell(list_id: UUID) -> ResponseReturnValue:
    sheet, form = list_for(current_user, list_id), ColumnsForm()
    line = whole(form.line.data) or 0
    said = {}
    for place in range(MOST):
        word = request.form.get(f"kolom-{place}", "")
        if word in set(Column):
            said[place] = Column(word)
    try:
        titles = next((cells for number, cells in sample_of(sheet, line).lines if number == line), ())
        tell_columns(current_user, sheet, line, said, titles)
    except (Refused, Unreadable) as refused:
        form.line.errors = [str(refused)] if isinstance(refused, Unreadable) else [refused.reason]
        return _page(sheet, line, form, said), 422
    return redirect(url_for("members.show", list_id=sheet.id), 303)


def _page(sheet: MemberList, line: int | None, form: ColumnsForm, said: dict[int, Column] | None = None) -> str:
    try:
        sample = sample_of(sheet, line)
    except Unreadable as unreadable:
        form.line.errors, sample = [str(unreadable)], Sample((), 0, {})
    hand_over(Medium.PAGE, sheet.id, unnamed=len(sample.lines))
    form.line.data = str(sample.line)
    columns = sample.columns if said is None else said
    return render_template(
        "web/members/columns.html",
        crumbs=[("Beranda", url_for("home.page")), ("Anggota", url_for("members.index")), (sheet.title, None)],
        sheet=sheet,
        form=form,
        lines=[number for number, _ in sample.lines],
        asked=[_asked(sample, place, columns.get(place)) for place in range(min(sample.wide, MOST))],
        words=COLUMN_WORDS,
    )


def _asked(sample: Sample, place: int, chosen: Column | None) -> dict[str, object]:
    title = next((_cell(cells, place) for number, cells in sample.lines if number == sample.line), "")
    below = [_cell(cells, place) for number, cells in sample.lines if number > sample.line]
    return {
        "place": place,
        "letter": _letter(place),
        "title": title,
        "cells": [_veiled(cell) for cell in below if cell][:SHOWN],
        "chosen": chosen,
    }


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].lstrip("\x01") if place < len(cells) else ""


def _veiled(cell: str) -> str:
    digits = "".join(filter(str.isdigit, cell))
    return masked(digits) if len(digits) == 16 else cell


def _letter(place: int) -> str:
    """The letter of a column as spreadsheets count: A to Z, then AA."""
    upper, lower = divmod(place, 26)
    return (ascii_uppercase[upper - 1] if upper else "") + ascii_uppercase[lower]
