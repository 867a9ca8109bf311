"""What an office issues about a semester: its recap, the announcement of the results, and letters to the parties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.office_paper_events import LettersIssued, RecapIssued, ResultsAnnounced
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Commission, OfficePaper, Paper, PaperKind, Period, User
from sipol.models.base import Spot
from sipol.render import AnnouncedGroup, AnnouncementSheet, LetterSheet, Participation, RecapSheet, long_moment
from sipol.rules.errors import NotFound, Refused
from sipol.rules.workflow import Act, State
from sipol.services.minutes import PartyCase, cases_for, hold_office, office_of
from sipol.services.papers import head_of, keep_paper, new_code, verify_url
from sipol.services.periods import name_of
from sipol.services.recap import Line, printed, recap_of
from sipol.services.submissions import advance

LONGEST_NUMBER = 80
GROUPS: tuple[tuple[str, str, tuple[Participation, ...]], ...] = (
    (
        "Melakukan pemutakhiran",
        "mengajukan perubahan, atau menyatakan tidak ada perubahan",
        (Participation.UPDATED, Participation.UNCHANGED),
    ),
    ("Tidak melakukan pemutakhiran", "tidak mengajukan apa pun sampai batas waktu", (Participation.NOT_UPDATED,)),
    (
        "Menunggu pusat partai",
        "menyiapkan pengajuan, tetapi pusat partai belum menyetujuinya",
        (Participation.AWAITING_CENTRE,),
    ),
    (
        "Menunggu akun dari pusat partai",
        "meminta akun kepada pusat partai, yang belum menjawabnya",
        (Participation.AWAITING_ACCESS,),
    ),
    ("Belum mempunyai akun", "belum mempunyai petugas penghubung yang dapat masuk", (Participation.NO_ACCOUNT,)),
)


OBSTACLES: tuple[tuple[Callable[[PartyCase], bool], str], ...] = (
    (lambda case: case.waiting > 0, "Masih ada pengajuan yang belum diputus: {}."),
    (
        lambda case: case.minutes is None,
        "Belum ada Berita Acara untuk {}. Setiap partai mendapat satu Berita Acara.",
    ),
    (lambda case: case.amending, "Berita Acara perlu diubah lebih dahulu untuk {}."),
    (
        lambda case: case.minutes is not None and not case.minutes.signing.issued,
        "Berita Acara belum terbit karena menunggu tanda tangan: {}.",
    ),
)
"""What keeps an office from announcing, in the order in which it is mended; the parties concerned are named."""


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """``meeting_at`` and ``meeting_place`` for an invitation to the plenary; none for a reminder."""

    number: str
    meeting_at: datetime | None = None
    meeting_place: str = ""


def office_papers_for(actor: User, period: Period, region_code: str) -> Sequence[OfficePaper]:
    """What an office issued about a semester, within the actor's scope, the newest first."""
    query = select(OfficePaper).where(
        visible_to(actor, OfficePaper), OfficePaper.period_id == period.id, OfficePaper.region_code == region_code
    )
    ordered = query.options(joinedload(OfficePaper.paper), joinedload(OfficePaper.party))
    return db.session.scalars(ordered.order_by(OfficePaper.created_at.desc(), OfficePaper.id)).all()


def office_paper_for(actor: User, office_paper_id: UUID) -> OfficePaper:
    """One of those; NotFound otherwise."""
    query = select(OfficePaper).where(OfficePaper.id == office_paper_id, visible_to(actor, OfficePaper))
    paper = db.session.scalars(query.options(joinedload(OfficePaper.paper))).first()
    if paper is None:
        raise NotFound
    return paper


