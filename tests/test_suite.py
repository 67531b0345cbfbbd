"""A test that asserts nothing passes whatever the portal does: there is none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent

ASSERTING = frozenset({"raises", "warns", "fail", "expect", "wait_for", "wait_for_url"})
"""Of pytest and Playwright; beside these, whatever is named `assert…` or `django_assert…`."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def called(function: Function) -> set[str]:
    """The names of all that a function calls."""
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }


def asserts(function: Function) -> bool:
    """By itself: helpers are looked at by `that_assert`."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or any(
        name in ASSERTING or name.startswith(("assert", "django_assert"))
        for name in called(function)
    )


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def that_assert(found: list[Function]) -> set[str]:
    """Names of functions that assert, or call one that does.

    Two functions of one name are told apart by nobody: all of them must assert.
    """
    by_name: dict[str, list[Function]] = {}
    for function in found:
        by_name.setdefault(function.name, []).append(function)
    known: set[str] = set()
    while True:
        more = {
            name
            for name, same in by_name.items()
            if name not in known
            and all(asserts(function) or called(function) & known for function in same)
        }
        if not more:
            return known
        known |= more


def without_assertion(sources: dict[str, str]) -> list[str]:
    """Places of tests that neither assert nor call what asserts."""
    found = {name: list(functions(source)) for name, source in sources.items()}
    helpers = that_assert([function for of_file in found.values() for function in of_file])
    return [
        f"{name}:{function.lineno} {function.name}"
        for name, of_file in found.items()
        for function in of_file
        if function.name.startswith("test_")
        and not asserts(function)
        and not called(function) & helpers
    ]


def test_every_test_asserts_something() -> None:
    files = sorted(TESTS.rglob("*.py"))
    sources = {str(path.relative_to(TESTS)): path.read_text("utf-8") for path in files}

    assert sum("def test_" in source for source in sources.values()) > 200
    assert without_assertion(sources) == []


def test_a_test_without_an_assertion_is_found() -> None:
    helper = "def helper():\n    assert 1\n\n"
    empty = "def test_empty():\n    print('!')\n\n"
    asking = "def test_asking():\n    helper()\n\n"

    assert without_assertion({"a.py": helper + empty + asking}) == ["a.py:4 test_empty"]
    assert without_assertion({"a.py": "def helper():\n    pass\n\n" + helper + asking}) == [
        "a.py:7 test_asking"
    ]


def test_texts_of_pages_are_read_once_these_have_their_styles() -> None:
    """Of a page that is being loaded the browser tells other blanks than of one that is seen."""
    reading = {
        str(path.relative_to(TESTS)): path.read_text("utf-8").count(".inner_text(")
        for path in (TESTS / "browser").glob("*.py")
    }

    assert {name: times for name, times in reading.items() if times} == {"browser/telling.py": 1}
