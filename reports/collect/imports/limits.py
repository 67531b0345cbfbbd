"""What a column's figures may be: the unit that its table publishes, and whether below zero."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from django.db import models

from kars_portal.lib.turkish import casefold
from reports.core import registry
from reports.core.registry import Kind
from reports.ground.fields import ModelField
from reports.models import MoneyField

from .widgets import TurkishDecimalWidget

W = TypeVar("W")

EXTENTS = frozenset(
    {
        "m", "m²", "m2", "m³", "m3", "km", "km²", "ha", "dekar", "dönüm", "kg", "ton", "lt",
        "litre", "adet", "kişi", "kez", "gün", "saat", "ay", "yıl", "kadro", "araç", "bina",
        "parsel",
    }
)  # fmt: skip
"""Units of what is counted or measured: a figure in one of them is never below zero. A difference
of such figures is given another unit, as «m² (fark)».
"""


def limited(reader: W, field: ModelField) -> W:
    """The reader of a model's field, with the field's unit and lower limit."""
    if isinstance(reader, TurkishDecimalWidget):
        reader.unit = "TL" if isinstance(field, MoneyField) else ""
        reader.never_negative = negative_problem(field)
    return reader


def negative_problem(field: ModelField) -> str:
    """The sentence of the database rule that keeps a field from being negative, or none."""
    at_least, unknown = (f"{field.name}__gte", 0), (f"{field.name}__isnull", True)
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            condition = constraint.condition
            parts = list(condition.children) if isinstance(condition, models.Q) else []
            if parts in ([at_least], [at_least, unknown]):
                return str(constraint.violation_error_message)
    if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return f"«{field.verbose_name}» eksi olamaz; bilinmiyorsa boş bırakılmalıdır."
    return ""


def never_negative(unit: str) -> str:
    """The same for a column that only its unit says something of."""
    if casefold(unit.strip()) not in EXTENTS:
        return ""
    return (
        f"Birimi {unit} olan bir değer eksi olamaz; bilinmiyorsa boş bırakılmalıdır. Fark yazılan "
        f"bir sütunun birimi «{unit} (fark)» olmalıdır."
    )


@cache
def units_of(model: str) -> dict[str, str]:
    """Field → unit, as the tables that a model's records make publish them; by its label."""
    found: dict[str, str] = {}
    for dataset in registry.static_datasets():
        for table in registry.office_tables():
            if table.model != model or not table.holds(dataset.id):
                continue
            for column in dataset.columns:
                unit = column.unit or ("%" if column.kind is Kind.PERCENT else "")
                if column.kind.is_numeric and unit:
                    found.setdefault(table.field_of(column.key), unit)
    return found
