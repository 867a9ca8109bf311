"""The parts every page is made of: valid HTML, labelled, tied together, free of inline code."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient
from jinja2 import nodes

from tests.unit.gallery import (
    CHANGES,
    CLASSES,
    JUFRY,
    LAODE,
    ROOT,
    STATES,
    STATIC,
    TEMPLATES,
    GalleryForm,
    RowForm,
    add_doors,
    house,
)

COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
ERRORS = ["400", "403", "404", "409", "413", "422", "429", "expired"]
GALLERY = ROOT / "tests" / "data" / "gallery" / "page.html"
BOOTSTRAP_AND_OURS = 46_000


@pytest.fixture(scope="module")
def app() -> Flask:
    app = house()
    add_doors(app)
    return app


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=["/", *(f"/salah/{name}" for name in ERRORS)], scope="module")
def page(request: pytest.FixtureRequest, client: FlaskClient) -> str:
    answer = client.get(request.param)
    assert answer.status_code == 200
    return answer.text


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def drawn(app: Flask, source: str, **context: object) -> BeautifulSoup:
    with app.test_request_context():
        return soup(render_template_string(source, **context))


def text_seen(part: Tag) -> str:
    """What a sighted reader sees: without the words for screen readers."""
    for hidden in part.select(".visually-hidden"):
        hidden.extract()
    return part.get_text()


def test_every_page_is_valid_html(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)


def test_every_page_names_its_language_and_begins_its_title_with_its_one_heading(page: str) -> None:
    seen = soup(page)
    assert seen.html is not None and seen.html["lang"] == "id"
    [heading] = seen.find_all("h1")
    assert seen.title is not None and seen.title.get_text().startswith(heading.get_text(strip=True))


def test_no_two_elements_of_a_page_share_an_id(page: str) -> None:
    counts = Counter(str(part["id"]) for part in soup(page).select("[id]"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_reference_to_an_id_finds_its_element(page: str) -> None:
    seen = soup(page)
    ids = {part["id"] for part in seen.select("[id]")}
    for attribute in ("for", "aria-describedby", "aria-labelledby", "popovertarget", "form"):
        for part in seen.select(f"[{attribute}]"):
            assert set(str(part[attribute]).split()) <= ids, part


def test_every_field_has_a_label(page: str) -> None:
    seen = soup(page)
    labelled = {label["for"] for label in seen.select("label[for]")}
    fields = seen.select("input:not([type=hidden]), select, textarea")
    assert [field for field in fields if field.get("id") not in labelled] == []


def test_every_form_that_changes_something_carries_the_token(page: str) -> None:
    for form in soup(page).select("form[method=post]"):
        assert len(form.select("input[name=csrf_token]")) == 1


def test_no_page_carries_inline_style_or_script(page: str) -> None:
    for part in soup(page).find_all(True):
        assert "style" not in part.attrs and part.name != "style"
        assert not [name for name in part.attrs if name.startswith("on")]
        assert part.name != "script" or (part.has_attr("src") and not part.get_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_the_gallery_shows_every_part_its_comment_promises(app: Flask, path: Path) -> None:
    source = path.read_text()
    comment, _, body = source.partition("-#}")
    macros = {macro.name for macro in app.jinja_env.parse(source).find_all(nodes.Macro)}
    public = {name for name in macros if re.search(rf"\b{name}\(", comment)}
    helpers = {name for name in macros if len(re.findall(rf"\b{name}\(", body)) > 1}
    assert public and macros == public | helpers
    assert [name for name in sorted(public) if f"{name}(" not in GALLERY.read_text()] == []


def test_an_icon_used_anywhere_is_in_the_sprite(app: Flask, client: FlaskClient) -> None:
    sprite = set(re.findall(r'id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))
    words = app.jinja_env.get_template("components/status.html").module
    tables = {look[1] for name in ("STATES", "CLASSES", "CHANGES") for look in getattr(words, name).values()}
    used = set(re.findall(r"#i-([a-z]+)", client.get("/").text))
    assert len(used) > 15 and used | tables <= sprite


@pytest.mark.parametrize("word", STATES)
def test_a_state_is_said_by_word_and_icon(app: Flask, word: str) -> None:
    seen = drawn(app, "{% from 'components/status.html' import status_tag %}{{ status_tag(word) }}", word=word)
    [tag] = seen.select(".tag")
    assert tag.get_text() == word and len(tag.select("svg use")) == 1
    assert ("#i-none" in str(tag)) == (word == "Belum mulai")


@pytest.mark.parametrize("word", CLASSES + CHANGES)
def test_a_class_and_a_change_are_said_by_word_and_icon(app: Flask, word: str) -> None:
    macro = "class_tag" if word in CLASSES else "change_tag"
    seen = drawn(app, f"{{% from 'components/status.html' import {macro} %}}{{{{ {macro}(word) }}}}", word=word)
    [tag] = seen.select(".tag")
    assert tag.get_text() == word.capitalize() and "#i-none" not in str(tag)


DIFFERENCE = "{% from 'components/diff.html' import difference %}{{ difference(p.stated, p.found) }}"


def test_a_difference_shows_both_spellings_letter_for_letter(app: Flask) -> None:
    stated, found = (text_seen(part) for part in drawn(app, DIFFERENCE, p=JUFRY).select("dd"))
    assert (stated, found) == ("Drs. H. Jufry Daud", "Drs. H. Jufri Daud")


def test_a_missing_space_is_named_for_those_who_cannot_see_it(app: Flask) -> None:
    stated = drawn(app, DIFFERENCE, p=LAODE).select("dd")[0]
    assert "(hanya di sini: spasi" in stated.get_text() and text_seen(stated) == "La Ode"


def test_markup_in_a_name_stays_text(app: Flask) -> None:
    seen = drawn(app, DIFFERENCE, p={"stated": [{"text": "<b>x</b>", "differs": True}], "found": []})
    assert seen.select("b") == [] and "<b>x</b>" in seen.get_text()


FIELD = (
    "{% from 'components/forms.html' import field, error_summary %}"
    "{{ error_summary(form) }}{{ field(form.number, hint='H') }}"
)


def filled(app: Flask, **data: str) -> GalleryForm:
    with app.test_request_context(method="POST", data=data):
        form = GalleryForm(meta={"csrf": False})
        form.validate()
        return form


def test_an_error_stands_beside_its_field_and_in_the_summary(app: Flask) -> None:
    seen = drawn(app, FIELD, form=filled(app))
    [field] = seen.select("#number")
    assert (field["aria-invalid"] == "true" and field["aria-describedby"] == ["number-hint", "number-err"]) or (
        field["aria-describedby"] == "number-hint number-err"
    )
    words = "Isi nomor SK seperti tertulis pada surat."
    assert words in seen.select("#number-err")[0].get_text()
    assert seen.select("[data-errors] a[href='#number']")[0].get_text() == words


def test_the_summary_reaches_into_lists_of_rows(app: Flask) -> None:
    seen = drawn(app, FIELD, form=filled(app))
    assert seen.select("[data-errors] a[href='#rows-0-name']")[0].get_text() == "Isi nama pengurus."


def test_a_clean_form_has_no_summary(app: Flask) -> None:
    form = filled(app, number="1", issued_on="10-05-2025", sex="f", sure="y", **{"rows-0-name": "A"})
    assert form.errors == {}
    assert drawn(app, FIELD, form=form).select("[data-errors]") == []


def test_a_date_is_typed_day_first(app: Flask) -> None:
    source = "{% from 'components/forms.html' import field %}{{ field(form.issued_on) }}"
    [typed] = drawn(app, source, form=filled(app, issued_on="2025-05-10")).select("input")
    assert (typed["type"], typed["inputmode"]) == ("text", "numeric")
    [again] = drawn(app, source, form=filled(app, issued_on="31-02-1980")).select("input")
    assert again["value"] == "31-02-1980"


def test_an_empty_row_form_says_what_to_do() -> None:
    row = RowForm()
    assert not row.validate() and row.errors == {"name": ["Isi nama pengurus."]}


def test_the_500_page_needs_neither_visitor_nor_session(app: Flask) -> None:
    with app.test_request_context():
        html = app.jinja_env.get_template("errors/500.html").render(mark="7f3k-92qd")
    html5lib.HTMLParser(strict=True).parse(html)
    assert "7f3k-92qd" in html and "csrf_token" not in html


def test_an_expired_session_carries_every_typed_word(app: Flask) -> None:
    fields = [("number", '12/"SK"/<b>', "Nomor SK"), ("about", "satu\ndua", "Tentang")]
    with app.test_request_context():
        known = soup(render_template("errors/expired.html", action="/sk/baru", fields=fields))
        unknown = soup(render_template("errors/expired.html", action="/sk/baru", fields=fields, visitor=None))
    [form] = known.select("form[action='/sk/baru']")
    assert [(part["name"], part["value"]) for part in form.select("input")[1:]] == [pair[:2] for pair in fields]
    [carried] = unknown.select("input[name=carry_fields]")
    assert [tuple(one) for one in json.loads(str(carried["value"]))] == fields


def test_styles_script_and_icons_leave_room_for_the_page(client: FlaskClient) -> None:
    paths = re.findall(r'(?:href|src)="(/(?:static|bootstrap)[^"#]+)', client.get("/").text)
    weights = {}
    for path in set(paths):
        with client.get(path) as answer:
            weights[path] = len(gzip.compress(answer.data))
    assert len(weights) == 6 and sum(weights.values()) < BOOTSTRAP_AND_OURS, weights


def test_the_script_is_short_and_writes_no_code_or_style_attribute() -> None:
    source = (STATIC / "sipol.js").read_text()
    assert len(source.splitlines()) <= 300
    assert not re.search(r"\beval\(|new Function|setAttribute\(.style|innerHTML|document\.write", source)
