"""Who was shown personal data is kept with the page; a whole NIK asks for a reason, and stands on no other page."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from sipol.extensions import db, now
from sipol.models import Disclosure, Member, Submission, Viewing
from sipol.rules.disclosures import HOLDS, SeeingReason
from sipol.rules.errors import Overtaken
from sipol.rules.workflow import Act, Outcome, State
from sipol.services.disclosures import ASKED
from sipol.services.submissions import advance
from sipol.services.verification import unmask
from sipol.web.disclosures import PLACES
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.doors.test_matrix import FILES, address
from tests.doors.test_matrix import rows as rows
from tests.doors.test_verification import person, table
from tests.doors.test_verification import submission as submission
from tests.factories.photographs import photograph
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
NIK = re.compile(r"(?<![\d./-])\d{16}(?!\d)")
TEMPLATES = Path(__file__).parents[2] / "templates"


def kept() -> list[Disclosure]:
    return list(db.session.scalars(select(Disclosure).order_by(Disclosure.seq)))


def test_a_page_of_members_is_kept_in_one_statement(world: World, submission: Submission, sign_in: SignIn) -> None:
    client, inserts = sign_in("verifier"), []
    for url in (f"{table(world)}?masalah=pekerjaan", table(world)):
        with counted() as statements:
            assert client.get(url).status_code == 200
        inserts.append(sum("INSERT INTO disclosure" in one for one in statements))
    assert inserts == [1, 1]
    few, more = kept()
    assert (few.page, few.rows, more.rows, len(more.people)) == ("verification.unit", 1, 4, 4)
    assert few.people == [person("Siti Aminah").id]
    assert (few.viewer_id, few.subject_id) == (world.people["verifier"].id, world.unit.id)
    assert (few.medium, few.whole, few.reason) == ("page", False, None)


def test_what_bawaslu_is_shown_is_kept_beside_its_viewing(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    sign_in("supervisor").get(table(world))
    assert [one.rows for one in kept()] == [4]
    assert db.session.scalars(select(Viewing.page)).all() == ["verification.unit"]


def test_a_page_without_people_and_a_refusal_leave_no_line(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    sign_in("verifier").get("/antrean")
    sign_in("far").get(table(world))
    sign_in("rival").get(f"/anggota/{person('Budi Santoso').id}")
    assert kept() == []


def test_a_refused_form_is_kept_as_shown_and_nothing_else_of_it(world: World, sign_in: SignIn) -> None:
    member = world.member()
    assert sign_in("liaison").post(f"/anggota/{member.id}/keluarkan", data={}).status_code == 422
    assert [(one.page, one.people) for one in kept()] == [("member.remove", [member.id])]


def test_nobody_changes_what_was_kept(world: World, sign_in: SignIn) -> None:
    sign_in("liaison").get(f"/anggota/{world.member().id}")
    for order in (update(Disclosure).values(rows=9), delete(Disclosure)):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(order)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Pilih alasan melihat NIK utuh"),
        ({"why": "curious"}, "Pilih alasan melihat NIK utuh"),
        ({"why": "other"}, "Tulis nomor surat atau alasannya"),
        ({"why": "report", "remark": "  "}, "Tulis nomor surat atau alasannya"),
        ({"why": "other", "remark": "\u200b"}, "sedikitnya 10 huruf atau angka"),
        ({"why": "other", "remark": "." * 40}, "sedikitnya 10 huruf atau angka"),
        ({"why": "report", "remark": "No. 1/2026"}, "sedikitnya 10 huruf atau angka"),
        ({"why": "other", "remark": "x" * 301}, "paling panjang 300 huruf"),
    ],
)
def test_a_whole_nik_is_not_shown_without_a_reason(
    world: World, submission: Submission, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    member = person("Budi Santoso")
    answer = sign_in("verifier").post(f"/verifikasi/anggota/{member.id}/nik", data=typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert member.nik not in answer.text
    assert [one.whole for one in kept()] == [False]


def test_a_reason_holds_for_the_rows_of_one_unit_and_each_is_kept(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    first, other = person("Budi Santoso"), person("Siti Aminah")
    client = sign_in("verifier")
    told = {"why": "other", "remark": "Rapat 12 Mei"}
    assert client.post(f"/verifikasi/anggota/{first.id}/nik", data=told).status_code == 303
    assert other.nik in client.get(f"/verifikasi/anggota/{other.id}").text
    asked, seen = kept()
    assert (asked.page, asked.reason, asked.note, asked.people) == (ASKED, "other", "Rapat 12 Mei", [first.id])
    assert (seen.page, seen.whole, seen.reason, seen.people) == ("verification.row", True, "other", [other.id])
    assert other.nik not in sign_in("second").get(f"/verifikasi/anggota/{other.id}").text


def test_a_whole_nik_opens_for_whoever_holds_the_submission(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    member, asked = person("Budi Santoso"), {"why": "match"}
    url = f"/verifikasi/anggota/{member.id}"
    second = sign_in("second")
    assert "terbuka selama Anda memegang pengajuan" in words(second.get(url))
    assert f"{url}/nik" not in second.get(url).text
    assert second.post(f"{url}/nik", data=asked).status_code == 409
    client = sign_in("verifier")
    assert client.post(f"{url}/nik", data=asked).status_code == 303
    assert member.nik in client.get(url).text
    advance(world.people["verifier"], submission, Act.LET_GO)
    assert member.nik not in client.get(url).text
    assert client.post(f"{url}/nik", data=asked).status_code == 409
    with pytest.raises(Overtaken):
        unmask(world.people["verifier"], member, SeeingReason.MATCH)


def test_once_decided_a_complaint_alone_opens_a_whole_nik(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    member, client = person("Budi Santoso"), sign_in("verifier")
    url = f"/verifikasi/anggota/{member.id}"
    client.post(f"{url}/nik", data={"why": "match"})
    decided = {"state": State.DECIDED, "outcome": Outcome.MET, "decided_at": now()}
    free = {"claimed_by": None, "claimed_until": None}
    db.session.execute(update(Submission).where(Submission.id == submission.id).values(**decided, **free))
    db.session.expire_all()
    assert member.nik not in client.get(url).text
    assert client.post(f"{url}/nik", data={"why": "match"}).status_code == 409
    assert client.post(f"{url}/nik", data={"why": "objection"}).status_code == 303
    assert member.nik in client.get(url).text


def test_a_reason_does_not_hold_for_ever(world: World, submission: Submission, sign_in: SignIn) -> None:
    member = person("Budi Santoso")
    long_ago = {
        "viewer_id": world.people["verifier"].id, "page": ASKED, "medium": "page", "subject_id": world.unit.id,
        "people": [], "rows": 1, "whole": True, "reason": "match", "note": "",
        "at": now() - HOLDS - timedelta(minutes=1),
    }  # fmt: skip
    db.session.execute(insert(Disclosure).values(long_ago))
    assert member.nik not in sign_in("verifier").get(f"/verifikasi/anggota/{member.id}").text


def test_whoever_corrects_a_row_is_kept_with_that_reason(world: World, sign_in: SignIn) -> None:
    member = world.member()
    assert member.nik in sign_in("liaison").get(f"/anggota/{member.id}/perbaiki").text
    assert [(one.whole, one.reason, one.people) for one in kept()] == [(True, "correct", [member.id])]


def test_a_picture_of_a_card_is_kept(world: World, sign_in: SignIn) -> None:
    member, client = world.member(), sign_in("liaison")
    sent = {"kind": "ktp", "file": (io.BytesIO(photograph("KTP", (300, 200))), "k.jpg")}
    client.post(f"/anggota/{member.id}/berkas", data=sent)
    (url,) = re.findall(r'href="(/anggota/berkas/[^"]+)"', client.get(f"/anggota/{member.id}").text)
    assert client.get(url).status_code == 200
    last = kept()[-1]
    assert (last.medium, last.whole, last.reason, last.people) == ("picture", True, "correct", [member.id])


def test_a_file_of_members_is_kept_with_everybody_in_it(world: World, sign_in: SignIn) -> None:
    people = {world.member().id, world.member("6501011501790009", "Agus Lawai").id}
    url = f"/unit/{world.unit.id}/anggota/unduh"
    refused = sign_in("liaison").post(url, data={"form": "csv", "whole": "y"})
    assert refused.status_code == 422
    assert "Pilih alasan melihat NIK utuh" in words(refused)
    with sign_in("liaison").post(url, data={"form": "csv"}) as answer:
        assert answer.status_code == 200
    shown, taken = kept()
    assert (shown.medium, shown.page) == ("page", "people.export")
    assert (taken.medium, set(taken.people), taken.subject_id) == ("file", people, world.unit.id)


@pytest.mark.parametrize("who", ["liaison", "far", "supervisor"])
def test_no_page_holds_a_whole_nik_but_the_one_that_corrects_it_and_each_that_shows_people_has_a_name(
    app: Flask, rows: dict[str, object], sign_in: SignIn, who: str
) -> None:
    niks = set(db.session.scalars(select(Member.nik)))
    assert len(niks) >= 3
    doors, unveiled = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in FILES], set()
    for method in ("GET", "POST"):
        for rule in doors:
            if method in (rule.methods or ()):
                with sign_in(who).open(address(app, rule.endpoint, rows), method=method) as answer:
                    text = answer.text if answer.mimetype.startswith(("text/", "application/json")) else ""
                # Date of birth and sex stand beside it, so of the digits behind the region none may be told.
                assert not re.search(r"\*\d", text), rule.endpoint
                if set(NIK.findall(text)) & niks:
                    unveiled.add((rule.endpoint, method))
    assert unveiled == ({("member.correct", "GET")} if who == "liaison" else set())
    assert {one.page for one in kept()} <= set(PLACES)
    assert len({one.page for one in kept()}) >= 3
    assert set(PLACES) <= set(app.view_functions)


def test_templates_print_a_nik_by_the_one_part_that_masks_it() -> None:
    naked = {
        page.relative_to(TEMPLATES).as_posix(): found
        for page in TEMPLATES.rglob("*.html")
        if not page.is_relative_to(TEMPLATES / "print")
        if (found := [one for one in re.findall(r"\w+\.nik\b", page.read_text()) if one != "form.nik"])
    }
    assert naked == {}
    assert sum("|nik" in page.read_text() for page in TEMPLATES.rglob("*.html")) >= 9


def test_a_party_and_who_answers_for_it_see_who_saw_a_member(
    world: World, submission: Submission, sign_in: SignIn
) -> None:
    member = person("Budi Santoso")
    told = {"why": "other", "remark": "Rapat 12 Mei"}
    sign_in("verifier").post(f"/verifikasi/anggota/{member.id}/nik", data=told)
    sign_in("verifier").get(f"/verifikasi/anggota/{member.id}")
    sign_in("supervisor").get(table(world))
    for who in ("liaison", "centre", "head", "supervisor"):
        page = words(sign_in(who).get(f"/anggota/{member.id}/dilihat"))
        assert "Verifier (verifikator) Verifikasi anggota dibuka di layar utuh alasan lain: Rapat 12 Mei" in page
        assert "Daftar verifikasi dibuka di layar, bersama 3 orang lain disamarkan" in page
        assert ("Supervisor (Bawaslu)" in page) is (who in ("head", "supervisor"))
    assert sign_in("verifier").get(f"/anggota/{member.id}/dilihat").status_code == 403
    assert sign_in("rival").get(f"/anggota/{member.id}/dilihat").status_code == 404
    assert sign_in("far").get(f"/anggota/{member.id}/dilihat").status_code == 404
    history = words(sign_in("liaison").get("/riwayat"))
    assert "dibuka untuk alasan lain" in history
    link = f'href="/anggota/{member.id}/dilihat"'
    assert link in sign_in("liaison").get(f"/anggota/{member.id}").text
    assert link in sign_in("head").get(f"/verifikasi/anggota/{member.id}").text
    assert link not in sign_in("verifier").get(f"/verifikasi/anggota/{member.id}").text


def test_somebody_elses_disclosure_is_not_among_them(world: World, submission: Submission, sign_in: SignIn) -> None:
    sign_in("liaison").get(f"/anggota/{person('Siti Aminah').id}")
    page = words(sign_in("liaison").get(f"/anggota/{person('Budi Santoso').id}/dilihat"))
    assert "belum pernah ditampilkan" in page


def test_in_a_file_of_very_many_everybody_of_the_unit_was(world: World, sign_in: SignIn) -> None:
    member, stranger = world.member(), world.member("6571011501790001", who="neighbour")
    taken = {
        "viewer_id": world.people["centre"].id, "page": "people.export", "medium": "file", "subject_id": world.unit.id,
        "people": [], "rows": 10_001, "whole": False, "note": "",
    }  # fmt: skip
    db.session.execute(insert(Disclosure).values([taken, taken | {"rows": 10_000}]))
    for one, who, times in ((member, "liaison", 1), (stranger, "neighbour", 0)):
        page = words(sign_in(who).get(f"/anggota/{one.id}/dilihat"))
        assert page.count("diunduh, bersama") == times


def test_who_saw_the_officers_of_an_sk_is_told_too(world: World, sign_in: SignIn) -> None:
    taken = world.taken()
    url = f"/sk/{taken.decree_id}"
    sign_in("verifier").get(f"/tinjau/{taken.id}")
    with sign_in("verifier").get(f"{url}/berkas") as answer:
        assert answer.status_code == 200
    page = words(sign_in("liaison").get(f"{url}/dilihat"))
    assert "Verifier (verifikator) SK diunduh" in page
    assert "Tinjauan pengajuan dibuka di layar" in page
    assert "Siapa melihat data ini" in sign_in("liaison").get(url).text


def test_a_long_list_goes_on_where_the_page_ended(world: World, sign_in: SignIn) -> None:
    member, client = world.member(), sign_in("liaison")
    shown = {
        "viewer_id": world.people["liaison"].id, "page": "member.show", "medium": "page", "subject_id": member.id,
        "people": [member.id], "rows": 1, "whole": False, "note": "",
    }  # fmt: skip
    db.session.execute(insert(Disclosure).values([shown] * 60))
    (older,) = re.findall(r'href="(/anggota/[^"]+\?sebelum=\d+)"', client.get(f"/anggota/{member.id}/dilihat").text)
    assert "10 catatan pada halaman ini" in words(client.get(older))
