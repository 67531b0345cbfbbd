"""Adding a yearly table is the change that docs/architecture.md says, and the whole portal follows.

`new_table.diff` is made in a copy of the tree; `grown_portal.py` works with that copy.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import once

from . import new_table
from .pages import ROOT, section

ARCHITECTURE = ROOT / "docs" / "architecture.md"
HEADING = "Adding a yearly table"
SOURCE = ("departments", "finance", "kars_portal", "performance", "reports", "templates")
MOST_FILES, MOST_LINES = 6, 70
START = "import django; django.setup(); from tests.docs import grown_portal; grown_portal.main()"


def copy_of_the_tree(target: Path) -> None:
    unneeded = shutil.ignore_patterns("__pycache__", "test_*.py", "conftest.py")
    for name in (*SOURCE, "tests/docs", "tests/collect/sheets"):
        shutil.copytree(ROOT / name, target / name, ignore=unneeded)
    shutil.copy(ROOT / "tests" / "__init__.py", target / "tests")
    shutil.copy(ROOT / "manage.py", target)


@pytest.fixture(scope="module")
def grown(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the portal with the new table has made of a package, a row and a version."""
    place = tmp_path_factory.mktemp("grown")
    tree, database = place / "tree", place / "db.sqlite3"
    copy_of_the_tree(tree)
    new_table.apply(tree)
    shutil.copy(once.migrated(run_folder), database)
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    env |= {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "kars_portal.settings_test",
        "PYTHONPATH": str(tree),
    }
    arguments = (str(ROOT / "fixtures" / "2024"), str(place / "package"))
    done = subprocess.run(
        [sys.executable, "-c", START, *arguments],
        cwd=tree,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_takes_few_files_and_few_lines() -> None:
    changes = new_table.hunks()

    assert len(changes) <= MOST_FILES
    assert sum(hunk.added for hunks in changes.values() for hunk in hunks) <= MOST_LINES


def test_the_page_names_the_files_of_the_change_and_counts_its_lines() -> None:
    text = section(ARCHITECTURE, HEADING)
    lines = sum(hunk.added for hunks in new_table.hunks().values() for hunk in hunks)

    assert re.findall(r"^\d\. `([\w/.]+)`", text, re.M) == list(new_table.hunks())
    assert f"{lines} lines" in text


def test_no_other_source_file_needs_to_know_a_usual_table() -> None:
    """The software of the report is a table without anything of its own."""
    found = {
        path.relative_to(ROOT).as_posix()
        for app in SOURCE
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bSoftware\b", path.read_text("utf-8"))
    }

    assert found == {
        "departments/admin/base.py",
        "departments/datasets/base.py",
        "departments/models/__init__.py",
        "departments/models/assets.py",
        "departments/resources/base.py",
    }


def test_a_package_from_before_the_table_loads_and_says_so(grown: dict[str, Any]) -> None:
    assert len(grown["migrations"]) == 1
    notes = [line for line in grown["loaded"].splitlines() if "grants" in line]
    assert notes == [
        "  data/grants.csv: Pakette böyle bir dosya yok; «hibeler» tablosuna satır gelmedi."
    ]


def test_a_row_is_entered_on_the_grid(grown: dict[str, Any]) -> None:
    assert grown["grid"]["saved"] == 302, grown["grid"]["text"]
    assert grown["stored"] == {
        "name": "Örnek atık su projesi",
        "giver": "Örnek ajans",
        "promised": "1250000.50",
    }
    assert {"Örnek ajans", "1.250.000,50"} <= set(grown["grid"]["shown"])


def test_the_sidebar_and_a_finding_lead_to_the_table(grown: dict[str, Any]) -> None:
    money = grown["ways"]["sidebar"]["III.A Mali bilgiler"]

    assert money[-4:] == ["Şirketler", "Hibeler", "Ekonomik kodlar", "Hesap eşlemeleri"]
    assert re.fullmatch(r"/yonetim/finance/grant/\d+/change/", grown["ways"]["finding"])


def test_the_next_year_opens_with_the_names_and_no_figure(grown: dict[str, Any]) -> None:
    assert grown["opened"] == [
        {"name": "Örnek atık su projesi", "giver": "Örnek ajans", "promised": None}
    ]


def test_the_table_is_exported_published_and_printed(grown: dict[str, Any]) -> None:
    package = list(csv.DictReader(io.StringIO(grown["package"])))
    assert package == [
        {
            "name": "Örnek atık su projesi",
            "giver": "Örnek ajans",
            "promised": "1250000.50",
            "received": "",
        }
    ]
    for told in (grown["page"], grown["pdf"]["text"]):
        words = " ".join(told.split())
        assert "Alınan hibeler" in words
        assert "Örnek atık su projesi" in words
        assert "1.250.000,50" in words
    assert "Örnek atık su projesi,Örnek ajans,1250000.50," in grown["csv"]
    assert 1 < grown["pdf"]["pages"] < 12
