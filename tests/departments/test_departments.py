"""Directorates: validity in a year, succession without cycles, the office form."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from departments.datasets.base import DEPARTMENTS, FAMILIES
from departments.enums import SuccessionKind
from departments.models import Activity, Department, DepartmentSuccession
from reports.core.materialising import materialise
from reports.models import FiscalYear

from .office import add, change, delete, no_inline_rows, sentences

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("constraints and dates decide which directorates there are"),
]

NO_SUCCESSIONS = no_inline_rows("successions")


def make(code: str, **values: object) -> Department:
    return Department.objects.create(code=code, name=f"Örnek {code} Müdürlüğü", **values)


def succession(before: Department, after: Department | None, **values: object) -> None:
    values = {"year": 2024, "kind": SuccessionKind.RENAMED, **values}
    row = DepartmentSuccession(predecessor=before, successor=after, **values)
    row.full_clean()
    row.save()


def test_a_directorate_is_added_changed_and_deleted_in_the_office(admin_client: Client) -> None:
    form = {"code": "ornek", "name": "Örnek Müdürlüğü", **NO_SUCCESSIONS}

    assert sentences(add(admin_client, Department, **form)) == []
    row = Department.objects.get()
    assert (row.code, row.name, row.position) == ("ornek", "Örnek Müdürlüğü", 1)

    assert sentences(change(admin_client, row, **form | {"short_name": "Örnek"})) == []
    row.refresh_from_db()
    assert row.label == "Örnek"

    assert delete(admin_client, row).status_code == 302
    assert not Department.objects.exists()


def test_the_same_code_is_refused_with_a_sentence_that_names_the_cure(
    admin_client: Client,
) -> None:
    make("ornek")

    response = add(admin_client, Department, code="ornek", name="İkinci", **NO_SUCCESSIONS)

    assert sentences(response) == [
        "Bu kodla bir müdürlük zaten var; mevcut kayıt düzenlenmeli ya da başka bir kod "
        "verilmelidir."
    ]


def test_a_directorate_cannot_end_before_it_begins(admin_client: Client) -> None:
    response = add(
        admin_client,
        Department,
        code="ornek",
        name="Örnek Müdürlüğü",
        valid_from="2024-05-01",
        valid_to="2024-04-30",
        **NO_SUCCESSIONS,
    )

    assert sentences(response) == [
        "Kapanış tarihi kuruluş tarihinden önce olamaz; tarihlerden biri düzeltilmelidir."
    ]


def test_a_date_that_does_not_exist_is_refused_in_turkish(admin_client: Client) -> None:
    response = add(
        admin_client,
        Department,
        code="ornek",
        name="Örnek Müdürlüğü",
        valid_from="2024-06-31",
        **NO_SUCCESSIONS,
    )

    assert sentences(response) == ["Böyle bir tarih yok; gün.ay.yıl yazılmalıdır: 31.12.2024"]


def test_a_year_has_the_directorates_that_existed_at_any_time_of_it(year: FiscalYear) -> None:
    make("eski", valid_to=date(2023, 12, 31))
    make("kapanan", valid_to=date(2024, 1, 1))
    make("surekli")
    make("acilan", valid_from=date(2024, 12, 31))
    make("yeni", valid_from=date(2025, 1, 1))

    found = [department.code for department in Department.objects.valid_in(year)]

    assert found == ["kapanan", "surekli", "acilan"]


def test_the_table_of_directorates_counts_them(year: FiscalYear) -> None:
    make("acik", short_name="Açık")
    make("eski", valid_to=date(2020, 1, 1))

    table = materialise(DEPARTMENTS, year)

    assert [(row.key, row.cells) for row in table.rows] == [
        ("acik", ("Örnek acik Müdürlüğü", "acik", "Açık", None, None))
    ]
    assert table.value("total", "code") == 1


def test_a_succession_that_leads_back_is_refused() -> None:
    first, second, third = make("bir"), make("iki"), make("uc")
    succession(first, second)
    succession(second, third)

    with pytest.raises(ValidationError) as refused:
        succession(third, first)

    assert refused.value.message_dict == {
        "successor": [
            "Bu seçim bir döngü oluşturuyor: sonraki müdürlük, doğrudan ya da dolaylı olarak "
            "önceki müdürlüğe bağlanıyor. Sıra düzeltilmelidir."
        ]
    }


def test_a_directorate_cannot_succeed_itself() -> None:
    only = make("bir")

    with pytest.raises(ValidationError) as refused:
        succession(only, only)

    assert list(refused.value.message_dict) == ["successor"]


@pytest.mark.parametrize(
    ("kind", "has_successor"), [(SuccessionKind.ENDED, True), (SuccessionKind.MERGED, False)]
)
def test_only_a_directorate_that_ended_has_no_successor(kind: str, has_successor: bool) -> None:
    first, second = make("bir"), make("iki")

    with pytest.raises(ValidationError) as refused:
        succession(first, second if has_successor else None, kind=kind)

    assert refused.value.messages == [
        "Kapanan müdürlükte sonraki müdürlük boş bırakılmalı, diğer türlerde seçilmelidir."
    ]


def test_a_succession_outside_the_range_of_years_is_refused() -> None:
    first, second = make("bir"), make("iki")

    with pytest.raises(ValidationError) as refused:
        succession(first, second, year=1900)

    assert refused.value.messages == ["Yıl 1923 ile 2100 arasında olmalıdır."]


def test_a_split_directorate_has_several_successors_each_once() -> None:
    first, second, third = make("bir"), make("iki"), make("uc")
    succession(first, second, kind=SuccessionKind.SPLIT)
    succession(first, third, kind=SuccessionKind.SPLIT)

    with pytest.raises(ValidationError) as refused:
        succession(first, third, kind=SuccessionKind.SPLIT, year=2023)

    assert refused.value.messages == [
        "Bu iki müdürlük arasındaki değişiklik zaten kayıtlı; mevcut kayıt düzenlenmelidir."
    ]


def test_a_succession_is_added_changed_and_deleted_in_the_office(admin_client: Client) -> None:
    first, second = make("bir"), make("iki")
    form = {"predecessor": first.pk, "successor": second.pk, "year": 2024, "kind": "renamed"}

    assert sentences(add(admin_client, DepartmentSuccession, **form)) == []
    row = DepartmentSuccession.objects.get()
    assert str(row) == "Örnek bir Müdürlüğü → Örnek iki Müdürlüğü (2024)"

    assert sentences(change(admin_client, row, **form | {"kind": "merged"})) == []
    row.refresh_from_db()
    assert row.kind == SuccessionKind.MERGED

    assert delete(admin_client, row).status_code == 302
    assert not DepartmentSuccession.objects.exists()


def test_a_directorate_with_activities_is_not_deleted(
    admin_client: Client, year: FiscalYear
) -> None:
    department = make("ornek")
    Activity.objects.create(year=year, department=department, no=1, title="Örnek faaliyet")

    delete(admin_client, department)

    assert Department.objects.filter(code="ornek").exists()


def test_the_table_of_changes_exists_when_something_changed(year: FiscalYear) -> None:
    old, new, other = make("eski"), make("yeni"), make("baska")
    gone = make("giden", valid_to=date(2023, 5, 1))
    (family,) = [f for f in FAMILIES if f.prefix == "departments.successions"]
    assert list(family.build(year)) == []

    succession(old, new, year=2024, kind=SuccessionKind.RENAMED)
    succession(other, None, year=2022, kind=SuccessionKind.ENDED)
    succession(gone, new, year=2023, kind=SuccessionKind.MERGED)
    succession(new, other, year=2025, kind=SuccessionKind.RENAMED)

    (dataset,) = family.build(year)
    table = materialise(dataset, year)
    assert {row.key: row.cells for row in table.rows} == {
        # Still named though it has ended: its closing day is not on record.
        "baska": ("Örnek baska Müdürlüğü", "Kapandı", None, "2022"),
        "eski-yeni": ("Örnek eski Müdürlüğü", "Adı değişti", "Örnek yeni Müdürlüğü", "2024"),
    }
