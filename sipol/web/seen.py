"""Personal data on its way out: every NIK on a page goes through here, is masked, and is kept as shown.

What is kept is written once, when the answer is ready: one row, whatever the number of people on the page.
"""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from flask import Flask, Response, g, request
from flask_login import current_user

from sipol.access.door import keep_work
from sipol.extensions import db
from sipol.models import Member
from sipol.rules.disclosures import Medium, SeeingReason
from sipol.rules.identity import masked
from sipol.services.disclosures import Seen, note_disclosure

KEPT = ("POST", "PUT", "PATCH", "DELETE")


class WithNik(Protocol):
    """A member, or a row of a list that is not one yet."""

    @property
    def nik(self) -> str: ...


def seen() -> Seen:
    """What this answer shows so far."""
    if "seen" not in g:
        g.seen = Seen()
    found: Seen = g.seen
    return found


def nik_of(person: WithNik) -> str:
    """The NIK of a person as a page may show it; that the page shows the person is kept."""
    if isinstance(person, Member):
        seen().people[person.id] = None
    else:
        seen().unnamed += 1
    return masked(person.nik)


def show_whole(members: Iterable[Member], reason: SeeingReason, note: str = "") -> None:
    """This answer holds the whole NIK of these members, for a reason."""
    told = seen()
    told.people.update((member.id, None) for member in members)
    told.whole, told.reason, told.note = True, reason, note


def hand_over(medium: Medium, subject_id: UUID | None, members: Iterable[UUID] = (), unnamed: int = 0) -> None:
    """This answer is a picture or a file about these members, and so many others."""
    told = seen()
    told.people.update((member_id, None) for member_id in members)
    told.unnamed += unnamed
    told.medium, told.subject_id = medium, subject_id


def watch_over(app: Flask) -> None:
    """Keep what each answer showed. Hung up before whatever else writes on the way out, for it is to be the last."""

    @app.after_request
    def tell(response: Response) -> Response:
        told: Seen | None = g.get("seen")
        if told is None or not told.rows or not _shows(response) or not current_user.is_authenticated:
            return response
        viewer_id = current_user.id
        done = request.method in KEPT and response.status_code < 400
        if not done and not g.get("keep_work", False):
            # Nothing that a page merely showed is kept along with the line about it.
            db.session.rollback()
        if told.subject_id is None:
            told.subject_id = next((one for one in (request.view_args or {}).values() if isinstance(one, UUID)), None)
        note_disclosure(viewer_id, request.endpoint or "", told)
        keep_work()
        return response


def _shows(response: Response) -> bool:
    """A refusal shows the page with its errors; what leads elsewhere or broke shows nothing."""
    return response.status_code < 300 or response.status_code == 422
