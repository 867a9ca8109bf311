"""Who may hand in for a body of a party: a liaison officer named by letter, or a person on the board; no operator.

What is prepared is everybody's who works there; what is handed in binds the party.
"""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from sipol.access.scope import visible_to
from sipol.extensions import db
from sipol.models import Decree, Officer, Standing, Submission, Unit, User
from sipol.names import Verdict, compare
from sipol.rules.accounts import Capacity
from sipol.rules.errors import Refused
from sipol.rules.regions import upwards_from
from sipol.rules.roles import Role
from sipol.rules.workflow import State

OPERATOR = "Akun Anda adalah akun operator: Anda dapat menyiapkan pengajuan ini, tetapi tidak mengajukannya. "
NOT_ON_THE_BOARD = (
    "Nama Anda tidak tercantum dalam susunan pengurus {unit}, baik yang berlaku maupun yang sedang diajukan, "
    "sehingga Anda tidak dapat mengajukan. "
)
BY_WHOM = "Yang dapat mengajukan: {people}."
BY_NOBODY_HERE = "Yang dapat mengajukan: pusat partai, atau petugas penghubung dengan surat penunjukan."
MOST_NAMED = 5


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
    return [one for one in people if one.capacity is Capacity.LIAISON or _sits_on_a_board(one, unit, None)]


def _by_whom(actor: User, unit: Unit) -> str:
    names = [one.name for one in senders_for(actor, unit)[:MOST_NAMED]]
    return BY_WHOM.format(people=", ".join([*names, "atau pusat partai"])) if names else BY_NOBODY_HERE


def _sits_on_a_board(person: User, unit: Unit, decree: Decree | None) -> bool:
    """Whether the name stands on the board of this body, or of the one the account works for: in force or handed in.

    Titles and ways of spelling tell no two people apart.
    """
    own_body = and_(Unit.party_id == person.party_id, Unit.region_code == person.region_code)
    handed_in = Submission.state.in_((State.AWAITING_CENTRE, State.SUBMITTED, State.IN_REVIEW))
    sent = select(Submission.decree_id).where(Submission.decree_id.is_not(None), handed_in)
    stands = or_(Decree.standing == Standing.IN_FORCE, Decree.id.in_(sent))
    query = select(Officer.name).join(Decree, Decree.id == Officer.decree_id).join(Unit, Unit.id == Decree.unit_id)
    names = db.session.scalars(query.where(or_(Decree.unit_id == unit.id, own_body), stands)).all()
    own = [officer.name for officer in decree.officers] if decree is not None and decree.unit_id == unit.id else []
    return any(compare(person.name, name).verdict is Verdict.SAME for name in (*names, *own))
