"""Who was shown what between two moments, in one command."""

import csv
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from sipol.cli.data import data
from sipol.cli.main import cli
from sipol.extensions import db, local_zone, now
from sipol.models import AuditEntry, Disclosure
from sipol.rules.errors import NotAllowed
from sipol.services.accounts import console
from sipol.services.breaches import Span, breach_report
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
HOUR = timedelta(hours=1)


def shown(world: World, who: str, at: datetime, **more: object) -> None:
    usual = {
        "viewer_id": world.people[who].id, "page": "people.index", "medium": "page", "subject_id": world.unit.id,
        "people": [], "rows": 0, "whole": False, "reason": None, "note": "", "at": at,
    }  # fmt: skip
    db.session.execute(insert(Disclosure).values(usual | more))


def moment(at: datetime) -> str:
    return at.astimezone(local_zone()).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def seen(world: World) -> tuple[datetime, list[str]]:
    """Four showings: before, two within, after; and whose data."""
    noon = now().replace(minute=0, second=0, microsecond=0)
    one, other = world.member(), world.member("6501011501790009", "=Agus Lawai")
    gone = uuid4()
    shown(world, "liaison", noon - 2 * HOUR, people=[one.id], rows=1)
    shown(world, "liaison", noon - HOUR, people=[one.id, other.id, gone], rows=3)
    whole = {"whole": True, "reason": "other", "note": "Rapat", "page": "people.export", "medium": "file"}
    shown(world, "verifier", noon, people=[one.id], rows=21, **whole)
    shown(world, "verifier", noon + HOUR, people=[other.id], rows=1)
    db.session.commit()
    return noon, [str(one.id), str(other.id), str(gone)]


def test_the_figures_of_a_span(world: World, seen: tuple[datetime, list[str]]) -> None:
    noon, _ = seen
    report = breach_report(console(), Span(noon - HOUR, noon + HOUR))
    assert (report.showings, report.people, report.gone) == (2, 3, 1)
    assert {
        one.viewer.login: (one.showings, one.people, one.whole, one.files, one.unnamed) for one in report.viewers
    } == {"liaison": (1, 3, 0, 0, 0), "verifier": (1, 1, 1, 1, 20)}
    alone = breach_report(console(), Span(noon - HOUR, noon + HOUR, world.people["verifier"]))
    assert (alone.showings, alone.people, alone.gone) == (1, 1, 0)
    events = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.event == "BreachReported")).all()
    assert [(facts["showings"], bool(facts["viewer"])) for facts in events] == [(2, False), (1, True)]


def test_only_who_keeps_the_register_may_ask(world: World) -> None:
    with pytest.raises(NotAllowed):
        breach_report(world.people["head"], Span(now() - HOUR, now()))


def test_one_command_tells_it_as_summary_csv_and_json(
    world: World, seen: tuple[datetime, list[str]], tmp_path: Path
) -> None:
    noon, ids = seen
    sheet, plain, people = (tmp_path / name for name in ("a.csv", "a.json", "orang.csv"))
    span = ["breach-report", "--from", moment(noon - HOUR), "--to", moment(noon + HOUR)]
    files = ["--csv", str(sheet), "--json", str(plain), "--people", str(people)]
    done = CliRunner().invoke(data, [*span, *files])
    assert done.exit_code == 0, done.output
    assert "ditampilkan 2 kali kepada 2 akun, tentang 3 anggota (1 di antaranya sudah tidak tersimpan)" in done.output
    assert "verifier (verifikator): 1 kali, 1 anggota, 1 dengan NIK utuh, 1 berkas" in done.output
    rows = list(csv.DictReader(sheet.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["akun"], row["cara"], row["alasan"], row["orang"]) for row in rows] == [
        ("liaison", "page", "", "3"),
        ("verifier", "file", "other", "21"),
    ]
    assert rows[0]["id_anggota"].split() == ids
    told = json.loads(plain.read_text())
    assert (told["kali"], told["orang"], len(told["penampilan"])) == (2, 3, 2)
    named = list(csv.DictReader(people.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {(row["nama"], row["kali"]) for row in named} == {("Budi Santoso", "2"), ("'=Agus Lawai", "1")}
    assert "6501011501790001" not in "".join(path.read_text() for path in (sheet, plain, people)) + done.output
    # The list of people is itself something that was taken.
    last = db.session.scalars(select(Disclosure).order_by(Disclosure.seq.desc()).limit(1)).one()
    assert (last.page, last.rows, last.medium) == ("cli.breach_report", 2, "file")


def test_a_span_from_before_anything_was_kept_says_so(world: World, seen: tuple[datetime, list[str]]) -> None:
    done = CliRunner().invoke(data, ["breach-report", "--from", "2020-01-01", "--to", "2020-01-02"])
    assert "ditampilkan 0 kali" in done.output
    assert "baru dicatat sejak" in done.output


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--from", "2026-05-02", "--to", "2026-05-01"], "harus sesudah --from"),
        (["--from", "2026-05-01", "--to", "2026-05-02", "--user", "nobody"], "Akun nobody tidak ada"),
    ],
)
def test_what_is_asked_wrongly_is_told(world: World, asked: list[str], sentence: str) -> None:
    done = CliRunner().invoke(cli, ["data", "breach-report", *asked])
    assert done.exit_code == 1
    assert sentence in done.output
