"""What is missing is told alike to both sides, and the verifier's automatic findings are what the party was told."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipol.extensions import db
from sipol.models import Decree, Submission
from sipol.rules.completeness import Object, Weight
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome
from sipol.services.completeness import Completeness, completeness_of
from sipol.services.desk import desk_of
from sipol.services.findings import findings_of
from sipol.services.handover import send
from sipol.services.office_checks import office_doubts
from sipol.services.review import rule
from sipol.services.submissions import advance, submission_of_decree
from tests.doors.test_budgets import counted
from tests.factories.world import World

LETTERS = st.text("abdehijnorstuy. '", min_size=1, max_size=6)
SLIPS = st.dictionaries(st.integers(1, 9).map("row_{}".format), st.tuples(st.integers(0, 20), LETTERS), max_size=4)
PLACES = st.sampled_from(("Jl. Yos Sudarso No. 12", "Jl. Sengkawit No. 4", "Jl. Durian"))


def seen_by(world: World, who: str) -> Completeness:
    (line,) = completeness_of(world.people[who], [world.unit], world.period)
    return line


def told(decree: Decree) -> list[tuple[object, ...]]:
    return [(row.field, row.against, row.subject, row.stated, row.found, row.difference) for row in findings_of(decree)]


def test_a_new_unit_lacks_everything_and_says_so_object_by_object(world: World) -> None:
    line = seen_by(world, "liaison")
    assert {gap.object for gap in line.gaps if gap.weight is Weight.MUST} >= {Object.DECREE, Object.OFFICE}
    assert line.musts >= 2


def test_both_sides_are_told_the_same_once_it_is_handed_in(world: World) -> None:
    world.submitted()
    office = world.office()
    send(world.people["liaison"], office)
    mine, theirs = seen_by(world, "liaison"), seen_by(world, "verifier")
    assert mine.gaps == theirs.gaps
    assert mine.lacking(Object.OFFICE) == []
    assert not any("Jabatan" in gap.sentence for gap in mine.gaps), "ketua, sekretaris and bendahara are there"


def test_what_was_not_handed_in_is_the_partys_alone(world: World) -> None:
    world.upload()
    world.office()
    world.member()
    theirs = seen_by(world, "verifier")
    assert theirs.decree is None
    assert theirs.office is None
    assert theirs.members == 0
    assert seen_by(world, "liaison").members == 1


def test_it_asks_no_more_often_for_more_units(world: World) -> None:
    world.upload()
    world.office()
    units = list(world.units.values())
    with counted() as few:
        completeness_of(world.people["centre"], units[:1], world.period)
    with counted() as many:
        completeness_of(world.people["centre"], units, world.period)
    assert len(many) <= len(few) + 2


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(slips=SLIPS, place=PLACES)
def test_periksa_seperti_kpu_is_what_the_verifier_then_sees(
    world: World, slips: dict[str, tuple[int, str]], place: str
) -> None:
    """Whatever was typed: the party's forecast before sending equals the verifier's automatic findings after it."""
    decree = _draft(world)
    names = {f"row_{row.order}": row.name for row in decree.officers}
    world.retype(decree, **{key: _slipped(names[key], *slip) for key, slip in slips.items() if key in names})
    forecast = told(decree)
    office = world.office(address=place)
    assert office.office is not None
    noticed = office_doubts([office.office], world.period)[office.office.id]
    for submission in (submission_of_decree(decree), office):
        send(world.people["liaison"], submission)
        advance(world.people["verifier"], submission, Act.TAKE_UP)
    desk = desk_of(submission_of_decree(decree))
    db.session.expire_all()
    assert told(decree) == forecast
    assert {row.id for row in (*desk.asked, *desk.harmless)} == {row.id for row in findings_of(decree)}
    assert office_doubts([office.office], world.period)[office.office.id] == noticed
    _give_back(world, submission_of_decree(decree), office)


def _draft(world: World) -> Decree:
    """The draft of the former example, which came back, or a new one."""
    drafts = db.session.query(Decree).filter_by(unit_id=world.unit.id).all()
    return drafts[0] if drafts else world.upload()


def _give_back(world: World, *submissions: Submission) -> None:
    for submission in submissions:
        rule(world.people["verifier"], submission, Outcome.INCOMPLETE, [ReasonCode.OTHER], "Ulangi.")


def _slipped(name: str, place: int, letters: str) -> str:
    at = place % (len(name) + 1)
    return (name[:at] + letters + name[at:]).strip() or name
