"""A package is checked alone: whatever state the portal's own database is in, and without it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from reports.collect.packages import alone, load_package
from reports.core.documents.findings import finding_record
from tests import once

from .test_whole import package

STATED = """\
key,source_table,label,item,dataset,row,column,value,unit,line_from,line_to,note
araclar-001,araclar,Kamyon,,departments.vehicles,total,owned,8,,343,343,
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Path:
    """A data folder that knows the tables; on PostgreSQL the first check makes them."""
    folder = tmp_path_factory.mktemp("data")
    if not once.of_postgresql("postgres"):
        kept = folder / alone.FOLDER / alone.kept_tables().name
        kept.parent.mkdir()
        shutil.copyfile(once.migrated(run_folder), kept)
    return folder


@pytest.fixture
def contradicting(tmp_path: Path) -> Path:
    """Its printed total says 8, its rows give 7."""
    root = package(tmp_path / "package")
    (root / "data" / "stated_figures.csv").write_text(STATED, "utf-8")
    return root


def check(root: Path, data: Path, *arguments: str, year: int = 2024) -> tuple[int, str, str]:
    """Run the command as an operator does: exit code and what it says."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check_report", str(year), "--package", root, *arguments],
        cwd=settings.BASE_DIR,
        env=once.environment(data, f"sqlite:///{data / 'portal.sqlite3'}"),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.django_db
def test_a_locked_portal_is_not_asked_and_the_findings_are_those_of_loading(
    contradicting: Path, data: Path
) -> None:
    portal = data / "portal.sqlite3"
    with closing(sqlite3.connect(portal)) as holder:
        holder.execute("CREATE TABLE örnek (n)")
        holder.commit()
        before = portal.read_bytes()
        holder.execute("BEGIN EXCLUSIVE")
        code, out, _err = check(contradicting, data, "--format", "json")
        holder.rollback()

    assert code == 1
    _year, log = load_package(contradicting)
    assert log.document is not None
    found = [finding_record(finding) for finding in log.document.checks.findings]
    assert json.loads(out) == json.loads(json.dumps(found))
    assert {f.code for f in log.document.checks.open_errors} >= {"RPR-001"}
    assert portal.read_bytes() == before
    portal.unlink()
    assert {file.name for file in data.iterdir()} <= {"secret_key", "cache"}


@pytest.mark.parametrize(
    ("year", "vehicles", "sentence"),
    [
        (2024, "key,name,owned\nkamyon,Kamyon,beş\n", "data/vehicles.csv, satır 2, sütun «owned»"),
        (2023, "key,name,owned\nkamyon,Kamyon,5\n", "Paket 2024 yılına ait, 2023 yılına değil."),
    ],
)
def test_what_can_not_be_checked_has_a_code_of_its_own(
    tmp_path: Path, data: Path, year: int, vehicles: str, sentence: str
) -> None:
    code, out, err = check(package(tmp_path, vehicles=vehicles), data, year=year)

    assert (code, out) == (2, "")
    assert sentence in err
    assert not (data / "portal.sqlite3").exists()


def test_kept_tables_that_are_spoilt_are_not_used(tmp_path: Path) -> None:
    spoilt = tmp_path / "schema.sqlite3"
    spoilt.write_bytes(b"SQLite format 3\0" + os.urandom(4096))

    assert not alone._copy_from(spoilt)
    assert not alone._copy_from(tmp_path / "none.sqlite3")
