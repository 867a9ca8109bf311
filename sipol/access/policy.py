"""Who may do what, as one table of plain questions."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

from sipol.extensions import today
from sipol.models import Delegation, User
from sipol.models.base import Place
from sipol.rules.accounts import INVITES, Capacity
from sipol.rules.errors import NotAllowed
from sipol.rules.regions import jurisdiction, within
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, WELCOMES, Audience, Role

Question: TypeAlias = Callable[[User, Place], bool]


class Permission(StrEnum):
    DECREE_WRITE = "decree:write"
    OFFICE_WRITE = "office:write"
    MEMBER_WRITE = "member:write"
    MEMBER_RULE = "member:rule"
    MEMBER_EXPORT = "member:export"
    MEMBER_UNMASK = "member:unmask"
    SUBMISSION_PREPARE = "submission:prepare"
    SUBMISSION_SEND = "submission:send"
    SUBMISSION_APPROVE = "submission:approve"
    SUBMISSION_REMIND = "submission:remind"
    SUBMISSION_REVIEW = "submission:review"
    FINDING_NOTE = "finding:note"
    FINDING_ANSWER = "finding:answer"
    MINUTES_ISSUE = "minutes:issue"
    PERIOD_SET = "period:set"
    VOTER_LIST_KEEP = "voter_list:keep"
    QUOTA_SET = "quota:set"
    REGISTER_KEEP = "register:keep"
    MAIL_WISH = "mail:wish"
    DELEGATION_GRANT = "delegation:grant"
    ADVICE_GIVE = "advice:give"
    ADVICE_ANSWER = "advice:answer"
    SUPERVISOR_NOTE = "supervisor:note"
    FACTOR_RESET = "factor:reset"
    ACCOUNT_KEEP = "account:keep"
    DISCLOSURE_READ = "disclosure:read"
    ACCOUNT_REOPEN = "account:reopen"


def is_of_a_party(actor: User, _place: Place) -> bool:
    return actor.role in PARTY_ROLES


def is_centre(actor: User, _place: Place) -> bool:
    return actor.role is Role.CENTRE


def is_liaison(actor: User, _place: Place) -> bool:
    return actor.role is Role.LIAISON


def is_no_operator(actor: User, _place: Place) -> bool:
    return actor.capacity is not Capacity.OPERATOR


def speaks_for_the_centre(actor: User, place: Place) -> bool:
    """The centre itself, or whom it lets approve there today."""
    return actor.role is Role.CENTRE or delegation_over(actor, place) is not None


def is_of_kpu(actor: User, _place: Place) -> bool:
    return actor.role in KPU_ROLES


def is_supervisor(actor: User, _place: Place) -> bool:
    return actor.role is Role.SUPERVISOR


def is_head(actor: User, _place: Place) -> bool:
    return actor.role is Role.HEAD


def watches_over_data(actor: User, _place: Place) -> bool:
    """The party whose people they are, and who answers for KPU and Bawaslu; a verifier is among those watched."""
    return actor.role in PARTY_ROLES or actor.role in (Role.HEAD, Role.SUPERVISOR)


def is_admin(actor: User, _place: Place) -> bool:
    return actor.role is Role.ADMIN


def is_head_or_admin(actor: User, _place: Place) -> bool:
    return actor.role in (Role.HEAD, Role.ADMIN)


def is_anybody(_actor: User, _place: Place) -> bool:
    return True


def looks_after_accounts(actor: User, _place: Place) -> bool:
    """Who may ask that somebody's second step be undone, and agree to what another asked."""
    return actor.role in WELCOMES[Audience.KEEPERS]


def is_no_admin(actor: User, _place: Place) -> bool:
    return actor.role is not Role.ADMIN


def keeps_accounts(actor: User, _place: Place) -> bool:
    """The centre of a party looks after the accounts of its people, a head of KPU after those of KPU."""
    return actor.role in INVITES


def gives_back(actor: User, place: Place) -> bool:
    """Whoever looks after an account opens it again; the administrator does for those nobody looks after."""
    return actor.role is Role.ADMIN or may(actor, Permission.ACCOUNT_KEEP, place)


def on_own_side(actor: User, place: Place) -> bool:
    """Of the own party; for KPU, of no party."""
    return actor.party_id == place.party_id


