"""How submissions are counted: what KPU may know of, and for how long they have waited."""

import pytest

from sipol.rules.progress import STAGE_WORDS, Age, Stage, age_of, stage_of, subjects_at
from sipol.rules.regions import Level
from sipol.rules.workflow import Outcome, State, Subject


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, Age.NEW),
        (0, Age.NEW),
        (1, Age.NEW),
        (2, Age.DAYS),
        (3, Age.DAYS),
        (4, Age.WEEK),
        (7, Age.WEEK),
        (8, Age.LONG),
    ],
)
def test_the_bands_of_age_have_these_ends(days: int, age: Age) -> None:
    assert age_of(days) is age


@pytest.mark.parametrize(
    ("state", "outcome", "received", "party", "kpu"),
    [
        (State.DRAFT, None, False, Stage.DRAFT, Stage.NOT_SENT),
        (State.DRAFT, None, True, Stage.DRAFT, Stage.RETURNED),
        (State.AWAITING_CENTRE, None, False, Stage.AWAITING_CENTRE, Stage.AWAITING_CENTRE),
        (State.SUBMITTED, None, True, Stage.SUBMITTED, Stage.SUBMITTED),
        (State.IN_REVIEW, None, True, Stage.IN_REVIEW, Stage.IN_REVIEW),
        (State.RETURNED, Outcome.INCOMPLETE, True, Stage.RETURNED, Stage.RETURNED),
        (State.DECIDED, Outcome.MET, True, Stage.MET, Stage.MET),
        (State.MINUTED, Outcome.NOT_MET, True, Stage.NOT_MET, Stage.NOT_MET),
        (State.ANNOUNCED, Outcome.MET, True, Stage.MET, Stage.MET),
    ],
)
def test_both_sides_count_alike_but_for_drafts(
    state: State, outcome: Outcome | None, received: bool, party: Stage, kpu: Stage
) -> None:
    assert stage_of(state, outcome, received=received, own=True) is party
    assert stage_of(state, outcome, received=received, own=False) is kpu


def test_every_stage_has_its_word() -> None:
    assert set(STAGE_WORDS) == set(Stage)


def test_members_are_asked_of_kabupaten_and_no_office_of_kecamatan() -> None:
    assert subjects_at(Level.REGENCY) == (Subject.DECREE, Subject.MEMBERS, Subject.OFFICE)
    assert subjects_at(Level.PROVINCE) == (Subject.DECREE, Subject.OFFICE)
    assert subjects_at(Level.DISTRICT) == (Subject.DECREE,)
