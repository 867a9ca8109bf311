"""The house rules of the code, each one a test."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import CODE, FUNCTION, ROOT, called, place, tree

SERVICES = sorted((ROOT / "sipol" / "services").glob("*.py"))
VERBS = {
    function.name: called(function)
    for path in SERVICES
    for function in tree(path).body
    if isinstance(function, FUNCTION)
}
OF_THE_OWN_OFFICE = {"office_of", "preview"}
"""Reads that begin from the office of the actor's own region instead of from rows."""
CHANGING = {"add", "add_all", "insert", "setattr"}
PURE = ("rules", "sandbox", "names", "reading", "render")


@pytest.mark.parametrize("path", CODE, ids=place)
def test_a_file_is_read_in_one_sitting_and_a_function_at_one_glance(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300
    for node in ast.walk(tree(path)):
        if isinstance(node, FUNCTION):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 40, f"{node.name} is longer than 40 lines"


def test_imports_stand_at_the_top() -> None:
    late = {
        f"{place(path)}:{node.lineno}"
        for path in CODE
        for function in ast.walk(tree(path))
        if isinstance(function, FUNCTION)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert late == set()


def test_only_the_submission_service_moves_a_submission() -> None:
    movers = {
        place(path)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "state"
    }
    assert movers == {"sipol/services/submissions.py"}


def test_the_day_is_that_of_the_register_and_not_of_greenwich() -> None:
    """Between midnight in Malinau and midnight in Greenwich ``now().date()`` is yesterday: ``today()`` is meant."""
    calls = {
        f"{place(path)}:{node.lineno}"
        for path in (*CODE, *(ROOT / "tests").rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node) == "now().date()"
    }
    assert calls == set()


def test_only_doors_commit() -> None:
    rooms = {path.relative_to(ROOT).parts[1] for path in CODE if "commit" in called(tree(path))}
    assert rooms <= {"access", "jobs", "cli"}


def reached(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Everything a service function calls, itself or through other service functions."""
    below = VERBS.get(name, set())
    return below.union(*(reached(step, seen | {name}) for step in below & VERBS.keys() - seen - {name}))


def changes(function: ast.AST) -> bool:
    """Whether it adds a row or assigns an attribute of one itself."""
    assigns = (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) for node in ast.walk(function))
    return bool(called(function) & CHANGING) or any(assigns)


CHANGERS = {
    function.name
    for path in SERVICES
    for function in tree(path).body
    if isinstance(function, FUNCTION) and changes(function)
}


def is_act(name: str) -> bool:
    """Whether it changes rows, itself or through the services it calls."""
    return bool((reached(name) | {name}) & CHANGERS)


SCOPES = {"visible_to", "members_of_unit", "addressed_to", "awaits_word_of", "looked_after_by", "managed_by"}
"""What of ``access.scope`` narrows a query to what the actor may know."""


@pytest.mark.parametrize("path", SERVICES, ids=place)
def test_every_act_asks_and_tells_and_every_read_begins_from_what_the_actor_may_know(path: Path) -> None:
    for function in tree(path).body:
        if not isinstance(function, FUNCTION) or function.name.startswith("_"):
            continue
        if "actor" in {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}:
            calls = reached(function.name)
            if is_act(function.name):
                assert {"require", "record"} <= calls, f"{place(path)}:{function.name} does not ask and tell"
            elif function.name in OF_THE_OWN_OFFICE:
                assert "jurisdiction" in calls, f"{place(path)}:{function.name} does not ask for the own office"
            elif not {"require", "record"} <= calls:
                # Who unveils a row that is in hand already asks and tells instead.
                assert SCOPES & calls, f"{place(path)}:{function.name} reads without a scope"


def test_what_moves_a_submission_or_issues_a_paper_is_known_as_an_act() -> None:
    acts = {"send", "settle_for_centre", "issue_minutes", "rule", "advance", "answer_finding", "import_regions"}
    assert {name for name in acts | OF_THE_OWN_OFFICE if is_act(name)} == acts


def test_rooms_have_names_that_say_what_they_do() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base_service", "manager"}
    assert [place(path) for path in CODE if {path.stem, *path.parent.parts} & vague] == []


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_start_without_the_web_and_the_database(room: str) -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in CODE
        if path.relative_to(ROOT).parts[1] == room
    ]
    assert len(modules) > 1
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(*sorted({'flask', 'sqlalchemy', 'werkzeug', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
