"""Bawaslu sees what KPU sees, advises with a day for the answer, and what it was shown is kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from sipol.extensions import db, today
from sipol.models import Advice, Notice, Viewing
from sipol.rules.advice import AdviceStanding, standing_of
from sipol.rules.errors import NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.notices import NoticeKind
from sipol.services.advice import (
    AdviceDraft,
    advice_for,
    advice_within,
    answer_advice,
    give_advice,
    keep_note,
    notes_for,
    open_advice,
    viewings_for,
)
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
SAME = (
    "/antrean", "/dasbor", "/sk", "/kantor", "/temuan", "/berita-acara", "/riwayat", "/verifikasi/ganda",
    "/rekapitulasi", "/kelengkapan", "/sebaran", "/register", "/perbandingan", "/saran",
)  # fmt: skip
"""Pages that show Bawaslu the same rows as the verifier of its region."""


def given(world: World) -> Advice:
    submission = world.taken()
    draft = AdviceDraft("Cocokkan nama sekretaris dengan SK.", today() + timedelta(days=3), "12/PM/2026")
    return give_advice(world.people["supervisor"], submission, draft)


def told_of(kind: NoticeKind) -> set[str]:
    query = select(Notice).where(Notice.kind == kind)
    return {notice.recipient.login for notice in db.session.scalars(query)}


def test_an_advice_is_told_to_the_office_and_its_answer_to_bawaslu(world: World) -> None:
    advice = given(world)
    assert told_of(NoticeKind.ADVICE_GIVEN) == {"verifier", "second"}
    assert open_advice(world.people["verifier"]) == 1
    answer_advice(world.people["second"], advice, "Sudah dicocokkan.")
    assert told_of(NoticeKind.ADVICE_ANSWERED) == {"supervisor"}
    assert open_advice(world.people["verifier"]) == 0
    assert [one.answer for one in advice_within(world.people["supervisor"])] == ["Sudah dicocokkan."]
    with pytest.raises(Overtaken):
        answer_advice(world.people["verifier"], advice, "Sekali lagi.")


@pytest.mark.parametrize(
    ("wording", "days", "field"),
    [("", 3, "text"), ("x" * 4_001, 3, "text"), ("x", -1, "answer_by"), ("x", 61, "answer_by")],
)
def test_an_advice_says_something_and_leaves_time_for_the_answer(
    world: World, wording: str, days: int, field: str
) -> None:
    draft = AdviceDraft(wording, today() + timedelta(days=days))
    with pytest.raises(Refused) as refused:
        give_advice(world.people["supervisor"], world.taken(), draft)
    assert refused.value.field == field


def test_only_bawaslu_advises_and_only_the_own_office_answers(world: World) -> None:
    advice = given(world)
    for who in ("verifier", "liaison", "head"):
        with pytest.raises(NotAllowed):
            give_advice(world.people[who], advice.submission, AdviceDraft("x", today()))
    for who in ("above", "head", "supervisor", "liaison"):
        with pytest.raises(NotAllowed):
            answer_advice(world.people[who], advice, "x")
    with pytest.raises(NotFound):
        advice_for(world.people["far"], advice.id)


def test_the_day_itself_still_counts() -> None:
    day = date(2026, 11, 9)
    assert standing_of(day, day, answered=False) is AdviceStanding.OPEN
    assert standing_of(day - timedelta(days=1), day, answered=False) is AdviceStanding.LATE
    assert standing_of(day - timedelta(days=1), day, answered=True) is AdviceStanding.ANSWERED


def test_notes_of_bawaslu_are_for_bawaslu_alone(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    keep_note(world.people["supervisor"], submission, "Tanyakan kepada pelapor.")
    assert [note.text for note in notes_for(world.people["supervisor"], submission)] == ["Tanyakan kepada pelapor."]
    assert notes_for(world.people["verifier"], submission) == ()
    url = f"/tinjau/{submission.id}/saran"
    assert "Tanyakan kepada pelapor." in sign_in("supervisor").get(url).text
    assert "Tanyakan kepada pelapor." not in sign_in("verifier").get(url).text


def test_what_bawaslu_was_shown_is_kept_and_cannot_be_rewritten(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    client = sign_in("supervisor")
    assert client.get(f"/tinjau/{submission.id}").status_code == 200
    shown = [
        (one.page, one.subject_id, one.status) for one, _ in viewings_for(world.people["supervisor"], submission.id)
    ]
    assert shown == [("review.show", submission.id, 200)]
    assert sign_in("verifier").get(f"/tinjau/{submission.id}").status_code == 200
    assert len(db.session.scalars(select(Viewing)).all()) == 1, "only Bawaslu leaves a line"
    assert "Pengajuan, Supervisor" in sign_in("verifier").get(f"/tinjau/{submission.id}/saran").text
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(text("UPDATE viewing SET status = 403"))


def test_the_berita_acara_begins_with_what_bawaslu_advised(world: World, sign_in: SignIn) -> None:
    submission = world.decided()
    draft = AdviceDraft("Periksa\nlagi.", today())
    advice = give_advice(world.people["supervisor"], submission, draft)
    answer_advice(world.people["verifier"], advice, "Sudah.")
    page = sign_in("verifier").get(f"/berita-acara/baru/{submission.party_id}").text
    assert "Periksa lagi. (jawaban KPU: Sudah.)" in page


def rows_of(page: str) -> list[str]:
    """What a page tells: its tables, lists and facts, without what one can do there."""
    soup = BeautifulSoup(page, "html.parser")
    main = soup.find("main")
    assert main is not None
    for acts in main.select("form, button, .btn, [data-key]"):
        acts.decompose()
    return [" ".join(row.get_text(" ").split()) for row in main.select("tr, li, dd, h1")]


@pytest.mark.parametrize("url", SAME)
def test_bawaslu_is_shown_the_same_rows_as_the_verifier(world: World, sign_in: SignIn, url: str) -> None:
    world.member()
    world.handed_in()
    given(world)
    # The one who does not hold the submission: "Anda" stands on the page of the other.
    verifier, supervisor = (sign_in(who).get(url) for who in ("second", "supervisor"))
    assert (verifier.status_code, supervisor.status_code) == (200, 200)
    assert rows_of(supervisor.text) == rows_of(verifier.text)


def test_bawaslu_is_shown_the_same_submission_as_the_verifier(world: World, sign_in: SignIn) -> None:
    advice = given(world)
    verifier, supervisor = (
        sign_in(who).get(f"/tinjau/{advice.submission_id}").text for who in ("second", "supervisor")
    )
    assert rows_of(supervisor) == rows_of(verifier)
