"""Import pages of the tables that no entry sheet has: the year travels, values are shown first, and
all is written or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.models import Department, FigureGroup
from reports.enums import SectionState
from reports.models import FiscalYear, ReferenceNumber, Report, Section
from tests.collect.sheets.conftest import editor, garage

__all__ = ["editor", "garage"]

IMPORT = "admin:reports_referencenumber_import"
CONFIRM = "admin:reports_referencenumber_process_import"
PEOPLE = "label,key,value,unit\nÖrnek nüfus,population,8,\n"

pytestmark = pytest.mark.postgresql("transactions: what an error inside leaves")


@pytest.fixture
def office(browser: Callable[[str], Client]) -> Client:
    return browser("boss")


@pytest.fixture
def two_years(report: Report) -> tuple[FiscalYear, FiscalYear]:
    """2024 and 2025 are both under way, with the same number in each; 2025 is the newest."""
    year, later = report.year, FiscalYear.objects.create(year=2025)
    Report.objects.create(year=later, institution="Örnek Belediyesi", title="2025 Raporu")
    for each in (year, later):
        ReferenceNumber.objects.create(
            year=each, label="Örnek nüfus", key="population", value=3, unit="kişi"
        )
    return year, later


def file(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("ornek.csv", content.encode())


def look(client: Client, content: str, chosen: int = 2024) -> Any:
    data = {"import_file": file(content), "format": "0", "year": str(chosen)}
    return client.post(reverse(IMPORT), data)


def hidden(page: Any) -> dict[str, str]:
    """What the preview's own form would send."""
    form = page.context["confirm_form"]
    return {field.html_name: str(field.value()) for field in form}


def stored() -> list[tuple[int, int]]:
    found = ReferenceNumber.objects.order_by("year_id", "pk")
    return [(row.year_id, int(row.value or 0)) for row in found]


def test_the_chosen_year_is_written(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, PEOPLE)

    assert office.post(reverse(CONFIRM), hidden(page)).status_code == 302
    assert stored() == [(2024, 8), (2025, 3)]


def test_without_its_year_nothing_is_written(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    sent = hidden(look(office, PEOPLE))
    del sent["year"]

    page = office.post(reverse(CONFIRM), sent)

    assert "Onay eksik ulaştı; hiçbir satır kaydedilmedi." in page.content.decode()
    assert stored() == [(2024, 3), (2025, 3)]


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
    page = look(office, PEOPLE + "Örnek gelir,last_revenue,1234,TL\nÖrnek oran,rate,4,\n")
    content = page.content.decode()

    first, second, _third = page.context["result"].changing
    changed = [(cell.column, cell.before, cell.after) for cell in first.cells if cell.is_changed]
    assert changed == [("value", "3", "8"), ("unit", "kişi", "")]
    assert (first.line, second.line, second.is_new()) == (2, 3, True)
    assert [cell.after for cell in second.cells] == [
        "last_revenue",
        "Örnek gelir",
        "1.234",
        "TL",
        "",
    ]
    assert "<strong>2024</strong> yılına yazılacak" in content
    assert "2 yeni satır, 1 değişen satır; 0 satır aynı." in content
    assert stored() == [(2024, 3), (2025, 3)]


LISTS = "code,department,title\nyol,fen-isleri,Yol işleri\n"


def look_at_lists(client: Client, content: str) -> Any:
    data = {"import_file": file(content), "format": "0", "year": "2024"}
    return client.post(reverse("admin:departments_figuregroup_import"), data)


def confirm_lists(client: Client, sent: dict[str, str]) -> Any:
    return client.post(reverse("admin:departments_figuregroup_process_import"), sent)


def test_a_row_that_turned_invalid_takes_the_others_back(office: Client, report: Report) -> None:
    """The directorate of the second row had its code when the file was looked at."""
    sent = hidden(look_at_lists(office, LISTS + "pazar,zabita,Pazar denetimi\n"))
    Department.objects.filter(code="zabita").update(code="zabita-isleri")

    page = confirm_lists(office, sent)

    assert page.status_code == 409
    assert "hiçbir satır kaydedilmedi" in page.content.decode()
    assert not FigureGroup.objects.exists()


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    sent = hidden(look(office, PEOPLE))
    ReferenceNumber.objects.filter(year=2024).update(value=5)

    page = office.post(reverse(CONFIRM), sent)

    assert page.status_code == 409
    assert "Tablo, önizlemeden sonra değişti; hiçbir satır kaydedilmedi." in page.content.decode()
    assert stored() == [(2024, 5), (2025, 3)]


def test_a_section_delivered_meanwhile_takes_nothing(section: Section, editor: Client) -> None:
    sent = hidden(look_at_lists(editor, LISTS))
    Section.objects.filter(pk=section.pk).update(state=SectionState.SUBMITTED)

    page = confirm_lists(editor, sent)

    assert page.status_code == 409
    assert not FigureGroup.objects.exists()


def test_problems_name_the_row_of_the_spreadsheet_and_the_value(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, PEOPLE + ",,,\nÖrnek gelir,last_revenue,çok,TL\nÖrnek oran,rate,y,\n")

    found = [(p.line, p.column, p.value) for p in page.context["result"].problems()]
    assert found == [(4, "değer", "çok"), (5, "değer", "y")]
    assert "confirm_form" not in page.context
    assert stored() == [(2024, 3), (2025, 3)]


def test_headings_that_do_not_fit_are_the_only_thing_said(
    office: Client, two_years: tuple[FiscalYear, FiscalYear]
) -> None:
    page = look(office, "label,key,sahip\nÖrnek nüfus,population,8\n")
    (problem,) = page.context["result"].problems()
    assert (problem.line, "«sahip» sütunu bu tabloda yok." in problem.sentence) == (None, True)


def test_figures_are_shown_in_turkish(office: Client, report: Report) -> None:
    ReferenceNumber.objects.create(year=report.year, label="Oran", key="rate", value="140.50")
    page = look(office, "label,key,value\nOran,rate,12500.25\n")
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