def of_own_party(actor: User, place: Place) -> bool:
    return actor.role not in PARTY_ROLES or actor.party_id == place.party_id


def in_own_region(actor: User, place: Place) -> bool:
    return within(place.region_code, actor.region_code)


def in_own_jurisdiction(actor: User, place: Place) -> bool:
    """A unit is verified by the office of its own kabupaten/kota, province or nation, not by one above."""
    return jurisdiction(place.region_code) == actor.region_code


POLICY: dict[Permission, tuple[Question, ...]] = {
    Permission.DECREE_WRITE: (is_of_a_party, of_own_party, in_own_region),
    Permission.OFFICE_WRITE: (is_of_a_party, of_own_party, in_own_region),
    Permission.MEMBER_WRITE: (is_of_a_party, of_own_party, in_own_region),
    Permission.MEMBER_RULE: (is_of_kpu, in_own_jurisdiction),
    Permission.MEMBER_EXPORT: (is_no_admin, of_own_party, in_own_region),
    # A whole NIK leaves the register only with the party whose member it is (domain, section 8).
    Permission.MEMBER_UNMASK: (is_of_a_party, of_own_party, in_own_region),
    Permission.SUBMISSION_PREPARE: (is_of_a_party, of_own_party, in_own_region),
    # Who only prepares binds the party neither by handing in nor by its centre's word.
    Permission.SUBMISSION_SEND: (is_of_a_party, of_own_party, in_own_region, is_no_operator),
    Permission.SUBMISSION_APPROVE: (speaks_for_the_centre, of_own_party, is_no_operator),
    Permission.SUBMISSION_REMIND: (is_liaison, of_own_party, in_own_region),
    Permission.SUBMISSION_REVIEW: (is_of_kpu, in_own_jurisdiction),
    Permission.FINDING_NOTE: (is_of_a_party, of_own_party, in_own_region),
    Permission.FINDING_ANSWER: (is_of_kpu, in_own_jurisdiction),
    Permission.MINUTES_ISSUE: (is_of_kpu, in_own_jurisdiction),
    Permission.PERIOD_SET: (is_head, in_own_region),
    Permission.VOTER_LIST_KEEP: (is_head_or_admin, in_own_region),
    Permission.QUOTA_SET: (is_head_or_admin, in_own_region),
    Permission.REGISTER_KEEP: (is_admin,),
    # Everybody says for themselves what is mailed to them.
    Permission.MAIL_WISH: (is_anybody,),
    Permission.DELEGATION_GRANT: (is_centre, of_own_party, in_own_region, is_no_operator),
    Permission.ADVICE_GIVE: (is_supervisor, in_own_region),
    Permission.ADVICE_ANSWER: (is_of_kpu, in_own_jurisdiction),
    Permission.SUPERVISOR_NOTE: (is_supervisor, in_own_region),
    Permission.FACTOR_RESET: (looks_after_accounts, of_own_party, in_own_region, is_no_operator),
    Permission.ACCOUNT_KEEP: (keeps_accounts, on_own_side, in_own_region, is_no_operator),
    Permission.DISCLOSURE_READ: (watches_over_data, of_own_party, in_own_region),
    Permission.ACCOUNT_REOPEN: (gives_back, is_no_operator),
}


def delegation_over(actor: User, place: Place) -> Delegation | None:
    """By which delegation a liaison officer speaks for the centre of the own party there today; None for all others."""
    if actor.role is not Role.LIAISON or not actor.delegations:
        return None
    day = today()
    return next((one for one in actor.delegations if one.holds_on(day) and _reaches(one, actor, place)), None)


def _reaches(delegation: Delegation, actor: User, place: Place) -> bool:
    own = actor.party_id == delegation.party_id == place.party_id
    return own and within(place.region_code, delegation.region_code) and within(place.region_code, actor.region_code)


def may(actor: User, permission: Permission, place: Place) -> bool:
    """Whether every question of the permission's row is answered yes."""
    return actor.active and all(question(actor, place) for question in POLICY[permission])


def require(actor: User, permission: Permission, place: Place) -> None:
    """Raise NotAllowed unless the actor may."""
    if not may(actor, permission, place):
        raise NotAllowed(permission)
