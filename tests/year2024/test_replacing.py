"""A package is the whole of its year: what the portal has beside it is named, and goes when asked.

Every table of the real report gets something that the package does not have.
"""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from departments.models import Department, SectionAssignment, Vehicle
from reports.collect.packages import (
    LoadFailed,
    ResourcePart,
    WouldRemove,
    export_package,
    load_package,
)
from reports.core import registry
from reports.models import FiscalYear

from .conftest import FIXTURES
from .test_package import files

EXTRA = {
    "activities": "teftis-kurulu,99,Örnek faaliyet,,",
    "aided_bodies": "Örnek Derneği,Örnek amaç,10.00",
    "audit_remarks": "internal,1,Örnek konu,,open",
    "cadre_occupancy": "company,1,1",
    "companies": "Örnek A.Ş.,100,10.00,1,10.00,1.00",
    "contract_items": "ornek_is,1,Örnek kalem,adet,1",
    "contracts": "ornek_is,fen-isleri,Örnek iş,works" + "," * 22,
    "debts": "bank,Örnek Bankası,10.00,0.00,0.00",
    "declarations": "ornek,Örnek beyan,spending_officer,Örnek Kişi,,,,Örnek metin.,,,,,,",
    "department_budgets": "ornek-isler,10.00,0.00,1.00,0.00",
    "department_successions": "eski-isler,ornek-isler,2020,renamed",
    "departments": "ornek-isler,Örnek İşler Müdürlüğü,,false,,\neski-isler,Eski İşler,,false,,",
    "direct_procurements": "ornek-isler,1,other,works,Örnek alım,,,10.00",
    "economic_codes": "10,expenditure,Örnek gider,,1,,\n10,revenue,Örnek gelir,,1,,\n"
    "10.1,revenue,Örnek alt gelir,10,2,,",
    "equipment": "ornek,system,Örnek donanım,1",
    "exact_counts": "figures.elderly_care,gazi-esi,value,Örnek gerekçe.,Örnek Kişi,2025-01-01",
    "expenditure": "10,0.00,1.00,0.00,0.00,0.00,0.00",
    "facilities": "ornek,Örnek tesis,10,,,",
    "figure_groups": "ornek_liste,ornek-isler,Örnek liste,,,",
    "free_columns": "ornek_tablo,ad,Ad,text,,none,,,\ninspection_dates,ek,Ek sütun,text,,none,,,",
    "free_tables": "ornek_tablo,ornek-isler,III.B.1,Örnek tablo,,,,,",
    "goals": "2020_2024,9,Örnek amaç",
    "higher_plan_references": "ornek,Örnek Plan,1,,,",
    "indicator_results": "9.1.1,1,,,,,",
    "indicator_successions": "2020_2024,9.1.2,2020_2024,9.1.1,2021,renamed",
    "indicator_values": "9.1.1,1,1,",
    "indicators": "2020_2024,9.1,9.1.1,Örnek gösterge,number,higher,half,last,ornek-isler,,,,\n"
    "2020_2024,9.1,9.1.2,Eski gösterge,number,higher,yearly,last,,,,,",
    "key_figures": "ornek_liste,1,Örnek rakam,1,,,,,,,\nebys_dates,99,Örnek rakam,1,,,,,,,",
    "objectives": "2020_2024,9,9.1,Örnek hedef,",
    "outline_sections": "ORNEK,,,Örnek bölüm,,2006-03-17,,false,,,",
    "progress_payments": "ornek_is,1,,10.00,,",
    "reference_numbers": "ornek,Örnek sayı,1,,",
    "revenue": "10,1.00,,1.00,0.00",
    "services": "ornek,Örnek grup,Örnek hizmet",
    "software": "ornek,Örnek yazılım",
    "stated_figures": "ornek-001,ornek,Örnek,,departments.vehicles,kamyon,owned,6,,,,",
    "strategic_plans": "1990_1994,Eski plan,1990,1994,,,0,20,2025",
    "swot_items": "weakness,99,Örnek madde",
    "vehicles": "ornek-arac,Örnek araç,1,0",
    "waivers": "DEP-001,departments.facilities,ornek,area,,,10,11,Örnek gerekçe.,Örnek Kişi,"
    "2025-04-01,",
}  # fmt: skip
"""Rows that the portal has beside the package, by table."""

LEFT_OUT = {
    "personnel_by_age", "personnel_by_education", "personnel_by_gender", "personnel_by_status",
    "statement_of_activities",
}  # fmt: skip
"""Tables that know all their rows: here the package has one less."""

EDITED = {"data/report.csv"}
"""The one row that a year always has."""


def with_more(root: Path) -> None:
    """Add to every file of a package, and files of its own."""
    for name, lines in EXTRA.items():
        append(root / "data" / f"{name}.csv", lines)
    (root / "tables" / "ornek_tablo.csv").write_text("row,ad\nbir,Bir\n", "utf-8")
    append(root / "tables" / "archive_disposal.csv", "ornek-satir,Örnek" + "," * commas(root))
    (root / "prose" / "ORNEK.md").write_text("Örnek metin.\n", "utf-8")


