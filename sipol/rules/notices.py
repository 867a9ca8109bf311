"""What people are told of, in words. A notice names the unit, the semester and the step, and never a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sipol.rules.periods import days_left
from sipol.rules.workflow import Act

REMINDED = (14, 7, 3, 1)
"""Days before a deadline."""
CENTRE_REMINDED = (3, 1)
"""The same for a party's centre with something to approve."""


ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
LONGEST_ADDRESS = 254


class Topic(StrEnum):
    """Notices that people take or leave together when it comes to e-mail."""

    STEPS = "steps"
    MINUTES = "minutes"
    PERIODS = "periods"
    DEADLINES = "deadlines"
    SECURITY = "security"
    """What is done to somebody's own account; it is always mailed."""
    ACCOUNTS = "accounts"


TOPIC_WORDS: dict[Topic, str] = {
    Topic.STEPS: "Setiap langkah pengajuan, dan pengingat bahwa pengajuan menunggu persetujuan pusat",
    Topic.MINUTES: "Berita Acara yang terbit",
    Topic.PERIODS: "Masa pemutakhiran yang ditetapkan atau diubah",
    Topic.DEADLINES: "Pengingat 14, 7, 3, dan 1 hari sebelum batas waktu",
    Topic.ACCOUNTS: "Akun: permintaan akun, serah terima pekerjaan, dan akun yang akan ditutup",
}


class Circle(StrEnum):
    """Who may hear of something: the party, who may approve for its centre, the office that verifies, Bawaslu there."""

    PARTY = "party"
    APPROVERS = "approvers"
    OFFICE = "office"
    SUPERVISOR = "supervisor"


class NoticeKind(StrEnum):
    HANDED_IN = "handed_in"
    WAITS_FOR_CENTRE = "waits_for_centre"
    CENTRE_APPROVED = "centre_approved"
    CENTRE_REFUSED = "centre_refused"
    TAKEN_UP = "taken_up"
    RETURNED = "returned"
    DECIDED = "decided"
    MINUTED = "minuted"
    ANNOUNCED = "announced"
    REOPENED = "reopened"
    MINUTES_ISSUED = "minutes_issued"
    PERIOD_OPENED = "period_opened"
    PERIOD_EXTENDED = "period_extended"
    CORRECTION_OPENED = "correction_opened"
    DEADLINE_NEAR = "deadline_near"
    CORRECTION_ENDS = "correction_ends"
    ADVICE_GIVEN = "advice_given"
    ADVICE_ANSWERED = "advice_answered"
    CENTRE_REMINDED = "centre_reminded"
    APPROVAL_NEAR = "approval_near"
    ACCOUNT_CHANGED = "account_changed"
    ACCESS_ASKED = "access_asked"
    ACCOUNT_DORMANT = "account_dormant"
    WORK_HANDED_OVER = "work_handed_over"


