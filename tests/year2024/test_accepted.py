"""A load accepts nothing by itself: only the waivers that the package carries answer its errors."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.collect.packages import LoadFailed, LoadLog, load_package
from reports.core.building import build_document
from reports.models import Publication, Report, Waiver

from .conftest import FIXTURES

WAIVERS = "data/waivers.csv"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES, tmp_path / "package"))


def change(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def edit(root: Path, how: Callable[[dict[str, str]], None], code: str, row: str) -> int:
    """Change the waiver of a rule at a row; gives its line."""
    file = root / WAIVERS
    with file.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        names = list(reader.fieldnames or ())
        rows = list(reader)
    place = next(n for n, item in enumerate(rows) if (item["code"], item["row"]) == (code, row))
    how(rows[place])
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return place + 2


def load(root: Path) -> LoadLog:
    return load_package(root, replace=True)[1]


def opened(log: LoadLog) -> list[tuple[str, str, str]]:
    assert log.document is not None
    return [(f.code, f.dataset, f.stated) for f in log.document.checks.open_errors]


def test_what_was_printed_is_accepted_by_what_the_package_carries(report: Report) -> None:
    checks = build_document(report).checks

    assert checks.open_errors == ()
    assert Waiver.objects.count() == sum(1 for f in checks.findings if f.is_waived)


def test_a_changed_figure_is_open_and_is_not_published(package: Path, report: Report) -> None:
    change(package, "data/vehicles.csv", "kamyon,Kamyon,6,", "kamyon,Kamyon,7,")
    before = Waiver.objects.count()
    out = io.StringIO()

    with pytest.raises(CommandError, match="açık hata"):
        call_command("load_report", package, publish=True, verbosity=0, stdout=out)

    assert "açık hata var; kabul edilmeden yayımlanamaz:\n  RPR-" in out.getvalue()
    found = build_document(report).checks.open_errors
    assert {finding.dataset for finding in found} == {"departments.vehicles"}
    assert all(finding.source for finding in found)
    assert Waiver.objects.count() == before
    assert not Publication.objects.exists()


def test_a_finding_that_loses_its_waiver_is_open(package: Path) -> None:
    text = (package / WAIVERS).read_text("utf-8").splitlines(keepends=True)
    (gone,) = (line for line in text if line.startswith("RPR-001,departments.facilities"))
    (package / WAIVERS).write_text("".join(line for line in text if line != gone), "utf-8")
    change(package, "datapackage.json", f'"rows": {len(text) - 1},', f'"rows": {len(text) - 2},')

    assert opened(load(package)) == [("RPR-001", "departments.facilities", "88145")]


@pytest.mark.parametrize("name", ["reason", "granted_by", "granted_on"])
def test_a_waiver_names_person_reason_and_day(package: Path, name: str) -> None:
    line = edit(package, lambda row: row.update({name: ""}), "RPR-001", "total")

    with pytest.raises(LoadFailed) as refused:
        load(package)

    assert {(e.path, e.line, e.column) for e in refused.value.errors} == {(WAIVERS, line, name)}


def test_a_waiver_of_a_finding_without_a_second_value_has_none(report: Report) -> None:
    """Where nothing can be computed there is nothing to name."""
    assert Waiver.objects.filter(year=report.year, code="PRF-003", computed="").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"stated": "88146"}, "bugünkü bulguyu karşılamıyor"),
        ({"computed": "87865"}, "yazan ve hesaplanan değer: 88145 ve 87864. Bulgu açıktır."),
        ({"stated": ""}, "kabulünde yazan değer yok; bulgudaki değer (88145) yazılmadıkça"),
        ({"computed": ""}, "kabulünde hesaplanan değer yok; bulgudaki değer (87864) yazılmadıkça"),
        ({"row": "ornek"}, "kabulü hiçbir bulguyu karşılamıyor; bu yerde artık bulgu yok"),
        ({"granted_on": "2025-01-01", "expires_on": "2025-01-02"}, "süresi 2025-01-02 günü"),
    ],
)
def test_a_waiver_that_answers_nothing_is_told_with_its_line(
    package: Path, changed: dict[str, str], sentence: str
) -> None:
    line = edit(package, lambda row: row.update(changed), "RPR-001", "total")

    log = load(package)

    (note,) = log.idle
    assert note.startswith(f"{WAIVERS}, satır {line}: RPR-001 kabul")
    assert sentence in note
    assert note in set(log.notes())
    assert opened(log) == [("RPR-001", "departments.facilities", "88145")]


def test_the_published_reasons_are_true(report: Report) -> None:
    """What they say of the portal's own figure is what the table shows."""
    tables = build_document(report).tables
    for waiver in Waiver.objects.filter(year=report.year).exclude(source=""):
        table = tables.get(waiver.dataset)
        if "oran da sıfırdır" in waiver.reason:
            assert table is not None
            assert table.number(waiver.row, waiver.column) == 0
        elif "oran hesaplamaz" in waiver.reason or "boş bırakılmıştır" in waiver.reason:
            assert table is not None
            assert table.value(waiver.row, waiver.column) is None
        elif "hesaplar" in waiver.reason and waiver.row:
            assert table is not None
            assert table.value(waiver.row, waiver.column) is not None
        elif "tablonun kendi rakamını gösterir" in waiver.reason:
            assert table is not None
            assert table.number(waiver.row, waiver.column) == Decimal(waiver.computed)
