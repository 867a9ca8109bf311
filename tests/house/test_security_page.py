"""The page about security says of every requirement how it stands, names what shows it, and counts right."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.house.code import CODE, FUNCTION, ROOT, called, place, tree

PAGE = ROOT / "docs" / "security.md"
# OWASP ASVS 5.0.0: the levels of the requirements of each section, in their order. Level 3 is not claimed.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22",
    "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
STATES = ("met", "not applicable", "open")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([a-z ]+) \| ([^|]+) \|$", re.MULTILINE)
SUM = re.compile(r"^\| (\d+) [^|]+ \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+?)(?:::(\w+))?`")
LINK = re.compile(r"\]\(#([\w-]+)\)|\]\(([\w.-]+\.md)\)")
TOPS = ("sipol/", "tests/", "templates/", "script/", "ruff.toml", "setup.cfg", "requirements")
SEARCHING = {"search", "match", "fullmatch", "sub", "compile", "findall", "finditer", "split"}


def asked() -> dict[str, str]:
    """Every requirement of levels 1 and 2 with its level."""
    return {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level != "3"
    }


def rows() -> list[tuple[str, ...]]:
    return [found.groups() for found in ROW.finditer(PAGE.read_text())]


def test_the_list_of_requirements_is_that_of_the_standard() -> None:
    assert Counter("".join(LEVELS.values())) == {"1": 70, "2": 183, "3": 92}


def test_every_requirement_has_one_row_with_its_level() -> None:
    written = [(number, level) for number, level, *_ in rows()]
    assert sorted(written) == sorted(asked().items())
    assert len(re.findall(r"^\| \d+\.\d+\.\d+ ", PAGE.read_text(), re.MULTILINE)) == len(written)


def test_what_is_met_names_what_shows_it_and_all_else_says_why() -> None:
    titles = re.findall(r"^#+ (.+)$", PAGE.read_text(), re.MULTILINE)
    headings = {re.sub(r"\W+", "-", title.lower()) for title in titles}
    for number, _, title, state, told in rows():
        assert state in STATES, number
        assert title.strip(), number
        assert told.strip(), number
        links = [(inside, outside) for inside, outside in LINK.findall(told)]
        assert all(inside in headings if inside else (PAGE.parent / outside).is_file() for inside, outside in links)
        if state == "met":
            assert links or any(path.startswith(TOPS) for path, _ in NAMED.findall(told)), number


@pytest.mark.parametrize(
    ("path", "name"), sorted({one for one in NAMED.findall(PAGE.read_text()) if one[0].startswith(TOPS) or one[1]})
)
def test_what_is_named_is_there(path: str, name: str) -> None:
    assert (ROOT / path).exists(), path
    if name:
        assert f"def {name}(" in (ROOT / path).read_text(), f"{path} has no {name}"


def test_the_sums_are_right() -> None:
    page = PAGE.read_text()
    states = Counter((number.split(".")[0], state) for number, _, _, state, _ in rows())
    told = {chapter: tuple(map(int, sums)) for chapter, *sums in SUM.findall(page)}
    counted = {str(chapter): tuple(states[str(chapter), state] for state in STATES) for chapter in range(1, 18)}
    assert told == counted
    met, absent, left = (sum(sums[at] for sums in counted.values()) for at in range(3))
    assert f"**{met} met, {absent} not applicable, {left} open**" in page
    first = Counter(state for _, level, _, state, _ in rows() if level == "1")
    one, two, three = (first[state] for state in STATES)
    assert f"Of level 1 alone: {one} met, {two} not applicable, {three} open." in page


def test_no_code_is_made_at_run_time() -> None:
    making = {"eval", "exec", "render_template_string", "from_string", "literal_eval"}
    assert [place(path) for path in CODE if making & called(tree(path))] == []


def test_query_and_form_are_read_apart() -> None:
    mixing = {place(path) for path in CODE for node in ast.walk(tree(path)) if _is_of_request(node, {"values"})}
    # Two numbers of what is shown of a form, its page and its rows, come by either.
    assert mixing == {"sipol/web/decrees.py"}


def test_no_words_of_visitors_are_logged() -> None:
    for path in CODE:
        for call in _calls(tree(path)):
            if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "log":
                words = [ast.unparse(node) for node in ast.walk(call) if _is_of_request(node)]
                assert set(words) <= {"request.method", "request.endpoint"}, f"{place(path)}:{call.lineno}"


def test_no_words_of_others_become_a_pattern() -> None:
    """Inside functions, that is: what a module begins with is made of its own words."""
    for path in CODE:
        for call in [call for one in ast.walk(tree(path)) if isinstance(one, FUNCTION) for call in _calls(one)]:
            if ast.unparse(call.func) in {f"re.{name}" for name in SEARCHING}:
                parts = call.args[0].values if isinstance(call.args[0], ast.JoinedStr) else []
                inside = [ast.unparse(part.value) for part in parts if isinstance(part, ast.FormattedValue)]
                open_ones = [word for word in inside if not (word.startswith("re.escape(") or word.isupper())]
                assert open_ones == [], f"{place(path)}:{call.lineno}"


def test_nothing_hinders_pasting() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), ROOT / "sipol" / "static" / "sipol.js"]
    assert [place(path) for path in pages if re.search(r"onpaste|[\"']paste[\"']", path.read_text())] == []


def _calls(root: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(root) if isinstance(node, ast.Call))


def _is_of_request(node: ast.AST, names: set[str] | None = None) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
        and (names is None or node.attr in names)
    )
