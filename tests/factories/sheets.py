"""Invented papers. Every party, person and number here is made up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sipol.render import (
    Amendment,
    Fact,
    FindingRow,
    LastSubmission,
    Letterhead,
    MemberRow,
    MinutesSheet,
    OfficerGroup,
    OfficerRow,
    Participation,
    Piece,
    ReceiptSheet,
    ResultRow,
    SentDecree,
    SignatureRow,
    SignaturesSheet,
    Signer,
    plain,
    seal,
)
from sipol.rules.signing import WAY_WORDS, SignerAnswer, SigningWay

TARAKAN = Letterhead(
    name="Komisi Pemilihan Umum",
    region="Kota Tarakan",
    address="Jalan Jenderal Sudirman, Pamusian, Tarakan Tengah, Kota Tarakan, Kalimantan Utara",
)
LAWS = (
    "Undang-Undang Nomor 2 Tahun 2008 tentang Partai Politik sebagaimana telah diubah dengan Undang-Undang"
    " Nomor 2 Tahun 2011",
    "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum beserta perubahannya",
    "Pasal 146 Peraturan Komisi Pemilihan Umum Nomor 4 Tahun 2022 sebagaimana telah diubah dengan Peraturan"
    " Komisi Pemilihan Umum Nomor 11 Tahun 2022",
    "Keputusan Komisi Pemilihan Umum Nomor 1365 Tahun 2023 sebagaimana telah diubah dengan Keputusan Komisi"
    " Pemilihan Umum Nomor 658 Tahun 2024",
)
SIGNERS = (
    Signer("Rusdi Amiruddin", "Ketua"),
    Signer("Marlina Sitepu", "Anggota"),
    Signer("Taufik Semaun", "Anggota"),
    Signer("Herlina Lawai", "Anggota"),
    Signer("Fahrul Rozak", "Anggota"),
)
WITNESSES = (Signer("Yohana Padan", "Bawaslu Kota Tarakan"), Signer("Rahmi Aslinda", "Petugas penghubung"))
RESULTS = (
    ResultRow("SK kepengurusan tingkat kota", 1, 1, 0, 0, "SK Nomor 111/SK/DW-PBS/V/2025 tanggal 10 Mei 2025"),
    ResultRow(
        "SK kepengurusan kecamatan",
        3,
        3,
        0,
        0,
        "Kecamatan Tarakan Tengah tidak diajukan: menunggu persetujuan pusat partai sampai batas waktu",
    ),
    ResultRow("Keanggotaan", 1271, 1262, 5, 4, "Jumlah minimal 256 anggota terpenuhi"),
    ResultRow("Kantor tetap", 1, 1, 0, 0, "Sewa sampai 31 Desember 2027"),
)
NO_FINDINGS = (
    FindingRow("Nama dan jabatan pengurus", 0, 0, 0),
    FindingRow("Anggota", 0, 0, 0),
    FindingRow("Kantor tetap", 0, 0, 0),
)
OFFICERS = (
    OfficerRow(
        1,
        plain("Ketua Dewan Penasihat"),
        (Piece("Drs. H. Jufr"), Piece("i", True), Piece(" Daud")),
        (Piece("Drs. H. Jufr"), Piece("y", True), Piece(" Daud")),
        "Ejaan",
        "Sesuai, beda penulisan",
    ),
    OfficerRow(
        2,
        plain("Anggota Dewan Penasihat"),
        (Piece("Drs. H. "), Piece("Desy", True), Piece(" Ariyadi")),
        (Piece("Drs. H. "), Piece("D.", True), Piece(" Ariyadi")),
        "Singkatan",
        "Sesuai, beda penulisan",
    ),
    OfficerRow(
        5,
        plain("Wakil Ketua Bidang Pemberdayaan Perempuan dan Perlindungan Anak"),
        (Piece("Yan"), Piece("a", True), Piece("i Fahreza Azraf, S.H., M.H.")),
        (Piece("Yan"), Piece("t", True), Piece("i Fahreza Azraf, S.H., M.H.")),
        "Salah ketik",
        "Perbaiki data",
    ),
    OfficerRow(
        8,
        (Piece("Wakil ", True), Piece("Ketua"), Piece(" Bidang Kaderisasi", True)),
        plain("Muslih Edy Fauzan"),
        (Piece("Ketua: Muslih Edy Fauzan"),),
        "Jabatan",
        "Data diperbaiki partai 19 Desember 2025",
    ),
)
MEMBERS = (
    MemberRow("657101**********", "Abdul Rahim Salam", "Tarakan Barat", "5 Ganda identik", "TMS"),
    MemberRow("657102**********", "Sitti Maryam Daud", "Tarakan Tengah", "5 Ganda identik", "TMS"),
    MemberRow("657103**********", "Yulius Ngau", "Tarakan Timur", "7 Ganda eksternal", "TMS"),
    MemberRow("657104**********", "La Ode Sarman", "Tarakan Utara", "4 Pekerjaan", "BMS"),
    MemberRow("657104**********", "Rizal Effendi Lubis", "Tarakan Utara", "3 Usia", "BMS"),
)
PREMISES = (
    Fact("Alamat", "Jalan Yos Sudarso RT 14, Kelurahan Lingkas Ujung, Kecamatan Tarakan Timur"),
    Fact("Status dan masa berlaku", "Sewa, sampai 31 Desember 2027"),
    Fact("Surat keterangan domisili", "Kelurahan Lingkas Ujung, 12 Desember 2025"),
    Fact("Hasil", "Memenuhi syarat (MS)"),
)


def minutes(**changes: Any) -> MinutesSheet:
    """A sealed Berita Acara of a party that submitted everything and gave no cause for a finding."""
    return seal(draft_minutes(**changes))


def draft_minutes(**changes: Any) -> MinutesSheet:
    sheet = MinutesSheet(
        letterhead=TARAKAN,
        supervisor="Badan Pengawas Pemilihan Umum Kota Tarakan",
        title="Rekapitulasi Hasil Pemutakhiran Data Partai Politik Berkelanjutan melalui Sipol",
        number="12/PL.01.1-BA/6571/2025",
        held_on=date(2025, 12, 31),
        place="Kantor Komisi Pemilihan Umum Kota Tarakan",
        party="Partai Bahari Sejahtera",
        level="Kota Tarakan",
        period="Semester II Tahun 2025",
        zone="Asia/Makassar",
        legal_basis=LAWS,
        participation=Participation.UPDATED,
        deadline=datetime(2025, 12, 29, 8, 0, tzinfo=UTC),
        last_submission=LastSubmission(datetime(2025, 12, 28, 11, 36, 12, 345678, tzinfo=UTC), "TT-6571-2025.2-00058"),
        results=RESULTS,
        notes=("Keterwakilan perempuan 6 dari 13 pengurus harian (46,2 persen); di tingkat kota bersifat informasi.",),
        findings=NO_FINDINGS,
        signers=SIGNERS,
        witnesses=WITNESSES,
        premises=PREMISES,
        frozen_at=datetime(2025, 12, 31, 7, 4, tzinfo=UTC),
        ruleset="aturan 2025.2",
        code="BA-7F3K-92QD-11XA",
        verify_url="https://sipol.example.id/periksa/BA-7F3K-92QD-11XA",
        exported_by="Diekspor oleh Nurlina Hasan, verifikator KPU Kota Tarakan, Rabu, 31 Desember 2025, pukul"
        " 15.22 WITA. Ekspor ini dicatat.",
    )
    return replace(sheet, **changes)


def with_findings(count: int, **changes: Any) -> MinutesSheet:
    """``count`` differences between officers over two SK, and the members of ``MEMBERS``."""
    rows = tuple(_numbered(count))
    half = (count + 1) // 2
    groups = (
        OfficerGroup("SK Nomor 111/SK/DW-PBS/V/2025", rows[:half]),
        OfficerGroup("SK Nomor 027/SK/DW-PBS/VI/2025 (Kecamatan Tarakan Timur)", rows[half:]),
    )
    told = {
        "findings": (
            FindingRow("Nama dan jabatan pengurus", count, count - 1, 1, "1 menunggu perbaikan SK"),
            FindingRow("Anggota", 5, 3, 2, "3 tidak memenuhi syarat, 2 menunggu surat pernyataan"),
            FindingRow("Kantor tetap", 0, 0, 0),
        ),
        "officers": tuple(group for group in groups if group.rows),
        "members": MEMBERS,
        "advice": (
            "1 (satu), mengenai tanggal SK kepengurusan Kecamatan Tarakan Timur, telah ditindaklanjuti pada Senin,"
            " 15 Desember 2025.",
        ),
    }
    return minutes(**{**told, **changes})


def _numbered(count: int) -> Iterable[OfficerRow]:
    for number in range(count):
        yield replace(OFFICERS[number % len(OFFICERS)], row=number + 1)


def many_members(count: int) -> MinutesSheet:
    rows = (
        MemberRow("657101**********", f"Anggota {number}", "Tarakan Barat", "3 Usia", "BMS") for number in range(count)
    )
    return minutes(members=tuple(rows))


def silent_minutes(participation: Participation = Participation.NOT_UPDATED) -> MinutesSheet:
    """A Berita Acara of a party from which nothing was received."""
    return minutes(
        participation=participation,
        last_submission=None,
        results=(),
        findings=(),
        notes=(),
        premises=(),
        party="Partai Rimba Bersatu",
        number="13/PL.01.1-BA/6571/2025",
    )


def declined_minutes() -> MinutesSheet:
    reason = "dinas luar, surat tugas tercatat."
    return minutes(signers=(*SIGNERS[:4], replace(SIGNERS[4], declined=reason)))


def amended_minutes() -> MinutesSheet:
    return with_findings(
        2,
        number="4/PL.01.1-BA/6571/2026",
        held_on=date(2026, 1, 14),
        frozen_at=datetime(2026, 1, 14, 3, 20, tzinfo=UTC),
        amends=Amendment(
            "12/PL.01.1-BA/6571/2025",
            date(2025, 12, 31),
            "salah tulis nomor SK kepengurusan Kecamatan Tarakan Timur",
        ),
    )


def receipt(**changes: Any) -> ReceiptSheet:
    sheet = ReceiptSheet(
        letterhead=TARAKAN,
        number="TT-6571-2025.2-00041",
        party="Partai Bahari Sejahtera",
        unit="Dewan Wilayah Partai Bahari Sejahtera Kota Tarakan",
        subject="SK kepengurusan",
        period="Semester II Tahun 2025",
        zone="Asia/Makassar",
        received_at=datetime(2025, 12, 18, 2, 41, 7, tzinfo=UTC),
        sent_by="Rahmi Aslinda, petugas penghubung",
        deadline=datetime(2025, 12, 29, 8, 0, tzinfo=UTC),
        decree=SentDecree("111/SK/DW-PBS/V/2025", date(2025, 5, 10), 33, 4, "9f86d081884c7d65" * 4),
        open_findings=4,
        code="TT-4H8P-20MZ-77QC",
        verify_url="https://sipol.example.id/periksa/TT-4H8P-20MZ-77QC",
        exported_by="Diekspor oleh Rahmi Aslinda, petugas penghubung, Kamis, 18 Desember 2025, pukul 10.41 WITA.",
    )
    return seal(replace(sheet, **changes))


def signatures(**changes: Any) -> SignaturesSheet:
    """Who signed ``declined_minutes``: one by account, two on paper; one declined, one was not there."""
    cited = declined_minutes()
    paper, own, plenary = (
        WAY_WORDS[way] for way in (SigningWay.FROM_PAPER, SigningWay.OWN_ACCOUNT, SigningWay.AT_PLENARY)
    )
    day = date(2026, 1, 2)
    sheet = SignaturesSheet(
        letterhead=TARAKAN,
        number=cited.number,
        minutes_code=cited.code,
        minutes_digest=cited.digest,
        minutes_held_on=cited.held_on,
        party=cited.party,
        level=cited.level,
        period=cited.period,
        zone=cited.zone,
        completed_at=datetime(2026, 1, 2, 3, 30, tzinfo=UTC),
        signers=(
            SignatureRow("Rusdi Amiruddin", "Ketua", SignerAnswer.SIGNED, own, day),
            SignatureRow("Marlina Sitepu", "Anggota", SignerAnswer.SIGNED, paper, day),
            SignatureRow("Taufik Semaun", "Anggota", SignerAnswer.ABSENT, paper, None, "Dirawat di rumah sakit"),
            SignatureRow("Herlina Lawai", "Anggota", SignerAnswer.SIGNED, paper, day),
            SignatureRow("Fahrul Rozak", "Anggota", SignerAnswer.DECLINED, plenary, None, cited.signers[4].declined),
        ),
        code="LT-3C9D-81WQ-20ZB",
        verify_url="https://sipol.example.id/periksa/LT-3C9D-81WQ-20ZB",
    )
    return seal(replace(sheet, **changes))
