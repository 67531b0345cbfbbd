"""Every way in holds the section before its rows, as a sheet does: nobody waits crosswise.

The order in which rows are locked is told in `reports.publish.versions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from departments.models import Department, FreeRow, FreeTable, Vehicle
from reports.collect.opening.engine import open_year, prepare
from reports.collect.workflow.actions import open_sections
from reports.collect.workflow.holding import lock_sections
from reports.enums import ReportState, SectionState
from reports.models import FiscalYear, Report, Section
from reports.publish.versions import freeze_report
from tests.collect.workflow.at_once import together, waiting, while_first
from tests.collect.workflow.people import fresh
from tests.departments.free import make_row, make_table
from tests.departments.office import address, change, delete
from tests.office.intake.files import confirm, look, upload

pytestmark = [*together, pytest.mark.postgresql("the order of its locks")]

Vehicles = dict[str, Vehicle]


@pytest.fixture
def boss(people: dict[str, User], browser: Callable[[str], Client]) -> Client:
    return browser("boss")


def by_form(client: Client, truck: Vehicle) -> Any:
    data = {"year": 2024, "name": truck.name, "key": truck.key, "owned": "9", "leased": ""}
    return change(client, truck, **data)


def by_list(client: Client, truck: Vehicle) -> Any:
    form = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": truck.pk}
    cells = {"form-0-owned": "9", "form-0-leased": "", "_save": "Kaydet"}
    return client.post(f"{address(Vehicle, 'changelist')}?year__year__exact=2024", form | cells)


def by_file(client: Client, truck: Vehicle) -> Any:
    section = Section.objects.get(year=2024, code="I.C.1")
    content = f"Taşıtın cinsi;Belediyeye ait\n{truck.name};9\n".encode()
    return confirm(client, look(client, upload(client, section, "araclar", content)))


def by_deletion(client: Client, truck: Vehicle) -> Any:
    return delete(client, truck)


def by_action(client: Client, truck: Vehicle) -> Any:
    data = {"action": "delete_selected", "_selected_action": [truck.pk], "post": "yes"}
    return client.post(address(Vehicle, "changelist"), data)


WAYS = (by_form, by_list, by_file, by_deletion, by_action)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_who_waits_for_the_section_holds_no_row_of_it(
    way: Callable[[Client, Vehicle], Any], boss: Client, garage: Section, vehicles: Vehicles
) -> None:
    truck = vehicles["Kamyon"]

    with transaction.atomic():
        # As a sheet does it: the section, then its rows.
        Section.objects.select_for_update().get(pk=garage.pk)
        thread, answers = waiting(lambda: way(boss, truck))
        Vehicle.objects.select_for_update(nowait=True).get(pk=truck.pk)  # nobody holds it
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [302]
    stored = Vehicle.objects.filter(pk=truck.pk).first()
    if way in (by_form, by_list, by_file):
        assert stored is not None
        assert stored.owned == 9
    else:
        assert stored is None


def test_a_bulk_action_holds_the_section_until_its_rows_are_written(
    boss: Client, garage: Section, vehicles: Vehicles
) -> None:
    with transaction.atomic():
        Vehicle.objects.select_for_update().get(pk=vehicles["Kamyon"].pk)
        thread, answers = waiting(lambda: by_action(boss, vehicles["Kamyon"]))
        with pytest.raises(DatabaseError), transaction.atomic():
            Section.objects.select_for_update(nowait=True).get(pk=garage.pk)
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [302]


def test_lines_of_a_list_hold_all_their_sections_first(
    boss: Client, garage: Section, vehicles: Vehicles
) -> None:
    """Two years stand in one list: two sections, in the order of all."""
    truck, older = vehicles["Kamyon"], Vehicle.objects.get(year=2023, name="Kamyon")
    higher = Section.objects.create(year_id=2023, code="I.C.1", title="Fiziksel Yapı")
    assert higher.pk > garage.pk
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "_save": "Kaydet"}
    for number, row in enumerate((older, truck)):
        data |= {f"form-{number}-id": str(row.pk), f"form-{number}-owned": "9"}

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=garage.pk)
        thread, answers = waiting(lambda: boss.post(address(Vehicle, "changelist"), data))
        Section.objects.select_for_update(nowait=True).get(pk=higher.pk)  # nobody holds it
        Vehicle.objects.select_for_update(nowait=True).get(pk=older.pk)  # nobody holds it
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [302]
    assert set(Vehicle.objects.filter(name="Kamyon").values_list("owned", flat=True)) == {9}


def test_rows_of_a_free_table_from_a_file_wait_for_its_section(
    boss: Client, section: Section, report: Report
) -> None:
    table = make_table(report.year, department=Department.objects.get(code="fen-isleri"))
    row = make_row(table, ad="Bir", adet="5")
    where = upload(boss, section, f"tablo-{table.code}", b"Ad;Adet\nBir;7\n")
    shown = look(boss, where)

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=section.pk)
        thread, answers = waiting(lambda: confirm(boss, shown))
        FreeRow.objects.select_for_update(nowait=True).get(pk=row.pk)  # nobody holds it
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [302]
    row.refresh_from_db()
    assert row.values["adet"] == "7"


def test_tables_rolled_forward_wait_for_the_section_of_the_following_year(
    boss: Client, section: Section, report: Report
) -> None:
    table = make_table(report.year, department=Department.objects.get(code="fen-isleri"))
    # What goes on is the table's design: its own year may be finished.
    Section.objects.update(state=SectionState.SEALED)
    following = FiscalYear.objects.create(year=2025)
    open_sections(following)
    target = Section.objects.get(year=following, code=section.code)
    data = {"action": "roll_forward", "_selected_action": [table.pk]}

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=target.pk)
        thread, answers = waiting(lambda: boss.post(address(FreeTable, "changelist"), data))
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [302]
    assert FreeTable.objects.filter(year=following).count() == 1


def test_a_row_is_not_taken_out_of_a_section_that_is_delivered_at_that_moment(
    boss: Client, garage: Section, vehicles: Vehicles
) -> None:
    """Moved into another year: the section that it leaves is asked as well."""
    open_sections(FiscalYear.objects.create(year=2025))
    truck = vehicles["Kamyon"]
    data = {"year": 2025, "name": truck.name, "key": truck.key, "owned": "5", "leased": ""}

    with transaction.atomic():
        Section.objects.filter(pk=garage.pk).update(state=SectionState.SUBMITTED)
        thread, answers = waiting(lambda: change(boss, truck, **data))
    thread.join(timeout=20)

    assert [answer.status_code for answer in answers] == [403]
    truck.refresh_from_db()
    assert truck.year_id == 2024


# -- what all years share -----------------------------------------------------------------------


def test_a_shared_record_does_not_change_while_a_report_is_frozen(
    boss: Client, report: Report, section: Section
) -> None:
    Section.objects.update(state=SectionState.ACCEPTED)
    department = Department.objects.get(code="zabita")
    page = boss.get(address(Department, "change", department.pk))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data = {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() is not None
    }

    frozen, (answer,) = while_first(
        lambda: freeze_report(report),
        lambda: change(boss, department, **(data | {"name": "Başka Müdürlük"})),
    )

    assert answer.status_code == 302
    assert Department.objects.get(code="zabita").name == "Başka Müdürlük"
    assert "Başka Müdürlük" not in frozen.document


def test_the_form_of_a_report_does_not_take_a_freeze_back(
    boss: Client, report: Report, section: Section
) -> None:
    Section.objects.update(state=SectionState.ACCEPTED)
    page = boss.get(address(Report, "change", report.pk))
    data = {field.html_name: field.value() for field in page.context["adminform"].form}

    _frozen, (answer,) = while_first(
        lambda: freeze_report(report),
        lambda: change(boss, report, **(data | {"title": "Örnek başlık"})),
    )

    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.title, report.state) == ("Örnek başlık", ReportState.FROZEN)


def test_no_year_is_opened_while_a_report_is_frozen(
    people: dict[str, User], report: Report, section: Section
) -> None:
    # As far as a freeze has come when it reads its rows.
    _held, (plan,) = while_first(
        lambda: lock_sections(report.year),
        lambda: open_year(prepare(2025, 2024), by=fresh(people["boss"])),
    )

    assert plan.rows
    assert Section.objects.filter(year=2025).exists()
