"""The map in docs/architecture.md, drawn from the import contracts and the rooms' docstrings.

python -m tests.docs.architecture      writes it anew
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from .pages import ROOT

PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- Drawn by `python -m tests.docs.architecture` from pyproject.toml and docstrings. -->"
END = "<!-- End of what is drawn. -->"
TOP = {"departments", "finance", "performance", "reports", "kars_portal"}


def contracts() -> list[dict[str, Any]]:
    """The layers that `lint-imports` holds, in the order of pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [contract for contract in found if contract["type"] == "layers"]


def rooms_of(contract: dict[str, Any]) -> list[list[str]]:
    """The layers from top to bottom, each with the full names of its rooms."""
    containers = contract.get("containers", [""])
    return [
        [
            f"{container}.{name}".lstrip(".")
            for container in containers
            for name in re.findall(r"[\w.]+", layer)
        ]
        for layer in contract["layers"]
    ]


def source_of(room: str) -> Path | None:
    """The file whose docstring describes a room; None where nothing of that name exists."""
    place = ROOT.joinpath(*room.split("."))
    for file in (place / "__init__.py", place.with_suffix(".py")):
        if file.exists():
            return file
    return None


def first_paragraph(file: Path) -> str:
    """What a room says of itself; empty when it says nothing."""
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return " ".join(said.partition("\n\n")[0].split())


def _path(room: str) -> str:
    place = ROOT.joinpath(*room.split("."))
    return room.replace(".", "/") + ("/" if place.is_dir() else ".py")


def drawn() -> str:
    """One table for each contract: a line a room, the highest layer first."""
    parts = []
    for contract in contracts():
        lines = [f"### {contract['name']}", "", "| room | layer | what it knows |", "|---|---|---|"]
        for number, rooms in enumerate(reversed(rooms_of(contract)), start=1):
            for room in rooms:
                if file := source_of(room):
                    lines.append(f"| `{_path(room)}` | {number} | {first_paragraph(file)} |")
        head, body = lines[:4], lines[4:]
        parts.append("\n".join([*head, *reversed(body)]))
    return "\n\n".join(parts)


def redrawn(page: str) -> str:
    """The page with its map drawn anew."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{drawn()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text("utf-8")), "utf-8")
