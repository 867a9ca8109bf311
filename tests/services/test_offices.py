"""The permanent office: written, checked alike by both sides, ruled on, visited, and told of in the Berita Acara."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from sipol.cli.demo_cast import BOARD_TUNAS
from sipol.cli.demo_papers import SpecimenDecree
from sipol.extensions import db, today
from sipol.models import OfficeFile, PaperKind, Standing, Submission
from sipol.render import MinutesSheet
from sipol.rules.errors import NotAllowed, NotFound, Overtaken, Refused
from sipol.rules.offices import NEEDED, DoubtCode, OfficeFileKind, OfficeVisitResult, Sight, Tenure
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Act, Outcome, State, Subject
from sipol.services.decrees import start_decree
from sipol.services.handover import lacks_of, send
from sipol.services.ledger import MinutesDraft
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.no_change import hand_in_no_change
from sipol.services.office_checks import office_doubts
from sipol.services.office_files import content_of_file, read_letter, receive_file
from sipol.services.office_visits import OfficeVisitDraft, record_office_visit
from sipol.services.offices import OfficeDraft, begin_office, office_for, office_in_force, save_office
from sipol.services.papers import paper_for, sheet_of
from sipol.services.periods import current_period
from sipol.services.review import rule
from sipol.services.submissions import advance, submission_of_decree
from tests.doors.test_home import next_semester
from tests.factories.photographs import photograph
from tests.factories.world import World, read


def codes(submission: Submission) -> list[DoubtCode]:
    assert submission.office is not None
    return [one.code for one in office_doubts([submission.office], submission.period)[submission.office.id]]


def found_met(world: World, submission: Submission, verifier: str = "verifier") -> None:
    advance(world.people[verifier], submission, Act.TAKE_UP)
    rule(world.people[verifier], submission, Outcome.MET, (), "")


def test_an_office_goes_from_draft_to_register_and_the_next_one_ends_it(world: World) -> None:
    liaison = world.people["liaison"]
    first = world.office()
    with pytest.raises(NotFound):
        office_for(world.people["verifier"], first.office_id or first.id)
    send(liaison, first)
    receipt = sheet_of(paper_for(liaison, first.id, PaperKind.RECEIPT))
    assert "Jl. Yos Sudarso No. 12" in str(receipt.to_data())
    found_met(world, first)
    assert first.office is office_in_force(world.unit)
    # The next semester begins with what stands, files included.
    next_semester(world)
    coming = current_period()
    assert coming is not None
    second = begin_office(liaison, world.unit, coming)
    assert second.office is not None
    assert second.office.address == "Jl. Yos Sudarso No. 12"
    assert {file.kind for file in second.office.files} == set(NEEDED)
    assert second.office.standing is Standing.DRAFT


def test_a_returned_office_is_mended_and_ruled_on_again(world: World) -> None:
    submission = world.office()
    send(world.people["liaison"], submission)
    verifier = world.people["verifier"]
    advance(verifier, submission, Act.TAKE_UP)
    rule(verifier, submission, Outcome.INCOMPLETE, [ReasonCode.PROOF], "Lampirkan perjanjian sewa.")
    assert submission.state is State.RETURNED
    assert submission.office is not None
    assert submission.office.standing is Standing.DRAFT
    world.office(address="Jl. Sengkawit No. 4")
    send(world.people["liaison"], submission)
    found_met(world, submission)
    assert submission.office.address == "Jl. Sengkawit No. 4"
    assert office_in_force(world.unit) is submission.office


def test_both_sides_see_the_same_before_and_after(world: World) -> None:
    submission = world.office(valid_until=today() + timedelta(days=1))
    photo = photograph("x", (300, 200))
    assert submission.office is not None
    receive_file(world.people["liaison"], submission.office, OfficeFileKind.BOARD, photo)
    before = codes(submission)
    assert before in ([DoubtCode.SHORT, DoubtCode.PHOTO], [DoubtCode.SOON, DoubtCode.PHOTO])
    send(world.people["liaison"], submission)
    advance(world.people["verifier"], submission, Act.TAKE_UP)
    assert codes(submission) == before


def test_one_house_of_two_parties_is_noticed_and_a_name_is_told_only_once_it_stands(world: World) -> None:
    ours = world.office()
    send(world.people["liaison"], ours)
    theirs = world.office("rival", address="Jalan Yos Soedarso 12", point=None)
    assert theirs.office is not None
    told = office_doubts([theirs.office], world.period)[theirs.office.id]
    assert [one.code for one in told] == [DoubtCode.SHARED]
    assert "partai lain" in told[0].sentence
    found_met(world, ours)
    told = office_doubts([theirs.office], world.period)[theirs.office.id]
    assert world.parties["PBS"].name in told[0].sentence
    assert DoubtCode.SHARED not in codes(ours), "a draft of another party is nobody's business"


def test_the_letter_is_held_against_the_address(world: World) -> None:
    submission = world.office()
    assert submission.office is not None
    letter = next(one for one in submission.office.files if one.kind is OfficeFileKind.LETTER)
    letter.lines = "beralamat di Jl. Yos Sudarso No 12\nKelurahan"
    assert DoubtCode.LETTER not in codes(submission)
    letter.lines = "beralamat di Jl. Sengkawit No 4\nKelurahan"
    assert DoubtCode.LETTER in codes(submission)
    letter.lines = None
    assert DoubtCode.LETTER not in codes(submission), "what was not read accuses nobody"


@pytest.mark.parametrize(("said", "doubted"), [("Jl. Yos Sudarso No. 12", False), ("Jalan Sengkawit Nomor 8", True)])
def test_the_address_in_the_sk_is_held_against_the_address(world: World, said: str, doubted: bool) -> None:
    name, day = world.unit.name, today() - timedelta(days=20)
    sk = SpecimenDecree("5/SK", day, "Partai Bahari Sejahtera", name, "Dewan Pimpinan Wilayah", "Tarakan", BOARD_TUNAS)
    decree = start_decree(world.people["liaison"], world.unit, world.period, replace(sk, office=said).print()).decree
    read(decree)
    assert decree.office_address == said
    submission = world.office()
    # KPU knows no draft: what only a draft says is not told.
    assert DoubtCode.DECREE not in codes(submission)
    send(world.people["liaison"], submission_of_decree(decree))
    assert (DoubtCode.DECREE in codes(submission)) == doubted


def test_the_worker_reads_a_letter_that_is_a_photograph(world: World) -> None:
    submission = world.office()
    assert submission.office is not None
    letter = next(one for one in submission.office.files if one.kind is OfficeFileKind.LETTER)
    read_letter(letter.id)
    assert letter.lines is not None
    assert "Surat" in letter.lines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"district_code": "65.71.01"}, "district_code"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"letter_date": date(2999, 1, 1)}, "letter_date"),
        ({"point": (52.5, 13.4)}, "point"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        world.office(**changes)
    assert refused.value.field == field


def test_what_is_missing_stands_in_the_way_and_names_its_field(world: World) -> None:
    submission = begin_office(world.people["liaison"], world.unit, world.period)
    assert [lack.field for lack in lacks_of(submission)] == ["address", "district_code", "village", "tenure"]
    with pytest.raises(Refused):
        send(world.people["liaison"], submission)


def test_a_photograph_keeps_its_day_and_loses_its_place(world: World) -> None:
    submission = world.office()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:30:00"
    exif.get_ifd(0x8825)[1] = "N"
    sent = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(sent, "JPEG", exif=exif)
    assert submission.office is not None
    file = receive_file(world.people["liaison"], submission.office, OfficeFileKind.BUILDING, sent.getvalue())
    kept = content_of_file(file)
    assert b"Kamera" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
    assert file.taken_at is not None
    assert file.taken_at.strftime("%Y-%m-%d %H:%M") == "2026-11-20 09:30"
    assert file.sight is Sight.CLEAR


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (photograph("x", (12_000, 9_000), "PNG"), OfficeFileKind.BUILDING),
        (b"%PDF-1.7 not really", OfficeFileKind.LETTER),
        (b"no picture", OfficeFileKind.BOARD),
        (b"%PDF-1.7", OfficeFileKind.BOARD),
    ],
)
def test_what_is_no_photograph_is_refused_with_a_sentence(world: World, data: bytes, kind: OfficeFileKind) -> None:
    submission = world.office()
    assert submission.office is not None
    before = db.session.scalars(select(OfficeFile.digest).order_by(OfficeFile.digest)).all()
    with pytest.raises(Refused) as refused:
        receive_file(world.people["liaison"], submission.office, kind, data)
    assert refused.value.field == kind.value
    assert refused.value.reason.endswith(".")
    assert db.session.scalars(select(OfficeFile.digest).order_by(OfficeFile.digest)).all() == before


def test_nobody_else_writes_it_and_nobody_changes_it_while_kpu_has_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        begin_office(world.people["rival"], world.unit, world.period)
    submission = world.office()
    send(world.people["liaison"], submission)
    assert submission.office is not None
    with pytest.raises(Refused):
        receive_file(world.people["liaison"], submission.office, OfficeFileKind.BOARD, photograph())


def test_two_windows_do_not_overwrite_each_other(world: World) -> None:
    submission = world.office()
    office = submission.office
    assert office is not None
    seen = office.version
    world.office(address="Jl. Sengkawit No. 4")
    assert office.version > seen
    typed = OfficeDraft("Jl. Durian No. 9", "65.01.01", "Hilir", "", Tenure.OWN, None, "1", None)
    with pytest.raises(Overtaken):
        save_office(world.people["liaison"], office, typed, seen)


def test_the_office_that_stays_is_handed_in_too(world: World) -> None:
    with pytest.raises(Refused):
        hand_in_no_change(world.people["liaison"], world.unit, Subject.OFFICE)
    submission = world.office()
    send(world.people["liaison"], submission)
    found_met(world, submission)
    with pytest.raises(Refused, match="sudah mempunyai pengajuan"):
        hand_in_no_change(world.people["liaison"], world.unit, Subject.OFFICE)


def test_a_visit_is_kept_with_its_photographs_and_stands_in_the_berita_acara(world: World) -> None:
    submission, verifier = world.office(), world.people["verifier"]
    send(world.people["liaison"], submission)
    assert submission.office is not None
    day = today()
    with pytest.raises(Overtaken):
        record_office_visit(verifier, submission.office, OfficeVisitDraft(day, OfficeVisitResult.FOUND))
    advance(verifier, submission, Act.TAKE_UP)
    with pytest.raises(Refused, match="ditemukan"):
        record_office_visit(verifier, submission.office, OfficeVisitDraft(day, OfficeVisitResult.DIFFERS))
    draft = OfficeVisitDraft(day, OfficeVisitResult.DIFFERS, "Papan nama belum ada", (photograph(size=(900, 700)),))
    record_office_visit(verifier, submission.office, draft)
    rule(verifier, submission, Outcome.NOT_MET, [ReasonCode.NOT_FOUND], "")
    assert submission.office.standing is Standing.TURNED_DOWN
    case = next(one for one in cases_for(verifier, "65.01", world.period) if one.party is world.parties["PBS"])
    minutes = issue_minutes(verifier, case, world.period, MinutesDraft("Kantor KPU", day))
    sheet = sheet_of(minutes.paper)
    assert isinstance(sheet, MinutesSheet)
    line = next(row for row in sheet.results if row.subject == "Kantor tetap")
    assert (line.submitted, line.met, line.incomplete, line.not_met) == (1, 0, 0, 1)
    assert any("Papan nama belum ada" in fact.value for fact in sheet.premises)


def test_the_tenure_of_ones_own_house_does_not_end(world: World) -> None:
    submission = world.office(tenure=Tenure.OWN, valid_until=None)
    assert lacks_of(submission) == []
    assert codes(submission) == []
