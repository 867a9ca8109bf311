"""Members who stand twice: KPU sees both sides, calls the person where papers do not decide, and rules by one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, may, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import DuplicateCalled, DuplicateHeard, DuplicateSettled
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import STANDS_TWICE, DuplicateCase, Member, MemberPaper, PaperKind, Submission, Unit, User
from sipol.render import InvitationSheet
from sipol.rules.duplicates import Finding, Situation, findings_for, findings_within, situation_of
from sipol.rules.errors import Overtaken, Refused
from sipol.rules.identity import masked
from sipol.rules.indications import Code
from sipol.rules.member_life import STANDING, MemberPaperKind
from sipol.rules.workflow import State, Subject
from sipol.services.member_life import turn_members
from sipol.services.member_search import page_of
from sipol.services.papers import head_of, keep_paper, new_code, verify_url
from sipol.services.periods import current_period, name_of

CODES = (Code.CROSS_PARTY, Code.IDENTICAL, Code.POTENTIAL)


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the person. ``own``: it lies with the actor's office; ``open``: its submission is in review."""

    member: Member
    stated: bool
    own: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one person who stands twice."""

    claims: Sequence[Claim]
    called: DuplicateCase | None

    @property
    def cross_party(self) -> bool:
        return len({claim.member.party_id for claim in self.claims}) > 1

    @property
    def alike(self) -> bool:
        """Whether all rows are of one party and say the same."""
        alike = len({claim.member.person_hash for claim in self.claims}) == 1
        return alike and len(self.claims) > 1 and not self.cross_party

    @property
    def stated(self) -> list[UUID]:
        return [claim.member.party_id for claim in self.claims if claim.stated]

    @property
    def said(self) -> tuple[bool | None, UUID | None]:
        """Whether the person came, and the party named."""
        return (self.called.attended, self.called.chosen_id) if self.called else (None, None)

    @property
    def situation(self) -> Situation:
        return situation_of(self.stated, *self.said)

    @property
    def findings(self) -> Mapping[UUID, Finding]:
        """What each row becomes by the table of rules; nothing where a person must look."""
        if self.alike:
            return findings_within([claim.member.id for claim in self.claims])
        if not self.cross_party:
            return {}
        by_party = findings_for([claim.member.party_id for claim in self.claims], self.stated, *self.said)
        return {claim.member.id: by_party[claim.member.party_id] for claim in self.claims}


def duplicates_for(actor: User, code: Code, after: UUID | None = None) -> Sequence[Member]:
    """A page of members within the actor's scope who stand twice in this way, by name."""
    query = select(Member).where(
        visible_to(actor, Member),
        Member.status.in_(STANDING),
        Member.codes.contains([code.value]),
        text(f"member.{STANDS_TWICE}"),
    )
    return page_of(actor, query.options(joinedload(Member.unit).joinedload(Unit.party)), after)


def case_about(actor: User, member: Member) -> Case:
    """All rows of the person of a row the actor may know: KPU sees the other side too, wherever it lies."""
    stated = exists().where(MemberPaper.member_id == Member.id, MemberPaper.kind == MemberPaperKind.STATEMENT)
    reviewed = exists().where(
        Submission.unit_id == Member.unit_id,
        Submission.subject == Subject.MEMBERS,
        Submission.state == State.IN_REVIEW,
    )
    handed_in = (Member.status.in_(STANDING), Member.handed_in_at.is_not(None))
    known = select(Member.nik_hash).where(Member.id == member.id, visible_to(actor, Member))
    query = select(Member, stated, reviewed).where(Member.nik_hash == known.scalar_subquery(), *handed_in)
    query = query.options(
        joinedload(Member.unit).joinedload(Unit.party), joinedload(Member.unit).joinedload(Unit.region)
    )
    rows = db.session.execute(query.order_by(Member.handed_in_at, Member.created_at, Member.id)).all()
    claims = [
        Claim(row, has_statement, may(actor, Permission.MEMBER_RULE, row), in_review)
        for row, has_statement, in_review in rows
    ]
    called = db.session.scalars(select(DuplicateCase).where(DuplicateCase.nik_hash == member.nik_hash)).first()
    return Case(claims, called)


