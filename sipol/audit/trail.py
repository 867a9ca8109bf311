"""Tell the log that something was done; the log is append-only by a trigger of the database."""

import re
from dataclasses import asdict

from sipol.audit.events import Event
from sipol.extensions import db
from sipol.models import AuditEntry, User
from sipol.models.base import Place


def record(actor: User | None, event: Event, place: Place | None = None) -> None:
    """Append one entry; ``place`` lets those of that party and region read it in their history.

    Without an actor it was the register itself, or a stranger.
    """
    facts = asdict(event)
    subject = facts.pop("subject_id")
    db.session.add(
        AuditEntry(
            event=type(event).__name__,
            actor_id=actor.id if actor else None,
            subject_id=subject,
            party_id=place.party_id if place else None,
            region_code=place.region_code if place else None,
            facts=facts,
        )
    )


def card_of(event: str) -> str:
    """The name of the timeline card of an event: ``DecreeSaved`` is told by ``decree_saved.html``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", event).lower()
