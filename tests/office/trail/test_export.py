"""The trail as a file: by the page and by the command; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.models import Facility, Vehicle
from reports.collect.audit.export import as_text
from reports.models import FiscalYear


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def download(client: Client, **query: str | int) -> list[dict[str, str]]:
    response = client.get(reverse("admin:trail_export"), query)
    assert response["Content-Disposition"].startswith('attachment; filename="denetim-izi-')
    return table(b"".join(response.streaming_content).decode())  # type: ignore[attr-defined]


def test_each_changed_field_is_a_line_in_exact_spelling(office: Client, garage: Facility) -> None:
    garage.area, garage.note = Decimal("-0.5") + 1, "=1+1"
    garage.save()

    rows = [row for row in download(office, q="garaj") if row["İşlem"] == "Değişiklik"]

    assert {(row["Alan"], row["Önce"], row["Sonra"]) for row in rows} == {
        ("alan (m²)", "140.5000", "0.5000"),
        ("not", "", "'=1+1"),
    }
    assert {(row["Tablo"], row["Kayıt"], row["Yıl"]) for row in rows} == {
        ("tesisler", "Örnek garaj", "2024")
    }
    assert {row["Yol"] for row in rows} == {"Komut"}


@pytest.mark.postgresql("moments and JSON in conditions")
def test_the_file_has_what_the_list_is_narrowed_to(office: Client, garage: Facility) -> None:
    Vehicle.objects.create(year=garage.year, name="Örnek traktör")

    assert {row["Kayıt"] for row in download(office, q="örnek traktör")} == {"Örnek traktör"}


@pytest.mark.parametrize("text", ["=1+1", "+90 474", "-yok", "@ad", "\tx", "\rx", "-1+1"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-5", "-1234.50", "12", "Örnek", "2024-05-01", "a=b"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


@pytest.mark.postgresql("moments and JSON in conditions")
def test_the_command_writes_the_entries_of_a_year(garage: Facility, tmp_path: Path) -> None:
    other = FiscalYear.objects.create(year=2025)
    Vehicle.objects.create(year=other, name="Örnek araç")
    output = tmp_path / "iz.csv"

    def records(**options: object) -> set[str]:
        call_command("export_audit", output=output, stdout=io.StringIO(), **options)
        return {row["Kayıt"] for row in table(output.read_bytes().decode())}

    assert records(year=2025) == {"2025", "Örnek araç"}
    assert {"Örnek garaj", "Örnek araç"} <= records()
    assert records(since=timezone.localdate() + timedelta(days=1)) == set()
    assert "Örnek araç" in records(since=timezone.localdate(), year=2025)


def test_the_command_names_what_is_wrong_with_the_file(db: None, tmp_path: Path) -> None:
    for output, named in ((tmp_path, tmp_path), (tmp_path / "yok" / "iz.csv", tmp_path / "yok")):
        with pytest.raises(CommandError, match=str(named)):
            call_command("export_audit", output=output)
    assert list(tmp_path.iterdir()) == []
