"""A declaration's text and its confirmation in a data package, and in a file of the office."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import tablib

from reports.collect.packages import export_package, load_package
from reports.collect.resources import DeclarationResource
from reports.enums import DeclarationRole
from reports.models import Declaration, FiscalYear, OutlineSection
from tests.declaring import declared

from .test_whole import package

pytestmark = pytest.mark.django_db

TEXT = "Örnek beyan; «tırnak» içinde.\n\nİkinci paragraf."


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A package whose year has one confirmed declaration."""
    load_package(package(tmp_path / "first"))
    OutlineSection.objects.get_or_create(code="EK", defaults={"title": "Ekler"})
    year = FiscalYear.objects.get(year=2024)
    declared(year, DeclarationRole.TOP_MANAGER, "Ad Soyad", body=TEXT)
    root = tmp_path / "second"
    export_package(year, root)
    Declaration.objects.all().delete()
    return root


def change(root: Path, column: str, value: str) -> None:
    path = root / "data" / "declarations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def loaded(root: Path) -> Declaration:
    load_package(root)
    return Declaration.objects.get(year_id=2024)


def test_text_and_confirmation_come_back_as_they_went(written: Path) -> None:
    found = loaded(written)

    assert found.body == TEXT
    assert found.is_confirmed
    assert (found.confirmed_by, found.confirmed_on) == ("Ad Soyad", date(2025, 4, 7))


@pytest.mark.parametrize(
    ("column", "value"),
    [("body", "Başka metin."), ("signatory", "Başka Kişi"), ("place", "Başka yer")],
)
def test_a_package_that_changes_what_was_confirmed_is_not_confirmed(
    written: Path, column: str, value: str
) -> None:
    change(written, column, value)

    assert not loaded(written).is_confirmed


def test_a_file_of_the_office_confirms_nothing(written: Path) -> None:
    found = loaded(written)
    columns = set(DeclarationResource(year=found.year).labels())
    assert not {name for name in columns if name.startswith("confirm")}

    rows = tablib.Dataset(headers=["key", "body"])
    rows.append([found.key, "Başka metin."])
    DeclarationResource(year=found.year).import_data(rows, raise_errors=True)

    found.refresh_from_db()
    assert found.body == "Başka metin."
    assert (found.was_confirmed, found.is_confirmed) == (True, False)
