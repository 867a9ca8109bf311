"""Whatever stands in a cell, a line or a field: a reader answers, and what is written by us is read back as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sipol.names import core
from sipol.names.positions import position_words, same_position
from sipol.reading import dates, facts, lexicon
from sipol.reading.headers import role_of, role_word
from sipol.reading.sheets import values, voters
from sipol.reading.sheets.columns import COLUMN_WORDS, folded, named
from sipol.render.tables import guarded, unguarded
from sipol.render.words import date_in_words, in_words, long_date, short_date
from sipol.rules import identity, regions
from sipol.rules.addresses import address_key, differ, mentions, same_address
from sipol.rules.notices import is_address
from sipol.web.forms.decree import tidy, whole
from sipol.web.forms.lines import readable
from tests.factories.writings import LINE, WRITING, probe

Reader = Callable[[str], Any]
OF_ONE: dict[str, Reader] = {
    "sheet day": values.day_of,
    "sheet NIK": values.nik_of,
    "sheet birth": values.birth_of,
    "sheet sex": values.sex_of,
    "sheet marriage": values.married_of,
    "sheet code": values.code_of,
    "sheet place": values.place_name,
    "sheet cell": values.as_written,
    "sheet title": named,
    "voter status": voters.status_of,
    "guarded cell": unguarded,
    "decree date": dates.find_date,
    "decree years": dates.find_years,
    "decree numeral": dates.value_of,
    "decree number": facts.number_in,
    "decree street": facts.street_in,
    "decree post": lexicon.post_like,
    "decree organ": lexicon.organ_like,
    "decree name": lexicon.name_like,
    "decree headline": lexicon.headline,
    "decree heading": role_of,
    "decree heading word": role_word,
    "address": address_key,
    "name": core,
    "post": position_words,
    "region code": regions.is_code,
    "NIK": identity.fault_of,
    "masked NIK": identity.masked,
    "e-mail address": is_address,
    "typed line": tidy,
    "typed number": whole,
    "typed text": readable,
}
"""Every reader of one piece of text; each says of itself that it refuses nothing."""
SETTLED: dict[str, Callable[[str], str]] = {
    "sheet code": values.code_of,
    "sheet place": values.place_name,
    "sheet cell": values.as_written,
    "sheet NIK": lambda text: values.nik_of(text)[0],
    "title": folded,
    "address": address_key,
    "decree headline": lexicon.headline,
    "typed line": tidy,
    "typed text": lambda text: readable(text) or "",
}
"""What brings a text into one shape: a text in that shape stays as it is."""
DAYS = st.dates(date(1945, 1, 1), date(2200, 12, 31))
BIRTHS = st.dates(date(1931, 1, 1), date(2030, 12, 31))
SHAPES = ("{0:%d-%m-%Y}", "{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0:%d %m %Y}", "{0:%Y-%m-%d}", "'{0:%d-%m-%Y}")
FOUR = st.text("0123456789", min_size=4, max_size=4)


@pytest.mark.parametrize("name", OF_ONE)
def test_no_text_breaks_a_reader(name: str) -> None:
    @probe(2)
    @given(LINE)
    def ask(text: str) -> None:
        OF_ONE[name](text)

    ask()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sheet day", "²²²²²"),
        ("sheet day", "\x01²²²"),
        ("decree date", "seribu ratus ratus ratus ratus ratus Mei dua ribu"),
    ],
)
def test_what_once_broke_a_reader_is_no_date(name: str, text: str) -> None:
    assert OF_ONE[name](text) is None


@pytest.mark.parametrize(
    ("settle", "text", "settled"),
    [
        (values.bare, " '6571010101800001", "6571010101800001"),
        (values.place_name, "  Kec. Kecamatan  Tarakan Barat", "tarakan barat"),
        (address_key, "Jl. Mawar _no_ 12\t/ a", "mawar 12a"),
        (lambda text: unguarded(guarded(text)), "'=1+1", "'=1+1"),
    ],
)
def test_what_once_came_in_two_shapes_comes_in_one(settle: Reader, text: str, settled: str) -> None:
    assert settle(text) == settle(settled) == settled


HOUSES = (("Jl. Mawar Blok A5", "Jalan Mawar blok A5"), ("Jl. Mawar A²", "Jl. Mawar A²"))


@pytest.mark.parametrize(("one", "other"), HOUSES)
def test_a_house_with_a_letter_before_its_number_is_not_another_house(one: str, other: str) -> None:
    assert not differ(address_key(one), address_key(other))


@pytest.mark.parametrize("name", OF_ONE)
def test_the_longest_text_that_may_come_is_read_to_its_end(name: str) -> None:
    """Nobody looks at a clock here: what takes more than the square of the length would not come back."""
    longest = 2_000 if name.startswith(("sheet", "voter", "typed")) else 20_000
    for piece in ("dua ", "1-", "satu ", "jl. a ", "S.H. ", "(", "65.", "a@a.", "periode ", "tgl", "berkantor jl. A "):
        OF_ONE[name]((piece * longest)[:longest])


@pytest.mark.parametrize("code", ["٦٥", "٦٥.٧١", "65.7１", "65\n", "6５"])
def test_a_region_code_has_no_digits_but_ours(code: str) -> None:
    assert not regions.is_code(code)


@pytest.mark.parametrize("name", SETTLED)
def test_a_text_in_its_shape_stays_so(name: str) -> None:
    settle = SETTLED[name]

    @probe(2)
    @given(LINE)
    def ask(text: str) -> None:
        assert settle(settle(text)) == settle(text)

    ask()


@pytest.mark.parametrize("cell", [" \x01", ".\x01", "\x01' \x01", "- '\x01"])
def test_what_stands_before_a_value_goes_all_at_once(cell: str) -> None:
    assert values.nik_of(f"{cell}6501011501790001")[0] == "6501011501790001"
    assert values.nik_of(cell)[0] == ""


@probe(2)
@example("0sk berkantor", "0sk berkantorsk")
@given(LINE, LINE)
def test_addresses_and_posts_are_alike_both_ways_round(one: str, other: str) -> None:
    ours, theirs = address_key(one), address_key(other)
    assert same_address(ours, theirs) == same_address(theirs, ours)
    assert differ(ours, theirs) == differ(theirs, ours)
    assert not (same_address(ours, theirs) and differ(ours, theirs))
    assert same_position(one, other) == same_position(other, one)
    assert same_position(one, one)


@probe()
@given(st.lists(WRITING, max_size=6), LINE)
def test_a_letter_mentions_every_address_that_stands_in_it(lines: list[str], address: str) -> None:
    mentions(lines, address_key(address))
    assert mentions([*lines, address_key(address)], address_key(address))


@probe(2)
@given(DAYS, st.data())
def test_every_day_that_we_print_is_read_back(day: date, data: st.DataObject) -> None:
    before, behind = data.draw(st.sampled_from([("", ""), ("Tarakan, ", "."), ("Tanggal: ", " M")]))
    for print_day in (short_date, long_date, date_in_words):
        assert dates.find_date(f"{before}{print_day(day)}{behind}") == day
    assert dates.find_date(f"{day:%d-%m-%Y}") == dates.find_date(f"{day:%d/%m/%Y}") == day


@probe(2)
@given(BIRTHS, st.sampled_from(SHAPES))
def test_every_usual_way_to_write_a_day_in_a_sheet_is_read(day: date, shape: str) -> None:
    assert values.day_of(shape.format(day)) == day
    assert values.day_of(short_date(day)) == values.day_of(short_date(day).upper()) == day
    assert values.day_of(f"\x01{(day - date(1899, 12, 30)).days}") == day
    place, born = values.birth_of(f"Tarakan, {short_date(day)}")
    assert (place, values.day_of(born)) == ("Tarakan", day)


@probe(2)
@given(st.integers(1, 99_999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    assert dates.value_of(in_words(number)) == number


@probe(2)
@given(st.integers(1945, 2180), st.integers(1, 20), st.sampled_from(["–", "-", " s.d. ", " sampai dengan ", "/"]))
def test_every_term_of_office_is_read(first: int, years: int, between: str) -> None:
    told = dates.find_years(f"Masa Bakti {first}{between}{first + years}")
    assert told == ((first, first + years) if 1945 <= first <= 2099 - years else told)


@probe(2)
@given(st.from_regex(r"(?:1[1-9]|6[1-6])(?:\.[0-9]{2}){2}(?:\.[0-9]{4})?", fullmatch=True))
def test_a_code_of_a_kecamatan_is_read_with_and_without_dots(code: str) -> None:
    assert regions.is_code(code)
    assert values.code_of(code.replace(".", "")) == values.code_of(code.replace(".", " ")) == code
    assert values.code_of(f"\x01{regions.compact(code)}") == code
    above = regions.parent_of(code)
    assert above is not None
    assert regions.within(code, above)


@probe(2)
@given(st.sampled_from(sorted(identity.PROVINCES)), BIRTHS, st.booleans(), st.integers(1, 9999), FOUR)
def test_a_nik_tells_what_it_was_made_of(province: str, born: date, woman: bool, turn: int, place: str) -> None:
    nik = f"{province}{place}{identity.birth_digits(born)[woman]}{turn:04}"
    assert identity.fault_of(nik) is None
    assert identity.tells_birth(nik, born)
    assert identity.sex_in(nik) is (identity.Sex.FEMALE if woman else identity.Sex.MALE)
    assert identity.born_in(nik) == (born.day, born.month, born.year % 100)
    for written in (nik, f"'{nik}", f" {nik} ", f"{nik[:6]}.{nik[6:12]}.{nik[12:]}", " ".join(nik)):
        assert values.nik_of(written.strip()) == (nik, True)
    assert identity.masked(nik) == nik[:6] + 10 * "*"


@probe(2)
@given(LINE)
def test_a_nik_that_may_stand_is_sixteen_plain_digits(text: str) -> None:
    if identity.fault_of(text) is None:
        assert len(text) == 16
        assert set(text) <= set("0123456789")


@probe(2)
@given(LINE)
def test_what_a_spreadsheet_must_not_compute_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("column", COLUMN_WORDS)
def test_every_title_that_we_write_names_its_column(column: Any) -> None:
    assert named(COLUMN_WORDS[column]) is column
    assert named(COLUMN_WORDS[column].upper()) is column


@probe(2)
@given(st.text(max_size=80))
def test_a_typed_line_keeps_every_letter_that_can_be_printed(text: str) -> None:
    assert [sign for sign in tidy(text) if not sign.isspace()] == [
        sign for sign in text if not sign.isspace() and sign not in "\x7f" and sign >= " "
    ]
