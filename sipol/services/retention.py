"""Personal data that have been kept long enough are erased (UU 27/2022, articles 43 and 44); evidence never is.

A list goes with its file and the rows that were never repaired or taken in; a member who was taken out goes with all
that tells who it was, while the row, its turns and who saw it stay. A member of whom a Berita Acara may speak, or who
was drawn for a visit, is evidence. A request for an account, and an invitation that opened none, go with their letters;
sessions go a year after anybody used them, tries to get in after a month. Rows go first, in small transactions; a file
goes when no row needs it any more, so that whoever is killed in between leaves nothing but a file for the next round.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update

from sipol.access.policy import Permission, require
from sipol.audit.data_events import PersonalDataErased
from sipol.audit.trail import record
from sipol.extensions import db, files, now
from sipol.models import (
    AccessKnock,
    AccessRequest,
    BlockedRow,
    Invitation,
    ListStage,
    Member,
    MemberList,
    MemberPaper,
    MemberTurn,
    Minutes,
    SampledMember,
    SignIn,
    SignInAttempt,
    Unit,
    User,
)
from sipol.models.base import EVERYWHERE, Stamped
from sipol.rules.member_life import MemberStatus
from sipol.services import imports, letters, member_papers
from sipol.services.documents import alone_with_sealed_files
from sipol.services.imports import empty_list, hold
from sipol.services.likeness import forget
from sipol.services.member_marks import mark_list

PIECE = 500
SESSIONS = timedelta(days=365)
"""How long a session is kept that ended, or that nobody used any more."""
TRIES = timedelta(days=30)
"""How long it is kept that somebody tried to sign in or to ask for an account; they are counted for an hour."""
FRESH = timedelta(days=1)
"""A file may lie there before the row that needs it is kept; none waits so long."""
NOBODY, NO_NIK, NO_DAY = "Data sudah dihapus", "0" * 16, "1900-01-01"
"""What stands in the place of a name, a NIK and a date of birth."""
OPEN = (ListStage.WAITING, ListStage.UNTOLD, ListStage.CHECKED)


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went: lists, rows outside, people who were never taken in, people who were taken out, files.

    ``requests``: for an account, and invitations that opened none; ``sessions``: and tries to get in.
    """

    lists: int = 0
    outside: int = 0
    pending: int = 0
    removed: int = 0
    files: int = 0
    requests: int = 0
    sessions: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def erase_what_is_over(actor: User, *, files_too: bool = True) -> Iterator[Erased]:
    """Erase piece by piece; whoever asks commits after each, and its entry in the log with it.

    Without ``files_too`` files are counted and left: for a trial that is rolled back.
    """
    require(actor, Permission.REGISTER_KEEP, EVERYWHERE)
    for step in chain(_lists(), _removed(), _invitations(), _requests(), _sessions(), _files(really=files_too)):
        if step != Erased():
            told = {one.name: getattr(step, one.name) for one in fields(step)}
            record(actor, PersonalDataErased(actor.id, **told))
            db.session.flush()
        yield step


def _before(setting: str) -> datetime:
    return now() - timedelta(days=int(str(current_app.config[setting])))


def _lists() -> Iterator[Erased]:
    over = _before("SIPOL_KEEP_LISTS_DAYS")
    settled = func.coalesce(MemberList.settled_at, MemberList.created_at)
    query = select(MemberList.id).where(MemberList.erased_at.is_(None), settled < over)
    for list_id in db.session.scalars(query.order_by(MemberList.id)).all():
        sheet = db.session.get_one(MemberList, list_id)
        hold(sheet)
        if sheet.erased_at is None and (sheet.settled_at or sheet.created_at) < over:
            yield _list_erased(sheet)


def _list_erased(sheet: MemberList) -> Erased:
    outside = db.session.scalar(select(func.count()).where(BlockedRow.list_id == sheet.id)) or 0
    pending = 0
    if sheet.stage in OPEN:
        own = (Member.list_id == sheet.id, Member.status == MemberStatus.PENDING)
        pending = db.session.scalar(select(func.count()).where(*own)) or 0
        mark_list(sheet, leaving=True)
        empty_list(sheet)
        sheet.stage, sheet.settled_at = ListStage.UNDONE, now()
    else:
        db.session.execute(delete(BlockedRow).where(BlockedRow.list_id == sheet.id))
    sheet.erased_at = now()
    db.session.flush()
    return Erased(lists=1, outside=outside, pending=pending)


def _removed() -> Iterator[Erased]:
    turned = select(func.max(MemberTurn.created_at)).where(MemberTurn.member_id == Member.id).scalar_subquery()
    query = select(Member.id).where(
        Member.status == MemberStatus.REMOVED,
        Member.erased_at.is_(None),
        turned < _before("SIPOL_KEEP_REMOVED_DAYS"),
        ~_is_evidence(),
    )
    while people := db.session.scalars(query.limit(PIECE).with_for_update(skip_locked=True)).all():
        _forget_people(people)
        yield Erased(removed=len(people))


