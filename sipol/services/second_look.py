"""A few decisions, drawn by chance, are looked at by a second verifier; how often the two agree is reported."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.ruling_events import SecondLookTaken
from sipol.audit.trail import record
from sipol.extensions import db, now
from sipol.models import Decision, Period, SecondLook, Submission, Unit, User
from sipol.rules.errors import NotFound, Overtaken, Refused

HUNDRED = 100
WHOLE = (
    joinedload(SecondLook.decision),
    joinedload(SecondLook.submission).joinedload(Submission.unit).joinedload(Unit.party),
    joinedload(SecondLook.looker),
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the looks of one office went."""

    region_code: str
    drawn: int
    looked_at: int
    agreed: int


def draw(submission: Submission, decision: Decision) -> SecondLook | None:
    """Let chance say whether a decision gets a second look; nobody can tell beforehand, whoever decides."""
    if secrets.randbelow(HUNDRED) >= current_app.config["SIPOL_SECOND_LOOK"]:
        return None
    look = SecondLook(
        decision_id=decision.id,
        submission_id=submission.id,
        party_id=submission.party_id,
        region_code=submission.region_code,
        decided_by=decision.decided_by,
    )
    db.session.add(look)
    db.session.flush()
    return look


def looks_for(actor: User, period: Period) -> Sequence[SecondLook]:
    """The decisions of a period that were drawn, within the actor's scope; those that wait come first."""
    query = (
        select(SecondLook)
        .join(SecondLook.submission)
        .where(visible_to(actor, SecondLook), Submission.period_id == period.id)
    )
    ordered = query.order_by(SecondLook.looked_at.is_not(None), SecondLook.created_at)
    return db.session.scalars(ordered.options(*WHOLE)).all()


def look_for(actor: User, look_id: UUID) -> SecondLook:
    """One of those; NotFound otherwise."""
    query = select(SecondLook).where(SecondLook.id == look_id, visible_to(actor, SecondLook))
    look = db.session.scalars(query.options(*WHOLE)).first()
    if look is None:
        raise NotFound
    return look


def take_second_look(actor: User, look: SecondLook, *, agrees: bool, note: str) -> None:
    """Say whether one would have decided alike; it changes nothing, and whoever decided does not say it."""
    require(actor, Permission.SUBMISSION_REVIEW, look)
    db.session.execute(select(SecondLook.id).where(SecondLook.id == look.id).with_for_update())
    db.session.refresh(look)
    if look.looked_at is not None:
        raise Overtaken("Putusan ini sudah ditelaah orang lain.")
    if look.decided_by == actor.id:
        raise Refused("agrees", "Putusan ini Anda buat sendiri. Telaah kedua dilakukan verifikator lain.")
    if not agrees and not note.strip():
        raise Refused("note", "Tulis mengapa Anda tidak sependapat.")
    look.looked_by, look.looked_at, look.agrees, look.note = actor.id, now(), agrees, note.strip()
    db.session.flush()
    record(actor, SecondLookTaken(look.submission_id, subject=look.submission.subject, agrees=agrees), look)


def agreement_in(actor: User, period: Period) -> list[Agreement]:
    """How often the two agreed, by the region of the office, within the actor's scope."""
    area = func.left(SecondLook.region_code, len("65.01"))
    query = (
        select(
            area,
            func.count(),
            func.count(SecondLook.looked_at),
            func.count().filter(SecondLook.agrees.is_(True)),
        )
        .join(SecondLook.submission)
        .where(visible_to(actor, SecondLook), Submission.period_id == period.id)
        .group_by(area)
        .order_by(area)
    )
    return [Agreement(*row) for row in db.session.execute(query)]
