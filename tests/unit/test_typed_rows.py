"""Rows of people as a browser sends them: emptied rows go, and the buttons beside the others still mean their own."""

import pytest
from werkzeug.datastructures import MultiDict

from sipol.web.forms.decree import asked_of_rows, typed_people

ROWS = ["Ani", "Budi", "Citra", "Dedi"]


def sent(emptied: set[int], *buttons: tuple[str, str]) -> MultiDict[str, str]:
    cells = MultiDict[str, str]()
    for number, name in enumerate(ROWS):
        cells.add(f"officers-{number}-position", "" if number in emptied else "Anggota")
        cells.add(f"officers-{number}-name", "" if number in emptied else name)
    for name, value in buttons:
        cells.add(name, value)
    return cells


ASKED = [
    (set(), ("hapus", "2"), ["Citra"]),
    ({0}, ("hapus", "2"), ["Citra"]),
    ({0, 1}, ("hapus", "3"), ["Dedi"]),
    ({2}, ("hapus", "2"), []),
    ({0}, ("hapus", "99"), []),
    ({0}, ("pakai", "officers-2-name"), ["Citra"]),
    ({1}, ("pakai", "officers-3-position"), ["Dedi"]),
    ({1}, ("pakai", "officers-1-name"), []),
]


@pytest.mark.parametrize(("emptied", "button", "meant"), ASKED)
def test_a_button_means_the_row_beside_which_it_stood(
    emptied: set[int], button: tuple[str, str], meant: list[str]
) -> None:
    form = sent(emptied, button)
    rows = typed_people("officers", form.items(multi=True))
    values = asked_of_rows(form).getlist(button[0])
    numbers = [int(value.split("-")[1] if "-" in value else value) for value in values]
    assert [rows[number].name for number in numbers] == meant


def test_other_buttons_pass_unchanged() -> None:
    asked = asked_of_rows(sent({0}, ("pakai", "number"), ("tambah", "3")))
    assert (asked.getlist("pakai"), asked.getlist("tambah")) == (["number"], ["3"])
