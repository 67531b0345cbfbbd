"""The house stands in wings: no circle among files, whatever kind of import; every room is tried.

The order of wings and rooms is held by `lint-imports` (pyproject.toml); here is what it can't see:
imports inside functions, and those for types only.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .pages import NEW_TOO, ROOT

APPS = ("departments", "finance", "kars_portal", "performance", "reports")
WINGS = ("core", "collect", "present", "publish", "office")
"""Wings in rooms; the others are one room each."""
WHOLE = ("ground", "site", "signin")
MOST_FILES = 12
"""In a folder of the office, its `__init__` not counted."""

INSIDE_FUNCTIONS = {
    ("reports.apps", "reports.starting"),
    ("reports.office.apps", "reports.office.shared.site"),
    ("reports.signin.apps", "reports.signin.sessions"),
    ("departments.apps", "departments.kit"),
    ("finance.apps", "finance.kit"),
    ("performance.apps", "performance.kit"),
}
"""(who, whom): `AppConfig.ready()` is the first place at which models are loaded."""
MOST_INSIDE_FUNCTIONS = 6


def modules() -> dict[str, Path]:
    """Every module of the product but its migrations, which are history."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(p for p in parts if p != "__init__")] = path
    return found


def imports(tree: ast.AST, package: str, known: set[str]) -> Iterator[tuple[str, bool]]:
    """(module, whether inside a function) for each import of a module that is ours."""

    def within(node: ast.AST, in_function: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                names = [alias.name for alias in child.names]
            elif isinstance(child, ast.ImportFrom):
                start = package.split(".")[: len(package.split(".")) - child.level + 1]
                base = ".".join([*(start if child.level else []), *filter(None, [child.module])])
                full = [f"{base}.{alias.name}" for alias in child.names]
                names = [name if name in known else base for name in full]
            else:
                function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from within(child, in_function or function)
                continue
            yield from ((name, in_function) for name in names if name in known)

    yield from within(tree, False)


def arrows() -> list[tuple[str, str, bool]]:
    """(who, whom, whether inside a function), of all kinds."""
    known = modules()
    found = []
    for name, path in known.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        tree = ast.parse(path.read_text("utf-8"))
        for other, inside in imports(tree, package, set(known)):
            if other != name:
                found.append((name, other, inside))
    return found


def circle(edges: dict[str, set[str]]) -> list[str]:
    """One circle, or nothing: who imports no one that is left is taken away until nobody is."""
    left = {name: set(others) for name, others in edges.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    if not left:
        return []
    way = [min(left)]
    while True:
        step = min(left[way[-1]] & left.keys())
        if step in way:
            return [*way[way.index(step) :], step]
        way.append(step)


def test_no_circle_among_the_files_of_the_product() -> None:
    edges: dict[str, set[str]] = {name: set() for name in modules()}
    for who, whom, _inside in arrows():
        edges[who].add(whom)

    assert len(edges) > 300
    found = circle(edges)
    assert not found, "files that know each other: " + " → ".join(found)


def test_a_circle_is_found_whatever_kind_of_import_closes_it() -> None:
    known = {"a.one", "a.two", "a.three"}
    sources = {
        "a.one": "from . import two\n",
        "a.two": "def act():\n    from a.three import thing\n",
        "a.three": "if TYPE_CHECKING:\n    from .one import Thing\n",
    }
    edges = {
        name: {other for other, _inside in imports(ast.parse(source), "a", known)}
        for name, source in sources.items()
    }

    assert circle(edges) == ["a.one", "a.two", "a.three", "a.one"]
    assert circle({**edges, "a.three": set()}) == []


def test_imports_inside_functions_are_few_and_each_has_its_reason() -> None:
    inside = {(who, whom) for who, whom, is_inside in arrows() if is_inside}

    others = sorted(inside - INSIDE_FUNCTIONS)
    assert not others, f"import at the top of the file, or list it here with a reason: {others}"
    assert inside == INSIDE_FUNCTIONS
    assert len(inside) <= MOST_INSIDE_FUNCTIONS


def rooms() -> list[str]:
    """Folders of source that are rooms: `collect/audit`, `ground`, …"""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *NEW_TOO, "reports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = set(WHOLE)
    for name in filter(None, listed.stdout.split("\0")):
        parts = Path(name).parts
        if len(parts) > 3 and parts[1] in WINGS and parts[-1].endswith(".py"):
            found.add(f"{parts[1]}/{parts[2]}")
    return sorted(found)


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_its_tests(room: str) -> None:
    assert list((ROOT / "tests" / room).rglob("test_*.py")), f"tests/{room} holds no test"


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / "reports" / room / "__init__.py").read_text()))

    assert docstring
    assert len(docstring) > 30


def test_a_folder_of_the_office_is_seen_at_a_glance() -> None:
    office = ROOT / "reports" / "office"
    folders = [path for path in office.iterdir() if (path / "__init__.py").is_file()]

    assert len(folders) > 8
    for folder in (office, *folders):
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(files) <= MOST_FILES, folder


def test_every_import_inside_a_function_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules().values()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "noqa: PLC0415" in line and not re.search(r"noqa: PLC0415 - \w+", line)
    ]

    assert not silent, f"add a reason, as in `# noqa: PLC0415 - dear to load`: {silent}"
