"""Import and export of free tables and key figures: what they are, not yet their cells."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export import fields

from departments.enums import CellKind
from departments.models import FigureGroup, FreeColumn, FreeTable, KeyFigure
from departments.models.figures import figure_problems
from departments.models.free_rules import formula_problems
from reports.collect.imports.resources import QuantityWidget, YearResource
from reports.collect.imports.widgets import ChoiceWidget

from .children import ChildResource

Problems = dict[tuple[str, str], str]


class FreeTableResource(YearResource):
    """Titles, units and places of the free tables."""

    class Meta(YearResource.Meta):
        model = FreeTable
        fields = (
            "code", "department", "section", "title", "unit", "basis", "note", "line_from",
            "line_to",
        )  # fmt: skip
        import_id_fields = ("code",)

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("department")


class WithFormulas(ChildResource):
    """Rows whose formulas name their siblings: checked against the whole file, not row by row."""

    class Meta(ChildResource.Meta):
        pass

    problems: Problems

    def formula_problems(self, rows: list[dict[str, Any]]) -> Problems:
        """(parent code, key of the row) → sentence."""
        raise NotImplementedError

    def formula_key(self, instance: Any) -> tuple[str, str]:
        raise NotImplementedError

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.problems = self.formula_problems(list(dataset.dict))

    def import_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        instance.checked_with_siblings = True
        super().import_instance(instance, row, **kwargs)

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        errors = dict(import_validation_errors or {})
        if getattr(instance, f"{self.parent}_id", None) and "formula" not in errors:
            problem = self.problems.get(self.formula_key(instance))
            if problem:
                errors["formula"] = ValidationError(problem)
        super().validate_instance(instance, errors, validate_unique)


class FreeColumnResource(WithFormulas):
    """Columns of the free tables; in a package their order in the file is their order."""

    parent = "table"
    order = "position"

    class Meta(WithFormulas.Meta):
        model = FreeColumn
        fields = ("table", "key", "title", "kind", "unit", "total", "formula", "description")
        import_id_fields = ("table", "key")

    def formula_key(self, instance: FreeColumn) -> tuple[str, str]:
        return instance.table.code, instance.key

    def formula_problems(self, rows: list[dict[str, Any]]) -> Problems:
        tables: dict[str, dict[str, SimpleNamespace]] = defaultdict(dict)
        for column in self.get_queryset():
            tables[column.table.code][column.key] = SimpleNamespace(
                key=column.key, kind=column.kind, formula=column.formula
            )
        kinds = ChoiceWidget(CellKind)
        for row in rows:
            columns, key = tables[_text(row, "table")], _text(row, "key")
            before = columns.pop(key, None) if self.whole_table else columns.get(key)
            column = before or SimpleNamespace(key=key, kind=CellKind.TEXT, formula="")
            if "formula" in row:
                column.formula = _text(row, "formula")
            try:
                column.kind = kinds.clean(row.get("kind")) or column.kind
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

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("department")


class FigureValueField(fields.Field):
    """The number of a key figure: amounts with two places, everything else as it is."""

    def export(self, instance: KeyFigure, **kwargs: Any) -> Any:
        value = instance.value
        if value is not None and instance.is_money and value == round(value, 2):
            return f"{value:.2f}"
        return self.widget.render(value, **kwargs)


class KeyFigureResource(WithFormulas):
    """Key figures: one number, date or text each, or a formula of the others."""

    parent = "group"

    value = FigureValueField(attribute="value", column_name="value", widget=QuantityWidget())

    class Meta(WithFormulas.Meta):
        model = KeyFigure
        fields = (
            "group", "no", "label", "value", "unit", "date", "text", "formula", "line_from",
            "line_to",
        )  # fmt: skip
        import_id_fields = ("group", "no")

    def formula_key(self, instance: KeyFigure) -> tuple[str, str]:
        return instance.group.code, str(instance.no)

    def formula_problems(self, rows: list[dict[str, Any]]) -> Problems:
        groups: dict[str, dict[str, SimpleNamespace]] = defaultdict(dict)
        for figure in self.get_queryset():
            groups[figure.group.code][str(figure.no)] = _facts(
                no=figure.no,
                label=figure.label,
                date=figure.date,
                text=figure.text,
                formula=figure.formula,
            )
        for row in rows:
            number = _text(row, "no")
            if not number.isdigit():
                continue  # the row itself says what is wrong with its number
            known = groups[_text(row, "group")]
            figure = known.get(number) or _facts(no=int(number))
            for name in ("label", "date", "text", "formula"):
                if name in row:
                    setattr(figure, name, _text(row, name) or ("" if name != "date" else None))
            known[number] = figure
        return {
            (group, str(no)): sentence
            for group, figures in groups.items()
            for no, sentence in figure_problems(list(figures.values())).items()
        }


def _facts(
    *, no: int, label: str = "", date: Any = None, text: str = "", formula: str = ""
) -> SimpleNamespace:
    return SimpleNamespace(no=no, pk=0, label=label, date=date, text=text, formula=formula)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
