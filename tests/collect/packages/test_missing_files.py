"""A package from before a table was made has no file for it; a file that it names must be there."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from departments.models import Vehicle
from reports.collect.packages import LoadFailed, ResourcePart, load_package
from reports.core import registry
from reports.models import FiscalYear, Report

pytestmark = pytest.mark.django_db

VEHICLES = "data/vehicles.csv"
NO_FILE = "Pakette böyle bir dosya yok; «araçlar» tablosuna satır gelmedi."


def package(root: Path, resources: Any = None, *, files: Sequence[str] = ("report",)) -> Path:
    """A package of 2024 with a few files; `resources` is what it says of itself."""
    known = {
        "report": "institution,province,title\nÖrnek Belediyesi,Kars,Faaliyet Raporu\n",
        "vehicles": "key,name,owned,leased\nkamyon,Kamyon,5,\n",
    }
    (root / "data").mkdir(parents=True)
    for name in files:
        (root / "data" / f"{name}.csv").write_text(known[name], "utf-8")
    descriptor = {"year": 2024} | ({} if resources is None else {"resources": resources})
    (root / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return root


def errors(root: Path) -> list[str]:
    with pytest.raises(LoadFailed) as failure:
        load_package(root)
    assert not Report.objects.exists()
    return [str(error) for error in failure.value.errors]


@pytest.mark.parametrize(
    "resources", [None, [], [{"path": "data/report.csv"}], {}, ["x", {"path": 1}]]
)
def test_a_table_that_the_package_knows_nothing_of_has_no_rows(
    tmp_path: Path, resources: Any, caplog: pytest.LogCaptureFixture
) -> None:
    year, log = load_package(package(tmp_path / "p", resources))

    assert Report.objects.get().year == year
    parts = {p.path for p in registry.package_parts() if isinstance(p, ResourcePart)}
    assert log.absent.keys() == parts - {"data/report.csv"}
    assert log.absent[VEHICLES] == NO_FILE
    assert f"{VEHICLES}: {NO_FILE}" in caplog.messages


def test_rows_that_are_there_already_go_only_when_asked(tmp_path: Path) -> None:
    year = FiscalYear.objects.create(year=2024)
    for name in ("Kamyon", "Traktör"):
        Vehicle.objects.create(year=year, name=name, owned=1)
    Vehicle.objects.create(year=FiscalYear.objects.create(year=2023), name="Otobüs", owned=1)
    root, out, err = str(package(tmp_path / "p")), io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="--replace"):
        call_command("load_report", root, verbosity=0, stderr=err)
    assert err.getvalue() == (
        f"{VEHICLES}: «araçlar» tablosunda pakette olmayan 2 kayıt: kamyon, traktor\n"
    )
    assert Vehicle.objects.count() == 3

    call_command("load_report", root, replace=True, verbosity=0, stdout=out)
    assert f"  {VEHICLES}: {NO_FILE}\n" in out.getvalue()
    assert [vehicle.name for vehicle in Vehicle.objects.all()] == ["Otobüs"]


def test_a_file_that_the_package_names_must_be_there(tmp_path: Path) -> None:
    named = [{"path": "data/report.csv"}, {"path": VEHICLES}]

    assert errors(package(tmp_path / "p", named)) == [
        f"{VEHICLES}: Dosya pakette yok; yalnız başlık satırıyla da olsa bulunmalıdır."
    ]
    _year, log = load_package(package(tmp_path / "q", named, files=("report", "vehicles")))
    assert log.rows[VEHICLES] == 1
    assert VEHICLES not in log.absent


def test_without_the_report_itself_a_folder_is_no_package_of_a_year(tmp_path: Path) -> None:
    assert errors(package(tmp_path / "p", files=("vehicles",))) == [
        "data/report.csv: Dosya pakette yok; yalnız başlık satırıyla da olsa bulunmalıdır."
    ]


def test_a_misspelt_file_is_no_missing_table(tmp_path: Path) -> None:
    root = package(tmp_path / "p")
    (root / "data" / "vehicle.csv").write_text("key,name\n", "utf-8")

    assert errors(root) == [
        "data/vehicle.csv: Bu dosya hiçbir tabloya ait değil; adı düzeltilmeli veya silinmelidir."
    ]


def test_the_command_refuses_what_the_package_promises_and_lacks(tmp_path: Path) -> None:
    root = package(tmp_path / "p", [{"path": VEHICLES}])

    with pytest.raises(CommandError, match="1 hata bulundu"):
        call_command("load_report", str(root), verbosity=0, stderr=io.StringIO())
