"""The rows an actor may know about, as a condition that goes into the query itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from sipol.extensions import today
from sipol.models import (
    AccessRequest,
    AuditEntry,
    Decree,
    Delegation,
    Document,
    Finding,
    Invitation,
    Member,
    MemberList,
    Notice,
    Office,
    OfficePaper,
    Paper,
    Submission,
    Unit,
    User,
)
from sipol.models.base import Placed
from sipol.rules.accounts import Capacity
from sipol.rules.regions import NATION
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, Role
from sipol.rules.workflow import Act, State

OF_ACCOUNTS = (
    "AccessAsked", "AccessGranted", "AccessRefused", "PersonInvited", "InvitationMailedAgain", "InvitationRevoked",
    "InvitationAccepted", "AccountClosed", "AccountReopened", "WorkHandedOver",
)  # fmt: skip
"""Who works where: the business of the side whose people they are."""
PREPARATION = (
    "DocumentReceived", "DecreeStarted", "DecreeSaved", "DraftCarriedOver", "FindingNoted",
    "MemberListReceived", "MemberListConfirmed", "MemberListUndone", "MemberRowRepaired", "MembersPrepared",
    "MemberAdded", "MemberCorrected", "MemberUnmasked", "MembersExported", "MemberRowsRepaired",
    "MemberColumnsTold", "MemberPaperReceived", "OfficeStarted", "OfficeSaved", "OfficeFileReceived",
    "CentreReminded", "DelegationGranted", "DelegationRevoked", *OF_ACCOUNTS,
)  # fmt: skip
"""What a party does before it hands in, and settles with itself."""
WITHIN_THE_PARTY = (Act.ASK_CENTRE.value, Act.CENTRE_REFUSES.value)


def visible_to(
    actor: User, rows: type[Placed] | type[AuditEntry] | type[Paper] | type[OfficePaper] | type[User]
) -> ColumnElement[bool]:
    """Party people see their own party, others only what was handed in; everybody their own region and below.

    The administrator sees none.
    """
    if actor.role is Role.ADMIN:
        return false()
    nearby = _within_region(actor, rows)
    if actor.role in PARTY_ROLES:
        return and_(nearby, rows.party_id == actor.party_id)
    if rows is AuditEntry and actor.role not in KPU_ROLES:
        nearby = and_(nearby, AuditEntry.event.not_in(OF_ACCOUNTS))
    return and_(nearby, _handed_in(rows))


def members_of_unit(actor: User, unit_id: UUID) -> ColumnElement[bool]:
    """The members of one unit, if the actor may know the unit: members live where their unit works.

    The region and the party of each member say nothing more then, and would lead the planner to another index.
    """
    within = select(Unit.id).where(Unit.id == unit_id, visible_to(actor, Unit)).exists()
    own = true() if actor.role in PARTY_ROLES else _handed_in(Member)
    return and_(Member.unit_id == unit_id, within, own)


def awaits_word_of(actor: User) -> ColumnElement[bool]:
    """What the actor may approve: the party's centre all of its party, a delegate what another sent from there."""
    if actor.capacity is Capacity.OPERATOR:
        return false()
    waits = and_(visible_to(actor, Submission), Submission.state == State.AWAITING_CENTRE)
    if actor.role is Role.CENTRE:
        return waits
    if actor.role is not Role.LIAISON:
        return false()
    mine = and_(Delegation.delegate_id == actor.id, delegation_covers(Submission))
    return and_(waits, Submission.asked_by != actor.id, select(Delegation.id).where(mine).exists())


def delegation_covers(rows: type[Submission]) -> ColumnElement[bool]:
    """Whether a delegation holds today and reaches the row: of its party, in its region or below."""
    below = rows.region_code.like(Delegation.region_code + ".%")
    here = or_(Delegation.region_code.in_((NATION, rows.region_code)), below)
    return and_(delegation_holds(), Delegation.party_id == rows.party_id, here)


def delegation_holds() -> ColumnElement[bool]:
    """Whether a delegation is neither over, nor to come, nor revoked."""
    day = today()
    return and_(Delegation.revoked_at.is_(None), Delegation.starts_on <= day, Delegation.ends_on >= day)


def managed_by(actor: User, rows: type[User] | type[Invitation] | type[AccessRequest]) -> ColumnElement[bool]:
    """The accounts, and the ways to one, that the actor looks after: a centre's of its party, a head's of KPU."""
    if actor.role is Role.CENTRE:
        own = rows.party_id == actor.party_id
    elif actor.role is Role.HEAD:
        own = rows.party_id.is_(None) if rows is AccessRequest else rows.role.in_(KPU_ROLES)  # type: ignore[union-attr]
    else:
        return false()
    return and_(own, _within_region(actor, rows))


def addressed_to(actor: User) -> ColumnElement[bool]:
    """The notices somebody was told; nobody reads those of others."""
    return Notice.recipient_id == actor.id


def looked_after_by(actor: User) -> ColumnElement[bool]:
    """The accounts whose second step somebody may help to undo: all for the administrator, but never one's own."""
    other, below = User.id != actor.id, _within_region(actor, User)
    if actor.role is Role.ADMIN:
        return other
    if actor.role is Role.CENTRE:
        return and_(other, below, User.party_id == actor.party_id)
    if actor.role is Role.HEAD:
        return and_(other, below, User.role.in_({*KPU_ROLES, Role.ADMIN}))
    return false()


def _within_region(actor: User, rows: type[Any]) -> ColumnElement[bool]:
    """The actor's own region and all below it."""
    own = actor.region_code
    return true() if own == NATION else or_(rows.region_code == own, rows.region_code.like(f"{own}.%"))


def _handed_in(rows: type[Any]) -> ColumnElement[bool]:
    """A draft is nobody's business but the party's; a receipt is what was handed in once, even if it came back."""
    handed_in = select(Submission.decree_id).where(Submission.receipt.is_not(None), Submission.decree_id.is_not(None))
    offices = select(Submission.office_id).where(Submission.receipt.is_not(None), Submission.office_id.is_not(None))
    inside = and_(AuditEntry.event == "SubmissionMoved", AuditEntry.facts["act"].astext.in_(WITHIN_THE_PARTY))
    conditions: dict[type[Any], ColumnElement[bool]] = {
        Decree: Decree.id.in_(handed_in),
        Finding: Finding.decree_id.in_(handed_in),
        Document: Document.id.in_(select(Decree.document_id).where(Decree.id.in_(handed_in))),
        Member: Member.handed_in_at.is_not(None),
        Office: Office.id.in_(offices),
        # A list is how the party brought its members; what came of it is what KPU sees.
        MemberList: false(),
        Delegation: false(),
        User: false(),
        # What KPU settles with itself, such as its accounts, has no party.
        AuditEntry: and_(or_(AuditEntry.event.not_in(PREPARATION), AuditEntry.party_id.is_(None)), ~inside),
    }
    return conditions.get(rows, true())
