"""Cells that have one reading, in the unit of their column and on its side of zero."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from kars_portal.lib.numbers import NumberFormatError
from reports.collect.imports.limits import negative_problem, never_negative, units_of
from reports.collect.imports.widgets import (
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.200", "1200.00"), ("12.185", "12185.00"), ("0.200", "0.20"), (1.2, "1.20")],
)
def test_an_amount_with_one_dot_has_one_reading(cell: object, value: str) -> None:
    assert str(TurkishDecimalWidget(places=2).clean(cell)) == value


@pytest.mark.parametrize(
    ("unit", "cell", "value"),
    [
        ("m²", "150 m2", "150"),
        ("TL", "₺150", "150"),
        ("%", "%12,5", "12.5"),
        ("kişi", "150 Kişi", "150"),
        ("TL/km", "150 TL/km", "150"),
        ("", "150 TL", "150"),
    ],
)
def test_a_figure_in_the_unit_of_its_column_is_read(unit: str, cell: str, value: str) -> None:
    widget = TurkishDecimalWidget()
    widget.unit = unit
    assert str(widget.clean(cell)) == value


@pytest.mark.parametrize(
    ("unit", "cell"), [("m²", "150 TL"), ("TL", "150 m²"), ("kişi", "5 adet"), ("TL/km", "5 TL")]
)
def test_a_figure_in_another_unit_is_refused(unit: str, cell: str) -> None:
    widget = TurkishDecimalWidget()
    widget.unit = unit
    with pytest.raises(NumberFormatError, match=f"bu sütunun birimi {unit}"):
        widget.clean(cell)


def test_everything_that_is_wrong_with_a_cell_is_said_at_once() -> None:
    widget = TurkishIntegerWidget()
    widget.unit, widget.never_negative = "m²", "Alan eksi olamaz."
    with pytest.raises(NumberFormatError) as refusal:
        widget.clean("-5,5 TL")
    said = str(refusal.value)
    assert "birimi m²" in said
    assert "Alan eksi olamaz." in said
    assert "tam sayı olmalı" in said


@pytest.mark.parametrize(
    ("model", "field", "is_limited"),
    [
        ("departments.Facility", "area", True),
        ("departments.Vehicle", "owned", True),
        ("departments.Contract", "duration_days", True),
        ("finance.Company", "profit", False),
        ("departments.KeyFigure", "value", False),
    ],
)
def test_a_field_says_whether_it_may_be_below_zero(
    model: str, field: str, is_limited: bool
) -> None:
    assert bool(negative_problem(apps.get_model(model)._meta.get_field(field))) is is_limited


def test_a_column_of_an_extent_is_never_below_zero_unless_it_says_difference() -> None:
    assert "eksi olamaz" in never_negative("m²")
    assert never_negative("m² (fark)") == ""
    assert never_negative("TL") == ""


def test_imports_know_the_units_of_the_published_tables() -> None:
    assert units_of("departments.facility")["area"] == "m²"
    assert units_of("departments.vehicle") == {"owned": "adet", "leased": "adet", "total": "adet"}


@pytest.mark.parametrize("cell", ["13/02/2025", "13-02-2025", "02/02/2025", "31/12/2025"])
def test_a_day_that_can_be_no_other_is_read(cell: str) -> None:
    day = TurkishDateWidget().clean(cell)
    assert day is not None
    assert f"{day:%d%m%Y}" == re.sub(r"\D", "", cell)


@pytest.mark.parametrize("cell", ["02/13/2025", "13/02-2025", "32/01/2025", "31/02/2025"])
def test_what_is_no_day_first_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"«{cell}»")):
        TurkishDateWidget().clean(cell)
