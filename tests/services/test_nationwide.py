"""The nationwide pass: pairs across the country are kept once as hints, equal NIK and other names are left out."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from sipol.cli.duplicates import NEEDED, duplicates
from sipol.extensions import db
from sipol.models import Likeness, LikenessSource
from sipol.services.linkage import Pair, Person, likely_pairs
from sipol.services.nationwide import Pass, hold_against_all
from tests.factories.world import World

ONE, OTHER, AWAY = "6501011501790001", "6501011501790002", "6571011501790009"
WORDS = [
    "siti",
    "muhammad",
    "ahmad",
    "nur",
    "dewi",
    "budi",
    "agus",
    "sri",
    "rahma",
    "wati",
    "hadi",
    "putra",
    "lestari",
    "santoso",
    "wijaya",
    "kusuma",
]


def crowd(many: int) -> list[Person]:
    """Strangers: no two of one name were born on one day."""
    return [
        Person(
            f"{WORDS[at % 16]} {WORDS[at // 16 % 16]} {WORDS[at // 7 % 16]}",
            ("male", "female")[at % 2],
            f"{1950 + at % 50}-{at // 50 % 12 + 1:02}-{at // 600 % 28 + 1:02}",
            f"{11 + at % 40}.{at % 9 + 1:02}",
        )
        for at in range(many)
    ]


def test_the_same_person_written_otherwise_is_found_in_a_crowd(tmp_path: Path) -> None:
    people = crowd(4_000)
    twin = people[100]._replace(name="nurhaliza maimunah")
    people[100] = twin._replace(name="nurhalizah maimunah")
    found = list(likely_pairs([*people, twin], (person.name for person in people), 0.001, tmp_path))
    assert (100, 4_000) in {(pair.one, pair.other) for pair in found}
    assert len(found) < 5


def test_pairs_are_kept_once_and_equal_nik_and_other_names_left_out(world: World, tmp_path: Path) -> None:
    mine = [world.member(ONE, "Muhammad Ridwan"), world.member(ONE, "Muhammad Ridwan", who="rival")]
    mine += [world.member(OTHER, "Moh. Ridwan", who="rival"), world.member(AWAY, "Yohanes Simon", who="neighbour")]
    told: list[Person] = []

    def all_pairs(people: object, _sample: object, least: float, folder: Path) -> object:
        told.extend(people)  # type: ignore[arg-type]
        assert folder.parent == tmp_path
        places = range(len(told))
        return (Pair(one, other, least) for one in places for other in places if one < other)

    for kept in (2, 0):
        told.clear()
        done = Pass()
        assert len(list(hold_against_all(done, all_pairs, 0.9, tmp_path))) == 1  # type: ignore[arg-type]
        assert (done.members, done.likely, done.kept) == (4, 6, kept)
    pairs = {frozenset((hint.one_id, hint.other_id)) for hint in db.session.scalars(select(Likeness))}
    assert pairs == {frozenset((mine[0].id, mine[2].id)), frozenset((mine[1].id, mine[2].id))}
    assert set(db.session.scalars(select(Likeness.source))) == {LikenessSource.NATIONWIDE}
    assert Person("muhammad ridwan", "male", "1979-01-15", "65.01") in told
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_the_command_says_what_to_install(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    monkeypatch.delitem(__import__("sys").modules, "sipol.services.linkage", raising=False)
    monkeypatch.delitem(__import__("sys").modules, "sipol.services.nationwide", raising=False)
    with app.app_context():
        answer = CliRunner().invoke(duplicates, ["run"])
    assert answer.exit_code == 1
    assert NEEDED["duckdb"] in answer.output
