"""The head opens a semester, moves its deadline and opens a correction round; everybody sees what was set."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.audit.events import CorrectionOpened, PeriodExtended, PeriodOpened
from sipol.extensions import db, local_zone, now
from sipol.models import AuditEntry, Period
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome, State
from sipol.services.handover import lacks_of, send
from sipol.services.periods import is_open_now
from sipol.services.review import rule
from sipol.services.submissions import submission_of_decree
from tests.doors.test_decrees import words
from tests.factories.hostile import saved
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
DAY = timedelta(days=1)


def typed(moment: datetime) -> str:
    return moment.astimezone(local_zone()).strftime("%d-%m-%Y %H.%M")


def semester(first: date, last: date) -> dict[str, Any]:
    """What the form of a new semester sends: one window on workdays from 8 to 16."""
    cells: dict[str, Any] = {
        "letter_number": "7/PL.01.1-SD/65/2030", "letter_date": "02-01-2030", "year": "2030", "semester": "1",
        "windows-0-opens_on": f"{first:%d-%m-%Y}", "windows-0-closes_on": f"{last:%d-%m-%Y}",
        "windows-0-weekdays": "work", "windows-0-from_time": "08:00", "windows-0-until_time": "16:00",
        "deadline": f"{last:%d-%m-%Y} 16.00",
    }  # fmt: skip
    for number in (1, 2, 3):
        cells[f"windows-{number}-weekdays"] = "every"
    return cells


def a_letter() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return saved(pdf)


def changed(client: FlaskClient, url: str, **cells: str) -> str:
    """The sentence of a refusal, or nothing."""
    letter = {"letter_number": "9/SD", "letter_date": "02-03-2026", "reason": "Menurut surat KPU RI."}
    answer = client.post(url, data=letter | cells)
    return "" if answer.status_code == 303 else words(answer)


def test_a_semester_is_opened_with_its_weekdays_and_hours(world: World, sign_in: SignIn) -> None:
    sent = semester(date(2030, 1, 7), date(2030, 1, 18))
    sent |= {"windows-1-opens_on": "21-01-2030", "windows-1-closes_on": "21-01-2030", "deadline": "21-01-2030 12:00"}
    sent |= {"letter": (io.BytesIO(a_letter()), "surat.pdf")}
    answer = sign_in("head").post("/masa/buka", data=sent)
    assert answer.status_code == 303, words(answer)
    period = db.session.scalars(select(Period).where(Period.year == 2030)).one()
    first, second = period.windows
    assert (first.weekdays, first.from_time.hour, first.until_time.hour) == ([1, 2, 3, 4, 5], 8, 16)
    assert first.opens_at == datetime(2030, 1, 7, 8, tzinfo=local_zone())
    assert second.closes_at - second.opens_at > timedelta(hours=23)
    assert sign_in("liaison").get(f"/masa/{period.id}/surat.pdf").data.startswith(b"%PDF")
    assert "Senin sampai Jumat, pukul 08.00–16.00" in words(sign_in("supervisor").get("/masa"))
    assert told(PeriodOpened)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"deadline": "01-01-2030 08.00"}, "sesudah masa pemutakhiran dibuka"),
        ({"deadline": "01-02-2030 08.00"}, "selagi masa pengajuan masih dibuka"),
        ({"windows-0-closes_on": "01-01-2030"}, "Tanggal terakhir harus sesudah tanggal pertama"),
        ({"windows-0-until_time": "07:00"}, "Jam tutup harus sesudah jam buka"),
        ({"windows-1-closes_on": "28-01-2030"}, "Isi kedua tanggalnya"),
        ({"windows-1-opens_on": "28-01-2030"}, "Isi kedua tanggalnya"),
        ({"windows-1-opens_on": "08-01-2030", "windows-1-closes_on": "20-01-2030"}, "tidak boleh bertumpang tindih"),
        ({"windows-0-opens_on": "", "windows-0-closes_on": ""}, "harus ditutup sesudah dibuka"),
        ({"letter_number": ""}, "Isi nomor surat"),
        ({"deadline": "besok sore"}, "misalnya 28-12-2026 16.00"),
        ({"windows-0-from_time": "25.00"}, "misalnya 16.00"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    world: World, sign_in: SignIn, cells: dict[str, str], sentence: str
) -> None:
    answer = sign_in("head").post("/masa/buka", data=semester(date(2030, 1, 7), date(2030, 1, 18)) | cells)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="02-01-2030"' in answer.text
    assert db.session.scalars(select(Period).where(Period.year == 2030)).first() is None


def test_a_letter_that_is_no_pdf_is_refused(world: World, sign_in: SignIn) -> None:
    sent = semester(date(2030, 1, 7), date(2030, 1, 18)) | {"letter": (io.BytesIO(b"MZ"), "surat.pdf")}
    assert sign_in("head").post("/masa/buka", data=sent).status_code == 422


def test_the_deadline_moves_by_letter_and_everybody_reads_why(world: World, sign_in: SignIn) -> None:
    client, url = sign_in("head"), f"/masa/{world.period.id}/perpanjang"
    assert "sesudah batas yang berlaku" in changed(client, url, deadline=typed(now()))
    assert changed(client, url, deadline=typed(now() + 9 * DAY)) == ""
    assert "Menurut surat KPU RI." in words(sign_in("rival").get("/masa"))
    assert told(PeriodExtended)


def test_a_correction_round_takes_what_was_returned_and_nothing_else(world: World, sign_in: SignIn) -> None:
    returned = world.taken()
    rule(world.people["verifier"], returned, Outcome.INCOMPLETE, (ReasonCode.NAME,), "Perbaiki nama")
    fresh = submission_of_decree(world.upload("rival", unit=world.unit_of(world.people["rival"]), number="8/SK"))
    url = f"/masa/{world.period.id}/perbaikan"
    soon = {"opens_at": typed(now()), "closes_at": typed(now() + 3 * DAY)}
    assert "perpanjang batasnya" in changed(sign_in("head"), url, **soon)
    world.period.deadline = world.period.windows[0].closes_at = now() - DAY
    db.session.flush()
    assert not is_open_now(world.period)
    assert changed(sign_in("head"), url, **soon) == ""
    assert "bertumpang tindih" in changed(sign_in("head"), url, **soon)
    assert "tidak dapat diperpanjang lagi" in changed(
        sign_in("head"), f"/masa/{world.period.id}/perpanjang", deadline=typed(now() + 9 * DAY)
    )
    assert is_open_now(world.period)
    send(world.people["liaison"], returned)
    assert returned.state is State.SUBMITTED
    assert "hanya pengajuan yang dikembalikan" in lacks_of(fresh)[0].sentence
    assert "hanya untuk pengajuan yang dikembalikan" in words(sign_in("liaison").get("/masa"))
    assert told(CorrectionOpened)


def told(event: type) -> bool:
    return bool(db.session.scalars(select(AuditEntry).where(AuditEntry.event == event.__name__)).all())