def issue_recap(actor: User, period: Period, number: str) -> OfficePaper:
    """Freeze the recap of the office's region as it stands, and have it printed."""
    office = office_of(actor)
    require(actor, Permission.MINUTES_ISSUE, Spot(office.region_code))
    number = _free_number(office, PaperKind.RECAP, number)
    lines = recap_of(actor, office.region_code, period)
    if not any(line.minutes for line in lines):
        raise Refused("number", "Belum ada Berita Acara di wilayah ini, jadi belum ada yang dapat direkapitulasi.")
    letterhead, zone = head_of(office.region_code)
    code = new_code(PaperKind.RECAP)
    sheet = RecapSheet(
        letterhead=letterhead,
        number=number,
        area=office.region.name,
        period=name_of(period),
        zone=zone,
        issued_at=now(),
        issued_by=actor.name,
        rows=printed(lines),
        code=code,
        verify_url=verify_url(code),
    )
    issued_id = uuid4()
    issued = _kept(actor.id, office, period, keep_paper(PaperKind.RECAP, issued_id, sheet, Spot(office.region_code)))
    record(actor, RecapIssued(issued.id, number=number, digest=issued.paper.digest), Spot(office.region_code))
    return issued


def lack_of_announcement(cases: Sequence[PartyCase], period: Period) -> str | None:
    """What still stands in the way of announcing, as a sentence; None when nothing does."""
    if now() < period.deadline:
        return "Pengumuman diterbitkan sesudah batas pengajuan lewat."
    if not cases:
        return "Belum ada partai yang terdaftar di wilayah kantor ini."
    for stands_in_the_way, sentence in OBSTACLES:
        if concerned := [case.party.abbreviation for case in cases if stands_in_the_way(case)]:
            return sentence.format(", ".join(concerned))
    return None


def announce(actor: User, period: Period, number: str) -> OfficePaper:
    """Tell everybody who updated and who did not; what stands in Berita Acara is announced then. Raises Refused."""
    office = office_of(actor)
    place = Spot(office.region_code)
    require(actor, Permission.MINUTES_ISSUE, place)
    number = _free_number(office, PaperKind.ANNOUNCEMENT, number)
    cases = cases_for(actor, office.region_code, period)
    if lack := lack_of_announcement(cases, period):
        raise Refused("number", lack)
    fresh = [row for case in cases for row in case.submissions if row.state is State.MINUTED]
    former = [
        one for one in office_papers_for(actor, period, office.region_code) if one.paper.kind is PaperKind.ANNOUNCEMENT
    ]
    if former and not fresh:
        raise Refused("number", "Hasil semester ini sudah diumumkan, dan sejak itu tidak ada yang berubah.")
    lines = recap_of(actor, office.region_code, period)
    own = [line for line in lines if line.code == office.region_code]
    letterhead, zone = head_of(office.region_code)
    code = new_code(PaperKind.ANNOUNCEMENT)
    sheet = AnnouncementSheet(
        letterhead=letterhead,
        number=number,
        area=office.region.name,
        period=name_of(period),
        zone=zone,
        issued_at=now(),
        # Anyone may download this paper with its data: the office speaks, and no person is named.
        issued_by=office.name,
        groups=groups_of(own),
        rows=printed(own),
        code=code,
        verify_url=verify_url(code),
    )
    issued = _kept(actor.id, office, period, keep_paper(PaperKind.ANNOUNCEMENT, uuid4(), sheet, place))
    for submission in fresh:
        advance(actor, submission, Act.ANNOUNCE)
    record(actor, ResultsAnnounced(issued.id, number=number, digest=issued.paper.digest), place)
    return issued


def groups_of(lines: Sequence[Line]) -> tuple[AnnouncedGroup, ...]:
    """The four groups, which are never merged (domain, section 3); every party stands in one of them."""
    return tuple(
        AnnouncedGroup(title, meaning, tuple(_named(line) for line in lines if set(line.states) & set(those)))
        for title, meaning, those in GROUPS
    )


def _named(line: Line) -> str:
    unchanged = Participation.UNCHANGED in line.states
    return f"{line.party.name} (tidak ada perubahan)" if unchanged else line.party.name


