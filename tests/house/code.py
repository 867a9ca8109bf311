"""The project as its own tests read it: files git knows, and Python as trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = tuple(sorted((ROOT / "sipol").rglob("*.py")))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git keeps, or would keep if it were added now."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def called(node: ast.AST) -> set[str]:
    """Names of the functions and methods that are called somewhere below."""
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {
        func.id if isinstance(func, ast.Name) else func.attr
        for func in calls
        if isinstance(func, ast.Name | ast.Attribute)
    }
