"""Commands and settings: the README says what there is, and nothing else."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from kars_portal.env import KNOWN

from .pages import PAGES, README, ROOT, section, table, text


def _own_commands() -> set[str]:
    found = ROOT.glob("*/management/commands/*.py")
    return {path.stem for path in found if path.stem != "__init__"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_management_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", text(page)))

    assert named - set(get_commands()) == set()


def test_the_readme_lists_every_command_of_the_portal() -> None:
    rows = table(section(README, "Commands"))

    assert {row[0].split()[1].strip("`") for row in rows} == _own_commands()


def test_every_option_that_the_readme_names_is_taken_by_its_command() -> None:
    unknown = {}
    for cell, _meaning in table(section(README, "Commands")):
        name = cell.split()[1].strip("`")
        command = load_command_class(get_commands()[name], name)
        parser = command.create_parser("manage.py", name)
        options = {option for action in parser._actions for option in action.option_strings}
        if missing := set(re.findall(r"--[a-z-]+", cell)) - options:
            unknown[name] = missing

    assert unknown == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_script_and_module_that_a_page_names_can_be_run(page: Path) -> None:
    words = text(page)
    scripts = set(re.findall(r"(?<![\w./])(bin/[a-z]+|\.ci/[a-z]+)", words))
    modules = set(re.findall(r"python -m ([a-z_.]+)", words))

    assert [name for name in scripts if not os.access(ROOT / name, os.X_OK)] == []
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def test_the_readme_lists_exactly_the_settings_that_are_read() -> None:
    listed = [row[0].strip("`") for row in table(section(README, "Settings"))]

    assert sorted(listed) == sorted({*KNOWN, "DATABASE_URL"})


def test_scripts_and_pages_name_no_setting_that_would_be_refused() -> None:
    files = [*PAGES, *(ROOT / "bin").iterdir(), *(ROOT / ".ci").iterdir()]
    named = {name for file in files for name in re.findall(r"\bKARS_[A-Z_]+\b", text(file))}

    assert named - KNOWN == set()
