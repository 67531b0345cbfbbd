"""Form fields that read figures as Turkish offices write them: `1.234.567,89`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kars_portal.lib.numbers import (
    NumberFormatError,
    fit_places,
    format_decimal,
    parse_localised,
    plain,
    unit_problem,
)


class TurkishDecimalField(forms.DecimalField):
    """A figure typed by people; what has two readings ("6.600") is refused with both of them.

    Amounts are shown with thousands separators, since their two decimals leave one reading only;
    other quantities without, so that a value shown can be saved again.
    """

    unit = ""
    """The unit of the field, where a table says it: a figure typed with another is refused."""

    def __init__(self, *, is_money: bool = False, **kwargs: Any) -> None:
        self.is_money = is_money
        if is_money:
            self.unit = "TL"
        super().__init__(**kwargs)
        # A number input refuses the comma in some browsers and changes the value when scrolled.
        if getattr(self.widget, "input_type", "") == "number":
            self.widget.input_type = "text"

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        problem = unit_problem(str(value), self.unit)
        if problem:
            raise ValidationError(problem, code="invalid")
        try:
            number = parse_localised(str(value), places=self.decimal_places, unit=self.unit)
            return fit_places(number, self.decimal_places)
        except NumberFormatError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, Decimal):
            return value
        if self.is_money:
            return format_decimal(value, places=2)
        return format_decimal(plain(value), grouping=False)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class TurkishIntegerField(forms.IntegerField):
    """A count typed by people: "1.234" is 1234. Django's own field reads "1.000" as 1."""

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, int):
            return value
        try:
            return int(fit_places(parse_localised(str(value), places=0), 0))
        except NumberFormatError as error:
            raise ValidationError(str(error), code="invalid") from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {"inputmode": "numeric", "autocomplete": "off"}
