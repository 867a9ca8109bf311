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
from sipol.rules.disclosures import HOLDS
from sipol.services.disclosures import ASKED
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


@pytest.mark.parametrize("who", ["liaison", "neighbour", "far", "head", "supervisor"])
def test_no_page_holds_a_whole_nik_but_those_that_correct_it(
    app: Flask, rows: dict[str, object], sign_in: SignIn, who: str
) -> None:
    niks = set(db.session.scalars(select(Member.nik)))
    assert len(niks) >= 3
    client, found = sign_in(who), set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in FILES or "GET" not in (rule.methods or ()):
            continue
        with client.get(address(app, rule.endpoint, rows)) as answer:
            text = answer.text if answer.mimetype.startswith(("text/", "application/json")) else ""
        if set(NIK.findall(text)) & niks:
            found.add(rule.endpoint)
    assert found == ({"member.correct"} if who == "liaison" else set())


def test_templates_print_a_nik_by_the_one_part_that_masks_it() -> None:
    naked = {
        page.relative_to(TEMPLATES).as_posix(): found
        for page in TEMPLATES.rglob("*.html")
        if not page.is_relative_to(TEMPLATES / "print")
        if (found := [one for one in re.findall(r"\w+\.nik\b", page.read_text()) if one != "form.nik"])
    }
    assert naked == {}
    assert sum("|nik" in page.read_text() for page in TEMPLATES.rglob("*.html")) >= 9
