"""What an entry says: values before and after, exact, with names, year and whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, transaction
from django.db.models import F

from departments.models import (
    Activity,
    Department,
    Facility,
    FreeRow,
    FreeTable,
    PersonnelByGender,
    Vehicle,
)
from reports.collect.audit import Channel, recording
from reports.collect.audit.reading import changes_of
from reports.models import AuditEntry, FiscalYear, Report
from tests.departments.free import make_row, make_table

from .conftest import Trail

pytestmark = pytest.mark.postgresql("the values before and after come from its types")

Action = AuditEntry.Action
Since = Callable[[], Trail]


def test_a_new_row_tells_what_was_entered_and_nothing_that_the_database_computes(
    year: FiscalYear, trail: Since
) -> None:
    since = trail()

    vehicle = Vehicle.objects.create(year=year, name="Örnek kamyon", owned=3)

    entry = since.one(Vehicle)
    assert entry.action == Action.CREATE
    assert entry.object_id == vehicle.pk
    assert entry.changes == {
        "year": [None, 2024],
        "position": [None, 1],
        "key": [None, vehicle.key],
        "name": [None, "Örnek kamyon"],
        "owned": [None, 3],
    }
    assert {entry.additional_data[name] for name in ("year", "table")} == {2024, "araçlar"}


def test_a_change_tells_the_changed_fields_only_in_exact_spelling(
    garage: Facility, trail: Since
) -> None:
    since = trail()

    garage.area, garage.note = Decimal("1250"), ""
    garage.save()
    garage.save()

    assert since.one(Facility).changes == {"area": ["140.5000", "1250.0000"]}


def test_zero_and_missing_differ(garage: Facility, trail: Since) -> None:
    since = trail()

    for area in (Decimal(0), None, Decimal("0.0000")):
        garage.area = area
        garage.save()

    assert [entry.changes["area"] for entry in since.of(Facility)] == [
        ["140.5000", "0.0000"],
        ["0.0000", None],
        [None, "0.0000"],
    ]


def test_only_the_fields_that_were_saved_are_told(garage: Facility, trail: Since) -> None:
    since = trail()

    garage.area, garage.name = Decimal(1), "Kaydedilmeyen ad"
    garage.save(update_fields=["area"])

    assert set(since.one(Facility).changes) == {"area"}


def test_what_the_database_computes_in_a_save_is_read_back(garage: Facility, trail: Since) -> None:
    since = trail()

    garage.area = F("area") + 1
    garage.save()

    assert since.one(Facility).changes == {"area": ["140.5000", "141.5000"]}


def test_a_relation_is_told_by_the_name_that_it_had(
    year: FiscalYear, directorate: Department, trail: Since
) -> None:
    other = Department.objects.create(code="baska", name="Başka Müdürlük")
    activity = Activity.objects.create(
        year=year, department=directorate, title="Örnek etkinlik", no=1, date=date(2024, 5, 1)
    )
    since = trail()

    activity.department = other
    activity.date = date(2024, 5, 19)
    activity.save()
    Department.objects.filter(pk=other.pk)  # the name below is the one of the time
    other.name = "Yeni Adlı Müdürlük"
    other.save()

    entry = since.one(Activity)
    assert entry.changes["department"] == [directorate.pk, other.pk]
    assert entry.changes["date"] == ["2024-05-01", "2024-05-19"]
    shown = {change.label: (change.before, change.after) for change in changes_of(entry)}
    assert shown["müdürlük"] == ("Örnek İşler Müdürlüğü", "Başka Müdürlük")
    assert shown["tarih"] == ("01.05.2024", "19.05.2024")


def test_a_deleted_row_leaves_all_its_values(garage: Facility, trail: Since) -> None:
    since, number = trail(), garage.pk

    garage.name = "Yalnız bellekte"
    garage.delete()

    entry = since.one(Facility)
    assert (entry.action, entry.object_id) == (Action.DELETE, number)
    assert entry.changes["name"] == ["Örnek garaj", None]
    assert entry.changes["area"] == ["140.5000", None]


def test_rows_that_go_with_another_leave_entries_too(
    year: FiscalYear, directorate: Department, trail: Since
) -> None:
    table = make_table(year)
    make_row(table, ad="Bir", adet="5")
    since = trail()

    table.delete()

    row = since.one(FreeRow)
    assert row.action == Action.DELETE
    assert row.changes["values.adet"] == ["5", None]
    assert row.additional_data["part_of_name"] == "Örnek tablo (2024)"
    assert row.additional_data["year"] == 2024
    assert since.one(FreeTable).action == Action.DELETE


def test_cells_of_a_free_table_are_told_one_by_one(
    year: FiscalYear, directorate: Department, trail: Since
) -> None:
    row = make_row(make_table(year), ad="Bir", adet="5", olumlu="1")
    since = trail()

    row.values = {"ad": "Bir", "adet": "6", "tutar": "10.50"}
    row.save()

    assert since.one(FreeRow).changes == {
        "values.adet": ["5", "6"],
        "values.olumlu": ["1", None],
        "values.tutar": [None, "10.50"],
    }


def test_generated_columns_do_not_break_a_change(year: FiscalYear, trail: Since) -> None:
    row = PersonnelByGender.objects.create(year=year, gender="female")
    since = trail()

    row.civil_servants = 4
    row.save()

    assert "total" not in since.one(PersonnelByGender).changes


def test_a_change_that_the_database_refuses_leaves_nothing(year: FiscalYear, trail: Since) -> None:
    Vehicle.objects.create(year=year, name="Bir")
    other = Vehicle.objects.create(year=year, name="İki", owned=1)
    since = trail()

    other.owned = -1
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    other.owned = 7
    other.save()

    assert since.one(Vehicle).changes == {"owned": [1, 7]}


@pytest.mark.django_db(transaction=True)
def test_a_refused_change_leaves_nothing_without_a_transaction_either() -> None:
    year = FiscalYear.objects.create(year=2024)
    vehicle = Vehicle.objects.create(year=year, name="Örnek kamyon", owned=1)
    since = Trail()

    vehicle.owned = -1
    with pytest.raises(IntegrityError):
        vehicle.save()

    assert since.entries == []


# -- accounts ------------------------------------------------------------------------------------


def test_a_password_is_never_kept_only_that_it_changed(db: None, trail: Since) -> None:
    since = trail()

    user = User.objects.create_user("ornek", password="cok-gizli-parola")
    user.set_password("daha-gizli-parola")
    user.save()

    made, changed = since.of(User)
    assert made.changes["password"] == [None, "***"]
    assert changed.changes == {"password": ["***", "***"]}
    assert [c.after for c in changes_of(changed)] == ["gösterilmez"]


def test_signing_in_is_no_change_of_the_account(boss: User, trail: Since, client: Any) -> None:
    since = trail()

    client.force_login(boss)

    assert since.of(User) == []


def test_roles_and_their_members_are_told_from_either_end(boss: User, trail: Since) -> None:
    group = Group.objects.create(name="Örnek rol")
    since = trail()

    boss.groups.add(group)
    group.user_set.remove(boss)
    boss.groups.set([group])
    boss.groups.clear()
    group.permissions.add(Permission.objects.get(codename="view_facility"))

    assert [entry.changes for entry in since.of(User)] == [
        {"groups": [None, ["Örnek rol"]]},
        {"groups": [["Örnek rol"], None]},
        {"groups": [None, ["Örnek rol"]]},
        {"groups": [["Örnek rol"], None]},
    ]
    ((_before, added),) = since.one(Group).changes.values()
    assert len(added) == 1


# -- how a change came about ---------------------------------------------------------------------


def test_a_block_says_way_reason_and_who_and_inner_blocks_keep_the_rest(
    garage: Facility, trail: Since
) -> None:
    since = trail()

    with recording(channel=Channel.API, by="örnek istemci", reason="Mühür kaldırıldı."):
        garage.area = Decimal(1)
        garage.save()
        with recording(channel="grid"):
            garage.area = Decimal(2)
            garage.save()
    garage.area = Decimal(3)
    garage.save()

    first, second, outside = since.of(Facility)
    assert first.additional_data["channel"] == "api"
    assert second.additional_data["channel"] == "grid"
    for entry in (first, second):
        assert entry.additional_data["reason"] == "Mühür kaldırıldı."
        assert entry.additional_data["actor"] == "örnek istemci"
    assert first.cid == second.cid != outside.cid
    assert outside.additional_data["reason"] == ""
    assert outside.additional_data["actor"].startswith("komut satırı")


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match="telefon"), recording(channel="telefon"):
        pass


def test_a_renamed_row_has_its_new_name_within_the_same_request(
    year: FiscalYear, directorate: Department, trail: Since
) -> None:
    since = trail()

    with recording(channel="import"):
        Activity.objects.create(
            year=year, department=directorate, title="Bir", no=1, date=date(2024, 1, 1)
        )
        directorate.name = "Yeni Ad"
        directorate.save()
        Activity.objects.create(
            year=year, department_id=directorate.pk, title="İki", no=2, date=date(2024, 1, 1)
        )

    names = [entry.additional_data["names"]["department"][1] for entry in since.of(Activity)]
    assert names == ["Örnek İşler Müdürlüğü", "Yeni Ad"]


def test_the_year_of_a_row_without_one_is_that_of_what_it_hangs_on(
    report: Report, directorate: Department, trail: Since
) -> None:
    table = make_table(report.year)
    since = trail()

    row = FreeRow(table_id=table.pk, key="bir", values={"ad": "Bir"})
    row.save()

    assert since.one(FreeRow).additional_data["year"] == 2024
