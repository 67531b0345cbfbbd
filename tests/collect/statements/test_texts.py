"""Model texts of the statements: what comes with the portal, and which one is in force."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reports.collect.statements.texts import default_texts, ensure_texts, text_in_force
from reports.core.outline import sections_valid_in, written_on
from reports.enums import DeclarationRole
from reports.models import Declaration, FiscalYear, OutlineSection, StatementText

pytestmark = pytest.mark.django_db

TOP = DeclarationRole.TOP_MANAGER


def test_the_portals_texts_come_once_and_staff_keep_theirs() -> None:
    assert StatementText.objects.count() == len(default_texts())
    StatementText.objects.filter(shipped="ust-yonetici-2021").update(text="Örnek metin.")

    assert ensure_texts() == []
    assert StatementText.objects.get(shipped="ust-yonetici-2021").text == "Örnek metin."
    # None of them was read: nothing is invented.
    assert {text["text"] for text in default_texts()} == {""}
    assert not any(text["verified"] for text in default_texts())


def in_force(year: int, day: date | None = None) -> str:
    made = Declaration(year=FiscalYear(year=year), role=TOP, date=day)
    found = text_in_force(made)
    return found.shipped if found else ""


def test_the_text_of_the_day_counts() -> None:
    assert in_force(2019) == "ust-yonetici-2006"
    assert in_force(2024) == "ust-yonetici-2021"
    # The declaration's own day, where it has one: the regulation changed in between.
    assert in_force(2020) == "ust-yonetici-2006"
    assert in_force(2020, date(2021, 4, 30)) == "ust-yonetici-2021"
    # Nobody is asked for a model of the presentation.
    assert text_in_force(Declaration(year=FiscalYear(year=2024), role="presentation")) is None


def test_two_texts_are_not_in_force_at_once() -> None:
    twin = StatementText(
        role=TOP, text="Örnek.", regulation="Örnek yönetmelik", valid_from=date(2024, 1, 1)
    )

    with pytest.raises(ValidationError, match="yürürlükte olan başka bir metni var"):
        twin.full_clean()


def test_the_source_says_what_is_known_of_it() -> None:
    whole = StatementText(
        regulation="Örnek yönetmelik", article="Ek-1", gazette_date=date(2021, 4, 22),
        gazette_number="31462",
    )  # fmt: skip

    assert whole.source == "Örnek yönetmelik, Ek-1, RG 22.04.2021 sayı 31462"
    assert StatementText(regulation="Örnek yönetmelik").source == "Örnek yönetmelik"


def test_a_report_has_the_outline_in_force_when_it_is_written() -> None:
    old = OutlineSection.objects.create(
        code="EK", title="Eski", valid_from=date(2006, 3, 17), valid_to=date(2021, 4, 21)
    )
    new = OutlineSection.objects.create(code="EK", title="Yeni", valid_from=date(2021, 4, 22))

    assert written_on(2024) == date(2025, 4, 1)
    assert sections_valid_in(FiscalYear(year=2024)) == [new]
    assert sections_valid_in(FiscalYear(year=2019)) == [old]
    # Written in April 2021, before the regulation changed.
    assert sections_valid_in(FiscalYear(year=2020)) == [old]
