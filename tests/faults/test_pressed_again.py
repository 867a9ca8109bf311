"""Whoever saw no answer presses again: the same words are kept once, and nobody is blamed for what nobody did."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from sipol.extensions import db, today
from sipol.models import Advice, AuditEntry, SupervisorNote
from sipol.services.advice import AdviceDraft, answer_advice, give_advice, keep_note
from tests.doors.test_decrees import save, typed
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def count(rows: type[Advice | SupervisorNote]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def entries(event: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.event == event)) or 0


def test_the_same_words_saved_twice_are_no_change_by_somebody_else(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    client, once = sign_in("liaison"), typed(decree, number="7/SK")
    for _press in range(2):
        answer = client.post(f"/sk/{decree.id}/periksa", data=once, headers={"X-Autosave": "1"})
        assert answer.json is not None
        assert (answer.status_code, answer.json["fields"]) == (200, {"version": str(decree.version)})
    assert entries("DecreeSaved") == 1
    old = once | {"number": "8/SK"}
    assert client.post(f"/sk/{decree.id}/periksa", data=old).status_code == 409
    assert (save(client, decree, number="9/SK").status_code, decree.number) == (303, "9/SK")


def test_a_note_of_bawaslu_is_kept_once_however_often_it_is_sent(world: World) -> None:
    submission, supervisor = world.submitted(), world.people["supervisor"]
    first = keep_note(supervisor, submission, "Kantor tutup saat dikunjungi.")
    assert keep_note(supervisor, submission, " Kantor tutup saat dikunjungi. ").id == first.id
    keep_note(supervisor, submission, "Kantor sudah buka.")
    assert (count(SupervisorNote), entries("SupervisorNoted")) == (2, 2)


def test_advice_is_given_once_however_often_it_is_sent_until_it_is_answered(world: World) -> None:
    submission, supervisor = world.submitted(), world.people["supervisor"]
    draft = AdviceDraft("Periksa domisili.", today() + timedelta(days=3))
    first = give_advice(supervisor, submission, draft)
    assert give_advice(supervisor, submission, draft).id == first.id
    assert (count(Advice), entries("AdviceGiven")) == (1, 1)
    answer_advice(world.people["verifier"], first, "Sudah diperiksa.")
    assert give_advice(supervisor, submission, draft).id != first.id