# That a verifier lets go changes nothing for anybody else.
STEPS: dict[Act, NoticeKind] = {
    Act.SUBMIT: NoticeKind.HANDED_IN,
    Act.ASK_CENTRE: NoticeKind.WAITS_FOR_CENTRE,
    Act.CENTRE_APPROVES: NoticeKind.CENTRE_APPROVED,
    Act.CENTRE_REFUSES: NoticeKind.CENTRE_REFUSED,
    Act.TAKE_UP: NoticeKind.TAKEN_UP,
    Act.RETURN: NoticeKind.RETURNED,
    Act.DECIDE: NoticeKind.DECIDED,
    Act.MINUTE: NoticeKind.MINUTED,
    Act.ANNOUNCE: NoticeKind.ANNOUNCED,
    Act.REOPEN: NoticeKind.REOPENED,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """How something is told. ``title`` and ``hint`` have places for the facts of the notice."""

    topic: Topic
    circles: frozenset[Circle]
    title: str
    hint: str


_PARTY = frozenset({Circle.PARTY})
_PARTY_AND_BAWASLU = frozenset({Circle.PARTY, Circle.SUPERVISOR})
_OFFICE, _SUPERVISOR = frozenset({Circle.OFFICE}), frozenset({Circle.SUPERVISOR})
_APPROVERS = frozenset({Circle.APPROVERS})
_ALL = frozenset(Circle) - _APPROVERS
_ONE: frozenset[Circle] = frozenset()
"""Told to single people, whatever their circle."""

TELLINGS: dict[NoticeKind, Telling] = {
    NoticeKind.HANDED_IN: Telling(Topic.STEPS, _ALL, "{object} diajukan ke KPU", "Menunggu diambil verifikator."),
    NoticeKind.WAITS_FOR_CENTRE: Telling(
        Topic.STEPS,
        _PARTY | _APPROVERS,
        "{object} menunggu persetujuan pusat",
        "Diteruskan ke KPU sesudah disetujui pusat.",
    ),
    NoticeKind.CENTRE_APPROVED: Telling(
        Topic.STEPS, _ALL, "{object} disetujui pusat dan diajukan ke KPU", "Menunggu diambil verifikator."
    ),
    NoticeKind.CENTRE_REFUSED: Telling(
        Topic.STEPS, _PARTY, "{object} dikembalikan pusat", "Baca alasannya, perbaiki, lalu ajukan kembali."
    ),
    NoticeKind.TAKEN_UP: Telling(
        Topic.STEPS, _PARTY, "{object} mulai diverifikasi", "Isinya tidak dapat diubah selama diverifikasi."
    ),
    NoticeKind.RETURNED: Telling(
        Topic.STEPS,
        _PARTY_AND_BAWASLU,
        "{object} perlu perbaikan (BMS)",
        "Alasannya tertulis pada halaman pengajuan. Setelah diperbaiki, partai mengajukannya kembali.",
    ),
    NoticeKind.DECIDED: Telling(
        Topic.STEPS, _PARTY_AND_BAWASLU, "{object} diputus: {outcome}", "Keputusan ini akan dimuat dalam Berita Acara."
    ),
    NoticeKind.MINUTED: Telling(
        Topic.STEPS, _PARTY, "{object} dimuat dalam Berita Acara", "Berita Acara dapat dibuka dan diunduh."
    ),
    NoticeKind.ANNOUNCED: Telling(
        Topic.STEPS, _PARTY_AND_BAWASLU, "{object} diumumkan", "Hasilnya sekarang terbuka untuk masyarakat."
    ),
    NoticeKind.REOPENED: Telling(
        Topic.STEPS,
        _ALL,
        "Putusan {object} dibuka kembali",
        "Dua orang di KPU menyetujuinya; alasan dan rujukannya ada pada riwayat. Pengajuan diverifikasi lagi.",
    ),
    NoticeKind.MINUTES_ISSUED: Telling(
        Topic.MINUTES, _ALL, "{object} terbit", "Nomor {number}. Berita Acara dapat dibuka dan diunduh."
    ),
    NoticeKind.PERIOD_OPENED: Telling(
        Topic.PERIODS, _ALL, "Masa pemutakhiran {period} ditetapkan", "Dibuka {opens}. Batas pengajuan {moment}."
    ),
    NoticeKind.PERIOD_EXTENDED: Telling(
        Topic.PERIODS, _ALL, "Batas pengajuan {period} diperpanjang", "Batas pengajuan sekarang {moment}."
    ),
    NoticeKind.CORRECTION_OPENED: Telling(
        Topic.PERIODS,
        _ALL,
        "Masa perbaikan {period} ditetapkan",
        "Hanya untuk pengajuan yang dikembalikan: {opens} sampai {moment}.",
    ),
    NoticeKind.ADVICE_GIVEN: Telling(
        Topic.STEPS, _OFFICE, "Saran perbaikan Bawaslu tentang {object}", "Jawab paling lambat {moment}."
    ),
    NoticeKind.ADVICE_ANSWERED: Telling(
        Topic.STEPS,
        _SUPERVISOR,
        "KPU menjawab saran perbaikan tentang {object}",
        "Jawabannya ada pada halaman saran perbaikan.",
    ),
    NoticeKind.DEADLINE_NEAR: Telling(
        Topic.DEADLINES, _PARTY, "Pengajuan {period} ditutup {left}", "Batas pengajuan {moment}."
    ),
    NoticeKind.CORRECTION_ENDS: Telling(
        Topic.DEADLINES, _PARTY, "Masa perbaikan {period} ditutup {left}", "Masa perbaikan berakhir {moment}."
    ),
    NoticeKind.CENTRE_REMINDED: Telling(
        Topic.STEPS,
        _APPROVERS,
        "Pengingat: {object} menunggu persetujuan pusat",
        "Menunggu {since}. Batas pengajuan {moment}.",
    ),
    NoticeKind.APPROVAL_NEAR: Telling(
        Topic.DEADLINES,
        _APPROVERS,
        "Masih ada pengajuan yang menunggu persetujuan Anda; batasnya {left}",
        "Batas {moment}. Sesudah itu pengajuan yang belum disetujui tidak sampai ke KPU.",
    ),
    NoticeKind.ACCOUNT_CHANGED: Telling(
        Topic.SECURITY,
        frozenset(),
        "{object}",
        "Bila bukan Anda, segera ganti kata sandi dan keluarkan perangkat lain pada halaman Keamanan akun.",
    ),
    NoticeKind.ACCESS_ASKED: Telling(
        Topic.ACCOUNTS, _ONE, "Seorang petugas meminta akun", "Baca surat penunjukannya, lalu setujui atau tolak."
    ),
    NoticeKind.ACCOUNT_DORMANT: Telling(
        Topic.ACCOUNTS, _ONE, "Akun Anda akan ditutup karena lama tidak dipakai", "Masuklah sebelum {moment}."
    ),
    NoticeKind.WORK_HANDED_OVER: Telling(
        Topic.ACCOUNTS,
        _ONE,
        "Anda menerima pekerjaan rekan yang tidak bertugas lagi",
        "{object} sekarang menjadi tanggung jawab Anda.",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words; ``about`` names the unit or office and the semester."""

    title: str
    about: str
    hint: str


def words_of(kind: NoticeKind, facts: Mapping[str, str]) -> Words:
    """The same on the page and in an e-mail."""
    telling = TELLINGS[kind]
    return Words(telling.title.format_map(facts), facts["about"], telling.hint.format_map(facts))


def is_address(text: str) -> bool:
    """Whether mail can be sent there as far as one can see: plain letters and nothing that a header would misread."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def in_days(days: int) -> str:
    """``7 hari lagi``."""
    return f"{days} hari lagi" if days else "hari ini"


def reminder_due(
    deadline: datetime, known_since: datetime, at: datetime, zone: str, marks: Sequence[int] = REMINDED
) -> int | None:
    """Which of the reminders before a deadline is due, by its days; None where none is.

    One that nobody could send on its day is due until the next one. Nobody is reminded of what was made known later.
    """
    if at >= deadline:
        return None
    left = days_left(deadline, at, zone)
    mark = min((days for days in marks if days >= left), default=None)
    if mark is None or days_left(deadline, known_since, zone) <= mark:
        return None
    return mark
