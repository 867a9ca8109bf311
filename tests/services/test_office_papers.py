"""The end of a semester: the recap equals the Berita Acara, four groups stay apart, letters go out."""

from datetime import timedelta

import page
import pytest
from sqlalchemy import select, text

from sipol.extensions import db, now, today
from sipol.models import OfficePaper, Paper, PaperKind, Period
from sipol.render import AnnouncementSheet, LetterSheet, Participation, RecapSheet, press
from sipol.rules.errors import NotAllowed, NotFound, Refused
from sipol.rules.signing import SignerAnswer
from sipol.rules.workflow import Act, Outcome, State, Subject
from sipol.services.handover import send
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.office_papers import (
    LetterDraft,
    announce,
    issue_recap,
    office_paper_for,
    office_papers_for,
    send_invitations,
    send_reminders,
)
from sipol.services.office_visits import issue_office_visit_sheet
from sipol.services.papers import print_paper, sheet_of
from sipol.services.public import announcement_file, announcements, confirm_code
from sipol.services.recap import recap_of, standings_in
from sipol.services.review import rule
from sipol.services.signatures import AnswerDraft, enter_from_paper
from sipol.services.submissions import advance, submission_of_decree
from tests.doors.test_budgets import counted
from tests.factories.world import World

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def after_the_deadline(period: Period) -> None:
    seconds = (period.deadline - now()).total_seconds() + 3600
    db.session.execute(text("SELECT set_config('sipol.clock_offset', :by, true)"), {"by": f"{seconds} seconds"})


def _sign_all(world: World) -> None:
    for case in cases_for(world.people["verifier"], "65.01", world.period):
        assert case.minutes is not None
        for order in range(1, 4):
            answer = AnswerDraft(SignerAnswer.SIGNED, signed_on=today())
            enter_from_paper(world.people["verifier"], case.minutes, order, answer)


def all_minuted(world: World, *, signed: bool = True) -> None:
    for case in cases_for(world.people["verifier"], "65.01", world.period):
        issue_minutes(world.people["verifier"], case, world.period, MinutesDraft("Kantor KPU", today()))
    if signed:
        _sign_all(world)


@pytest.fixture
def semester(world: World) -> World:
    """PBS is MS, PCN was found TMS, TUNAS waits for its centre, LENTERA has nobody who can sign in."""
    world.decided()
    rival = world.submitted("rival", unit=world.units["PCN", "65.01"], number="7/SK/PCN/2025")
    advance(world.people["verifier"], rival, Act.TAKE_UP)
    rule(world.people["verifier"], rival, Outcome.NOT_MET, ["unsigned"], "")  # type: ignore[list-item]
    tunas = world.upload("liaison_tunas", world.units["TUNAS", "65.01"], number="8/SK/TUNAS/2025")
    send(world.people["liaison_tunas"], submission_of_decree(tunas))
    return world


def test_the_recap_counts_what_the_berita_acara_count(semester: World) -> None:
    after_the_deadline(semester.period)
    all_minuted(semester)
    lines = {line.party.abbreviation: line for line in recap_of(semester.people["verifier"], "65.01", semester.period)}
    assert list(lines["PBS"].states) == [Participation.UPDATED]
    decrees = lines["PBS"].total(Subject.DECREE)
    assert (decrees.submitted, decrees.met, decrees.not_met) == (1, 1, 0)
    assert lines["PCN"].total(Subject.DECREE).not_met == 1
    for line in lines.values():
        for one in line.minutes:
            results = sheet_of(one.paper).results  # type: ignore[union-attr]
            assert sum(row.met for row in results) == sum(line.total(subject).met for subject in Subject)


def test_a_province_sees_its_offices_and_the_nation_its_provinces(semester: World) -> None:
    above = recap_of(semester.people["above"], "65", semester.period)
    assert {line.code for line in above} == {"65.01", "65.71"}
    for line in recap_of(semester.people["centre"], "ID", semester.period):
        assert line.code == "65"
        assert line.party is semester.parties["PBS"]
        assert len(line.standings) == 2


def test_it_asks_no_more_often_for_more_parties(semester: World) -> None:
    with counted() as few:
        standings_in(semester.people["liaison"], "65.01", semester.period)
    with counted() as many:
        standings_in(semester.people["above"], "65", semester.period)
    assert len(many) == len(few)


def test_the_groups_stay_apart_and_everybody_stands_in_one(semester: World) -> None:
    after_the_deadline(semester.period)
    all_minuted(semester)
    issued = announce(semester.people["verifier"], semester.period, "5/PL.01.1-PU/6501/2026")
    sheet = sheet_of(issued.paper)
    assert isinstance(sheet, AnnouncementSheet)
    assert semester.people["verifier"].name not in str(sheet.to_data()), "anyone reads it: the office speaks"
    groups = {group.title: group.parties for group in sheet.groups}
    names = {short: party.name for short, party in semester.parties.items()}
    assert groups == {
        "Melakukan pemutakhiran": (names["PBS"], names["PCN"]),
        "Tidak melakukan pemutakhiran": (),
        "Menunggu pusat partai": (names["TUNAS"],),
        "Menunggu akun dari pusat partai": (),
        "Belum mempunyai akun": (names["LENTERA"],),
    }
    told = announcements()
    assert [(one.area, one.number) for one in told] == [("Kabupaten Bulungan", "5/PL.01.1-PU/6501/2026")]
    assert announcement_file(told[0].code) is None, "not printed yet"
    print_paper(issued.paper_id, press.pdf)
    assert (announcement_file(told[0].code) or b"").startswith(b"%PDF")
    confirmed = confirm_code(issued.paper.code)
    assert confirmed is not None
    assert confirmed.kind == "Pengumuman"


