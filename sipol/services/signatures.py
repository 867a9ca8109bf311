"""The signatures of a frozen Berita Acara: each signs, declines with a reason, or is absent; then it is issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.signature_events import CommissionerLinked, SignerAnswered, SignerAnswerUndone, SigningCompleted
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Commission, Commissioner, Minutes, PaperKind, Signature, User
from sipol.models.base import EVERYWHERE
from sipol.render import MinutesSheet, SignatureRow, SignaturesSheet
from sipol.rules.errors import NotFound, Refused
from sipol.rules.roles import KPU_ROLES
from sipol.rules.signing import WAY_WORDS, SignerAnswer, SigningWay, tally
from sipol.services.notices import tell_of_minutes
from sipol.services.papers import keep_paper, new_code, sheet_of, verify_url

NO_SEAT = (
    "Akun Anda tidak terhubung dengan penanda tangan Berita Acara ini. "
    "Minta sekretariat mencatat tanda tangan Anda dari naskah asli."
)
NO_DAY = "Isi tanggal pada naskah asli, tidak sebelum rapat pleno dan tidak sesudah hari ini."
COMPLETE = (
    "Semua penanda tangan sudah dicatat dan lembar penandatanganan sudah dibuat; catatan ini tidak berubah lagi. "
    "Perubahan hanya dengan Berita Acara Perubahan."
)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What one signer did. ``signed_on`` is the day written on the paper, for a signature only."""

    answer: SignerAnswer
    signed_on: date | None = None
    reason: str = ""


def open_signatures(frozen_by: User, minutes: Minutes, office: Commission, declined: dict[int, str]) -> None:
    """A place for everybody who stands on the sheet; who declined at the plenary (order, reason) is settled."""
    for person in office.commissioners:
        row = Signature(
            minutes_id=minutes.id,
            party_id=minutes.party_id,
            region_code=minutes.region_code,
            commissioner_id=person.id,
            order=person.order,
            name=person.name,
            post=person.post,
        )
        if reason := declined.get(person.order):
            _answer(frozen_by, row, AnswerDraft(SignerAnswer.DECLINED, None, reason), SigningWay.AT_PLENARY)
        db.session.add(row)
    db.session.flush()


def own_place(actor: User, minutes: Minutes) -> Signature | None:
    """Where the actor stands among those who sign this Berita Acara; None where their account is not linked."""
    query = select(Signature).join(Signature.commissioner)
    mine = query.where(Signature.minutes_id == minutes.id, Commissioner.user_id == actor.id)
    return db.session.scalars(mine.where(visible_to(actor, Signature))).first()


def sign_by_own_account(actor: User, minutes: Minutes, answer: SignerAnswer, reason: str = "") -> None:
    """The actor signs, today, or declines with a reason. Refused("answer"|"reason", …)."""
    require(actor, Permission.MINUTES_ISSUE, minutes)
    rows, row = _hold(minutes), own_place(actor, minutes)
    if row is None:
        raise Refused("answer", NO_SEAT)
    if answer is SignerAnswer.ABSENT:
        raise Refused("answer", "Pilih menandatangani atau tidak menandatangani.")
    signed_on = _today(minutes) if answer is SignerAnswer.SIGNED else None
    _settle(actor, minutes, (rows, row), AnswerDraft(answer, signed_on, reason), SigningWay.OWN_ACCOUNT)


def enter_from_paper(actor: User, minutes: Minutes, order: int, draft: AnswerDraft) -> None:
    """The secretariat enters what the paper original shows. Refused("answer"|"signed_on"|"reason", …)."""
    require(actor, Permission.MINUTES_ISSUE, minutes)
    rows = _hold(minutes)
    row = _one_of(rows, order)
    if draft.answer is SignerAnswer.SIGNED:
        sheet = sheet_of(minutes.paper)
        assert isinstance(sheet, MinutesSheet)
        if draft.signed_on is None or not sheet.held_on <= draft.signed_on <= _today(minutes):
            raise Refused("signed_on", NO_DAY)
    _settle(actor, minutes, (rows, row), draft, SigningWay.FROM_PAPER)


def undo_answer(actor: User, minutes: Minutes, order: int) -> None:
    """Take an answer back while others are waited for; one's own is taken back by oneself. Refused("answer", …)."""
    require(actor, Permission.MINUTES_ISSUE, minutes)
    rows = _hold(minutes)
    row = _one_of(rows, order)
    if row.answer is None:
        raise Refused("answer", f"Belum ada jawaban {row.name} yang dapat diurungkan.")
    if tally(one.answer for one in rows).issued:
        raise Refused("answer", COMPLETE)
    if row.way is SigningWay.AT_PLENARY:
        raise Refused("answer", "Jawaban ini tercantum dalam Berita Acara yang sudah dibekukan, jadi tidak berubah.")
    if row.way is SigningWay.OWN_ACCOUNT and row.settled_by != actor.id:
        raise Refused("answer", "Jawaban ini diberikan penanda tangannya sendiri; hanya ia yang dapat mengurungkannya.")
    former, row.answer, row.way, row.reason = row.answer, None, None, ""
    row.signed_on = row.settled_at = row.settled_by = None
    db.session.flush()
    record(actor, SignerAnswerUndone(minutes.id, number=minutes.number, order=order, answer=former), minutes)


