"""docs/dependencies.md names what pyproject.toml asks for, no more and no less."""

from __future__ import annotations

import re
import tomllib

import pytest

from .pages import ROOT, section, table

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PAGE = ROOT / "docs" / "dependencies.md"


def _name(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;(]", requirement.strip(), maxsplit=1)[0].lower()


@pytest.mark.parametrize(
    ("heading", "requirements"),
    [
        ("To run the portal", PROJECT["project"]["dependencies"]),
        ("To develop and test it", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_page_lists_the_direct_dependencies(heading: str, requirements: list[str]) -> None:
    cells = [row[0] for row in table(section(PAGE, heading))]
    listed = [_name(part) for cell in cells for part in cell.split(",")]

    assert sorted(listed) == sorted(_name(requirement) for requirement in requirements)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.findall(
        r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==.*?(?=^[a-z0-9]|\Z)", text, re.M | re.S
    )

    assert len(entries) > 10
    assert [entry.partition("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_bench_pins_what_it_installs_by_hash() -> None:
    text = (ROOT / "requirements-bench.lock").read_text("utf-8")

    assert re.findall(r"^([a-z0-9-]+)==", text, re.M) == ["endesive"]
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}$", text, re.M)) == 1
    assert "`endesive`" in PAGE.read_text("utf-8")
