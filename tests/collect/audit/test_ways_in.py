"""Every way by which a row can be changed leaves an entry: before, after, who, by which way."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from departments.models import (
    Department,
    DepartmentSuccession,
    FreeRow,
    FreeTable,
    Vehicle,
)
from reports.collect.audit.context import Channel
from reports.models import AuditEntry, FiscalYear, ReferenceNumber, Report, Section
from reports.publish.versions import publish_report
from tests.departments.free import column_data, make_row, make_table, row_data, table_data
from tests.departments.office import add, address, change, delete, no_inline_rows
from tests.office.intake.files import confirm as confirmed
from tests.office.intake.files import look, upload

from .conftest import Trail

pytestmark = pytest.mark.postgresql("every way has its transaction and savepoints")

Since = Callable[[], Trail]
WHO = "Örnek Yönetici (yonetici)"
FIXTURE = Path(__file__).parents[3] / "fixtures" / "2024"


def by_person(entry: Any, channel: Channel) -> bool:
    about = entry.additional_data
    return (
        (about["channel"], about["actor"], entry.actor.username)
        == (channel.value, WHO, "yonetici")
    ) and len(entry.cid) == 32  # fmt: skip


@pytest.fixture
def truck(year: FiscalYear) -> Vehicle:
    return Vehicle.objects.create(year=year, name="Örnek kamyon", owned=3)


def test_form(office: Client, truck: Vehicle, trail: Since) -> None:
    since = trail()

    data = {"year": 2024, "name": "Örnek kamyon", "key": truck.key, "leased": ""}
    assert change(office, truck, owned="4", **data).status_code == 302
    assert add(office, Vehicle, year=2024, name="Örnek araç", owned="1").status_code == 302
    assert delete(office, truck).status_code == 302

    changed, made, gone = since.of(Vehicle)
    assert changed.changes == {"owned": [3, 4]}
    assert made.changes["owned"] == [None, 1]
    assert gone.changes["owned"] == [4, None]
    assert all(by_person(entry, Channel.FORM) for entry in (changed, made, gone))
    assert len({entry.cid for entry in (changed, made, gone)}) == 3


def test_the_number_of_a_request_is_returned_and_never_taken_from_it(
    office: Client, truck: Vehicle, trail: Since
) -> None:
    since = trail()

    response = office.post(
        address(Vehicle, "change", truck.pk),
        {"year": 2024, "name": "Örnek kamyon", "key": truck.key, "owned": "4"},
        headers={"X-Request-ID": "baskasinin", "X-Correlation-ID": "baskasinin"},
    )

    assert response["X-Request-ID"] == since.one(Vehicle).cid != "baskasinin"


def test_lines_inside_a_form(office: Client, directorate: Department, trail: Since) -> None:
    other = Department.objects.create(code="baska", name="Başka Müdürlük")
    since = trail()

    response = change(
        office,
        directorate,
        code="ornek",
        name="Örnek İşler Müdürlüğü",
        **{
            **no_inline_rows("successions"),
            "successions-TOTAL_FORMS": "1",
            "successions-0-successor": other.pk,
            "successions-0-year": "2024",
            "successions-0-kind": "renamed",
        },
    )

    assert response.status_code == 302
    entry = since.one(DepartmentSuccession)
    assert by_person(entry, Channel.FORM)
    assert entry.changes["year"] == [None, 2024]


def test_cells_of_a_free_table_in_its_form(
    office: Client, year: FiscalYear, directorate: Department, trail: Since
) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="5")
    since = trail()

    data = {**table_data(table), **column_data(table), **row_data(table, {"ad": "İki"})}
    data["rows-0-cell_adet"] = "6"
    assert change(office, table, **data).status_code == 302

    changed, made = since.of(FreeRow)
    assert changed.changes == {"values.adet": ["5", "6"]}
    assert made.changes["values.ad"] == [None, "İki"]
    assert by_person(changed, Channel.FORM)
    assert changed.cid == made.cid
    assert changed.additional_data["part_of"] == f"departments.freetable.{table.pk}"


def test_cells_edited_in_the_list(office: Client, truck: Vehicle, trail: Since) -> None:
    since = trail()

    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": truck.pk,
        "form-0-owned": "9",
        "form-0-leased": "",
        "_save": "Kaydet",
    }
    assert office.post(address(Vehicle, "changelist"), data).status_code == 302

    entry = since.one(Vehicle)
    assert entry.changes == {"owned": [3, 9]}
    assert by_person(entry, Channel.GRID)


def test_several_rows_deleted_at_once(
    office: Client, truck: Vehicle, year: FiscalYear, trail: Since
) -> None:
    other = Vehicle.objects.create(year=year, name="Örnek araç", owned=1)
    since = trail()

    data = {"action": "delete_selected", "_selected_action": [truck.pk, other.pk], "post": "yes"}
    assert office.post(address(Vehicle, "changelist"), data).status_code == 302

    gone = since.of(Vehicle)
    assert {entry.object_id for entry in gone} == {truck.pk, other.pk}
    assert {entry.changes["owned"][0] for entry in gone} == {3, 1}
    assert all(by_person(entry, Channel.BULK) for entry in gone)


def test_tables_rolled_into_the_next_year(
    office: Client, year: FiscalYear, directorate: Department, trail: Since
) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="5")
    FiscalYear.objects.create(year=2025)
    since = trail()

    data = {"action": "roll_forward", "_selected_action": [table.pk]}
    assert office.post(address(FreeTable, "changelist"), data).status_code == 302

    made, row = since.one(FreeTable), since.one(FreeRow)
    assert made.changes["year"] == [None, 2025]
    assert row.changes["values.ad"] == [None, "Bir"]
    assert "values.adet" not in row.changes
    assert by_person(made, Channel.BULK)
    assert by_person(row, Channel.BULK)


def test_a_file_in_the_office_leaves_entries_only_when_it_is_confirmed(
    office: Client, year: FiscalYear, trail: Since
) -> None:
    ReferenceNumber.objects.create(year=year, label="Örnek nüfus", key="population", value=3)
    since = trail()
    content = "label,key,value\nÖrnek nüfus,population,8\nÖrnek gelir,last_revenue,2\n"
    file = SimpleUploadedFile("ornek.csv", content.encode())

    page = office.post(
        address(ReferenceNumber, "import"), {"import_file": file, "format": "0", "year": "2024"}
    )
    assert since.of(ReferenceNumber) == []

    confirm = page.context["confirm_form"].initial
    done = office.post(reverse("admin:reports_referencenumber_process_import"), confirm)

    assert done.status_code == 302
    changed, made = since.of(ReferenceNumber)
    assert [Decimal(value) for value in changed.changes["value"]] == [3, 8]
    assert made.changes["label"] == [None, "Örnek gelir"]
    assert by_person(changed, Channel.IMPORT)
    assert by_person(made, Channel.IMPORT)


def test_rows_of_a_free_table_from_a_file(
    office: Client, year: FiscalYear, directorate: Department, trail: Since
) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="5")
    section, _made = Section.objects.get_or_create(
        year=year, code=table.published_section, defaults={"title": "Örnek", "position": 1}
    )
    since = trail()

    where = upload(
        office, section, "tablo-ornek_tablo", "Ad;Adet\nBir;7\nİki;1\n".encode(), "satirlar.csv"
    )
    shown = look(office, where)
    assert since.of(FreeRow) == []
    assert confirmed(office, shown).status_code == 302

    changed, made = since.of(FreeRow)
    assert changed.changes == {"values.adet": ["5", "7"]}
    assert made.changes["values.adet"] == [None, "1"]
    assert by_person(changed, Channel.IMPORT)


def test_publishing(report: Report, boss: User, monkeypatch: Any, trail: Since) -> None:
    monkeypatch.setattr("reports.publish.versions.actions.require_no_open_error", lambda _: None)
    since = trail()

    publish_report(report, by=boss)

    states = [entry.changes["state"] for entry in since.of(Report)]
    assert (states[0][0], states[-1][1]) == ("collecting", "published")


def test_the_command_that_loads_a_package(db: None, tmp_path: Path, trail: Since) -> None:
    package = tmp_path / "2024"
    shutil.copytree(FIXTURE, package)
    since = trail()
    call_command("load_report", package, verbosity=0, stdout=io.StringIO())
    loaded = since.of(Vehicle)
    assert len(loaded) == Vehicle.objects.count()
    assert {entry.additional_data["actor"] for entry in since.entries} == {
        "komut satırı: load_report"
    }
    assert {entry.additional_data["channel"] for entry in since.entries} == {"command"}
    assert len({entry.cid for entry in since.entries}) == 1

    since = trail()
    call_command("load_report", package, verbosity=0, stdout=io.StringIO())
    assert since.entries == []

    file = package / "data" / "vehicles.csv"
    lines = file.read_text("utf-8").splitlines()
    owned = lines[0].split(",").index("owned")
    cells = lines[1].split(",")
    before, cells[owned] = cells[owned], "98"
    file.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", "utf-8")
    call_command("load_report", package, verbosity=0, stdout=io.StringIO())
    assert since.one(Vehicle).changes == {"owned": [int(before), 98]}


def test_a_dry_run_leaves_nothing(db: None, trail: Since) -> None:
    since = trail()

    call_command("load_report", FIXTURE, dry_run=True, verbosity=0, stdout=io.StringIO())

    assert since.entries == []


def test_the_last_request_does_not_speak_for_what_comes_after(
    office: Client, truck: Vehicle, trail: Since
) -> None:
    office.get(address(Vehicle, "changelist"))
    since = trail()

    truck.owned = 5
    truck.save()

    entry = since.one(Vehicle)
    assert entry.actor is None
    assert entry.additional_data["channel"] == "command"
    assert AuditEntry.objects.filter(actor__isnull=False).count() == 0
