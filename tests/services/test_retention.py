"""What has been kept long enough goes, all of it and nothing else; evidence of a Berita Acara stays."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from obstore.store import from_url
from sqlalchemy import delete, func, select, update

from sipol.cli.data import data
from sipol.extensions import db, files, now, today
from sipol.jobs.tasks import ROUNDS
from sipol.models import (
    AccessKnock,
    AccessRequest,
    AuditEntry,
    BlockedRow,
    Invitation,
    ListStage,
    Member,
    MemberList,
    MemberPaper,
    MemberTurn,
    Minutes,
    SignIn,
    SignInAttempt,
)
from sipol.rules.accounts import Capacity
from sipol.rules.errors import NotAllowed, NotFound
from sipol.rules.member_life import MemberPaperKind, MemberReason, MemberStatus
from sipol.rules.sign_in import Strength
from sipol.services.access import grant_access, refuse_access
from sipol.services.accounts import console
from sipol.services.documents import store
from sipol.services.imports import confirm, go_through, receive, undo
from sipol.services.invitations import accept_invitation
from sipol.services.ledger import MinutesDraft
from sipol.services.letters import letter_of
from sipol.services.member_entry import member_for, remove_member
from sipol.services.member_papers import receive_paper
from sipol.services.minutes import cases_for, issue_minutes
from sipol.services.retention import NOBODY, Erased, erase_what_is_over
from tests.doors.test_decrees import words
from tests.factories.access import asked, invited, link_of
from tests.factories.photographs import photograph
from tests.factories.world import PASSWORD, World

LISTS, REMOVED = timedelta(days=366), timedelta(days=1826)
GOOD = b"NIK;Nama;Jenis Kelamin;Tanggal Lahir;Kode Kecamatan\n6501011501790005;Joko Widada;L;15-01-1979;65.01.01\n"
BAD = b"650101150179000;Budi Santoso;L;15-01-1979;65.01.01\n"
NIK = "6501011501790001"


@pytest.fixture(autouse=True)
def folder(app: Flask, world: World, tmp_path: Path) -> Iterator[Path]:
    """A file store of its own, for what other tests left would be erased too."""
    former = app.extensions["sipol_files"]
    app.extensions["sipol_files"] = from_url((tmp_path / "files").as_uri(), mkdir=True)
    yield tmp_path / "files"
    app.extensions["sipol_files"] = former


def aged(folder: Path) -> None:
    """All files were written two days ago."""
    past = time.time() - 2 * 86_400
    for path in folder.rglob("*"):
        os.utime(path, (past, past))


def kept(folder: Path) -> set[str]:
    return {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}


def erased() -> Erased:
    return sum(erase_what_is_over(console()), Erased())


def settle(sheet: MemberList, age: timedelta) -> MemberList:
    sheet.created_at = now() - age
    if sheet.settled_at:
        sheet.settled_at = now() - age
    db.session.flush()
    return sheet


def taken_out(world: World, member: Member, age: timedelta = REMOVED) -> None:
    remove_member(world.people["liaison"], member, MemberReason.RESIGNED, "")
    past = now() - age
    db.session.execute(update(MemberTurn).where(MemberTurn.member_id == member.id).values(created_at=past))
    db.session.expire_all()


def test_an_old_confirmed_list_loses_its_file_and_the_rows_outside_and_keeps_its_members(
    world: World, folder: Path, sign_in: Callable[[str], FlaskClient]
) -> None:
    sheet = world.listed(GOOD + BAD)
    confirm(world.people["liaison"], sheet)
    settle(sheet, LISTS)
    aged(folder)
    assert erased() == Erased(lists=1, outside=1, files=1)
    assert kept(folder) == set()
    assert db.session.scalars(select(Member.name)).all() == ["Joko Widada"]
    assert db.session.scalars(select(BlockedRow)).all() == []
    assert (sheet.stage, sheet.rows, sheet.blocked) == (ListStage.CONFIRMED, 2, 1)
    assert sheet.erased_at is not None
    page = words(sign_in("liaison").get(f"/anggota/daftar/{sheet.id}"))
    assert "dan 1 baris yang tidak diperbaiki dihapus" in page
    assert "masih harus diperbaiki" not in page
    assert erased() == Erased()


def test_an_old_list_that_nobody_took_in_goes_as_if_it_had_not_been_sent(world: World, folder: Path) -> None:
    sheet = settle(world.listed(GOOD + BAD), LISTS)
    aged(folder)
    assert erased() == Erased(lists=1, outside=1, pending=1, files=1)
    assert db.session.scalar(select(func.count()).select_from(Member)) == 0
    assert (sheet.stage, kept(folder)) == (ListStage.UNDONE, set())


@pytest.mark.parametrize("age", [timedelta(days=364), timedelta(0)])
def test_a_younger_list_stays_whole(world: World, folder: Path, age: timedelta) -> None:
    settle(world.listed(GOOD + BAD), age)
    aged(folder)
    assert erased() == Erased()
    assert kept(folder) == {"lists"}


def test_a_file_that_another_unit_still_needs_stays(world: World, folder: Path) -> None:
    settle(world.listed(GOOD), LISTS)
    receive(world.people["rival"], world.units["PCN", "65.01"], "sama.csv", GOOD)
    aged(folder)
    assert erased() == Erased(lists=1, pending=1)
    assert kept(folder) == {"lists"}


def test_a_list_whose_file_went_can_be_sent_anew(world: World, folder: Path) -> None:
    sheet = world.listed(GOOD)
    undo(world.people["liaison"], sheet)
    settle(sheet, LISTS)
    aged(folder)
    erased()
    again = receive(world.people["liaison"], world.unit, "anggota.csv", GOOD).sheet
    for _ in go_through(again):
        db.session.flush()
    assert (again.id, again.stage, again.clean, again.erased_at) == (sheet.id, ListStage.CHECKED, 1, None)
    assert kept(folder) == {"lists"}


def test_a_file_without_a_row_goes_but_not_one_that_was_just_written(world: World, folder: Path) -> None:
    store("lists/ab/abcd", b"x")
    store("member-papers/00000000-0000-0000-0000-000000000000/file", b"x")
    store("documents/ab/abcd", b"x")
    assert erased() == Erased()
    aged(folder)
    assert erased() == Erased(files=2)
    assert kept(folder) == {"documents"}


def test_of_a_member_taken_out_long_ago_only_what_was_done_stays(world: World, folder: Path) -> None:
    member = world.member()
    receive_paper(world.people["liaison"], member, MemberPaperKind.KTP, photograph("KTP", (300, 200)))
    former = member.nik_hash
    taken_out(world, member)
    aged(folder)
    assert erased() == Erased(removed=1, files=2)
    db.session.expire_all()
    assert (member.name, member.address, member.card_number, member.birth_hash) == (NOBODY, "", "", None)
    assert (member.nik, member.born) == ("0" * 16, "1900-01-01")
    assert member.nik_hash != former
    assert db.session.scalars(select(MemberPaper)).all() == []
    assert db.session.scalars(select(MemberTurn.reason)).all() == [MemberReason.RESIGNED]
    assert kept(folder) == set()
    with pytest.raises(NotFound):
        member_for(world.people["liaison"], member.id)
    # The same person may come in again.
    assert world.member().name == "Budi Santoso"


def test_two_who_were_erased_are_not_alike(world: World) -> None:
    people = [world.member(), world.member("6501011501790009", "Agus Lawai")]
    for one in people:
        taken_out(world, one)
    assert erased().removed == 2
    assert len(set(db.session.scalars(select(Member.nik_hash)))) == 2


def test_one_taken_out_lately_and_one_who_stands_are_left(world: World) -> None:
    world.member()
    taken_out(world, world.member("6501011501790009", "Agus Lawai"), timedelta(days=1824))
    assert erased() == Erased()


def test_evidence_of_a_berita_acara_is_never_touched(world: World) -> None:
    evidence, later = world.member(), world.member("6501011501790009", "Agus Lawai")
    draft = world.member("6501011501790010", "Joko Widada")
    evidence.handed_in_at, later.handed_in_at = now() - REMOVED, now() + timedelta(days=1)
    for one in (evidence, later, draft):
        one.status = MemberStatus.REMOVED
        turn = MemberTurn(
            member_id=one.id, batch_id=one.id, former=MemberStatus.UNCHECKED, status=MemberStatus.REMOVED,
            reason=MemberReason.DIED, actor_id=world.people["liaison"].id, created_at=now() - REMOVED,
        )  # fmt: skip
        db.session.add(turn)
    world.decided("far", who="neighbour", unit=world.units["PBS", "65.71"], number="9/SK/PBS/2025")
    case = next(case for case in cases_for(world.people["far"], "65.71", world.period) if case.ready)
    minutes = issue_minutes(world.people["far"], case, world.period, MinutesDraft("Kantor KPU", today()))
    # As if that Berita Acara were of this kabupaten.
    db.session.execute(update(Minutes).where(Minutes.id == minutes.id).values(region_code="65.01"))
    db.session.expire_all()
    assert erased() == Erased(removed=2)
    db.session.expire_all()
    assert (evidence.name, evidence.nik) == ("Budi Santoso", NIK)
    assert {later.name, draft.name} == {NOBODY}


def test_each_piece_is_told_in_the_log_and_a_quiet_day_is_not(world: World, folder: Path) -> None:
    settle(world.listed(GOOD + BAD), LISTS)
    taken_out(world, world.member())
    aged(folder)
    erased()
    erased()
    facts = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.event == "PersonalDataErased").order_by(AuditEntry.seq)
    ).all()
    nothing = {"lists": 0, "outside": 0, "pending": 0, "removed": 0, "files": 0, "requests": 0, "sessions": 0}
    assert facts == [
        nothing | {"lists": 1, "outside": 1, "pending": 1},
        nothing | {"removed": 1},
        nothing | {"files": 1},
    ]


def test_whoever_is_stopped_after_any_piece_leaves_the_rest_for_the_next(world: World, folder: Path) -> None:
    settle(world.listed(GOOD + BAD), LISTS)
    taken_out(world, world.member())
    aged(folder)
    for _ in range(3):
        next(erase_what_is_over(console()))
        db.session.commit()
    assert erased() == Erased()
    assert kept(folder) == set()


def test_a_trial_only_counts(world: World, folder: Path) -> None:
    settle(world.listed(GOOD + BAD), LISTS)
    taken_out(world, world.member())
    db.session.commit()
    aged(folder)
    told = "1 daftar dengan 1 baris di luar dan 1 baris yang tidak pernah dimasukkan, 1 anggota yang sudah dikeluarkan"
    rest = "0 permintaan atau undangan akun, 0 catatan masuk"
    for options, word in ((["--dry-run"], "Akan dihapus"), ([], "Dihapus")):
        assert kept(folder) == {"lists"}
        done = CliRunner().invoke(data, ["retention", *options])
        assert (done.exit_code, done.output) == (0, f"{word}: {told}, {rest}, 1 berkas.\n")
    assert kept(folder) == set()


def test_requests_and_invitations_that_are_over_go_with_their_letters(world: World, folder: Path) -> None:
    refused, waiting, young = (
        asked(world, code=code, email=f"{code}@contoh.id") for code in ("65.71", "65.01", "65.04")
    )
    refuse_access(world.people["centre"], refused, "Surat tidak bernomor.")
    unused = invited(world, email="tak-dipakai@contoh.id")
    taken = grant_access(world.people["centre"], asked(world, email="masuk@contoh.id"), Capacity.LIAISON)
    user = accept_invitation(link_of(taken), PASSWORD)
    (letter,) = {one.letter_digest for one in (refused, waiting, young, unused, taken)}
    past = now() - LISTS
    db.session.execute(update(AccessRequest).where(AccessRequest.id != young.id).values(created_at=past))
    db.session.execute(update(AccessRequest).where(AccessRequest.settled_at.is_not(None)).values(settled_at=past))
    db.session.execute(update(Invitation).values(created_at=past))
    db.session.expire_all()
    aged(folder)
    assert erased() == Erased(requests=4)
    assert db.session.scalars(select(AccessRequest.id)).all() == [young.id]
    assert db.session.execute(select(Invitation.user_id, Invitation.request_id)).all() == [(user.id, None)]
    assert letter_of(letter)
    db.session.execute(delete(AccessRequest))
    db.session.execute(delete(Invitation))
    assert erased() == Erased(files=1)
    assert kept(folder) == set()


def test_tries_to_get_in_go_after_a_month(world: World) -> None:
    for days in (31, 29):
        at = now() - timedelta(days=days)
        db.session.add(AccessKnock(address_digest=str(days), created_at=at))
        db.session.add(SignInAttempt(login_digest="", address_digest=str(days), succeeded=False, created_at=at))
    db.session.flush()
    assert erased() == Erased(sessions=2)
    for tries in (AccessKnock, SignInAttempt):
        assert db.session.scalars(select(tries.address_digest)).all() == ["29"]


def test_sessions_go_a_year_after_they_ended_or_were_last_used(world: World) -> None:
    ages = {"ended": (400, 366), "left": (366, None), "lately": (400, 364), "used": (364, None)}
    for device, (seen, over) in ages.items():
        db.session.add(
            SignIn(
                user=world.people["liaison"],
                strength=Strength.FULL,
                device=device,
                device_digest="",
                address="10.0.0.1",
                seen_at=datetime.now(UTC) - timedelta(days=seen),
                ended_at=None if over is None else datetime.now(UTC) - timedelta(days=over),
            )
        )
    db.session.flush()
    assert erased() == Erased(sessions=2)
    assert set(db.session.scalars(select(SignIn.device))) == {"lately", "used"}


def test_the_worker_does_it_every_day_and_nobody_else_may(world: World) -> None:
    ROUNDS["forget_what_is_over"][1]()
    with pytest.raises(NotAllowed):
        list(erase_what_is_over(world.people["head"]))
    assert list(files().list("lists")) == []
