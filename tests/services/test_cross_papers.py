"""An SK beside other papers in the register: both sides are told the same, and a rival's paper stays the rival's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from sipol.cli.demo_cast import BOARD_LENTERA, BOARD_PCN, BOARD_TUNAS
from sipol.extensions import db, today
from sipol.models import Decree, Finding
from sipol.rules.errors import Refused
from sipol.rules.findings import Answer, Field
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome
from sipol.services.findings import answer_finding, findings_of, refresh
from sipol.services.handover import send
from sipol.services.review import rule, take_up
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import next_semester
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
OURS, THEIRS = "KTA-PBS-77", "KTA-PCN-1"
NIK, OTHER_NIK = "6501011501790001", "6501011501790002"


def told(decree: Decree, field: Field) -> list[Finding]:
    refresh(decree)
    return [finding for finding in findings_of(decree) if finding.field is field]


def carded(decree: Decree, row: int, card: str) -> None:
    """Give the person of a row a card."""
    decree.officers[row - 1].card_number = card
    db.session.flush()


def theirs_and_ours(world: World, ours: tuple[tuple[str, str, str], ...] = BOARD_PCN) -> tuple[Decree, Decree]:
    """A rival's SK in force and a draft of ours in the same kabupaten."""
    theirs = world.decided(who="rival", unit=world.units["PCN", "65.01"], number="1/PCN").decree
    assert theirs is not None
    return theirs, world.upload(board=ours)


def test_a_name_on_a_rivals_board_is_asked_about_without_telling_whose(world: World, sign_in: SignIn) -> None:
    theirs, ours = theirs_and_ours(world)
    first = told(ours, Field.TWO_PARTIES)[0]
    assert (first.other_decree_id, first.other_order) == (theirs.id, first.order)
    page = sign_in("liaison").get("/temuan").text
    assert "Nama ini sama dengan nama seorang pengurus partai lain" in page
    assert "Surat pihak lain hanya dibuka untuk KPU dan Bawaslu." in page
    assert theirs.unit.name not in page
    assert theirs.number not in page
    assert sign_in("liaison").get(f"/temuan/{first.id}/surat-lain.webp").status_code == 404


@pytest.mark.parametrize("who", ["verifier", "supervisor"])
def test_kpu_and_bawaslu_see_both_papers(world: World, sign_in: SignIn, who: str) -> None:
    theirs, ours = theirs_and_ours(world)
    submission = submission_of_decree(ours)
    send(world.people["liaison"], submission)
    first = told(ours, Field.TWO_PARTIES)[0]
    page = sign_in(who).get("/temuan").text
    assert theirs.unit.name in page
    assert f"SK Nomor {theirs.number}" in page
    picture = sign_in(who).get(f"/temuan/{first.id}/surat-lain.webp")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    number = [row.id for row in findings_of(ours) if not row.harmless].index(first.id) + 1
    desk = sign_in(who).get(f"/tinjau/{submission.id}?temuan={number}").text
    assert f"/temuan/{first.id}/surat-lain.webp" in desk
    assert "Mungkin juga pengurus partai lain" in desk


def test_a_rivals_draft_is_nobodys_business_until_it_is_handed_in(world: World) -> None:
    draft = world.upload("rival", world.units["PCN", "65.01"], number="1/PCN")
    ours = world.submitted()
    assert ours.decree is not None
    assert told(ours.decree, Field.TWO_PARTIES) == []
    send(world.people["rival"], submission_of_decree(draft))
    # Since it was saved nobody looked again: whoever takes it up sees it, and the party at the same moment.
    take_up(world.people["verifier"], ours)
    assert any(row.field is Field.TWO_PARTIES for row in findings_of(ours.decree))


@pytest.mark.parametrize(("their_nik", "asked"), [(NIK, 1), (OTHER_NIK, 0)])
def test_a_nik_on_both_member_lists_proves_or_clears_whatever_the_names(
    world: World, their_nik: str, asked: int
) -> None:
    world.member(NIK, "Dendi Thaiban", card=OURS)
    world.member(their_nik, "Djunaidi Nur Ilham", who="rival", card=THEIRS)
    world.handed_in()
    world.handed_in("rival")
    theirs, ours = theirs_and_ours(world, BOARD_LENTERA)
    carded(theirs, 2, THEIRS)
    carded(ours, 4, OURS)
    # Names that are equal where the NIK are not prove nothing.
    ours.officers[3].name_core = theirs.officers[1].name_core if asked == 0 else ours.officers[3].name_core
    db.session.flush()
    findings = told(ours, Field.TWO_PARTIES)
    assert [(row.order, row.other_order) for row in findings] == [(4, 2)] * asked
    assert all("NIK-nya pada daftar anggota" in row.found for row in findings)


def test_nobody_tries_out_names_on_a_rivals_board_that_kpu_has_not_ruled_on(world: World) -> None:
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="1/PCN")
    ours = world.upload()
    assert told(ours, Field.TWO_PARTIES) == []
    send(world.people["liaison"], submission_of_decree(ours))
    assert told(ours, Field.TWO_PARTIES)


