"""Whatever is sent to a form: it is taken, or refused field by field with a sentence, and read back as it is shown."""

import inspect
from datetime import datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields.core import UnboundField

from sipol.web import forms
from sipol.web.forms.decree import DecreeForm, Typed, asked_of_rows, faults_of, tidy, typed_people
from sipol.web.forms.moments import ClockField, MomentField
from sipol.web.forms.office import PointField
from sipol.web.people import query_of, sieve_from
from sipol.web.session import _own_path
from tests.factories.writings import LINE, WRITING, probe


def every_form() -> list[type[Form]]:
    found: dict[str, type[Form]] = {}
    for module in iter_modules(forms.__path__):
        inside = import_module(f"{forms.__name__}.{module.name}")
        for name, form in inspect.getmembers(inside, lambda one: inspect.isclass(one) and issubclass(one, Form)):
            if form.__module__ == inside.__name__:
                found[f"{inside.__name__}.{name}"] = form
    return list(found.values())


@pytest.fixture(scope="module")
def bare() -> Flask:
    app = Flask("bare")
    app.config |= {"SECRET_KEY": "tests" * 8, "WTF_CSRF_ENABLED": False}
    return app


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_no_fields_break_a_form_and_what_is_refused_has_a_sentence(bare: Flask, form: type[Form]) -> None:
    names = [name for name, field in inspect.getmembers(form) if isinstance(field, UnboundField)]
    parts = [f"{name}{rest}" for name in names for rest in ("", "-0", "-1-name", "-0-opens_on", "-9999")]

    @probe(0.4)
    @given(st.lists(st.tuples(st.sampled_from(parts or ["x"]), LINE), max_size=8))
    def ask(sent: list[tuple[str, str]]) -> None:
        with bare.test_request_context():
            filled = form(MultiDict(sent))
            if not filled.validate():
                assert all(filled.errors.values())

    ask()


class Moments(Form):
    at, clock, point = MomentField(), ClockField(), PointField()


MINUTES = st.integers(0, 2**31)


@probe(2)
@given(MINUTES, st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000))
def test_a_moment_and_a_point_are_read_back_as_the_form_shows_them(minutes: int, north: int, east: int) -> None:
    moment = datetime.fromisoformat("1900-01-01") + timedelta(minutes=minutes)
    point = (north / 100_000, east / 100_000)
    shown = Moments(at=moment, clock=moment.time(), point=point)
    typed = Moments(MultiDict({field.name: field._value() for field in shown}))
    assert (typed.at.data, typed.clock.data, typed.point.data) == (moment, moment.time(), point)


@probe(2)
@given(st.lists(st.tuples(st.integers(0, 99_999), st.sampled_from(["position", "name", "sex", "x"]), LINE), max_size=9))
def test_every_typed_row_of_a_board_is_kept_in_order(cells: list[tuple[int, str, str]]) -> None:
    sent = [(f"officers-{number}-{part}", text) for number, part, text in cells]
    rows = typed_people("officers", sent)
    last = {(number, part): tidy(text) for number, part, text in cells}
    filled = sorted({number for (number, part), text in last.items() if text and part in ("position", "name")})
    assert [(row.position, row.name) for row in rows] == [
        (last.get((number, "position"), ""), last.get((number, "name"), "")) for number in filled
    ]
    faults_of("officers", rows)
    again = [(f"officers-{place}-{part}", getattr(row, part)) for place, row in enumerate(rows) for part in PARTS]
    assert typed_people("officers", again) == rows
    asked_of_rows(MultiDict([*sent, ("hapus", cells[0][2] if cells else ""), ("pakai", "officers-1-name")]))


PARTS = tuple(name for name in Typed.__slots__ if name != "empty")


@probe(2)
@given(st.dictionaries(st.sampled_from(["masalah", "status", "kecamatan"]), LINE))
def test_a_sieve_is_told_in_an_address_as_it_was_asked(asked: dict[str, str]) -> None:
    sieve = sieve_from(asked)
    assert sieve_from({name: str(value) for name, value in query_of(sieve).items() if value is not None}) == sieve


@probe(4)
@given(st.one_of(WRITING, st.text("/\\:@.a?#\n\t%[]", max_size=12)))
def test_a_way_back_stays_on_this_site(path: str) -> None:
    kept = _own_path(path)
    assert kept in ("", path)
    assert not kept or (kept[0] == "/" and kept[1:2] not in ("/", "\\"))


def test_every_field_of_a_decree_is_probed() -> None:
    assert DecreeForm in every_form()
