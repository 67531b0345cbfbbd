"""Import and export of free tables and key figures: what they are, not yet their cells."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import tablib
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export import fields

from departments.enums import CellKind
from departments.models import FigureGroup, FreeColumn, FreeTable, KeyFigure
from departments.models.figures import figure_problems
from departments.models.free_rules import formula_problems
from kars_portal.lib.texts import whole_number
from reports.collect.imports.resources import QuantityWidget, YearResource
from reports.collect.imports.widgets import ChoiceWidget

from .children import ChildResource

Problems = dict[tuple[str, str], str]


@dataclass
class _Column:
    """A column as the file leaves it, for the rules of formulas."""

    key: str
    kind: str
    title: str = ""
    formula: str = ""


@dataclass
class _Figure:
    """A key figure as the file leaves it, for the rules of formulas; dates as they are spelled."""

    no: int
    label: str = ""
    date: datetime.date | str | None = None
    text: str = ""
    formula: str = ""
    pk: int = 0


class FreeTableResource(YearResource):
    """Titles, units and places of the free tables."""

    class Meta(YearResource.Meta):
        model = FreeTable
        fields = (
            "code", "department", "section", "title", "unit", "basis", "note", "line_from",
            "line_to",
        )  # fmt: skip
        import_id_fields = ("code",)

    def get_queryset(self) -> QuerySet[FreeTable]:
        found: QuerySet[FreeTable] = super().get_queryset()
        return found.select_related("department")


F = TypeVar("F", FreeColumn, KeyFigure)


class WithFormulas(ChildResource[F]):
    """Rows whose formulas name their siblings: checked against the whole file, not row by row."""

    class Meta(ChildResource.Meta):
        pass

    problems: Problems

    def formula_problems(self, rows: Sequence[Mapping[str, object]]) -> Problems:
        """(parent code, key of the row) → sentence."""
        raise NotImplementedError

    def formula_key(self, instance: F) -> tuple[str, str]:
        raise NotImplementedError

    def before_import(self, dataset: tablib.Dataset, **kwargs: object) -> None:
        super().before_import(dataset, **kwargs)
        self.problems = self.formula_problems(list(dataset.dict))

    def import_instance(self, instance: F, row: dict[str, object], **kwargs: object) -> None:
        instance.checked_with_siblings = True
        super().import_instance(instance, row, **kwargs)

    def validate_instance(
        self,
        instance: F,
        import_validation_errors: dict[str, ValidationError] | None = None,
        validate_unique: bool = True,
    ) -> None:
        errors = dict(import_validation_errors or {})
        if getattr(instance, f"{self.parent}_id", None) and "formula" not in errors:
            problem = self.problems.get(self.formula_key(instance))
            if problem:
                errors["formula"] = ValidationError(problem)
        super().validate_instance(instance, errors, validate_unique)


class FreeColumnResource(WithFormulas[FreeColumn]):
    """Columns of the free tables; in a package their order in the file is their order."""

    parent = "table"
    order = "position"

    class Meta(WithFormulas.Meta):
        model = FreeColumn
        fields = (
            "table", "key", "title", "kind", "unit", "total", "formula", "description", "people",
        )  # fmt: skip
        import_id_fields = ("table", "key")

    def formula_key(self, instance: FreeColumn) -> tuple[str, str]:
        return instance.table.code, instance.key

    def formula_problems(self, rows: Sequence[Mapping[str, object]]) -> Problems:
        tables: dict[str, dict[str, _Column]] = defaultdict(dict)
        for stored in self.get_queryset():
            tables[stored.table.code][stored.key] = _Column(
                stored.key, stored.kind, stored.title, stored.formula
            )
        kinds = ChoiceWidget(CellKind)
        for row in rows:
            columns, key = tables[_text(row, "table")], _text(row, "key")
            before = columns.pop(key, None) if self.whole_table else columns.get(key)
            column = before or _Column(key, CellKind.TEXT)
            if "formula" in row:
                column.formula = _text(row, "formula")
            try:
                column.kind = str(kinds.clean(row.get("kind")) or column.kind)
            except ValueError:
                column.kind = CellKind.DECIMAL  # the row itself says what is wrong with its kind
            columns[key] = column
        return {
            (table, key): sentence
            for table, columns in tables.items()
            for key, sentence in formula_problems(list(columns.values())).items()
        }


class FigureGroupResource(YearResource):
    """Lists of key figures."""

    class Meta(YearResource.Meta):
        model = FigureGroup
        fields = ("code", "department", "title", "basis", "line_from", "line_to")
        import_id_fields = ("code",)

    def get_queryset(self) -> QuerySet[FigureGroup]:
        found: QuerySet[FigureGroup] = super().get_queryset()
        return found.select_related("department")


class FigureValueField(fields.Field):
    """The number of a key figure: amounts with two places, everything else as it is."""

    def export(self, instance: KeyFigure, **kwargs: object) -> object:
        value = instance.value
        if value is not None and instance.is_money and value == round(value, 2):
            amount = round(value, 2)
            return amount if kwargs.get("force_native_type") else f"{amount:.2f}"
        return self.widget.render(value, **kwargs)


class KeyFigureResource(WithFormulas[KeyFigure]):
    """Key figures: one number, date or text each, or a formula of the others."""

    parent = "group"

    value = FigureValueField(attribute="value", column_name="value", widget=QuantityWidget())

    class Meta(WithFormulas.Meta):
        model = KeyFigure
        fields = (
            "group", "no", "label", "value", "unit", "date", "text", "formula", "people",
            "line_from", "line_to",
        )  # fmt: skip
        import_id_fields = ("group", "no")

    def formula_key(self, instance: KeyFigure) -> tuple[str, str]:
        return instance.group.code, str(instance.no)

    def formula_problems(self, rows: Sequence[Mapping[str, object]]) -> Problems:
        groups: dict[str, dict[str, _Figure]] = defaultdict(dict)
        for stored in self.get_queryset():
            groups[stored.group.code][str(stored.no)] = _Figure(
                stored.no, stored.label, stored.date, stored.text, stored.formula
            )
        for row in rows:
            number = _text(row, "no")
            if (no := whole_number(number)) is None:
                continue  # the row itself says what is wrong with its number
            known = groups[_text(row, "group")]
            figure = known.get(number) or _Figure(no)
            for name in ("label", "date", "text", "formula"):
                if name in row:
                    setattr(figure, name, _text(row, name) or ("" if name != "date" else None))
            known[number] = figure
        return {
            (group, str(no)): sentence
            for group, figures in groups.items()
            for no, sentence in figure_problems(list(figures.values())).items()
        }


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