def call_person(actor: User, member: Member, meeting_at: datetime, place: str) -> DuplicateCase:
    """Call the person to a clarification; the invitation is printed. Refused("meeting_at"|"place", …)."""
    require(actor, Permission.MEMBER_RULE, member)
    case = case_about(actor, member)
    if not case.cross_party:
        raise Refused("place", "Orang ini tidak lagi tercantum pada lebih dari satu partai.")
    if meeting_at <= now():
        raise Refused("meeting_at", "Waktu klarifikasi harus di kemudian hari.")
    if not place.strip():
        raise Refused("place", "Isi tempat klarifikasi, misalnya Kantor KPU Kabupaten Bulungan.")
    called = case.called
    if called is None:
        called = DuplicateCase(nik_hash=member.nik_hash)
        db.session.add(called)
    called.called_at, called.called_by = now(), actor.id
    called.meeting_at, called.meeting_place = meeting_at, place.strip()
    called.attended = called.chosen_id = called.heard_at = called.heard_by = None
    db.session.flush()
    record(actor, DuplicateCalled(member.id), member)
    _invite(actor, member, called)
    return called


def hear_person(actor: User, member: Member, *, attended: bool, chosen: UUID | None) -> None:
    """Keep whether the person came, and the party named (None: none of them). Refused("attended", …)."""
    require(actor, Permission.MEMBER_RULE, member)
    case = case_about(actor, member)
    if case.called is None:
        raise Refused("attended", "Panggil dahulu orang ini untuk klarifikasi.")
    if not attended and case.called.meeting_at > now():
        raise Refused("attended", "Waktu klarifikasinya belum lewat, jadi belum dapat dicatat tidak hadir.")
    if chosen is not None and chosen not in {claim.member.party_id for claim in case.claims}:
        raise Refused("attended", "Pilih salah satu partai yang tercantum.")
    called = case.called
    called.attended, called.chosen_id = attended, chosen if attended else None
    called.heard_at, called.heard_by = now(), actor.id
    db.session.flush()
    record(actor, DuplicateHeard(member.id, attended=attended, chose=called.chosen_id is not None), member)


def settle_duplicate(actor: User, member: Member) -> int:
    """Rule by the table on the rows of this person that lie with the actor's office and are in review.

    Rows elsewhere are ruled on by their own office, which sees the same case. Returns how many changed.
    """
    require(actor, Permission.MEMBER_RULE, member)
    case = case_about(actor, member)
    if not case.findings:
        raise Refused("settle", "Kedua barisnya berbeda, jadi putuskan masing-masing setelah dicocokkan dengan KTP-el.")
    here = [claim for claim in case.claims if claim.own and claim.open]
    if not here:
        raise Overtaken("Tidak ada barisnya yang sedang diverifikasi kantor ini. Ambil dahulu pengajuannya.")
    changed = 0
    for claim in here:
        status, reason = case.findings[claim.member.id]
        changed += turn_members(actor, claim.member.unit, Member.id == claim.member.id, status, reason).rows
    record(actor, DuplicateSettled(member.id, situation=case.situation, rows=changed), member)
    db.session.flush()
    return changed


def _invite(actor: User, member: Member, called: DuplicateCase) -> None:
    (letterhead, zone), period = head_of(member.region_code), current_period()
    code = new_code(PaperKind.INVITATION)
    sheet = InvitationSheet(
        letterhead=letterhead,
        number=code,
        party=member.unit.party.name,
        unit=member.unit.name,
        period=name_of(period) if period else "",
        zone=zone,
        called_at=called.called_at,
        called_by=actor.name,
        name=member.name,
        nik=masked(member.nik),
        address=member.address,
        meeting_at=called.meeting_at,
        meeting_place=called.meeting_place,
        code=code,
        verify_url=verify_url(code),
    )
    keep_paper(PaperKind.INVITATION, member.id, sheet, member)
