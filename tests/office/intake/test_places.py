"""From a list to the sheets that take its files: which years and sections, for whom, why not."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from departments.enums import DutyKind
from departments.models import Activity, Department, Membership, SectionAssignment, Vehicle
from reports.collect.sheets.listing import is_on_sheets, yearly_sheets
from reports.collect.workflow.actions import open_sections
from reports.enums import SectionState
from reports.models import FiscalYear, Report, Section
from reports.office.tables.importing import Importing

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

    from reports.office.intake.places import YearOfPlaces

VEHICLES = reverse("admin:table_files", args=["departments.vehicle"])
ACTIVITIES = reverse("admin:table_files", args=["departments.activity"])
OLD = "admin:departments_vehicle_import"

STOCK = {
    "departments.contract", "departments.contractitem", "departments.department",
    "departments.departmentsuccession", "departments.figuregroup", "departments.freetable",
    "departments.keyfigure", "departments.progresspayment", "finance.economiccode",
    "performance.goal", "performance.indicator", "performance.indicatorresult",
    "performance.indicatorsuccession", "performance.indicatorvalue", "performance.objective",
    "performance.strategicplan", "reports.declaration", "reports.outlinesection",
    "reports.referencenumber", "reports.statedfigure",
}  # fmt: skip
"""Tables of which no entry sheet takes every column of the file: definitions, codes, plans, texts,
and contracts with their bills, which have forms.
"""


@pytest.fixture
def boss(browser: Callable[[str], Client]) -> Client:
    return browser("boss")


@pytest.fixture
def next_year(garage: Section) -> FiscalYear:
    """2025 is under way beside 2024, and is the newest."""
    year = FiscalYear.objects.create(year=2025)
    Report.objects.create(year=year, institution="Örnek Belediyesi", title="2025 Raporu")
    open_sections(year)
    return year


def place(section: Section, sheet: str = "araclar") -> str:
    return reverse("admin:sheet_upload", args=[section.year_id, section.code, sheet])


def shown(response: Response) -> list[tuple[int, int, int]]:
    """Year, places that take a file, places that don't; as they stand on the page."""
    assert response.status_code == 200
    years: list[YearOfPlaces] = response.context["years"]
    return [(year.year, len(year.open), len(year.closed)) for year in years]


def text(response: Response) -> str:
    html = unescape(response.content.decode())
    return " ".join(html[html.find('class="sheet intake"') :].split())


# -- which tables ----------------------------------------------------------------------------------


def screens() -> dict[str, Importing]:
    return {
        model._meta.label_lower: screen
        for model, screen in admin.site._registry.items()
        if isinstance(screen, Importing)
    }


def test_every_table_takes_its_files_in_one_place(db: None) -> None:
    assert {label for label, screen in screens().items() if not is_on_sheets(screen.model)} == STOCK


def test_a_sheet_takes_all_that_the_import_page_took(db: None) -> None:
    """But the row's key, which it makes itself, and what its section says."""
    lacking = {}
    for tables in yearly_sheets().values():
        for table in tables:
            screen = screens()[table.model._meta.label_lower]
            (resource,) = screen.resource_classes
            columns = {field.attribute for field in resource.fields.values()}
            said = {"key"} if table.key_from else set()
            said |= {"department", "kind"} if table.given else set()
            if left := columns - {*table.keys, *table.fields} - said:
                lacking[table.model._meta.label_lower] = left
    assert lacking == {}


# -- the only choice -------------------------------------------------------------------------------


def test_the_only_section_of_the_year_is_gone_to(editor: Client, garage: Section) -> None:
    assert editor.get(VEHICLES).headers["Location"] == place(garage)


def test_a_list_leads_there_and_says_the_usual_words(editor: Client, garage: Section) -> None:
    listed = editor.get(
        reverse("admin:departments_vehicle_changelist"), {"year__year__exact": 2024}
    )
    html = unescape(listed.content.decode())
    assert f'href="{VEHICLES}?yil=2024"' in html
    assert "Excel'den yükle" in html


def test_a_list_of_a_table_without_a_sheet_leads_to_its_own_page(boss: Client) -> None:
    listed = boss.get(
        reverse("admin:departments_figuregroup_changelist"), {"year__year__exact": 2024}
    )
    own = reverse("admin:departments_figuregroup_import")
    assert f'href="{own}?year__year__exact=2024"' in unescape(listed.content.decode())


# -- two years, several sections -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "order"),
    [({}, [2025, 2024]), ({"yil": "2024"}, [2024, 2025]), ({"yil": "x"}, [2025, 2024])],
)
def test_of_two_years_none_is_supposed_and_that_of_the_list_comes_first(
    editor: Client, garage: Section, next_year: FiscalYear, query: dict[str, str], order: list[int]
) -> None:
    Section.objects.filter(year=next_year, code="I.C.1").update(state=SectionState.DRAFT)
    page = entered_in(editor, next_year).get(VEHICLES, query)

    assert [year for year, _open, _closed in shown(page)] == order
    assert {(y, o) for y, o, _c in shown(page)} == {(2024, 1), (2025, 1)}
    assert place(garage) in text(page)


def entered_in(client: Client, year: FiscalYear) -> Client:
    """The same directorate answers for the table in the other year."""
    SectionAssignment.objects.update_or_create(
        section=Section.objects.get(year=year, code="I.C.1"),
        defaults={"department": Department.objects.get(code="fen-isleri")},
    )
    return client