def test_nothing_is_announced_before_its_time_and_nothing_twice(semester: World) -> None:
    verifier, period = semester.people["verifier"], semester.period
    with pytest.raises(Refused, match="batas pengajuan"):
        announce(verifier, period, "1")
    after_the_deadline(period)
    with pytest.raises(Refused, match="Belum ada Berita Acara"):
        announce(verifier, period, "1")
    all_minuted(semester, signed=False)
    with pytest.raises(Refused, match="menunggu tanda tangan"):
        announce(verifier, period, "1")
    _sign_all(semester)
    with pytest.raises(Refused, match="nomor"):
        announce(verifier, period, " ")
    for who in ("far", "above", "supervisor", "liaison"):
        with pytest.raises((NotAllowed, Refused, NotFound)):
            announce(semester.people[who], period, "1")
    announce(verifier, period, "1")
    states = {row.state for case in cases_for(verifier, "65.01", period) for row in case.submissions if row.receipt}
    assert states == {State.ANNOUNCED}
    with pytest.raises(Refused, match="sudah diumumkan"):
        announce(verifier, period, "2")
    kinds = db.session.scalars(select(Paper.kind).join(OfficePaper)).all()
    assert kinds == [PaperKind.ANNOUNCEMENT]


def test_letters_go_to_whom_they_concern_and_to_nobody_else(semester: World) -> None:
    verifier, period = semester.people["verifier"], semester.period
    reminders = send_reminders(verifier, period, LetterDraft("3/PL"))
    assert {one.party_id for one in reminders} == {semester.parties["TUNAS"].id, semester.parties["LENTERA"].id}
    with pytest.raises(Refused) as refused:
        send_invitations(verifier, period, LetterDraft("4/PL", now() - timedelta(days=1), "Kantor KPU"))
    assert refused.value.field == "meeting_at"
    with pytest.raises(Refused) as refused:
        send_invitations(verifier, period, LetterDraft("4/PL", now() + timedelta(days=9), " "))
    assert refused.value.field == "meeting_place"
    invitations = send_invitations(verifier, period, LetterDraft("4/PL", now() + timedelta(days=9), "Kantor KPU"))
    assert len(invitations) == 4
    mine = next(one for one in invitations if one.party_id == semester.parties["PBS"].id)
    assert office_paper_for(semester.people["liaison"], mine.id) is mine
    with pytest.raises(NotFound):
        office_paper_for(semester.people["rival"], mine.id)
    assert len(office_papers_for(semester.people["rival"], period, "65.01")) == 1
    assert isinstance(sheet_of(mine.paper), LetterSheet)


def test_a_recap_needs_a_berita_acara(semester: World) -> None:
    verifier = semester.people["verifier"]
    with pytest.raises(Refused, match="Belum ada Berita Acara"):
        issue_recap(verifier, semester.period, "2/PL")
    after_the_deadline(semester.period)
    all_minuted(semester)
    sheet = sheet_of(issue_recap(verifier, semester.period, "2/PL").paper)
    assert isinstance(sheet, RecapSheet)
    assert len(sheet.rows) == 4
    with pytest.raises(Refused, match="sudah dipakai"):
        issue_recap(verifier, semester.period, "2/PL")


def test_every_paper_of_an_office_is_archival_and_accessible_at_once(semester: World) -> None:
    verifier, period = semester.people["verifier"], semester.period
    office = semester.office()
    send(semester.people["liaison"], office)
    advance(verifier, office, Act.TAKE_UP)
    assert office.office is not None
    papers = [issue_office_visit_sheet(verifier, office.office)]
    rule(verifier, office, Outcome.MET, (), "")
    papers.append(send_reminders(verifier, period, LetterDraft("3/PL"))[0].paper)
    papers.append(send_invitations(verifier, period, LetterDraft("4/PL", now() + timedelta(days=9), "KPU"))[0].paper)
    after_the_deadline(period)
    all_minuted(semester)
    papers.append(issue_recap(verifier, period, "2/PL").paper)
    papers.append(announce(verifier, period, "5/PL").paper)
    papers.append(cases_for(verifier, "65.01", period)[0].minutes.paper)  # type: ignore[union-attr]
    for paper in papers:
        printed = press.pdf(sheet_of(paper))
        for profile in PROFILES:
            report = page.validate_pdf_bytes(printed, profile=profile)
            assert [(paper.kind, failure.rule_id) for failure in report.failures] == []
