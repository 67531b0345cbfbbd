"""Import pages: the year travels, values are shown first, and all is written or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.models import Facility, Vehicle
from reports.enums import SectionState
from reports.models import FiscalYear, Report, Section
from tests.collect.sheets.conftest import editor, garage

__all__ = ["editor", "garage"]

IMPORT = "admin:departments_vehicle_import"
CONFIRM = "admin:departments_vehicle_process_import"
KAMYON = "name,key,owned,leased\nKamyon,kamyon,8,\n"

pytestmark = pytest.mark.postgresql("transactions: what an error inside leaves")


@pytest.fixture
def office(browser: Callable[[str], Client]) -> Client:
    return browser("boss")


@pytest.fixture
def two_years(report: Report) -> tuple[FiscalYear, FiscalYear]:
    """2024 and 2025 are both under way, with the same vehicle in each; 2025 is the newest."""
    year, later = report.year, FiscalYear.objects.create(year=2025)
    Report.objects.create(year=later, institution="Örnek Belediyesi", title="2025 Raporu")
    for each in (year, later):
        Vehicle.objects.create(year=each, name="Kamyon", key="kamyon", owned=3, leased=1)
    return year, later


def file(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("araclar.csv", content.encode())


def look(client: Client, content: str, chosen: int = 2024) -> Any:
    data = {"import_file": file(content), "format": "0", "year": str(chosen)}
    return client.post(reverse(IMPORT), data)


def hidden(page: Any) -> dict[str, str]:
    """What the preview's own form would send."""
    form = page.context["confirm_form"]
    return {field.html_name: str(field.value()) for field in form}


def owned() -> list[tuple[int, int | None]]:
    return list(Vehicle.objects.order_by("year_id", "pk").values_list("year_id", "owned"))


def test_the_chosen_year_is_written(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, KAMYON)

    assert office.post(reverse(CONFIRM), hidden(page)).status_code == 302
    assert owned() == [(2024, 8), (2025, 3)]


def test_without_its_year_nothing_is_written(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    sent = hidden(look(office, KAMYON))
    del sent["year"]

    page = office.post(reverse(CONFIRM), sent)

    assert "Onay eksik ulaştı; hiçbir satır kaydedilmedi." in page.content.decode()
    assert owned() == [(2024, 3), (2025, 3)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 2025), ("?year__year__exact=2024", 2024), ("?year__year__exact=x", 2025)],
)
def test_the_year_of_the_list_is_proposed(
    office: Client, two_years: tuple[FiscalYear, FiscalYear], query: str, expected: int
) -> None:
    page = office.get(reverse(IMPORT) + query)
    assert page.context["form"]["year"].value() == expected


def test_the_preview_shows_what_would_change(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, KAMYON + "Vinç,vinc,1234,2\nOtobüs,otobus,4,\n")
    content = page.content.decode()

    first, second, _third = page.context["result"].changing
    changed = [(cell.column, cell.before, cell.after) for cell in first.cells if cell.is_changed]
    assert changed == [("owned", "3", "8"), ("leased", "1", "")]
    assert (first.line, second.line, second.is_new()) == (2, 3, True)
    assert [cell.after for cell in second.cells] == ["vinc", "Vinç", "1234", "2"]
    assert "<strong>2024</strong> yılına yazılacak" in content
    assert "2 yeni satır, 1 değişen satır; 0 satır aynı." in content
    assert owned() == [(2024, 3), (2025, 3)]


def test_a_row_that_turned_invalid_takes_the_others_back(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    """The key was free when the file was looked at; meanwhile a colleague took it for another."""
    sent = hidden(look(office, KAMYON + "Vinç,vinc,1,2\n"))
    Vehicle.objects.filter(year=2024).update(name="Vinç")

    page = office.post(reverse(CONFIRM), sent)

    assert page.status_code == 409
    assert "hiçbir satır kaydedilmedi" in page.content.decode()
    assert owned() == [(2024, 3), (2025, 3)]


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    sent = hidden(look(office, KAMYON))
    Vehicle.objects.filter(year=2024).update(owned=5)

    page = office.post(reverse(CONFIRM), sent)

    assert page.status_code == 409
    assert "Tablo, önizlemeden sonra değişti; hiçbir satır kaydedilmedi." in page.content.decode()
    assert owned() == [(2024, 5), (2025, 3)]


def test_a_section_delivered_meanwhile_takes_nothing(
    two_years: tuple[FiscalYear, FiscalYear], garage: Section, editor: Client
) -> None:
    sent = hidden(look(editor, KAMYON))
    Section.objects.filter(pk=garage.pk).update(state=SectionState.SUBMITTED)

    page = editor.post(reverse(CONFIRM), sent)

    assert page.status_code == 409
    assert owned() == [(2024, 3), (2025, 3)]


def test_problems_name_the_row_of_the_spreadsheet_and_the_value(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, KAMYON + ",,,\nVinç,vinc,çok,2\nKepçe,kepce,y,x\n")

    found = [(p.line, p.column, p.value) for p in page.context["result"].problems()]
    assert found == [
        (4, "belediyeye ait", "çok"),
        (5, "belediyeye ait", "y"),
        (5, "kiralık", "x"),
    ]
    assert "confirm_form" not in page.context
    assert owned() == [(2024, 3), (2025, 3)]


def test_headings_that_do_not_fit_are_the_only_thing_said(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, "name,key,sahip\nKamyon,kamyon,8\n")
    (problem,) = page.context["result"].problems()
    assert (problem.line, "«sahip» sütunu bu tabloda yok." in problem.sentence) == (None, True)


def test_facilities_show_their_figures_in_turkish(office: Client, report: Report) -> None:
    Facility.objects.create(year=report.year, name="Garaj", key="garaj", area="140.50")
    data = {
        "import_file": file("name,key,area\nGaraj,garaj,12500.25\n"),
        "format": "0",
        "year": "2024",
    }
    page = office.post(reverse("admin:departments_facility_import"), data)
    (row,) = page.context["result"].changing
    assert [(c.before, c.after) for c in row.cells if c.is_changed] == [("140,5", "12.500,25")]


def test_a_sheet_leads_to_the_files_of_its_own_year(
    two_years: tuple[FiscalYear, FiscalYear], garage: Section, editor: Client
) -> None:
    content = editor.get(f"/yonetim/veri-girisi/2024/{garage.code}/araclar/").content.decode()
    export = reverse("admin:departments_vehicle_export")
    assert f'href="{export}?year__year__exact=2024"' in content
    upload = reverse("admin:sheet_upload", args=[2024, garage.code, "araclar"])
    assert f'href="{upload}"' in content
