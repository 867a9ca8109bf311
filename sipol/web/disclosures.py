"""Siapa melihat data ini: for one member, and for the officers of one SK."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from sipol.access.door import open_to
from sipol.models import Disclosure, User
from sipol.rules.disclosures import MEDIUM_WORDS, SEEING_REASON_WORDS
from sipol.rules.roles import PARTY_ROLES, ROLE_WORDS, Audience, Role
from sipol.services.decrees import decree_for
from sipol.services.disclosures import PAGE, disclosures_of_decree, disclosures_of_member
from sipol.services.member_entry import member_for
from sipol.web.history import LAST

bp = Blueprint("disclosures", __name__)

PLACES: dict[str, str] = {
    "as_it_stood.table": "Perbandingan kepengurusan",
    "decrees.file": "SK",
    "decrees.show": "SK",
    "duplicates.call": "Anggota ganda",
    "duplicates.hear": "Anggota ganda",
    "duplicates.index": "Daftar anggota ganda",
    "duplicates.invitation": "Undangan klarifikasi",
    "duplicates.settle": "Anggota ganda",
    "duplicates.show": "Anggota ganda",
    "likeness.index": "Daftar anggota yang mirip",
    "member.attach": "Halaman anggota",
    "member.correct": "Formulir perbaikan",
    "member.picture": "Salinan kartu atau surat",
    "member.remove": "Halaman anggota",
    "member.show": "Halaman anggota",
    "member_columns.ask": "Kolom daftar yang diunggah",
    "member_columns.tell": "Kolom daftar yang diunggah",
    "members.bad_rows": "Baris bermasalah",
    "members.mend": "Baris bermasalah",
    "members.put_right": "Baris bermasalah",
    "members.show": "Baris bermasalah",
    "members.take_back": "Baris bermasalah",
    "members.take_in": "Baris bermasalah",
    "minutes.data": "Berita Acara",
    "minutes.file": "Berita Acara",
    "people.export": "Daftar anggota",
    "people.index": "Daftar anggota",
    "review.answer": "Tinjauan pengajuan",
    "review.decide": "Tinjauan pengajuan",
    "review.show": "Tinjauan pengajuan",
    "sampling.person": "Uji petik",
    "sampling.replace": "Uji petik",
    "sampling.sheet": "Lembar kunjungan",
    "sampling.show": "Daftar uji petik",
    "verification.decide": "Verifikasi anggota",
    "verification.row": "Verifikasi anggota",
    "verification.show_nik": "Permintaan NIK utuh",
    "verification.unit": "Daftar verifikasi",
}
"""The doors at which personal data are shown, in words."""


@bp.get("/anggota/<uuid:member_id>/dilihat")
@open_to(Audience.CASEWORK)
def member(member_id: UUID) -> ResponseReturnValue:
    one = member_for(current_user, member_id)
    found = disclosures_of_member(current_user, one, _before())
    older = url_for(".member", member_id=one.id, sebelum=found[-1].seq) if len(found) == PAGE else None
    return _page(one.name, one.unit.name, found, older)


@bp.get("/sk/<uuid:decree_id>/dilihat")
@open_to(Audience.CASEWORK)
def decree(decree_id: UUID) -> ResponseReturnValue:
    one = decree_for(current_user, decree_id)
    found = disclosures_of_decree(current_user, one, _before())
    older = url_for(".decree", decree_id=one.id, sebelum=found[-1].seq) if len(found) == PAGE else None
    return _page(f"SK Nomor {one.number}" if one.number else "SK tanpa nomor", one.unit.name, found, older)


def _before() -> int | None:
    return min(max(request.args.get("sebelum", 0, int), 0), LAST) or None


def _page(whom: str, where: str, found: Sequence[Disclosure], older: str | None) -> str:
    return render_template(
        "web/disclosures/index.html",
        crumbs=[("Beranda", url_for("home.page")), ("Siapa melihat data ini", None)],
        whom=whom,
        where=where,
        found=[(one, _named(one.viewer)) for one in found],
        older=older,
        newest=request.path if _before() else None,
        places=PLACES,
        media=MEDIUM_WORDS,
        reasons=SEEING_REASON_WORDS,
    )


def _named(viewer: User) -> str:
    """Who it was. A party is not told which person at Bawaslu looks at it."""
    if viewer.role is Role.SUPERVISOR and current_user.role in PARTY_ROLES:
        return f"Bawaslu {viewer.region.name}"
    return f"{viewer.name} ({ROLE_WORDS[viewer.role]})"
