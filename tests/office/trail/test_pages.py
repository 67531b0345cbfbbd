"""The list, the trail of one row, and who sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from departments.enums import DutyKind
from departments.models import Activity, Department, Facility, Membership, Vehicle
from reports.collect.audit import recording
from reports.collect.workflow.actions import open_sections
from reports.core.roles import ROLES
from reports.models import AuditEntry, FiscalYear, Report
from reports.office.trail.pages import may_see_entry
from tests.departments.free import make_row, make_table
from tests.departments.office import address

ROW = re.compile(r'<th scope="row">.*?</tr>', re.DOTALL)


def page(client: Client, **query: str | int) -> str:
    response = client.get(reverse("admin:trail"), query)
    assert response.status_code == 200
    return response.content.decode()


def records(text: str) -> list[str]:
    """The rows of the list by the name of their record."""
    found = [re.sub(r"<[^>]+>", " ", row).split("  ") for row in ROW.findall(text)]
    return [next(part.strip() for part in row if part.strip()) for row in found]


@pytest.fixture
def changed(garage: Facility) -> Facility:
    garage.area = Decimal("1234.5")
    with recording(reason="Ölçüm düzeltildi."):
        garage.save()
    return garage


# -- the list ------------------------------------------------------------------------------------


@pytest.mark.postgresql("order, search and JSON in conditions")
def test_the_newest_change_comes_first_with_all_that_is_known(
    office: Client, changed: Facility
) -> None:
    text = page(office, q="garaj")

    assert records(text) == ["Örnek garaj", "Örnek garaj"]
    newest = ROW.findall(text)[0]
    assert "140,5" in newest
    assert "1.234,5" in newest
    assert "Ölçüm düzeltildi." in newest
    assert "tesisler" in newest
    assert "2024" in newest


def test_a_record_leads_to_its_own_trail_and_that_to_its_form(
    office: Client, changed: Facility
) -> None:
    link = reverse("admin:trail_record", args=["departments.facility", str(changed.pk)])
    assert f'href="{link}"' in page(office)

    text = office.get(link).content.decode()

    assert records(text) == ["Örnek garaj", "Örnek garaj"]
    assert f'href="{address(Facility, "change", changed.pk)}"' in text


@pytest.mark.postgresql("order, search and JSON in conditions")
def test_the_trail_of_a_deleted_row_is_still_there(office: Client, changed: Facility) -> None:
    link = reverse("admin:trail_record", args=["departments.facility", str(changed.pk)])
    changed.delete()

    text = office.get(link).content.decode()

    assert len(records(text)) == 3
    assert "Kaydı aç" not in text


@pytest.mark.parametrize("model", ["departments.facility", "departments.yok", "yok", "auth.user"])
def test_a_row_without_a_trail_is_not_found(office: Client, model: str) -> None:
    assert office.get(reverse("admin:trail_record", args=[model, "999"])).status_code == 404


@pytest.mark.postgresql("order, search and JSON in conditions")
def test_each_filter_narrows_the_list(
    office: Client, boss: User, changed: Facility, year: FiscalYear
) -> None:
    office.post(address(Vehicle, "add"), {"year": 2024, "name": "Kağızman aracı", "owned": "12345"})
    FiscalYear.objects.create(year=2025)
    vehicle = AuditEntry.objects.get(object_repr="Kağızman aracı")
    today = timezone.localdate()

    def only(**query: str | int) -> set[str]:
        return set(records(page(office, **query)))

    assert only(yol="form") == {"Kağızman aracı"}
    assert only(kisi=boss.pk) == {"Kağızman aracı"}
    assert only(istek=vehicle.cid) == {"Kağızman aracı"}
    assert only(tablo=vehicle.content_type_id) == {"Kağızman aracı"}
    assert only(yil="2025") == {"2025"}
    assert only(q="kagizman ARACI") == {"Kağızman aracı"}
    assert only(q="12.345") == only(q="12345") == {"Kağızman aracı"}
    assert only(q="1.234,5") == {"Örnek garaj"}
    assert only(q="ölçüm düzeltildi") == {"Örnek garaj"}
    # A week apart, for the roles have been made when the run began, which may be the day before.
    week = timedelta(days=7)
    assert only(ilk=(today + week).isoformat()) == set()
    assert "Kağızman aracı" in only(ilk=(today - week).isoformat(), son=(today + week).isoformat())
    assert only(son=(today - week).isoformat()) == set()
    assert "Kağızman aracı" in only(yol="fax", kisi="kim", yil="abc")


def test_a_date_that_is_none_is_said_at_its_field(office: Client, changed: Facility) -> None:
    assert "Tarih 31.12.2025 biçiminde yazılmalıdır." in page(office, ilk="31.31.2025")


def test_the_list_has_pages(office: Client, year: FiscalYear) -> None:
    for number in range(60):
        Vehicle.objects.create(year=year, name=f"Örnek {number}")

    first, second = page(office, q="örnek"), page(office, q="örnek", sayfa="2")

    assert len(records(first)) == 50
    assert not set(records(first)) & set(records(second))
    assert "?q=%C3%B6rnek&amp;sayfa=2" in first


def test_long_texts_are_cut_to_where_they_differ_and_shown_whole_at_the_record(
    office: Client, report: Report
) -> None:
    report.document_note = "a" * 500 + " eski"
    report.save()
    report.document_note = "a" * 500 + " yeni"
    report.save()

    text = page(office, yil="2024")
    assert "…" + "a" * 39 + " yeni" in text
    assert "a" * 500 + " yeni" not in text
    link = reverse("admin:trail_record", args=["reports.report", str(report.pk)])
    assert "a" * 500 + " yeni" in office.get(link).content.decode()


def test_text_of_a_row_is_not_markup(office: Client, year: FiscalYear) -> None:
    Vehicle.objects.create(year=year, name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(office)


def test_the_list_costs_the_same_with_one_and_with_thirty_entries(
    office: Client, year: FiscalYear, directorate: Department
) -> None:
    def queries() -> int:
        page(office)  # the number of open errors beside the link is counted anew after a change
        with CaptureQueriesContext(connection) as captured:
            page(office, q="bir")
        return len(captured)

    table = make_table(year)
    make_row(table, ad="Bir")
    few = queries()
    for number in range(30):
        Vehicle.objects.create(year=year, name=f"bir {number}")
        Facility.objects.create(year=year, name=f"bir {number}", area=1)
        make_row(table, ad=f"bir {number}")

    assert queries() == few


# -- the trail of one row ------------------------------------------------------------------------


@pytest.mark.postgresql("order, search and JSON in conditions")
def test_history_in_the_form_shows_before_and_after_of_the_row_and_its_parts(
    office: Client, year: FiscalYear, directorate: Department
) -> None:
    table = make_table(year)
    row = make_row(table, ad="Bir", adet="5")
    row.values = {"ad": "Bir", "adet": "6"}
    row.save()
    make_row(make_table(year, "baska_tablo", department=directorate), ad="Yabancı")

    text = office.get(address(type(table), "history", table.pk)).content.decode()

    assert "değerler · adet" in text
    assert "Örnek tablo (2024)" in text
    assert "Yabancı" not in text


def test_history_costs_the_same_with_one_and_with_thirty_entries(
    office: Client, garage: Facility
) -> None:
    def queries() -> int:
        page(office)
        with CaptureQueriesContext(connection) as captured:
            assert office.get(address(Facility, "history", garage.pk)).status_code == 200
        return len(captured)

    few = queries()
    for number in range(30):
        garage.area = Decimal(number)
        garage.save()

    assert queries() == few


def test_a_row_that_never_was_has_no_history(office: Client) -> None:
    assert office.get(address(Facility, "history", 999)).status_code == 302


# -- who sees what -------------------------------------------------------------------------------

SEES_ALL = {"finance-editor", "reviewer", "publisher", "auditor"}


@pytest.mark.parametrize("code", [role.code for role in ROLES] + ["staff"])
def test_roles_that_oversee_see_all_and_others_have_no_list(
    changed: Facility, as_role: Callable[[str], Client], code: str
) -> None:
    client = as_role(code)
    user = User.objects.get(username=code)
    expected = 200 if code in SEES_ALL else 403

    assert user.has_perm("reports.view_audit_trail") == (code in SEES_ALL)
    assert client.get(reverse("admin:trail")).status_code == expected
    assert client.get(reverse("admin:trail_export")).status_code == expected


def test_visitors_are_sent_to_sign_in(client: Client, changed: Facility) -> None:
    link = reverse("admin:trail_record", args=["departments.facility", str(changed.pk)])
    for target in (reverse("admin:trail"), reverse("admin:trail_export"), link):
        assert client.get(target)["Location"].startswith(reverse("admin:login"))


@pytest.mark.postgresql("order, search and JSON in conditions")
def test_a_directorate_sees_the_entries_of_its_own_rows_only(
    as_role: Callable[[str], Client], report: Report, directorate: Department
) -> None:
    other = Department.objects.create(code="baska", name="Başka Müdürlük")
    open_sections(report.year)
    client = as_role("department-editor")
    user = User.objects.get(username="department-editor")
    Membership.objects.create(user=user, department=directorate, kind=DutyKind.EDITOR)
    made = {
        unit.code: Activity.objects.create(
            year=report.year,
            department=unit,
            no=1,
            title=f"Etkinlik {unit.code}",
            date=date(2024, 5, 1),
        )
        for unit in (directorate, other)
    }
    mine, theirs = made["ornek"], made["baska"]

    text = page(client)

    assert "Etkinlik ornek" in text
    assert "Etkinlik baska" not in text
    assert "Etkinlik baska" not in page(client, q="etkinlik")
    export = client.get(reverse("admin:trail_export"))
    assert "baska" not in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]
    for row, expected in ((mine, 200), (theirs, 404)):
        link = reverse("admin:trail_record", args=["departments.activity", str(row.pk)])
        assert client.get(link).status_code == expected
    assert client.get(address(Activity, "history", mine.pk)).status_code == 200
    assert client.get(address(Activity, "history", theirs.pk)).status_code in (302, 403, 404)
    user = User.objects.get(pk=user.pk)
    entry = AuditEntry.objects.get(object_repr="Etkinlik ornek")
    assert may_see_entry(user, entry)
    assert not may_see_entry(user, AuditEntry.objects.get(object_repr="Etkinlik baska"))


def test_the_page_of_the_package_itself_is_gone(office: Client) -> None:
    assert office.get("/yonetim/auditlog/logentry/").status_code == 404


def test_the_sidebar_leads_to_the_trail(
    office: Client, as_role: Callable[[str], Client], report: Report
) -> None:
    link = f'href="{reverse("admin:trail")}"'

    assert link in office.get(reverse("admin:index")).content.decode()
    assert link not in as_role("signatory").get(reverse("admin:index")).content.decode()