def link_commissioner(actor: User, region_code: str, order: int, user: User | None) -> Commissioner:
    """Let one of an office sign with this account from now on, or with none. Refused("order"|"login", …)."""
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    seats = select(Commissioner).join(Commission, Commission.id == Commissioner.commission_id)
    seat = db.session.scalars(seats.where(Commission.region_code == region_code, Commissioner.order == order)).first()
    if seat is None:
        raise Refused("order", f"Kantor KPU wilayah {region_code} tidak mempunyai penanda tangan ke-{order}.")
    if user is not None:
        if not user.active or user.role not in KPU_ROLES or user.region_code != region_code:
            raise Refused("login", "Akun ini bukan akun KPU yang aktif pada kantor itu.")
        taken = select(Commissioner.id).where(Commissioner.user_id == user.id, Commissioner.id != seat.id)
        if db.session.scalars(taken).first():
            raise Refused("login", "Akun ini sudah terhubung dengan penanda tangan lain.")
    seat.user_id = user.id if user else None
    db.session.flush()
    record(actor, CommissionerLinked(seat.id, order=order, linked=user is not None))
    return seat


def unlink_account(actor: User | None, person: User) -> None:
    """Whoever signed with an account that is closed signs on paper, until another is named. Without an actor: alone."""
    if actor is not None:
        require(actor, Permission.ACCOUNT_KEEP, person)
    for seat in db.session.scalars(select(Commissioner).where(Commissioner.user_id == person.id)).all():
        seat.user_id = None
        db.session.flush()
        record(actor, CommissionerLinked(seat.id, order=seat.order, linked=False))


def _hold(minutes: Minutes) -> Sequence[Signature]:
    """The places as they stand now. Two who answer at one second come one after the other."""
    db.session.execute(select(Minutes.id).where(Minutes.id == minutes.id).with_for_update())
    query = select(Signature).where(Signature.minutes_id == minutes.id).order_by(Signature.order)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _one_of(rows: Sequence[Signature], order: int) -> Signature:
    row = next((row for row in rows if row.order == order), None)
    if row is None:
        raise NotFound
    return row


def _settle(
    actor: User, minutes: Minutes, place: tuple[Sequence[Signature], Signature], draft: AnswerDraft, way: SigningWay
) -> None:
    """Settle one of all the places, and issue the Berita Acara with the last."""
    rows, row = place
    if row.answer is not None:
        raise Refused("answer", f"Jawaban {row.name} sudah dicatat.")
    if draft.answer is SignerAnswer.DECLINED and not draft.reason.strip():
        raise Refused("reason", "Isi alasan tidak menandatangani; alasan ini tercantum dalam lembar penandatanganan.")
    if draft.answer is SignerAnswer.SIGNED and draft.reason.strip():
        raise Refused("reason", "Alasan hanya diisi bila tidak menandatangani atau tidak hadir. Kosongkan isian ini.")
    counted = tally(draft.answer if one is row else one.answer for one in rows)
    if not counted.waiting and not counted.signed:
        raise Refused("answer", "Paling sedikit satu anggota KPU harus menandatangani Berita Acara.")
    _answer(actor, row, draft, way)
    db.session.flush()
    told = SignerAnswered(minutes.id, number=minutes.number, order=row.order, answer=draft.answer, way=way)
    record(actor, told, minutes)
    if counted.issued:
        _complete(actor, minutes, rows)


def _answer(actor: User, row: Signature, draft: AnswerDraft, way: SigningWay) -> None:
    row.answer, row.way, row.reason = draft.answer, way, draft.reason.strip()
    row.signed_on = draft.signed_on if draft.answer is SignerAnswer.SIGNED else None
    row.settled_at, row.settled_by = now(), actor.id


def _complete(actor: User, minutes: Minutes, rows: Sequence[Signature]) -> None:
    frozen, code, counted = sheet_of(minutes.paper), new_code(PaperKind.SIGNATURES), tally(row.answer for row in rows)
    assert isinstance(frozen, MinutesSheet)
    sheet = SignaturesSheet(
        letterhead=frozen.letterhead,
        number=minutes.number,
        minutes_code=minutes.paper.code,
        minutes_digest=minutes.paper.digest,
        minutes_held_on=frozen.held_on,
        party=frozen.party,
        level=frozen.level,
        period=frozen.period,
        zone=frozen.zone,
        completed_at=now(),
        signers=tuple(_printed(row) for row in rows),
        code=code,
        verify_url=verify_url(code),
    )
    paper = keep_paper(PaperKind.SIGNATURES, minutes.id, sheet, minutes)
    told = SigningCompleted(
        minutes.id,
        number=minutes.number,
        signed=counted.signed,
        declined=counted.declined,
        absent=counted.absent,
        digest=paper.digest,
    )
    record(actor, told, minutes)
    tell_of_minutes(actor, minutes, frozen.party, f"KPU {frozen.letterhead.region}".strip())


def _printed(row: Signature) -> SignatureRow:
    assert row.answer is not None
    assert row.way is not None
    return SignatureRow(row.name, row.post, row.answer, WAY_WORDS[row.way], row.signed_on, row.reason)


def _today(minutes: Minutes) -> date:
    """The calendar day where the office sits."""
    return now().astimezone(ZoneInfo(sheet_of(minutes.paper).zone)).date()