def commas(root: Path) -> int:
    header = (root / "tables" / "archive_disposal.csv").read_text("utf-8").splitlines()[0]
    return header.count(",") - 1


def taken_over(*codes: str) -> None:
    """Another directorate answers for the sections of these."""
    other = Department.objects.get(code="fen-isleri")
    SectionAssignment.objects.filter(department__code__in=codes).update(department=other)


def append(file: Path, lines: str) -> None:
    file.write_text(f"{file.read_text('utf-8')}{lines}\n", "utf-8")


def with_less(root: Path) -> None:
    """Take the last row of some tables out of a package, and out of what it says of itself."""
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        name = Path(resource["path"]).stem
        if name in LEFT_OUT:
            file = root / resource["path"]
            file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:-1]))
            resource["rows"] -= 1
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    (root / "datapackage.json").write_text(text, "utf-8")


@pytest.mark.postgresql("rows removed, and the rest written back")
def test_loading_gives_what_it_gives_in_an_empty_database(year: FiscalYear, tmp_path: Path) -> None:
    more, whole = tmp_path / "more", tmp_path / "whole"
    shutil.copytree(FIXTURES, more)
    shutil.copytree(FIXTURES, whole)
    with_more(more)
    with_less(whole)
    load_package(more)
    taken_over("ornek-isler", "eski-isler")
    export_package(year, tmp_path / "before")

    with pytest.raises(WouldRemove) as refused:
        load_package(whole)

    tables = {part.path for part in registry.package_parts() if isinstance(part, ResourcePart)}
    named = {item.path: item for item in refused.value.left_out if not item.column}
    assert tables - named.keys() == EDITED
    assert {"prose/", "tables/archive_disposal.csv", "tables/ornek_tablo.csv"} <= named.keys()
    assert named["data/vehicles.csv"].names == ("ornek-arac",)
    assert named["data/personnel_by_gender.csv"].names == ("male",)
    assert named["data/key_figures.csv"].names == ("ebys_dates / 99", "ornek_liste / 1")
    export_package(year, tmp_path / "refused")
    assert files(tmp_path / "refused") == files(tmp_path / "before")

    load_package(whole, replace=True)

    export_package(year, tmp_path / "after")
    exported, loaded = files(tmp_path / "after"), files(whole)
    assert [name for name in loaded | exported if exported.get(name) != loaded.get(name)] == []


def test_a_dry_run_names_what_would_go(year: FiscalYear, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(FIXTURES, whole)
    with_less(whole)
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="--replace"):
        call_command("load_report", whole, dry_run=True, verbosity=0, stderr=err)
    call_command("load_report", whole, dry_run=True, replace=True, verbosity=0, stdout=out)

    sentence = "data/personnel_by_gender.csv: «cinsiyete göre personel» tablosunda pakette olmayan"
    assert sentence in err.getvalue()
    assert f"Silinecek: {sentence}" in out.getvalue()
    export_package(year, tmp_path / "after")
    assert files(tmp_path / "after") == files(FIXTURES)


def test_what_others_hold_on_to_is_not_removed(year: FiscalYear, tmp_path: Path) -> None:
    """A directorate that answers for a section can't go, and nothing else goes without it."""
    Vehicle.objects.create(year=year, key="ornek-arac", name="Örnek araç", owned=1)
    department = Department.objects.create(code="ornek-isler", name="Örnek İşler Müdürlüğü")
    SectionAssignment.objects.filter(section__code="III.A.1").update(department=department)

    with pytest.raises(LoadFailed, match=r"«ornek-isler» pakette yok, ama silinemiyor.*III\.A\.1"):
        load_package(FIXTURES, replace=True)

    assert Vehicle.objects.filter(key="ornek-arac").exists()


def test_rows_that_all_years_share_stay_where_there_are_others(
    year: FiscalYear, tmp_path: Path
) -> None:
    FiscalYear.objects.create(year=2025)
    Department.objects.create(code="ornek-isler", name="Örnek İşler Müdürlüğü")
    out = io.StringIO()

    call_command("load_report", FIXTURES, verbosity=0, stdout=out)

    assert "«müdürlükler» tablosunda pakette olmayan 1 kayıt: ornek-isler. Bu tabloyu bütün " in (
        out.getvalue()
    )
    assert Department.objects.filter(code="ornek-isler").exists()


def test_a_row_that_is_named_twice_is_an_error_of_every_file(tmp_path: Path) -> None:
    twice = tmp_path / "twice"
    shutil.copytree(FIXTURES, twice)
    with_more(twice)
    tables = sorted(path for folder in ("data", "tables") for path in (twice / folder).iterdir())
    for file in tables:
        append(file, file.read_text("utf-8").splitlines()[-1])

    with pytest.raises(LoadFailed) as refused:
        load_package(twice)

    told = {error.path for error in refused.value.errors if "iki kez yazılmış: satır" in str(error)}
    assert {file.relative_to(twice).as_posix() for file in tables} - told == set()
