"""Figures in forms: Turkish spelling in, Turkish spelling out, nothing guessed."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from reports.ground.forms import TurkishDecimalField, TurkishIntegerField
from reports.models import MoneyField, QuantityField


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1000,50", D("1000.50")),
        ("1.000,50", D("1000.50")),
        ("1.234.567,89 TL", D("1234567.89")),
        ("1000.50", D("1000.50")),
        ("-3.604.619,70", D("-3604619.70")),
        ("0", D("0.00")),
        ("1.200", D("1200.00")),
        ("", None),
        ("  ", None),
    ],
)
def test_an_amount_is_read_as_it_is_written(typed: str, expected: D | None) -> None:
    assert MoneyField(null=True, blank=True).formfield().clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("6.60O", "«6.60O»"),
        ("150 m²", "bu sütunun birimi TL"),
        ("12,345", "fazla ayrıntılı"),
        ("beş", "«beş»"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_value(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        MoneyField().formfield().clean(typed)
    assert sentence in refusal.value.messages[0]


@pytest.mark.parametrize("value", [D("1234567.89"), D("1000.00"), D("0.50"), D("-3604619.70")])
def test_an_amount_that_is_shown_can_be_saved_again(value: D) -> None:
    field = TurkishDecimalField(is_money=True, max_digits=18, decimal_places=2)
    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize("value", [D("12250.0000"), D("1234.5000"), D("0.1250"), D("1.2340")])
def test_a_quantity_that_is_shown_can_be_saved_again(value: D) -> None:
    field = QuantityField().formfield()
    assert field.clean(field.prepare_value(value)) == value


def test_an_unchanged_amount_does_not_count_as_changed() -> None:
    field = MoneyField().formfield()
    assert field.has_changed(D("1234.50"), field.prepare_value(D("1234.50"))) is False
    assert field.has_changed(D("1234.50"), "1.234,51") is True


@pytest.mark.parametrize(
    ("typed", "expected"), [("1.000", 1000), ("12.185", 12185), ("7", 7), ("", None), ("-1", -1)]
)
def test_a_count_is_read_as_it_is_written(typed: str, expected: int | None) -> None:
    assert TurkishIntegerField(required=False).clean(typed) == expected


@pytest.mark.parametrize("typed", ["1,5", "beş", "1.05", "1.0001"])
def test_what_is_no_count_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TurkishIntegerField(required=False).clean(typed)
