"""Reckon what a Berita Acara says: results per object, findings and how they were settled, the officers concerned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sipol.extensions import now
from sipol.models import Commission, Decree, Finding, Party, Period, Submission, Unit
from sipol.render import (
    Amendment,
    FindingRow,
    LastSubmission,
    Letterhead,
    MinutesSheet,
    OfficerGroup,
    OfficerRow,
    Participation,
    Piece,
    ResultRow,
    Signer,
    Text,
    plain,
    short_date,
)
from sipol.rules.findings import ACROSS, FIELD_WORDS, Against, Field, answers_to
from sipol.rules.regions import LEVEL_WORDS, Level, is_city, level_of
from sipol.rules.ruleset import RULESET
from sipol.rules.workflow import Outcome, State, Subject
from sipol.services.findings import findings_of
from sipol.services.ledger_members import member_results, member_rows
from sipol.services.ledger_offices import office_finding_rows, office_results, outcome_of, premises_of
from sipol.services.papers import KPU, verify_url
from sipol.services.periods import name_of

TITLE = "Rekapitulasi Hasil Pemutakhiran Data Partai Politik Berkelanjutan melalui Sipol"
REPAIRED = "data diperbaiki partai"
OPEN, NO_LONGER = "belum dijawab", "tidak lagi ditemukan"
BESIDE: dict[Against, str] = {
    Against.IN_FORCE: " (SK sebelumnya)",
    Against.ISSUER: " (pengurus penerbit)",
    Against.MEMBERS: " (daftar anggota)",
}
SILENCE = {
    Participation.AWAITING_CENTRE: "menunggu persetujuan pusat partai",
    Participation.NOT_UPDATED: "tidak melakukan pemutakhiran",
    Participation.NO_ACCOUNT: "belum mempunyai akun",
    Participation.AWAITING_ACCESS: "menunggu pusat partai membuka akun yang diminta",
}


@dataclass(frozen=True, slots=True)
class MinutesDraft:
    """What people add to what the register knows: place, day, who declines to sign, who witnesses, what was said."""

    place: str
    held_on: date
    number: str = ""
    declined: tuple[tuple[int, str], ...] = ()
    """(order of the commissioner, reason) for each who does not sign; two may bear one name."""
    witnesses: tuple[Signer, ...] = ()
    advice: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    reason: str = ""
    """Why a Berita Acara Perubahan is needed; a first one has none."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the register knows of one party under the office: units, what they sent, an account, or one asked for."""

    party: Party
    units: Sequence[Unit]
    rows: Sequence[Submission]
    has_account: bool
    asks_access: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How the paper is told from all others, and which one it changes."""

    number: str
    code: str
    amends: Amendment | None = None


def sheet_for(share: Share, office: Commission, period: Period, draft: MinutesDraft, mark: Mark) -> MinutesSheet:
    """Everything the Berita Acara of one party prints, as the register stands at this moment; without a digest."""
    # What was received stays received, even where the centre took it back before it was mended.
    sent = [row for row in share.rows if row.receipt is not None]
    doubted = {row.id: _counted_findings(row) for row in sent}
    return MinutesSheet(
        letterhead=Letterhead(KPU, office.region.name, office.address),
        supervisor=f"Badan Pengawas Pemilihan Umum {office.region.name}",
        title=TITLE,
        number=mark.number,
        held_on=draft.held_on,
        place=draft.place.strip(),
        party=share.party.name,
        level=_level_of(office),
        period=_period_in_title(period),
        zone=office.zone,
        legal_basis=tuple(line for line in office.legal_basis.splitlines() if line),
        participation=participation_of(share.rows, sent, share.has_account, share.asks_access),
        deadline=period.deadline,
        deadline_note=_deadline_note(period),
        last_submission=_last(sent),
        results=(*_results(sent, office), *member_results(sent), *office_results(sent)),
        notes=tuple(_notes(share, sent)),
        findings=(*_finding_rows(sent, doubted), *office_finding_rows(sent)),
        advice=draft.advice,
        incidents=draft.incidents,
        signers=tuple(_signers(office, draft)),
        witnesses=draft.witnesses,
        officers=tuple(_officer_groups(sent, doubted)),
        members=tuple(member_rows(sent)),
        premises=tuple(premises_of(sent)),
        amends=mark.amends,
        frozen_at=now(),
        ruleset=RULESET,
        code=mark.code,
        verify_url=verify_url(mark.code),
    )


def _signers(office: Commission, draft: MinutesDraft) -> Iterable[Signer]:
    declined = dict(draft.declined)
    for person in office.commissioners:
        yield Signer(person.name, person.post, declined.get(person.order, ""))


def _deadline_note(period: Period) -> str:
    return "; ".join(
        f"diperpanjang dengan surat Nomor {letter.letter_number} tanggal {short_date(letter.letter_date)}"
        for letter in period.extensions
    )


def _period_in_title(period: Period) -> str:
    return name_of(period).replace(f" {period.year}", f" Tahun {period.year}")


def _level_of(office: Commission) -> str:
    level = level_of(office.region_code)
    if level is Level.NATION:
        return LEVEL_WORDS[level]
    return f"Provinsi {office.region.name}" if level is Level.PROVINCE else office.region.name


def participation_of(
    rows: Sequence[Submission], sent: Sequence[Submission], has_account: bool, asks_access: bool = False
) -> Participation:
    """What bodies of a party did in a semester; silence, waiting and having no account are never merged."""
    if sent:
        return Participation.UNCHANGED if all(row.no_change for row in sent) else Participation.UPDATED
    if any(row.state is State.AWAITING_CENTRE for row in rows):
        return Participation.AWAITING_CENTRE
    if has_account:
        return Participation.NOT_UPDATED
    return Participation.AWAITING_ACCESS if asks_access else Participation.NO_ACCOUNT


def _notes(share: Share, sent: Sequence[Submission]) -> Iterable[str]:
    """The result of each unit that handed in nothing, where the party as a whole took part."""
    if not sent:
        return
    heard = {row.unit_id for row in sent}
    for unit in share.units:
        if unit.id not in heard:
            own = [row for row in share.rows if row.unit_id == unit.id]
            yield f"{unit.name}: {SILENCE[participation_of(own, (), share.has_account, share.asks_access)]}."


def _last(sent: Sequence[Submission]) -> LastSubmission | None:
    dated = [(row.submitted_at, row.receipt) for row in sent if row.submitted_at and row.receipt]
    return LastSubmission(*max(dated)) if dated else None


def _results(sent: Sequence[Submission], office: Commission) -> Iterable[ResultRow]:
    for level in Level:
        rows = [row for row in sent if row.unit.level is level and row.subject is Subject.DECREE]
        if not rows:
            continue
        outcomes = Counter(outcome_of(row) for row in rows)
        yield ResultRow(
            subject=f"SK kepengurusan tingkat {_level_word(level, office)}",
            submitted=len(rows),
            met=outcomes[Outcome.MET],
            incomplete=outcomes[Outcome.INCOMPLETE],
            not_met=outcomes[Outcome.NOT_MET],
            remarks="; ".join(_remark(row) for row in rows),
        )


def _level_word(level: Level, office: Commission) -> str:
    if level is not Level.REGENCY:
        return LEVEL_WORDS[level]
    return "kota" if is_city(office.region_code) else "kabupaten"


def _remark(submission: Submission) -> str:
    decree = submission.decree
    if decree is None or submission.no_change:
        return "tidak ada perubahan"
    where = f" ({submission.unit.region.name})" if submission.unit.level is Level.DISTRICT else ""
    return f"{_caption(decree)}{where}"


def _caption(decree: Decree) -> str:
    day = f" tanggal {short_date(decree.issued_on)}" if decree.issued_on else ""
    return f"SK Nomor {decree.number}{day}"


def _counted_findings(submission: Submission) -> list[Finding]:
    """What verification met with: what stands, and what the party mended after the first ruling."""
    if submission.decree is None:
        return []
    first = min((ruling.created_at for ruling in submission.decisions), default=None)
    return [
        finding
        for finding in findings_of(submission.decree, everything=True)
        if not finding.harmless and (finding.gone_at is None or (first is not None and finding.gone_at > first))
    ]


def _settlement(finding: Finding) -> str:
    if finding.gone_at is not None and finding.field not in ACROSS:
        return REPAIRED
    if finding.gone_at is not None and finding.answer is None:
        return NO_LONGER
    return answers_to(finding.field)[finding.answer].lower() if finding.answer else OPEN


def _finding_rows(sent: Sequence[Submission], doubted: dict[UUID, list[Finding]]) -> Iterable[FindingRow]:
    findings = [finding for row in sent for finding in doubted[row.id]]
    if not sent:
        return
    settled = Counter(_settlement(finding) for finding in findings)
    still_open = settled.pop(OPEN, 0)
    yield FindingRow(
        subject="SK, nama, dan jabatan pengurus",
        found=len(findings),
        settled=len(findings) - still_open,
        open=still_open,
        resolution=", ".join(f"{count} {word}" for word, count in settled.most_common()),
    )


def _officer_groups(sent: Sequence[Submission], doubted: dict[UUID, list[Finding]]) -> Iterable[OfficerGroup]:
    for submission in sent:
        findings = sorted(doubted[submission.id], key=lambda finding: (finding.order or 0, finding.field))
        if findings and submission.decree:
            yield OfficerGroup(_caption(submission.decree), tuple(_officer_row(finding) for finding in findings))


def _officer_row(finding: Finding) -> OfficerRow:
    on_paper, in_data = _sides(finding)
    return OfficerRow(
        row=finding.order,
        position=_differing(finding.found) if finding.field is Field.POSITION else plain(_position(finding)),
        stated=on_paper,
        recorded=in_data,
        difference=(finding.difference or FIELD_WORDS[finding.field]).capitalize(),
        resolution=_settlement(finding).capitalize(),
    )


def _position(finding: Finding) -> str:
    return finding.subject or FIELD_WORDS[finding.field]


def _sides(finding: Finding) -> tuple[Text, Text]:
    """What the SK says and what the data say, with the letters that differ marked."""
    if finding.field is Field.POSITION:
        return plain(finding.subject), (Piece("Jabatan: "), Piece(finding.stated, True))
    if finding.field is Field.MISSING:
        return _differing(finding.found), plain("tidak ada pada data")
    if finding.field is Field.EXTRA:
        return plain("tidak ada pada SK"), _differing(finding.stated)
    if finding.sentence and finding.against is not Against.PAPER:
        return plain(finding.stated), plain(finding.found)
    stated, found = _marked(finding, "stated"), _marked(finding, "found")
    if finding.against in BESIDE:
        return stated, (*found, Piece(BESIDE[finding.against]))
    return found, stated


def _marked(finding: Finding, side: str) -> Text:
    if not finding.marks:
        text = finding.stated if side == "stated" else finding.found
        if finding.field is Field.ISSUED_ON and text:
            text = short_date(date.fromisoformat(text))
        return _differing(text)
    return tuple(Piece(mark["text"], mark["differs"]) for mark in finding.marks[side])


def _differing(text: str) -> Text:
    return (Piece(text, True),) if text else ()
