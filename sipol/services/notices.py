"""Who hears of what. Notices are written with the act itself, in one statement for any number of people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, case, false, func, literal, null, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.orm import InstrumentedAttribute

from sipol.access.scope import delegation_holds
from sipol.extensions import db, local_zone
from sipol.models import Advice, Delegation, MailWish, Minutes, Notice, Period, PeriodWindow, Submission, User
from sipol.render import long_moment, short_date
from sipol.rules.notices import STEPS, TELLINGS, Circle, NoticeKind
from sipol.rules.periods import semester_name
from sipol.rules.regions import jurisdiction, parent_of
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, Role
from sipol.rules.workflow import OUTCOME_WORDS, SUBJECT_WORDS, Act
from sipol.services.queue import SEND_MAIL, enqueue


def tell_of_step(done_by: User, submission: Submission, act: Act) -> None:
    """A submission took a step. A verifier who takes it up again after a pause is no news."""
    if act not in STEPS:
        return
    kind, region = STEPS[act], submission.region_code
    facts = facts_of_submission(submission)
    facts["outcome"] = OUTCOME_WORDS[submission.outcome] if submission.outcome else ""
    occasion = submission.receipt or "" if act is Act.TAKE_UP else str(submission.version)
    here = User.region_code.in_({region, jurisdiction(region)})
    people = _concerned(kind, submission.party_id, here, region, approvers_of(submission))
    tell(kind, submission.id, people, facts, occasion=occasion, but_not=done_by)


def facts_of_submission(submission: Submission) -> dict[str, str]:
    """What notices about a submission say: the unit with the semester, and the object in words."""
    return {
        "about": f"{submission.unit.name}, {_name_of(submission.period)}",
        "object": SUBJECT_WORDS[submission.subject] + (" (tidak ada perubahan)" if submission.no_change else ""),
    }


def approvers_of(submission: Submission) -> ColumnElement[bool]:
    """The centre of the party, and whom it lets approve there, but not what they sent themselves."""
    above = list(_upwards(submission.region_code))
    allowed = select(Delegation.delegate_id).where(
        delegation_holds(), Delegation.party_id == submission.party_id, Delegation.region_code.in_(above)
    )
    delegate = and_(User.role == Role.LIAISON, User.id.in_(allowed), User.id != submission.asked_by)
    centre = and_(User.role == Role.CENTRE, User.region_code.in_(above))
    return and_(User.party_id == submission.party_id, or_(centre, delegate))


def tell_of_advice(done_by: User, kind: NoticeKind, advice: Advice) -> None:
    """Bawaslu gave an advice, or KPU answered one."""
    submission = advice.submission
    facts = facts_of_submission(submission) | {"moment": short_date(advice.answer_by)}
    people = _concerned(kind, submission.party_id, false(), submission.region_code, false())
    tell(kind, advice.id, people, facts, but_not=done_by)


def tell_of_minutes(done_by: User, minutes: Minutes, party: str, office: str) -> None:
    """A Berita Acara was issued, or changed by a new one."""
    facts = {
        "about": f"{party}, {office}, {_name_of(minutes.period)}",
        "object": "Berita Acara Perubahan" if minutes.amends_id else "Berita Acara",
        "number": minutes.number,
    }
    here = office_of_region(User.region_code) == minutes.region_code
    people = _concerned(NoticeKind.MINUTES_ISSUED, minutes.party_id, here, minutes.region_code, false())
    tell(NoticeKind.MINUTES_ISSUED, minutes.id, people, facts, but_not=done_by)


def tell_of_period(done_by: User, kind: NoticeKind, period: Period, window: PeriodWindow | None = None) -> None:
    """A semester was set or extended, or a correction round (``window``) was: everybody's business."""
    opens = window.opens_at if window else min(one.opens_at for one in period.windows)
    ends = window.closes_at if window else period.deadline
    facts = facts_of(period, ends) | {"opens": long_moment(opens, local_zone().key)}
    tell(kind, period.id, User.role != Role.ADMIN, facts, occasion=ends.isoformat(), but_not=done_by)


def facts_of(period: Period, ends: datetime) -> dict[str, str]:
    """What notices about a date say: the semester, and the moment in words."""
    name = _name_of(period)
    return {"about": name, "period": name, "moment": long_moment(ends, local_zone().key)}


def tell(
    kind: NoticeKind,
    subject_id: UUID,
    people: ColumnElement[bool],
    facts: dict[str, str],
    *,
    occasion: str = "",
    but_not: User | None = None,
) -> int:
    """Write a notice for each of these people, once for an occasion, and have it mailed to those who want that.

    How many were told.
    """
    unwanted = select(MailWish.id).where(
        MailWish.user_id == User.id, MailWish.topic == TELLINGS[kind].topic, ~MailWish.wanted
    )
    row = {
        "id": func.gen_random_uuid(),
        "recipient_id": User.id,
        "kind": literal(kind, Notice.kind.type),
        "subject_id": literal(subject_id),
        "occasion": literal(occasion),
        "facts": literal(facts, JSONB),
        "mail_due_at": case((and_(User.email.is_not(None), ~unwanted.exists()), func.sipol_now())),
        "mail_to": User.email if kind is NoticeKind.ACCOUNT_CHANGED else null(),
        "mail_attempts": literal(0),
    }
    told = select(*row.values()).where(User.active, people, User.id != but_not.id if but_not else true())
    written = insert(Notice).from_select(list(row), told).on_conflict_do_nothing().returning(Notice.mail_due_at)
    due = db.session.scalars(written).all()
    if any(due):
        enqueue(SEND_MAIL, subject_id)
    return len(due)


def office_of_region(code: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """``rules.regions.jurisdiction``, told to the database."""
    return func.array_to_string(func.string_to_array(code, ".", type_=ARRAY(Text))[1:2], ".")


def _concerned(
    kind: NoticeKind, party_id: UUID, here: ColumnElement[bool], region: str, approvers: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Those who may hear of this kind; ``here``: where the liaison officers are whose business it is."""
    above = User.region_code.in_(list(_upwards(region)))
    centre_or_liaison = or_(and_(User.role == Role.CENTRE, above), and_(User.role == Role.LIAISON, here))
    beside = User.region_code == jurisdiction(region)
    circles = {
        Circle.PARTY: and_(User.party_id == party_id, User.role.in_(PARTY_ROLES), centre_or_liaison),
        Circle.APPROVERS: approvers,
        Circle.OFFICE: and_(User.role.in_(KPU_ROLES), beside),
        Circle.SUPERVISOR: and_(User.role == Role.SUPERVISOR, beside),
    }
    return or_(*(circles[circle] for circle in sorted(TELLINGS[kind].circles)))


def _upwards(code: str | None) -> Iterable[str]:
    while code is not None:
        yield code
        code = parent_of(code)


def _name_of(period: Period) -> str:
    return semester_name(period.year, period.semester)
