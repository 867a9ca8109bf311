"""Sebaran partai: where a party stands on a day, from the nation down to the kecamatan, on screen and as a table."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.extensions import today
from sipol.render import long_date
from sipol.render.tables import TableFile, write_table
from sipol.rules.completeness import LEAST_WOMEN
from sipol.rules.errors import NotFound
from sipol.rules.regions import NATION, Level, parent_of, within
from sipol.rules.roles import PARTY_ROLES, Audience
from sipol.services.coverage import Board, Coverage, RegencyLine, coverage_of, parties_on
from sipol.web.downloads import table_download
from sipol.web.forms.days import DayForm

bp = Blueprint("coverage", __name__)

HEADER = (
    "Kode", "Provinsi", "Kabupaten/kota", "SK yang berlaku", "Pengurus perempuan", "Kecamatan berkepengurusan",
    "Seluruh kecamatan", "Perlu", "Anggota", "Paling sedikit", "Memenuhi",
)  # fmt: skip
PAGES = {Level.NATION: "nation", Level.PROVINCE: "province"}
"""The page of each level; below the province all is one kabupaten/kota."""


@bp.get("/sebaran")
@open_to(Audience.CASEWORK)
def index() -> ResponseReturnValue:
    """The party's own; KPU and Bawaslu choose one of those in their region."""
    form = DayForm(request.args)
    day, party_id = form.day(today()), _party_asked()
    if party_id is None:
        return render_template(
            "web/coverage/parties.html",
            crumbs=[("Beranda", url_for("home.page")), ("Sebaran partai", None)],
            form=form,
            day=day,
            parties=parties_on(current_user, day),
        )
    seen = coverage_of(current_user, party_id, _area_asked(), day)
    return render_template(
        f"web/coverage/{PAGES.get(seen.area.level, 'regency')}.html",
        crumbs=_crumbs(seen),
        form=form,
        day=day,
        asked={"partai": party_id, "per": _typed(day)},
        coverage=seen,
        province=seen.provinces[0] if seen.provinces else None,
        local_party=seen.party.home_region != NATION,
        least_women=LEAST_WOMEN,
    )


@bp.get("/sebaran.xlsx")
@open_to(Audience.CASEWORK)
def table() -> ResponseReturnValue:
    day, party_id = DayForm(request.args).day(today()), _party_asked()
    if party_id is None:
        raise NotFound
    seen = coverage_of(current_user, party_id, _area_asked(), day)
    about = [f"Sebaran {seen.party.name}", seen.area.name, f"Keadaan pada {long_date(day)}"]
    return table_download(
        lambda file: write_table(file, TableFile.XLSX, about, HEADER, _lines(seen)),
        TableFile.XLSX,
        f"sebaran-{seen.area.code}-{day:%Y%m%d}",
    )


def _party_asked() -> UUID | None:
    if current_user.role in PARTY_ROLES:
        own: UUID = current_user.party_id
        return own
    return request.args.get("partai", type=UUID)


def _area_asked() -> str:
    return request.args.get("wilayah") or str(current_user.region_code)


def _typed(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _crumbs(seen: Coverage) -> list[tuple[str, str | None]]:
    """From the visitor's own region down to the one shown."""
    asked: dict[str, Any] = {"partai": seen.party.id, "per": _typed(seen.day)}
    crumbs: list[tuple[str, str | None]] = [("Beranda", url_for("home.page"))]
    if current_user.role not in PARTY_ROLES:
        crumbs.append(("Sebaran partai", url_for(".index", per=asked["per"])))
    names = {line.region.code: line.region.name for line in seen.provinces} | {NATION: "Indonesia"}
    above: list[tuple[str, str | None]] = [(seen.area.name, None)]
    code = parent_of(seen.area.code)
    while code and within(code, current_user.region_code):
        above.append((names.get(code, code), url_for(".index", wilayah=code, **asked)))
        code = parent_of(code)
    return crumbs + above[::-1]


def _lines(seen: Coverage) -> Iterator[Sequence[str]]:
    """The centre, then each province with its kabupaten/kota, then the kecamatan where they are known."""
    if seen.area.code == NATION:
        told = ("Ya" if seen.seen.complete else "Tidak") if seen.provinces else ""
        yield NATION, "Pusat", "", *_board(seen.centre), "", "", "", "", "", told
    for province in seen.provinces:
        if province.whole:
            known = province.seen
            told = f"{known.full} dari {len(province.regencies)} kabupaten/kota, perlu {known.needed}"
            yield province.region.code, province.region.name, "", *_board(province.board), "", "", "", "", "", told
        for line in province.regencies:
            yield line.region.code, province.region.name, line.region.name, *_board(line.board), *_numbers(line)
    for district in seen.districts:
        name = f"Kecamatan {district.region.name}"
        yield district.region.code, "", name, *_board(district.board), "", "", "", "", "", ""


def _board(board: Board | None) -> tuple[str, str]:
    if board is None:
        return "", ""
    women = board.women
    return board.number, f"{women.women} dari {women.counted}" if women.known else "belum diisi"


def _numbers(line: RegencyLine) -> tuple[str, ...]:
    known = line.seen
    least = "" if known.least is None else str(known.least)
    numbers = (known.covered, known.districts, known.needed, known.members)
    return *(str(number) for number in numbers), least, "Ya" if known.complete else "Tidak"
