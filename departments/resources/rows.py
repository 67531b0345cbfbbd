"""Import and export of the rows of one free table; its columns are those that the table has."""

from __future__ import annotations

from collections.abc import Mapping

import tablib
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from import_export import fields

from departments.cells import spelled, typed
from departments.enums import CellKind
from departments.models import FreeColumn, FreeRow, FreeTable
from departments.models.free_rules import free_name, make_row_key, row_problems
from departments.models.free_tables import ROW
from kars_portal.lib.turkish import casefold
from reports.collect.imports.limits import never_negative
from reports.collect.imports.resources import TableResource
from reports.collect.imports.text_widget import TextWidget
from reports.collect.imports.widgets import (
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
)
from reports.collect.workflow.holding import hold_sections_of
from reports.core.tables import TOTAL_ROW, Value

ROW_LABEL = "Satır anahtarı"


def cell_widget(kind: str, unit: str = "") -> TurkishDecimalWidget | TurkishDateWidget | TextWidget:
    """The widget that reads what people type into a column of this kind and unit."""
    match CellKind(kind):
        case CellKind.INTEGER:
            return _of_unit(TurkishIntegerWidget(), unit)
        case CellKind.MONEY:
            return _of_unit(TurkishDecimalWidget(places=2), unit or "TL")
        case CellKind.PERCENT:
            return _of_unit(TurkishDecimalWidget(), "%")
        case CellKind.DECIMAL:
            return _of_unit(TurkishDecimalWidget(), unit)
        case CellKind.DATE:
            return TurkishDateWidget()
        case _:
            return TextWidget()


def _of_unit(widget: TurkishDecimalWidget, unit: str) -> TurkishDecimalWidget:
    widget.unit, widget.never_negative = unit, never_negative(unit)
    return widget


class RowKeyField(fields.Field):
    """The row key; `attribute` is the file's column, so that errors are shown there."""

    def __init__(self) -> None:
        super().__init__(attribute=ROW, column_name=ROW, widget=TextWidget(), default="")

    def get_value(self, instance: FreeRow) -> str:
        return instance.key

    def save(
        self, instance: FreeRow, row: dict[str, object], is_m2m: bool = False, **kwargs: object
    ) -> None:
        instance.key = self.clean(row, **kwargs)


class CellField(fields.Field):
    """A cell of a free table: stored under its column's key, left out when empty."""

    def __init__(self, column: FreeColumn) -> None:
        super().__init__(
            attribute=column.key,
            column_name=column.key,
            widget=cell_widget(column.kind, column.unit),
        )
        self.column = column

    def get_value(self, instance: FreeRow) -> Value:
        return typed(self.column.kind, instance.values.get(self.column.key))

    def save(
        self, instance: FreeRow, row: dict[str, object], is_m2m: bool = False, **kwargs: object
    ) -> None:
        text = spelled(self.column.kind, self.clean(row, **kwargs))
        instance.values.pop(self.column.key, None)
        if text:
            instance.values[self.column.key] = text


class FreeRowResource(TableResource):
    """The rows of one free table: `row`, then the columns that are entered.

    A row without a key gets the one that its first text makes, so importing the same file twice
    changes nothing; a row of the table that has that key already is updated.
    """

    class Meta(TableResource.Meta):
        model = FreeRow
        fields = ()
        import_id_fields = (ROW,)

    def __init__(self, *, table: FreeTable, whole_table: bool = False) -> None:
        super().__init__()
        self.table = table
        self.columns = table.column_list
        self.fields = {ROW: RowKeyField()}
        self.fields |= {column.key: CellField(column) for column in table.input_columns}
        self.whole_table = whole_table
        if whole_table:
            for widget in self._decimal_widgets().values():
                widget.spelling, widget.never_negative, widget.unit = "exact", "", ""

    def labels(self) -> dict[str, str]:
        return {ROW: ROW_LABEL} | {c.key: c.title for c in self.table.input_columns}

    def get_queryset(self) -> QuerySet[FreeRow]:
        return FreeRow.objects.filter(table=self.table).order_by("position", "pk")

    def init_instance(self, row: dict[str, object] | None = None) -> FreeRow:
        return FreeRow(table=self.table)

    # -- rows -----------------------------------------------------------------------------------

    def before_import(self, dataset: tablib.Dataset, **kwargs: object) -> None:
        headers = {casefold(str(header or "").strip()) for header in dataset.headers or []}
        if not headers & {ROW, casefold(ROW_LABEL)} and dataset.headers:
            dataset.append_col([""] * dataset.height, header=ROW)
        super().before_import(dataset, **kwargs)
        keys = self.keys_of(dataset)
        del dataset[ROW]
        dataset.append_col(keys, header=ROW)

    def hold_sections(self) -> None:
        """The one section of the table."""
        hold_sections_of(None, self.table)

    def keys_of(self, dataset: tablib.Dataset) -> list[str]:
        """The key of each row; those that have none get one, each once in the file."""
        given = [str(key or "").strip() for key in dataset[ROW]]
        taken = {key for key in given if key}
        filled: list[str] = []
        for key, row in zip(given, dataset.dict, strict=True):
            if not key:
                texts = {c.key: str(row.get(c.key) or "").strip() for c in self.columns}
                key = free_name(make_row_key(texts, self.columns, ()), taken)
                taken.add(key)
            filled.append(key)
        return filled

    def import_instance(self, instance: FreeRow, row: dict[str, object], **kwargs: object) -> None:
        instance.table = self.table
        instance.values = dict(instance.values)
        super().import_instance(instance, row, **kwargs)

    def forget_what_the_file_lacks(self, instance: Model, row: Mapping[str, object]) -> None:
        vars(instance)["values"] = {}

    def validate_instance(
        self,
        instance: FreeRow,
        import_validation_errors: dict[str, ValidationError] | None = None,
        validate_unique: bool = True,
    ) -> None:
        errors = dict(import_validation_errors or {})
        for key, sentence in row_problems(instance.values, self.columns).items():
            errors.setdefault(key, ValidationError(sentence))
        problem = self._key_problem(instance)
        if problem:
            errors.setdefault(ROW, ValidationError(problem))
        if errors:
            raise ValidationError(errors)

    def _key_problem(self, instance: FreeRow) -> str | None:
        try:
            instance.clean_fields(exclude=("table", "values", "position"))
        except ValidationError as error:
            return " ".join(error.messages)
        if instance.key == TOTAL_ROW:
            return "«total» toplam satırına ayrılmıştır; başka bir anahtar verilmelidir."
        return None


def rows_of(table: FreeTable) -> list[list[Value]]:
    """The rows under Turkish headings; what is downloaded can be uploaded again."""
    resource = FreeRowResource(table=table)
    labels = resource.labels()
    names = resource.get_export_order()
    return [
        [labels[name] for name in names],
        *(
            [resource.fields[name].export(row, force_native_type=True) for name in names]
            for row in resource.get_queryset()
        ),
    ]
