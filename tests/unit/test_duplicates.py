"""The table of rules for who stands twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipol.rules.duplicates import Situation, findings_for, findings_within, situation_of
from sipol.rules.member_life import NEEDS_MEMBER_REASON, MemberReason, MemberStatus

MET, BMS, TMS = MemberStatus.MET, MemberStatus.INCOMPLETE, MemberStatus.NOT_MET


@pytest.mark.parametrize(
    ("stated", "attended", "chosen", "found"),
    [
        ("", None, None, {"a": BMS, "b": BMS, "c": BMS}),
        ("a", None, None, {"a": MET, "b": TMS, "c": TMS}),
        ("ab", None, None, {"a": BMS, "b": BMS, "c": BMS}),
        ("ab", True, "b", {"a": TMS, "b": MET, "c": TMS}),
        ("a", True, "b", {"a": TMS, "b": MET, "c": TMS}),
        ("a", True, None, {"a": TMS, "b": TMS, "c": TMS}),
        ("ab", False, None, {"a": TMS, "b": TMS, "c": TMS}),
    ],
)
def test_papers_decide_and_what_the_person_says_counts_more(
    stated: str, attended: bool | None, chosen: str | None, found: dict[str, MemberStatus]
) -> None:
    told = findings_for("abc", list(stated), attended, chosen)
    assert {party: finding.status for party, finding in told.items()} == found


PARTIES = st.lists(st.integers(0, 9), min_size=2, max_size=6, unique=True)


@given(PARTIES, st.data())
def test_nobody_is_a_member_of_two_parties_and_every_refusal_has_a_reason(
    parties: list[int], data: st.DataObject
) -> None:
    stated = data.draw(st.lists(st.sampled_from(parties), unique=True))
    attended = data.draw(st.sampled_from([None, True, False]))
    chosen = data.draw(st.sampled_from([None, *parties])) if attended else None
    told = findings_for(parties, stated, attended, chosen)
    assert set(told) == set(parties)
    assert sum(finding.status is MET for finding in told.values()) <= 1
    assert all((finding.reason is not None) == (finding.status in NEEDS_MEMBER_REASON) for finding in told.values())
    if situation_of(stated, attended, chosen) is Situation.ABSENT:
        assert {finding.reason for finding in told.values()} == {MemberReason.ABSENT}


def test_of_identical_rows_the_oldest_stays() -> None:
    assert [finding.status for finding in findings_within([3, 1, 2]).values()] == [MET, TMS, TMS]