def send_invitations(actor: User, period: Period, draft: LetterDraft) -> list[OfficePaper]:
    """An invitation to the plenary for every party under the office. Refused("number"|"meeting_at"|…)."""
    if draft.meeting_at is None or draft.meeting_at <= now():
        raise Refused("meeting_at", "Isi waktu rapat pleno sesudah saat ini.")
    if not draft.meeting_place.strip():
        raise Refused("meeting_place", "Isi tempat rapat pleno, misalnya Kantor KPU Kabupaten Bulungan.")
    text = (
        f"Kami mengundang pengurus dan petugas penghubung untuk menghadiri rapat pleno rekapitulasi hasil pemutakhiran "
        f"data partai politik {name_of(period)} pada waktu dan tempat berikut.",
        "Bawalah mandat dari partai. Partai yang tidak hadir menerima Berita Acara melalui register.",
    )
    return _send(actor, period, PaperKind.PLENARY, "Undangan rapat pleno rekapitulasi", text, draft)


def send_reminders(actor: User, period: Period, draft: LetterDraft) -> list[OfficePaper]:
    """A reminder for every party under the office that has handed in nothing yet. Refused("number", …)."""
    if now() >= period.deadline:
        raise Refused("number", "Batas pengajuan sudah lewat, jadi tidak ada yang perlu diingatkan.")
    _, zone = head_of(actor.region_code or "")
    text = (
        f"Sampai saat ini belum ada pengajuan pemutakhiran data {name_of(period)} dari kepengurusan Saudara.",
        f"Batas pengajuan {long_moment(period.deadline, zone)}. Bila tidak ada perubahan, nyatakan itu di register.",
    )
    return _send(actor, period, PaperKind.REMINDER, "Pengingat pemutakhiran data", text, draft)


def _send(
    actor: User, period: Period, kind: PaperKind, subject: str, text: tuple[str, ...], draft: LetterDraft
) -> list[OfficePaper]:
    office = office_of(actor)
    require(actor, Permission.MINUTES_ISSUE, Spot(office.region_code))
    number = _free_number(office, kind, draft.number)
    cases = cases_for(actor, office.region_code, period)
    if kind is PaperKind.REMINDER:
        cases = [case for case in cases if not any(row.receipt for row in case.submissions)]
    if not cases:
        raise Refused("number", "Tidak ada partai yang perlu dikirimi surat ini.")
    letterhead, zone = head_of(office.region_code)
    sent = []
    for case in cases:
        code = new_code(kind)
        sheet = LetterSheet(
            letterhead=letterhead,
            number=number,
            subject=subject,
            party=case.party.name,
            unit=case.units[0].name,
            period=name_of(period),
            zone=zone,
            issued_at=now(),
            issued_by=actor.name,
            paragraphs=text,
            meeting_at=draft.meeting_at,
            meeting_place=draft.meeting_place.strip(),
            code=code,
            verify_url=verify_url(code),
        )
        paper = keep_paper(kind, uuid4(), sheet, Spot(office.region_code, case.party.id))
        sent.append(_kept(actor.id, office, period, paper))
    told = LettersIssued(period.id, kind=kind, number=number, letters=len(sent))
    record(actor, told, Spot(office.region_code))
    return sent


def _free_number(office: Commission, kind: PaperKind, number: str) -> str:
    """The number as it is kept; Refused where the office gave it to such a paper before.

    Whoever presses second waits here, and then finds the number taken.
    """
    hold_office(office)
    number = number.strip()
    if not number or len(number) > LONGEST_NUMBER:
        raise Refused("number", f"Isi nomor surat, paling panjang {LONGEST_NUMBER} huruf.")
    same = (Paper.kind == kind, Paper.region_code == office.region_code, Paper.sheet["number"].astext == number)
    if db.session.scalars(select(Paper.id).where(*same).limit(1)).first():
        raise Refused("number", "Nomor ini sudah dipakai kantor ini. Isi nomor lain, atau unduh yang sudah terbit.")
    return number


def _kept(issuer: UUID, office: Commission, period: Period, paper: Paper) -> OfficePaper:
    issued = OfficePaper(
        id=paper.subject_id,
        region_code=office.region_code,
        party_id=paper.party_id,
        period_id=period.id,
        paper_id=paper.id,
        issued_by=issuer,
    )
    db.session.add(issued)
    db.session.flush()
    return issued
