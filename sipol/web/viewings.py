"""Every page that is shown to Bawaslu leaves a line: which page, about which row, when."""

from uuid import UUID

from flask import Flask, Response, request
from flask_login import current_user

from sipol.access.door import keep_work
from sipol.extensions import db
from sipol.rules.roles import Role
from sipol.services.advice import note_viewing

PAGE_WORDS: dict[str, str] = {
    "advice.about": "Saran dan catatan Bawaslu",
    "advice.index": "Saran perbaikan",
    "as_it_stood.index": "Register per tanggal",
    "completeness.index": "Kelengkapan",
    "completeness.unit": "Kelengkapan satu kepengurusan",
    "coverage.index": "Sebaran partai",
    "dashboard.index": "Dasbor",
    "decrees.index": "Daftar SK",
    "decrees.show": "SK",
    "disclosures.decree": "Siapa melihat SK",
    "disclosures.member": "Siapa melihat data anggota",
    "duplicates.index": "Ganda",
    "duplicates.show": "Anggota ganda",
    "findings.index": "Temuan",
    "history.index": "Riwayat",
    "member.show": "Anggota",
    "minutes.index": "Berita Acara",
    "minutes.show": "Satu Berita Acara",
    "offices.index": "Daftar kantor",
    "offices.show": "Kantor",
    "recap.index": "Rekapitulasi",
    "review.queue": "Antrean",
    "review.show": "Pengajuan",
    "rulings.change": "Perubahan putusan",
    "rulings.looks": "Telaah kedua",
    "sampling.show": "Uji petik",
    "signatures.show": "Penandatanganan",
    "verification.unit": "Verifikasi anggota",
}
"""The pages that count as seen, in words; pictures, files and settings leave no line."""


def watch(app: Flask) -> None:
    """Note what is shown to Bawaslu on its way out, a refusal too: what it could not see is told as well."""

    @app.after_request
    def see(response: Response) -> Response:
        endpoint = request.endpoint or ""
        if request.method != "GET" or endpoint not in PAGE_WORDS or response.status_code >= 500:
            return response
        if current_user.is_authenticated and current_user.role is Role.SUPERVISOR:
            about = [value for value in (request.view_args or {}).values() if isinstance(value, UUID)]
            # Nothing that a page merely showed is kept along with the line about it.
            db.session.rollback()
            note_viewing(current_user, endpoint, about[0] if about else None, response.status_code)
            keep_work()
        return response
