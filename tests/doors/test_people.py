"""A unit's members narrowed, and taken away as a file that says who took it."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from sipol.audit.member_events import MembersExported
from sipol.extensions import db
from sipol.models import AuditEntry
from sipol.render.tables import TableFile
from sipol.rules.errors import NotAllowed
from sipol.services.imports import confirm
from sipol.services.member_export import Wanted, export_members
from sipol.services.member_search import ALL
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
HEADER = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan;Pekerjaan;Nomor KTA\n"
ROWS = (
    "6501011501790001;Budi Santoso;L;15-01-1979;65.01.01;Petani;PBS-1\n"
    "6501015501790002;Siti Aminah;P;15-01-1979;65.01.02;TNI;PBS-2\n"
    "6501011501790003;=HYPERLINK(1);L;15-01-1979;65.01.01;Nelayan;PBS-3\n"
)


@pytest.fixture
def url(world: World) -> str:
    confirm(world.people["liaison"], world.listed((HEADER + ROWS).encode()))
    return f"/unit/{world.unit.id}/anggota"


def names(text: str) -> list[str]:
    return re.findall(r'scope="row"><a[^>]*>([^<]+)<', text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("masalah=pekerjaan", ["Siti Aminah"]),
        ("kecamatan=65.01.01", ["Budi Santoso", "=HYPERLINK(1)"]),
        ("status=unchecked", ["Budi Santoso", "=HYPERLINK(1)", "Siti Aminah"]),
        ("status=met", []),
        ("status=pending", ["Budi Santoso", "=HYPERLINK(1)", "Siti Aminah"]),
        ("masalah=omong&status=kosong&kecamatan=x", ["Budi Santoso", "=HYPERLINK(1)", "Siti Aminah"]),
    ],
)
def test_members_are_narrowed_by_note_status_and_kecamatan(
    url: str, sign_in: SignIn, asked: str, found: list[str]
) -> None:
    assert names(sign_in("liaison").get(f"{url}?{asked}").text) == found


def test_a_member_is_found_by_the_number_of_the_card(url: str, sign_in: SignIn) -> None:
    assert names(sign_in("liaison").post(url, data={"sought": "PBS-2"}).text) == ["Siti Aminah"]
    assert names(sign_in("liaison").post(url, data={"sought": "PBS-"}).text) == []


def test_a_csv_says_who_took_it_masks_and_computes_nothing(url: str, sign_in: SignIn) -> None:
    with sign_in("liaison").post(f"{url}/unduh", data={"form": "csv"}) as answer:
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[2][0].startswith("Diunduh Liaison pada ")
    assert [row[:2] for row in rows[4:]] == [
        ["650101**********", "Budi Santoso"],
        ["650101**********", "'=HYPERLINK(1)"],
        ["650101**********", "Siti Aminah"],
    ]
    assert answer.headers["Content-Disposition"] == "attachment; filename=anggota-65.01.csv"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_xlsx_of_the_narrowed_list_with_whole_nik_is_kept_in_the_history(url: str, sign_in: SignIn) -> None:
    asked = {"form": "xlsx", "whole": "y", "why": "other", "remark": "Rapat pleno partai"}
    with sign_in("liaison").post(f"{url}/unduh?masalah=pekerjaan", data=asked) as answer:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[4:]] == ["6501015501790002"]
    assert "untuk alasan lain (Rapat pleno partai), NIK utuh" in str(rows[2][0])
    facts = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MembersExported.__name__)).one().facts
    assert facts == {"rows": 1, "form": "xlsx", "whole": True, "reason": "other"}


@pytest.mark.parametrize("who", ["verifier", "supervisor", "rival", "admin"])
def test_a_whole_nik_leaves_with_its_own_party_alone(world: World, url: str, who: str) -> None:
    with pytest.raises(NotAllowed):
        export_members(world.people[who], Wanted(world.unit, ALL, TableFile.CSV, True, "UTC"), io.BytesIO())
