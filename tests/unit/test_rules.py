"""The law: states, regions, semesters, dates. Tables first, then properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipol.rules.errors import IllegalMove
from sipol.rules.periods import (
    WORKDAYS,
    Window,
    days_left,
    is_open,
    next_opening,
    plausible_decree_date,
    plausible_term,
    semester_name,
    semester_of,
)
from sipol.rules.quotas import least_members
from sipol.rules.regions import NATION, Level, compact, is_city, is_code, jurisdiction, level_of, parent_of, within
from sipol.rules.workflow import (
    ACT_WORDS,
    DECIDED,
    MOVES,
    OUTCOME_WORDS,
    STATE_WORDS,
    SUBJECT_WORDS,
    Act,
    Outcome,
    State,
    Subject,
    acts_from,
    move,
)

codes = st.from_regex(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?", fullmatch=True)

REGIONS = [
    ("ID", Level.NATION, None, "ID", False),
    ("65", Level.PROVINCE, "ID", "65", False),
    ("65.01", Level.REGENCY, "65", "65.01", False),
    ("65.71", Level.REGENCY, "65", "65.71", True),
    ("65.71.02", Level.DISTRICT, "65.71", "65.71", False),
    ("65.01.01.2005", Level.VILLAGE, "65.01.01", "65.01", False),
]


@pytest.mark.parametrize(("code", "level", "parent", "office", "city"), REGIONS)
def test_a_code_tells_its_level_its_parent_and_its_office(
    code: str, level: Level, parent: str | None, office: str, city: bool
) -> None:
    assert (level_of(code), parent_of(code), jurisdiction(code), is_city(code)) == (level, parent, office, city)


@pytest.mark.parametrize("text", ["", "6", "65.1", "65.71.1", "65.71.01.01", "65-71", "65.71.", "id", "65.71.01.00011"])
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert not is_code(text)


@given(codes)
def test_every_region_lies_in_itself_its_parent_and_the_nation(code: str) -> None:
    assert is_code(code)
    assert within(code, code)
    assert within(code, parent_of(code) or NATION)
    assert within(code, NATION)
    assert within(code, jurisdiction(code))


@given(codes, codes)
def test_a_region_is_never_within_one_that_only_begins_alike(code: str, area: str) -> None:
    assert within(code, area) == (code.split(".")[: len(area.split("."))] == area.split("."))


def test_a_compact_code_is_what_stands_in_numbers() -> None:
    assert compact("65.71") == "6571"


@given(st.sampled_from(State), st.sampled_from(Act))
def test_a_move_is_in_the_table_or_refused(state: State, act: Act) -> None:
    if (state, act) in MOVES:
        assert move(state, act) is MOVES[state, act]
        assert act in acts_from(state)
    else:
        with pytest.raises(IllegalMove):
            move(state, act)


def test_nothing_leads_from_decided_back_to_open_work() -> None:
    """Save by the word of two people, which has an act of its own."""
    back = {(act, end) for (start, act), end in MOVES.items() if start in DECIDED and end not in DECIDED}
    assert back == {(Act.REOPEN, State.SUBMITTED)}


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    while more := {end for (start, _), end in MOVES.items() if start in reached} - reached:
        reached |= more
    assert reached == set(State)


def test_every_word_of_the_workflow_has_its_indonesian() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(ACT_WORDS) == set(Act)
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(SUBJECT_WORDS) == set(Subject)


NOON = datetime(2025, 12, 29, 8, 0, tzinfo=UTC)


def test_a_window_is_open_from_its_first_moment_until_before_its_last() -> None:
    window = Window(NOON, NOON + timedelta(hours=1))
    moments = [NOON - timedelta(seconds=1), NOON, NOON + timedelta(minutes=59), NOON + timedelta(hours=1)]
    assert [is_open([window], moment) for moment in moments] == [False, True, True, False]


DAYS = [
    ("2025-12-11T20:00:00+08:00", 18),
    ("2025-12-28T23:59:00+08:00", 1),
    ("2025-12-29T00:01:00+08:00", 0),
    ("2025-12-30T00:01:00+08:00", -1),
    ("2025-12-28T16:30:00+00:00", 0),
]


@pytest.mark.parametrize(("at", "left"), DAYS)
def test_days_are_counted_by_the_calendar_of_the_place(at: str, left: int) -> None:
    assert days_left(NOON, datetime.fromisoformat(at), "Asia/Makassar") == left


@pytest.mark.parametrize(
    ("day", "semester"), [(date(2025, 1, 1), 1), (date(2025, 6, 30), 1), (date(2025, 7, 1), 2), (date(2025, 12, 31), 2)]
)
def test_a_year_has_two_semesters(day: date, semester: int) -> None:
    assert semester_of(day) == (2025, semester)


def test_a_semester_is_named_with_a_roman_number() -> None:
    assert semester_name(2025, 2) == "Semester II 2025"


TODAY = date(2025, 12, 11)


@pytest.mark.parametrize(
    ("day", "wrong"),
    [(date(1944, 12, 31), True), (date(1945, 1, 1), False), (TODAY, False), (date(2025, 12, 12), True)],
)
def test_a_decree_is_dated_between_1945_and_today(day: date, wrong: bool) -> None:
    assert (plausible_decree_date(day, TODAY) is not None) is wrong


@pytest.mark.parametrize(
    ("start", "end", "wrong"), [(2025, 2030, False), (2025, 2025, False), (2030, 2025, True), (1900, 1905, True)]
)
def test_a_term_ends_after_it_begins(start: int, end: int, wrong: bool) -> None:
    assert (plausible_term(start, end) is not None) is wrong


@pytest.mark.parametrize(
    ("population", "least"),
    [(170_239, 171), (30_036, 31), (255_310, 256), (1_000_000, 1_000), (2_500_000, 1_000), (1, 1)],
)
def test_a_party_needs_one_member_in_a_thousand_people_and_never_more_than_a_thousand(
    population: int, least: int
) -> None:
    assert least_members(population) == least


def test_a_window_is_open_on_its_weekdays_and_at_its_hours() -> None:
    zone = ZoneInfo("Asia/Makassar")
    monday = datetime(2026, 11, 2, tzinfo=zone)
    window = Window(monday, monday + timedelta(days=14), WORKDAYS, (time(8), time(16)))
    moments = {0: False, 8: True, 15.9: True, 16: False, 24 * 5 + 9: False, 24 * 7 + 9: True}
    for hours, open_then in moments.items():
        assert is_open([window], monday + timedelta(hours=hours), zone) is open_then, hours
    told = next_opening([window], monday + timedelta(days=4, hours=20), zone)
    assert told == datetime(2026, 11, 9, 8, tzinfo=zone)
    assert next_opening([window], monday - timedelta(days=3), zone) == datetime(2026, 11, 2, 8, tzinfo=zone)
    assert next_opening([window], monday + timedelta(days=13, hours=17), zone) is None


def test_a_window_that_is_open_day_and_night_opens_once() -> None:
    zone = ZoneInfo("Asia/Makassar")
    monday = datetime(2026, 11, 2, 8, tzinfo=zone)
    window = Window(monday, monday + timedelta(days=14))
    assert next_opening([window], monday + timedelta(days=3), zone) is None
    assert next_opening([window], monday - timedelta(days=3), zone) == monday
    assert is_open([window], datetime(2026, 11, 3, 23, 59, 59, 999999, tzinfo=zone), zone)