def _is_evidence() -> ColumnElement[bool]:
    """Handed in before a Berita Acara of the party at that office, signed yet or not; or drawn for a visit."""
    office = func.left(Unit.region_code, 5)
    told = exists().where(
        Unit.id == Member.unit_id,
        Minutes.party_id == Member.party_id,
        Minutes.region_code == office,
        Minutes.issued_at >= Member.handed_in_at,
    )
    drawn = exists().where(SampledMember.member_id == Member.id)
    return or_(and_(Member.handed_in_at.is_not(None), told), drawn)


def _forget_people(people: Sequence[UUID]) -> None:
    for member_id in people:
        forget(member_id)
    db.session.execute(delete(MemberPaper).where(MemberPaper.member_id.in_(people)))
    # Nobody is found by a hash that chance drew, and no two are alike.
    drawn = func.uuid_send(func.gen_random_uuid())
    nothing: dict[str, Any] = {
        "nik": NO_NIK, "nik_hash": drawn, "person_hash": drawn, "birth_hash": None, "name": NOBODY, "name_key": "",
        "sex": None, "birth_place": "", "born": NO_DAY, "married": None, "occupation": "", "address": "",
        "card_number": "", "codes": [], "erased_at": now(),
    }  # fmt: skip
    db.session.execute(update(Member).where(Member.id.in_(people)).values(nothing))
    db.session.flush()


def _invitations() -> Iterator[Erased]:
    """Those that opened no account. The letter behind an account stays with the invitation that opened it."""
    over = _before("SIPOL_KEEP_LISTS_DAYS")
    last = func.coalesce(Invitation.revoked_at, Invitation.expires_at, Invitation.created_at)
    yield from _gone(Invitation, and_(Invitation.accepted_at.is_(None), last < over), "requests")


def _requests() -> Iterator[Erased]:
    over = _before("SIPOL_KEEP_LISTS_DAYS")
    old = func.coalesce(AccessRequest.settled_at, AccessRequest.created_at) < over
    answered = select(AccessRequest.id).where(old)
    db.session.execute(update(Invitation).where(Invitation.request_id.in_(answered)).values(request_id=None))
    yield from _gone(AccessRequest, old, "requests")


def _sessions() -> Iterator[Erased]:
    # Their times are the machine's own.
    over = func.coalesce(SignIn.ended_at, SignIn.seen_at) < func.clock_timestamp() - SESSIONS
    yield from _gone(SignIn, over, "sessions")
    for tries in (SignInAttempt, AccessKnock):
        yield from _gone(tries, tries.created_at < now() - TRIES, "sessions")


def _gone(rows: type[Stamped], over: ColumnElement[bool], told: str) -> Iterator[Erased]:
    """Delete rows in pieces; those in others' hands are left for the next round."""
    query = select(rows.id).where(over).limit(PIECE).with_for_update(skip_locked=True)
    while ids := db.session.scalars(query).all():
        db.session.execute(delete(rows).where(rows.id.in_(ids)))
        yield Erased(**{told: len(ids)})


def _files(*, really: bool) -> Iterator[Erased]:
    """Sealed files that no row needs."""
    for folder in (imports.FOLDER, member_papers.FOLDER, letters.FOLDER):
        for piece in files().list(folder):
            alone_with_sealed_files()
            old = [str(one["path"]) for one in piece if one["last_modified"] < datetime.now(UTC) - FRESH]
            needed = _needed(folder, {_key_in(folder, path) for path in old})
            going = [path for path in old if _key_in(folder, path) not in needed]
            if really and going:
                files().delete(going)
            yield Erased(files=len(going))


def _key_in(folder: str, path: str) -> str:
    """What a path tells of the row that needs it: the digest of a list or letter, a paper's id."""
    return path.split("/")[1] if folder == member_papers.FOLDER else path.rsplit("/", 1)[1]


def _needed(folder: str, known: set[str]) -> set[str]:
    if folder == imports.FOLDER:
        query = select(MemberList.digest).where(MemberList.digest.in_(known), MemberList.erased_at.is_(None))
        return set(db.session.scalars(query))
    if folder == letters.FOLDER:
        named = (select(row.letter_digest).where(row.letter_digest.in_(known)) for row in (AccessRequest, Invitation))
        return {digest for query in named for digest in db.session.scalars(query)}
    ids = {UUID(one) for one in known}
    return {str(one) for one in db.session.scalars(select(MemberPaper.id).where(MemberPaper.id.in_(ids)))}
