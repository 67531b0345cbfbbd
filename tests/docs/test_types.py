"""`Any` and `type: ignore` in the product are counted, and the numbers only fall.

mypy (strict) holds every signature to its word; these are the places where it is told to look
away. A new one is a failure, and so is one fewer than is written here: the number falls with it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .pages import ROOT

APPS = ("departments", "finance", "kars_portal", "performance", "reports")

ANY = 72
"""Lines with `Any`; its imports are not counted."""
IGNORED = 9
"""Comments that tell mypy to look away."""

_ANY = re.compile(r"\bAny\b")
_IGNORE = re.compile(r"#\s*(type:\s*ignore|mypy:)")


def sources() -> list[Path]:
    """The product's files; migrations are history."""
    found = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [ROOT / "manage.py", *(path for path in found if "migrations" not in path.parts)]


def any_lines(text: str) -> set[int]:
    """The lines that say `Any`, in quotes too where a type stands in quotes."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case (
                ast.Name(id="Any") | ast.Attribute(attr="Any") | ast.alias(name="Any", asname=str())
            ):
                found.add(node.lineno)
        for quoted in _types(node):
            found |= {
                part.lineno
                for part in ast.walk(quoted)
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and _ANY.search(part.value)
            }
    return found


def _types(node: ast.AST) -> Iterator[ast.expr]:
    """Where a type may stand in quotes: annotations, and the first argument of `cast`."""
    for name in ("annotation", "returns"):
        given = getattr(node, name, None)
        if given is not None:
            yield given
    if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("cast"):
        yield node.args[0]


def ignored_lines(text: str) -> set[int]:
    """The lines with a comment that tells mypy to look away."""
    return {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT and _IGNORE.search(token.string)
    }


@pytest.mark.parametrize(
    ("lines", "known", "what"),
    [
        pytest.param(any_lines, ANY, "ANY", id="any"),
        pytest.param(ignored_lines, IGNORED, "IGNORED", id="ignored"),
    ],
)
def test_the_number_only_falls(lines: Callable[[str], set[int]], known: int, what: str) -> None:
    found = {
        str(path.relative_to(ROOT)): sorted(numbers)
        for path in sources()
        if (numbers := lines(path.read_text("utf-8")))
    }
    number = sum(map(len, found.values()))
    places = "\n".join(f"{path}: {', '.join(map(str, at))}" for path, at in found.items())

    assert number <= known, f"{number} are more than {what} = {known}:\n{places}"
    assert number == known, f"only {number} are left: lower {what} from {known} to {number}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from typing import Any\n", set()),
        ("from typing import Any as Whatever\n", {1}),
        ('"""Any."""\nname = "Any"  # Any\n', set()),
        ("def f(a: Any, b: Any) -> int: ...\n", {1}),
        ("def f(\n    a: int,\n    *b: dict[str, Any],\n) -> Any: ...\n", {3, 4}),
        ("import typing\n\nx: typing.Any = 1\n", {3}),
        ("def f(a: 'list[Any]') -> 'Any': ...\n", {1}),
        ("x = cast('Any', y)\nz = typing.cast(Any, y)\n", {1, 2}),
        ("Anything = Any\n", {1}),
    ],
)
def test_what_counts_as_any(text: str, expected: set[int]) -> None:
    assert any_lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1  # type: ignore[misc]\n", {1}),
        ("x = 1  # noqa: S101 # type:ignore\n", {1}),
        ("# mypy: disable-error-code=misc\n", {1}),
        ("x = '# type: ignore'  # the type: of it\n", set()),
    ],
)
def test_what_counts_as_ignored(text: str, expected: set[int]) -> None:
    assert ignored_lines(text) == expected
