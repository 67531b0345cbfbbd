"""What docs/architecture.md says about adding a table is counted on the table it names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = {
    "departments/models/assets.py": "Vehicle",
    "departments/resources/base.py": "VehicleResource",
    "departments/datasets/base.py": "VEHICLES",
    "departments/admin/base.py": "VehicleAdmin",
}


def lines_of(path: str, name: str) -> int:
    """Lines of a class or an assignment, its decorators included."""
    for node in ast.parse((ROOT / path).read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return (node.end_lineno or first) - first + 1
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return (node.end_lineno or node.lineno) - node.lineno + 1
    raise AssertionError(f"{path} has no {name}")


def test_a_yearly_table_takes_six_files_and_about_sixty_lines() -> None:
    declarations = sum(lines_of(path, name) for path, name in PLACES.items())
    # Names in imports and tuples: model twice, package part, dataset tuple, three imports, section.
    names = 8
    others = {"departments/models/__init__.py", "departments/work.py"}
    assert len({*PLACES, *others}) == 6
    assert declarations + names <= 70


def test_no_other_source_file_knows_the_table() -> None:
    allowed = {
        *PLACES,
        "departments/models/__init__.py",
        # words and rules about vehicles, not needed for the table itself
        "departments/sections.py",
        "departments/charts.py",
        "departments/figures.py",
        "departments/consistency.py",
        "departments/office.py",
        "departments/sheets/tables.py",
        # optional: its names go on into a new year
        "departments/opening.py",
    }
    found = {
        path.relative_to(ROOT).as_posix()
        for app in ("reports", "departments", "finance", "performance", "kars_portal")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bVehicle\b", path.read_text("utf-8"))
    }
    assert found <= allowed
