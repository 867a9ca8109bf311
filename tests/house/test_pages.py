"""Templates: they parse, what they name exists, and nothing in them runs but our own script file."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

from sipol.app import create_app
from sipol.audit.events import Event
from sipol.audit.trail import card_of
from sipol.render import press
from tests.conftest import settings
from tests.house.code import CODE, ROOT, place, tree

TEMPLATES = ROOT / "templates"
PRINT = TEMPLATES / "print"
PAGES = tuple(sorted(TEMPLATES.rglob("*.html")))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app without a database behind it."""
    return create_app(settings("postgresql://nobody@/nowhere", tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_a_template_parses_and_whatever_it_builds_on_is_there(page: Path, bare: Flask) -> None:
    environment = press.PAGES if page.is_relative_to(PRINT) else bare.jinja_env
    parsed = environment.parse(page.read_text(), filename=place(page))
    environment.compile(parsed, filename=place(page))
    for name in meta.find_referenced_templates(parsed):
        assert name is None or environment.get_template(name)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_address_a_template_asks_for_is_an_endpoint(page: Path, bare: Flask) -> None:
    asked = set(re.findall(r"""url_for\(\s*["']([^"']+)["']""", page.read_text()))
    assert asked <= set(bare.view_functions)


def test_every_page_the_doors_show_is_there() -> None:
    shown = {
        argument.value
        for path in CODE
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "render_template"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert shown
    assert {name for name in shown if not (TEMPLATES / name).is_file()} == set()


@pytest.mark.parametrize("page", [page for page in PAGES if not page.is_relative_to(PRINT)], ids=place)
def test_no_template_carries_script_style_or_an_address_of_somebody_else(page: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", page.read_text(), flags=re.DOTALL)
    assert INLINE.findall(text) == []
    assert ELSEWHERE.findall(text) == []


def test_every_event_has_a_timeline_card() -> None:
    kinds = {card_of(kind.__name__) for kind in Event.__subclasses__()}
    cards = {page.stem for page in (TEMPLATES / "timeline").glob("*.html") if not page.stem.startswith("_")}
    assert kinds == cards
