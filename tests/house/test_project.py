"""What ships and what must not: packages, unfinished words, addresses of one machine."""

import configparser
import os
import re
from collections.abc import Iterator

import pytest

from tests.house.code import CODE, ROOT, place, tracked

TOP = {
    *("sipol", "templates", "migrations", "tests", "config.py", "wsgi.py", "setup.cfg"),
    *("README.md", "LICENSE", "docs", "script", ".ci", "pyproject.toml", "ruff.toml", "stubs", ".gitignore"),
    *("requirements.lock", "requirements-dev.lock"),
}
# Each pattern puts one letter in brackets, so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\bTO[D]O\b|FIX[M]E|\bXX[X]\b|NotImplemented[E]rror")
HOSTS = r"py[p]i\.org|python[h]osted\.org|registry\.n[p]mjs|deb\.[d]ebian\.org|proxy\.[g]olang"
HOMES = r"(?<![\w.-])/(?:root|work|home|Users|opt/wheels)/"
ELSEWHERE = re.compile(f"{HOSTS}|{HOMES}")
BINARY = {".pdf", ".png", ".webp", ".woff2", ".gz", ".xlsx", ".ico"}


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


def listed(section: str, option: str) -> list[str]:
    return setup()[section][option].split()


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.suffix not in BINARY:
            yield place(path), path.read_text()


def test_setup_lists_every_package_of_the_tree() -> None:
    shipped = {option for option in setup()["options"]["package_dir"].split() if option.startswith("sipol.")}
    packages = {".".join(path.parent.relative_to(ROOT).parts) for path in CODE if path.name == "__init__.py"}
    assert listed("options", "packages") == sorted(packages | shipped)


def test_every_folder_with_code_is_a_package() -> None:
    assert {place(path.parent) for path in CODE if not (path.parent / "__init__.py").is_file()} == set()


@pytest.mark.parametrize(
    ("folder", "package", "inside"),
    [
        ("migrations", "sipol.migrations", ""),
        ("sipol/names", "sipol.names", ""),
        ("sipol/reading", "sipol.reading", ""),
        ("sipol/render", "sipol.render", ""),
        ("sipol/static", "sipol", "static/"),
        ("templates", "sipol.templates", ""),
    ],
)
def test_files_that_the_code_reads_are_shipped(folder: str, package: str, inside: str) -> None:
    patterns = setup()["options.package_data"].get(package, "").replace(",", " ").split()
    for path in (path for path in tracked() if path.is_relative_to(ROOT / folder) and path.suffix != ".py"):
        name = inside + path.relative_to(ROOT / folder).as_posix()
        assert any(_fits(name, pattern) for pattern in patterns), name


def _fits(name: str, pattern: str) -> bool:
    shape = re.escape(pattern).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.fullmatch(shape, name) is not None


def test_dependencies_stand_in_alphabetical_order() -> None:
    for section, option in (("options", "install_requires"), ("options.extras_require", "dev")):
        assert listed(section, option) == sorted(listed(section, option))


def test_the_top_floor_holds_what_the_customer_fixed_and_nothing_else() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_nothing_is_left_unfinished() -> None:
    assert [name for name, text in texts() if UNFINISHED.search(text)] == []


def test_no_file_knows_one_machine_or_one_package_index() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := ELSEWHERE.search(text))] == []


def test_scripts_can_be_run() -> None:
    scripts = [path for path in tracked() if path.parent.name in {"script", ".ci"} and path.name != "packages"]
    assert len(scripts) >= 5
    for path in scripts:
        assert os.access(path, os.X_OK), path.name
        assert path.read_text().startswith("#!/usr/bin/env bash\n")
        assert "\nset -euo pipefail\n" in path.read_text()
