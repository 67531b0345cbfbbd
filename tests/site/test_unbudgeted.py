"""Fewer budgets than directorates: the pages say which, and why as far as that is on record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.test import Client

from reports.core.registry import Column, Kind
from reports.core.tables import Table
from reports.core.tables.values import Value

from . import sample

pytestmark = pytest.mark.django_db

PAGES = ("/2024/mudurlukler/", "/2024/veri/mudurluk-butceleri")
UNKNOWN = (
    "Raporda yıl içinde kuruluş, kapanış, ad değişikliği ya da birleşme kaydı yok; bütçesinin "
    "neden bulunmadığı da yazılı değil."
)

DEPARTMENTS = sample.table(
    "departments.departments",
    "mudurlukler",
    "I.C.2",
    (
        Column("code", "Kod", Kind.CODE),
        Column("name", "Müdürlük"),
        Column("valid_from", "Kuruluş tarihi", Kind.DATE),
        Column("valid_to", "Kapanış tarihi", Kind.DATE),
    ),
    ("ornek-isler", ("ornek-isler", "Örnek İşler Müdürlüğü", None, None)),
    ("baska-isler", ("baska-isler", "Başka İşler Müdürlüğü", None, None)),
    ("yeni-isler", ("yeni-isler", "Yeni İşler Müdürlüğü", date(2024, 6, 3), None)),
    ("eski-isler", ("eski-isler", "Eski İşler Müdürlüğü", date(2010, 1, 1), date(2024, 3, 1))),
)


def steps(*rows: tuple[str, tuple[Value, ...]]) -> Table:
    columns = (
        Column("predecessor", "Önceki müdürlük"),
        Column("kind", "Değişiklik"),
        Column("successor", "Sonraki müdürlük"),
        Column("year", "Yıl", Kind.CODE),
    )
    return sample.table(
        "departments.successions", "mudurluk-degisiklikleri", "I.C.2", columns, *rows
    )


def published(*tables: Table) -> None:
    known = sample.document().tables
    sample.publish(sample.document(tables=known | {table.id: table for table in tables}))


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("address", PAGES)
def test_the_difference_is_explained_by_what_is_recorded(client: Client, address: str) -> None:
    published(
        DEPARTMENTS,
        steps(
            ("1", ("Örnek İşler Müdürlüğü", "Ayrıldı", "Yeni İşler Müdürlüğü", "2024")),
            ("2", ("Eski İşler Müdürlüğü", "Kapandı", None, "2024")),
        ),
    )

    text = words(client, address)

    assert "müdürlük sayısı 4, bütçe tablosunda satırı olan müdürlük sayısı 1." in text
    assert f"Başka İşler Müdürlüğü : {UNKNOWN}" in text
    assert (
        "Yeni İşler Müdürlüğü : 2024: Örnek İşler Müdürlüğü → Yeni İşler Müdürlüğü (Ayrıldı). "
        "Bütçe tablosunda Örnek İşler Müdürlüğü adıyla satır var. 03.06.2024 günü kuruldu." in text
    )
    assert (
        "Eski İşler Müdürlüğü : 2024: Eski İşler Müdürlüğü (Kapandı). 01.03.2024 günü kapandı."
        in text
    )
    assert "2010" not in text.partition("Eski İşler Müdürlüğü :")[2][:120]


@pytest.mark.parametrize("address", PAGES)
def test_without_a_record_no_reason_is_given(client: Client, address: str) -> None:
    published()
    text = words(client, address)

    assert "müdürlük sayısı 2, bütçe tablosunda satırı olan müdürlük sayısı 1." in text
    assert text.count(UNKNOWN) == 1


@pytest.mark.parametrize("address", PAGES)
def test_where_all_have_a_budget_or_none_nothing_is_said(client: Client, address: str) -> None:
    rows = sample.DEPARTMENT_BUDGETS.rows
    published(replace(sample.DEPARTMENT_BUDGETS, rows=(*rows, replace(rows[0], key="baska-isler"))))
    assert "bütçe tablosunda satırı olan" not in words(client, address)


def test_other_tables_say_nothing_of_it(client: Client) -> None:
    published()
    assert "bütçe tablosunda satırı olan" not in words(client, "/2024/veri/gider-ekonomik")