def test_a_rivals_sk_that_went_back_is_held_against_nobody(world: World) -> None:
    theirs = world.taken(who="rival", unit=world.units["PCN", "65.01"], number="1/PCN")
    rule(world.people["verifier"], theirs, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    ours = world.submitted()
    assert ours.decree is not None
    assert told(ours.decree, Field.TWO_PARTIES) == []


def test_a_card_that_somebody_else_has_proves_nothing(world: World) -> None:
    world.member(NIK, "Yohanes Ngau", card=OURS)
    world.member(NIK, "Yohanes Ngau", who="rival", card=THEIRS)
    world.handed_in()
    world.handed_in("rival")
    theirs, ours = theirs_and_ours(world, BOARD_LENTERA)
    carded(theirs, 2, THEIRS)
    carded(ours, 4, OURS)
    assert told(ours, Field.TWO_PARTIES) == []


def test_a_newer_board_of_the_issuer_with_kpu_accuses_no_signatory(world: World) -> None:
    world.decided("far", who="centre_tunas", unit=world.units["TUNAS", "65.71"], board=BOARD_TUNAS)
    below = world.upload("centre_tunas", world.units["TUNAS", "65.71.01"], number="2/SK", board=BOARD_LENTERA)
    assert told(below, Field.SIGNATORY)
    next_semester(world)
    world.submitted("centre_tunas", unit=world.units["TUNAS", "65.71"], number="3/SK", board=BOARD_LENTERA)
    assert told(below, Field.SIGNATORY) == []


def test_an_answer_stays_when_the_rows_move(world: World) -> None:
    world.member("6501011501790109", "Yohanes Ngau")
    world.handed_in()
    submission = world.taken(board=BOARD_LENTERA)
    assert submission.decree is not None
    (absent,) = told(submission.decree, Field.MEMBERSHIP)
    answer_finding(world.people["verifier"], absent, Answer.ALIKE)
    submission.decree.officers[0].name = submission.decree.officers[0].name_core = "Yohanes Ngau"
    db.session.flush()
    (after,) = told(submission.decree, Field.MEMBERSHIP)
    assert (after.id, after.answer) == (absent.id, Answer.ALIKE)
    assert "baris 2, 3, 4 dan 5" in after.found


def test_the_signatory_is_held_against_the_issuers_board_on_that_day(world: World, sign_in: SignIn) -> None:
    issuer = world.decided("far", who="centre_tunas", unit=world.units["TUNAS", "65.71"], board=BOARD_TUNAS).decree
    assert issuer is not None
    below = world.upload("centre_tunas", world.units["TUNAS", "65.71.01"], number="2/SK", board=BOARD_LENTERA)
    chair = next(row for row in told(below, Field.SIGNATORY) if row.subject.startswith("Ketua"))
    assert (chair.stated, chair.found, chair.difference) == ("Timotius Veriant", "Boti Suryadi Setia", "orang lain")
    assert (chair.other_decree_id, chair.other_order) == (issuer.id, 1)
    page = sign_in("centre_tunas").get("/temuan").text
    assert "Pengurus penerbit" in page
    assert issuer.unit.name in page
    # Before that board there was none that the register knows.
    below.issued_on = today() - timedelta(days=40)
    assert told(below, Field.SIGNATORY) == []


def test_an_issuer_of_another_rank_than_the_statute_says(world: World) -> None:
    (doubt,) = told(world.upload("neighbour", world.units["PBS", "65.71.01"]), Field.ISSUER)
    assert "tingkat provinsi" in doubt.found
    assert "tingkat kecamatan diterbitkan" in doubt.found
    assert told(world.upload(), Field.ISSUER) == []


def test_an_sk_that_replaces_another_one_than_the_one_in_force(world: World) -> None:
    former = world.decided().decree
    assert former is not None
    next_semester(world)
    decree = world.upload(number="8/SK")
    decree.replaces_number = "99/SK/LAIN"
    (doubt,) = told(decree, Field.SUCCESSION)
    assert doubt.other_decree_id == former.id
    assert f"yang berlaku menurut register adalah SK Nomor {former.number}" in doubt.found
    decree.replaces_number = former.number
    assert told(decree, Field.SUCCESSION) == []


def test_officers_are_looked_for_among_the_members_that_were_handed_in(world: World) -> None:
    ours = world.upload(board=BOARD_LENTERA)
    assert told(ours, Field.MEMBERSHIP) == []
    for place, (_, _, name) in enumerate(BOARD_LENTERA[:3]):
        world.member(f"650101150179010{place + 1}", name.replace("Amirudin", "Amiruddin"))
    world.member(NIK, "Yohanes Ngau", card=OURS)
    # Only what was handed in counts.
    assert told(ours, Field.MEMBERSHIP) == []
    world.handed_in()
    (absent,) = told(ours, Field.MEMBERSHIP)
    assert "2 pengurus tidak ditemukan pada daftar anggota menurut nama: baris 4 dan 5." in absent.found
    carded(ours, 4, OURS)
    carded(ours, 5, "KTA-0")
    named, unknown = sorted(told(ours, Field.MEMBERSHIP), key=lambda row: row.order or 0)
    assert (named.order, named.found, named.difference) == (4, "Yohanes Ngau", "orang lain")
    assert (unknown.order, unknown.found) == (5, "KTA KTA-0 tidak ada pada daftar anggota yang diajukan.")


def test_across_papers_another_person_is_an_explanation_and_no_answer(world: World) -> None:
    theirs_and_ours(world)
    submission = submission_of_decree(world.upload())
    send(world.people["liaison"], submission)
    take_up(world.people["verifier"], submission)
    assert submission.decree is not None
    asked = next(row for row in findings_of(submission.decree) if row.field is Field.TWO_PARTIES)
    with pytest.raises(Refused):
        answer_finding(world.people["verifier"], asked, Answer.OTHER_PERSON)
    answer_finding(world.people["verifier"], asked, Answer.ALIKE)
    assert asked.answer is Answer.ALIKE
