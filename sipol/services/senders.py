"""Who may hand in for a body of a party: a liaison officer named by letter, or a person on the board; no operator.

What is prepared is everybody's who works there; what is handed in binds the party.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, false, or_, select

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Officer, Standing, Submission, Unit, User
from sipol.names import Verdict, compare
from sipol.rules.accounts import Capacity
from sipol.rules.errors import Refused
from sipol.rules.regions import upwards_from
from sipol.rules.roles import Role
from sipol.rules.workflow import State
from sipol.services.readings import facts_by_document

OPERATOR = "Akun Anda adalah akun operator: Anda dapat menyiapkan pengajuan ini, tetapi tidak mengajukannya. "
NOT_ON_THE_BOARD = (
    "Nama Anda tidak tercantum dalam susunan pengurus {unit}, baik yang berlaku maupun yang terbaca pada SK yang "
    "diajukan, sehingga Anda tidak dapat mengajukan. "
)
BY_WHOM = "Yang dapat mengajukan: {people}."
BY_NOBODY_HERE = "Yang dapat mengajukan: pusat partai, atau petugas penghubung dengan surat penunjukan."
MOST_NAMED = 5


class BoardName(NamedTuple):
    """A name on the board of a body, and where that body works."""

    unit_id: UUID
    region_code: str
    name: str


def obstacle_for_sender(actor: User, unit: Unit, decree: Decree | None = None) -> str | None:
    """Why the actor may not hand in for this body, and who may, as sentences; None for who may.

    ``decree``: the board that would be handed in. The centre of a party speaks for it whatever the board.
    """
    if actor.capacity is Capacity.OPERATOR:
        return OPERATOR + _by_whom(actor, unit)
    if actor.capacity is not Capacity.BOARD or actor.role is Role.CENTRE or _sits_on_a_board(actor, unit, decree):
        return None
    return NOT_ON_THE_BOARD.format(unit=unit.name) + _by_whom(actor, unit)


def refuse_unless_sender(actor: User, unit: Unit, decree: Decree | None = None) -> None:
    """Refused("sender", …) with what ``obstacle_for_sender`` says."""
    if obstacle := obstacle_for_sender(actor, unit, decree):
        raise Refused("sender", obstacle)


def senders_for(actor: User, unit: Unit) -> Sequence[User]:
    """The liaison officers that the actor may know of who may hand in for this body, by name."""
    query = select(User).where(
        visible_to(actor, User),
        User.active,
        User.role == Role.LIAISON,
        User.capacity != Capacity.OPERATOR,
        User.id != actor.id,
        User.region_code.in_(upwards_from(unit.region_code)),
    )
    people = db.session.scalars(query.order_by(User.name)).all()
    names = _board_names(unit, people)
    return [one for one in people if one.capacity is Capacity.LIAISON or _is_among(one, unit, names)]


def _by_whom(actor: User, unit: Unit) -> str:
    names = [one.name for one in senders_for(actor, unit)[:MOST_NAMED]]
    return BY_WHOM.format(people=", ".join([*names, "atau pusat partai"])) if names else BY_NOBODY_HERE


def _sits_on_a_board(person: User, unit: Unit, decree: Decree | None) -> bool:
    """Whether the name stands on the board of this body, or of the one the account works for.

    ``decree``: the board that is about to be handed in.
    """
    return _is_among(person, unit, _board_names(unit, [person], decree))


def _is_among(person: User, unit: Unit, names: Sequence[BoardName]) -> bool:
    """Titles and ways of spelling tell no two people apart."""
    return any(
        (one.unit_id == unit.id or one.region_code == person.region_code)
        and compare(person.name, one.name).verdict is Verdict.SAME
        for one in names
    )


def _board_names(unit: Unit, people: Sequence[User], decree: Decree | None = None) -> list[BoardName]:
    """Who sits on the boards of this body and of those the people work for, in a fixed number of queries.

    A board in force counts as it stands. Of one that is handed in, or about to be, only those count whom the register
    itself read in the SK: what is typed is the word of whoever wants to send it.
    """
    regions = {person.region_code for person in people}
    own_bodies = and_(Unit.party_id == unit.party_id, Unit.region_code.in_(regions))
    here = or_(Unit.id == unit.id, own_bodies)
    in_force = select(Unit.id, Unit.region_code, Officer.name).join_from(Officer, Decree).join(Decree.unit)
    stated = db.session.execute(in_force.where(here, Decree.standing == Standing.IN_FORCE))
    handed_in = Submission.state.in_((State.AWAITING_CENTRE, State.SUBMITTED, State.IN_REVIEW))
    sent = select(Submission.decree_id).where(Submission.decree_id.is_not(None), handed_in)
    of_now = Decree.id == decree.id if decree is not None and decree.unit_id == unit.id else false()
    papers = select(Unit.id, Unit.region_code, Decree.document_id).join_from(Decree, Unit)
    shown = db.session.execute(papers.where(here, or_(Decree.id.in_(sent), of_now))).all()
    facts = facts_by_document(document for _, _, document in shown) if shown else {}
    read = [
        BoardName(unit_id, code, row.name)
        for unit_id, code, document in shown
        if document in facts
        for row in facts[document].officers
    ]
    return [*(BoardName(*row) for row in stated), *read]