def test_a_year_that_takes_nothing_is_not_left_for_another(
    editor: Client, garage: Section, next_year: FiscalYear
) -> None:
    """2024 is finished and asked for: the open place of 2025 is offered, not gone to."""
    Section.objects.filter(pk=garage.pk).update(state=SectionState.SEALED)

    page = entered_in(editor, next_year).get(VEHICLES, {"yil": "2024"})

    assert shown(page) == [(2024, 0, 1), (2025, 1, 0)]
    assert "Değişiklik için mührün kaldırılması gerekçesiyle istenmelidir." in text(page)


def test_a_year_without_sections_says_so(editor: Client, garage: Section) -> None:
    FiscalYear.objects.create(year=2026)

    page = editor.get(VEHICLES, {"yil": "2026"})

    assert shown(page) == [(2026, 0, 0), (2024, 1, 0)]
    assert "Bu yılın bölümleri açılmamış" in text(page)


def test_each_directorate_of_a_table_is_a_choice(boss: Client, section: Section) -> None:
    page = boss.get(ACTIVITIES)

    assert shown(page) == [(2024, 2, 0)]
    assert place(section, "faaliyetler") in text(page)


def test_somebody_of_one_directorate_is_not_asked_for_others(
    editor: Client, section: Section
) -> None:
    assert editor.get(ACTIVITIES).headers["Location"] == place(section, "faaliyetler")


# -- rights ----------------------------------------------------------------------------------------


def test_a_visitor_signs_in_first(db: None) -> None:
    for address in (VEHICLES, reverse(OLD)):
        assert "/login/" in Client().get(address).headers["Location"]


def test_another_directorate_is_refused(browser: Callable[[str], Client], garage: Section) -> None:
    """Nobody of it enters the table: neither page nor the section's name is shown."""
    for address in (VEHICLES, reverse(OLD)):
        page = browser("other").get(address)
        assert page.status_code == 403
        assert garage.title not in page.content.decode()


def test_a_section_of_somebody_else_is_told_and_not_offered(
    people: dict[str, User], garage: Section
) -> None:
    """Who sees all sections and answers for none learns why none takes a file."""
    reader = User.objects.create_user("ornek-okur", is_staff=True)
    names = ("add_vehicle", "change_vehicle", "view_vehicle", "see_every_section")
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(reader)

    page = client.get(VEHICLES)

    assert shown(page) == [(2024, 0, 1)]
    assert "Şu anda dosya alabilen bir bölüm yok" in text(page)
    assert "sorumluluğunuzda olmayan" in text(page)
    assert client.get(place(garage)).status_code == 403


@pytest.mark.parametrize("table", ["departments.figuregroup", "auth.user", "yok", "a.b.c"])
def test_other_tables_have_no_such_page(boss: Client, table: str) -> None:
    assert boss.get(reverse("admin:table_files", args=[table])).status_code == 404


# -- the old address -------------------------------------------------------------------------------


def test_the_old_address_leads_to_the_places(boss: Client, garage: Section) -> None:
    found = boss.get(reverse(OLD), {"year__year__exact": "2024"})
    assert (found.status_code, found.headers["Location"]) == (302, f"{VEHICLES}?yil=2024")


@pytest.mark.parametrize("page", ["import", "process_import"])
def test_what_is_sent_to_the_old_address_is_not_taken_and_told_so(
    editor: Client, garage: Section, page: str
) -> None:
    file = SimpleUploadedFile("araclar.csv", b"name,key,owned\nKamyon,kamyon,8\n")
    data = {"import_file": file, "format": "0", "year": "2024"}

    done = editor.post(reverse(f"admin:departments_vehicle_{page}"), data, follow=True)

    assert done.redirect_chain[-1] == (place(garage), 302)
    assert "hiçbir satır kaydedilmedi" in done.content.decode()
    assert not Vehicle.objects.exists()


def test_what_is_sent_by_others_is_refused(
    browser: Callable[[str], Client], garage: Section
) -> None:
    for page in ("import", "process_import"):
        sent = browser("other").post(reverse(f"admin:departments_vehicle_{page}"), {})
        assert sent.status_code == 403


# -- size ------------------------------------------------------------------------------------------


def queries(client: Client) -> int:
    client.get(ACTIVITIES)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(ACTIVITIES)
    return len(asked)


@pytest.mark.parametrize("name", ["boss", "finance"])
def test_thirty_sections_are_asked_for_like_one(
    people: dict[str, User], section: Section, report: Report, name: str
) -> None:
    """With the rows that the sections hold, which nobody needs here."""
    client = Client()
    client.force_login(people[name])
    if name != "boss":
        names = ("add_activity", "change_activity", "view_activity")
        people[name].user_permissions.add(*Permission.objects.filter(codename__in=names))
    few = queries(client)

    for number in range(30):
        department = Department.objects.create(
            code=f"ornek-{number}", name=f"Örnek {number} Müdürlüğü", position=number + 10
        )
        Activity.objects.create(
            year=report.year, department=department, no=1, title="Örnek", summary="Örnek"
        )
        Membership.objects.create(user=people["other"], department=department, kind=DutyKind.EDITOR)
    open_sections(report.year)

    assert Section.objects.filter(code__startswith="III.B.1/").count() > 30
    assert queries(client) == few
