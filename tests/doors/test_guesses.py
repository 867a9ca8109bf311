"""Whatever NIK a stranger guesses, and wherever: a member's is answered as nobody's is."""

from datetime import date, timedelta
from os import environ
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from sipol.cli.bench_guesses import ASKS, PARAMETERS, Ask, asked, compared, public_doors, shape_of, unknown_niks
from sipol.extensions import db
from sipol.models import Member
from sipol.rules.identity import birth_digits, fault_of
from tests.conftest import Browser
from tests.factories.world import World

GUESSES = int(environ.get("SIPOL_GUESSES", "40"))


@pytest.fixture
def known(world: World) -> list[str]:
    """NIK of members of the register; half of all guesses."""
    rows = [["NIK", "Nama", "Tanggal Lahir"]]
    for number in range(max(GUESSES // 2, 20)):
        born = date(1960, 1, 1) + timedelta(days=number % 15_000)
        rows.append([f"650101{birth_digits(born)[number % 2]}{number % 9_000 + 1:04}", f"Anggota {number}", f"{born}"])
    sheet = world.listed("\n".join(map(";".join, rows)).encode())
    held = set(db.session.scalars(select(Member.nik).where(Member.list_id == sheet.id)))
    assert len(held) >= 10, (sheet.failure, sheet.rows, sheet.blocked)
    return sorted(held)


def test_every_public_door_is_guessed_at(app: Flask) -> None:
    assert public_doors(app) <= {(ask.endpoint, ask.method) for ask in ASKS}


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask.name)
def test_a_members_nik_is_answered_as_nobodys_is(app: Flask, known: list[str], ask: Ask) -> None:
    niks = [*known, *unknown_niks(known, len(known), Random(3))][:: ask.every]
    assert all(fault_of(nik) is None for nik in niks)
    shapes = {shape_of(asked(Browser(app, app.response_class), ask, nik, turn), nik) for turn, nik in enumerate(niks)}
    assert len(shapes) == 1


@pytest.mark.parametrize("ask", [ask for ask in ASKS if ask.method == "GET"], ids=lambda ask: ask.name)
def test_no_parameter_of_a_public_door_changes_its_answer_for_a_member(app: Flask, known: list[str], ask: Ask) -> None:
    niks = (known[0], next(unknown_niks(known, 1, Random(4))))
    for parameter in PARAMETERS:
        told = set()
        for nik in niks:
            client = Browser(app, app.response_class)
            told.add(shape_of(client.get(ask.path.format(nik), query_string={parameter: nik}), nik))
        assert len(told) == 1, parameter


def test_an_answer_that_gives_members_away_would_be_noticed(app: Flask, known: list[str]) -> None:
    told = {shape_of(app.response_class(f"NIK {nik} {'ada' * (nik in known)}"), nik) for nik in (known[0], "1" * 16)}  # type: ignore[arg-type]
    assert len(told) == 2


def test_times_that_give_members_away_are_beyond_the_limit() -> None:
    dice = Random(6)
    even = {kind: [5 + dice.random() for _ in range(400)] for kind in ("known", "unknown")}
    assert not compared(even, dice).endswith("batas")
    uneven = {"known": [one + 0.5 for one in even["known"]], "unknown": even["unknown"]}
    assert compared(uneven, dice).endswith("lebih dari batas")
