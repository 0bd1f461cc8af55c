"""Files and functions stay small enough to read at once, and say what they are about."""

import ast
import re
from collections.abc import Iterator

from tests.guards.project import CODE, files, functions, named, text_of, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
VAGUE = ("helper", "manager", "util", "service", "handler", "data", "info", "common", "base")
VAGUE_WORD = re.compile(rf"(?:^|_)(?:{'|'.join(VAGUE)})s?(?:_|$)")
# What a name says as a whole, where one word of it would be vague alone.
SAYS_SOMETHING = {
    "data_folder": "the setting AMENDS_DATA names the folder with everything that must be backed up",
    "data_manager": "a job at a school, and a role",
    "data_protection_officer": "a job at a school, and a role",
}


def in_snake(name: str) -> str:
    """`CheckInDue` as `check_in_due`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def is_vague(name: str) -> bool:
    """True if a part of the name could stand on anything."""
    snake = in_snake(name)
    for phrase in SAYS_SOMETHING:
        snake = snake.replace(phrase, "")
    return bool(VAGUE_WORD.search(snake))


def lengths(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function with its lines, decorators not counted."""
    for function in functions(tree):
        yield function.name, (function.end_lineno or 0) - function.lineno + 1


def names_in(tree: ast.Module) -> Iterator[str]:
    """The names of classes and functions; those of tests are sentences, in which any word may stand."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith(
            "test_"
        ):
            yield node.name


def test_the_guard_knows_a_vague_name():
    assert all(map(is_vague, ["CaseManager", "date_utils", "helpers", "get_data", "BaseForm", "pupil_info"]))
    assert not any(map(is_vague, ["based_on", "database", "data_manager", "served_at", "information_sharing"]))


def test_no_module_class_or_function_has_a_vague_name():
    found = [
        f"{named(path)}: {name}"
        for path in files(*CODE)
        for name in (path.stem, *names_in(tree_of(path)))
        if is_vague(name)
    ]

    assert found == []


def test_no_file_is_longer_than_300_lines():
    too_long = {
        named(path): lines
        for path in [*files(*CODE), *files("templates", ending=".html"), *files("app/static", ending=".js")]
        if (lines := len(text_of(path).splitlines())) > LONGEST_FILE
    }

    assert too_long == {}


def test_no_function_is_longer_than_40_lines():
    too_long = {
        f"{named(path)}: {name}": lines
        for path in files(*CODE)
        for name, lines in lengths(tree_of(path))
        if lines > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_every_module_opens_with_what_it_is_for():
    modules = [path for path in files("app", "reports", "bench", "tests") if text_of(path).strip()]

    assert [named(path) for path in modules if not ast.get_docstring(tree_of(path))] == []
