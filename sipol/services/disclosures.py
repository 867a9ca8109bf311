"""Who was shown personal data, when, and why: written with the page that showed it, read by whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, and_, func, insert, or_, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MemberUnmasked
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Decree, Disclosure, Member, Unit, User
from sipol.rules.disclosures import HOLDS, MOST_NAMED, NEEDS_NOTE, SHORTEST_NOTE, Medium, SeeingReason, says_something
from sipol.rules.errors import Refused
from sipol.services.verification import refuse_to_unmask

ASKED = "verification.show_nik"
"""The door at which a reason is given."""
PAGE = 50


@dataclass(slots=True)
class Seen:
    """What one answer shows of people, while it is being made. ``people``: members in it; ``unnamed``: others."""

    people: dict[UUID, None] = field(default_factory=dict)
    unnamed: int = 0
    medium: Medium = Medium.PAGE
    subject_id: UUID | None = None
    whole: bool = False
    reason: SeeingReason | None = None
    note: str = ""

    @property
    def rows(self) -> int:
        return len(self.people) + self.unnamed

    @property
    def named(self) -> Sequence[UUID]:
        """The members that are kept by name: of very many only how many they are."""
        return list(self.people) if len(self.people) <= MOST_NAMED else []


def note_disclosure(viewer_id: UUID, page: str, seen: Seen) -> None:
    """Keep in one statement what was shown to somebody. It is no act on the register, and is told in no history."""
    told = insert(Disclosure).values(
        viewer_id=viewer_id,
        page=page,
        medium=seen.medium,
        subject_id=seen.subject_id,
        people=seen.named,
        rows=seen.rows,
        whole=seen.whole,
        reason=seen.reason,
        note=seen.note,
    )
    db.session.execute(told)


def reason_from(word: str, note: str) -> SeeingReason:
    """The reason for a whole NIK. Refused("why"|"remark", …) where none was given, or one that says nothing alone."""
    reason = next((one for one in SeeingReason if one.value == word), None)
    if reason is None:
        raise Refused("why", "Pilih alasan melihat NIK utuh, lalu kirim lagi.")
    if reason in NEEDS_NOTE and not says_something(note):
        told = f"Tulis nomor surat atau alasannya, sedikitnya {SHORTEST_NOTE} huruf atau angka, lalu kirim lagi."
        raise Refused("remark", told)
    return reason


def ask_to_see(actor: User, member: Member, word: str, note: str) -> None:
    """Give the reason for seeing whole NIK of a unit's members, beginning with one. Refused as ``reason_from`` says.

    Overtaken where such a reason does not open the NIK now.
    """
    require(actor, Permission.MEMBER_RULE, member)
    reason = reason_from(word, note)
    refuse_to_unmask(actor, member, reason)
    asked = Seen({member.id: None}, subject_id=member.unit_id, whole=True, reason=reason, note=note)
    note_disclosure(actor.id, ASKED, asked)
    record(actor, MemberUnmasked(member.id, reason=reason), member)
    db.session.flush()


def standing_reason(viewer: User, unit: Unit) -> tuple[SeeingReason, str] | None:
    """The reason, and its note, that somebody gave a short while ago for members of a unit; None: it is to be asked."""
    query = select(Disclosure.reason, Disclosure.note).where(
        Disclosure.viewer_id == viewer.id,
        Disclosure.subject_id == unit.id,
        Disclosure.page == ASKED,
        Disclosure.at > func.sipol_now() - HOLDS,
    )
    found = db.session.execute(query.order_by(Disclosure.at.desc()).limit(1)).first()
    return (found.reason, found.note) if found else None


def disclosures_of_member(actor: User, member: Member, before: int | None = None) -> Sequence[Disclosure]:
    """When data of a member were shown, the newest first: by name, or in a file of the whole unit."""
    require(actor, Permission.DISCLOSURE_READ, member)
    known = select(Member.id).where(Member.id == member.id, visible_to(actor, Member)).exists()
    by_name = Disclosure.people.contains([member.id])
    among_all = and_(
        Disclosure.subject_id == member.unit_id,
        Disclosure.medium == Medium.FILE,
        Disclosure.rows > MOST_NAMED,
        Disclosure.at >= member.created_at,
    )
    return _page_of(select(Disclosure).where(known, or_(by_name, among_all)), before)


def disclosures_of_decree(actor: User, decree: Decree, before: int | None = None) -> Sequence[Disclosure]:
    """When the officers of a decree were shown, the newest first."""
    require(actor, Permission.DISCLOSURE_READ, decree)
    known = select(Decree.id).where(Decree.id == decree.id, visible_to(actor, Decree)).exists()
    return _page_of(select(Disclosure).where(known, Disclosure.subject_id == decree.id), before)


def _page_of(query: Select[Disclosure], before: int | None) -> Sequence[Disclosure]:
    if before is not None:
        query = query.where(Disclosure.seq < before)
    query = query.options(joinedload(Disclosure.viewer)).order_by(Disclosure.seq.desc())
    return db.session.scalars(query.limit(PAGE)).all()
