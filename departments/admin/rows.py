"""Forms for the columns and rows of a free table: one input for each cell, errors at the cell."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from departments.cells import cell_problem, spelled, typed
from departments.enums import CellKind
from departments.models import FreeColumn, FreeRow, FreeTable
from departments.models.free_rules import (
    column_key,
    formula_problems,
    free_name,
    make_row_key,
)
from departments.models.free_tables import row_key_validator
from departments.resources.rows import ROW_LABEL, cell_widget
from kars_portal.lib.numbers import format_date, format_decimal
from reports.core.tables import TOTAL_ROW, Value
from reports.ground.model_forms import InlineFormSet, ModelForm

from .children import kept_forms

CELL = "cell_"
ROW_KEY = "row_key"

_INPUTS: dict[CellKind, dict[str, str | int]] = {
    CellKind.INTEGER: {"inputmode": "numeric", "size": 10},
    CellKind.DECIMAL: {"inputmode": "decimal", "size": 12},
    CellKind.MONEY: {"inputmode": "decimal", "size": 14},
    CellKind.PERCENT: {"inputmode": "decimal", "size": 8},
    CellKind.DATE: {"placeholder": "31.12.2024", "size": 10},
    CellKind.CODE: {"size": 10},
    CellKind.TEXT: {"size": 28},
}


class CellFormField(forms.CharField):
    """One cell: what is typed becomes the stored spelling, or a sentence why it can't."""

    def __init__(self, column: FreeColumn) -> None:
        self.column = column
        label = f"{column.title} ({column.unit})" if column.unit else column.title
        super().__init__(
            required=False,
            label=label,
            help_text=column.description,
            widget=UnfoldAdminTextInputWidget(
                attrs={"autocomplete": "off", **_INPUTS[CellKind(column.kind)]}
            ),
        )

    def clean(self, value: object) -> str:
        try:
            read = cell_widget(self.column.kind, self.column.unit).clean(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        text = spelled(self.column.kind, read)
        problem = cell_problem(self.column.kind, text, self.column.title) if text else None
        if problem:
            raise ValidationError(problem)
        return text


def shown(value: Value) -> str:
    """A cell as it stands in its input: Turkish, without thousands dots, so it can be read back."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return format_date(value)
    return format_decimal(value, grouping=False)


class FreeRowForm(ModelForm[FreeRow]):
    """Base of a table's row form; `row_form` adds an input for each column."""

    columns: tuple[FreeColumn, ...] = ()

    position = forms.IntegerField(
        label="Sıra",
        required=False,
        min_value=0,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "size": 4}),
    )
    row_key = forms.CharField(
        label=ROW_LABEL,
        required=False,
        max_length=100,
        help_text="Boş bırakılırsa ilk metin hücresinden üretilir; sonradan değiştirilmez.",
        validators=[row_key_validator],
        widget=UnfoldAdminTextInputWidget(attrs={"size": 16}),
    )

    class Meta:
        model = FreeRow
        fields = ("position",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[ROW_KEY] = self.instance.key
            self.fields[ROW_KEY].disabled = True
            for column in self.columns:
                value = typed(column.kind, self.instance.values.get(column.key))
                self.initial[CELL + column.key] = shown(value)
        else:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        return self.instance.position if position is None else position

    def clean_row_key(self) -> str:
        key: str = self.cleaned_data[ROW_KEY]
        if key == TOTAL_ROW:
            raise ValidationError(
                "«total» toplam satırına ayrılmıştır; başka bir anahtar verilmelidir."
            )
        return key

    def _post_clean(self) -> None:
        """The cells become the row's values before the model looks at them."""
        self.instance.key = self.cleaned_data.get(ROW_KEY) or self.instance.key
        cells = {c.key: self.cleaned_data.get(CELL + c.key) or "" for c in self.columns}
        self.instance.values = {key: text for key, text in cells.items() if text}
        super()._post_clean()


def row_form(table: FreeTable) -> type[FreeRowForm]:
    """The row form of one table."""
    columns = tuple(table.input_columns)
    inputs = {CELL + column.key: CellFormField(column) for column in columns}
    return type("TableRowForm", (FreeRowForm,), {"columns": columns, **inputs})


class FreeRowFormSet(InlineFormSet[FreeRow, FreeTable]):
    """All rows of a table: each key once, missing keys made."""

    def clean(self) -> None:
        super().clean()
        taken: set[str] = set()
        unnamed: list[FreeRowForm] = []
        of_rows = (form for form in kept_forms(self) if isinstance(form, FreeRowForm))
        for form in of_rows:
            key = form.instance.key
            if not key:
                unnamed.append(form)
            elif key in taken:
                form.add_error(
                    ROW_KEY, "Bu anahtar tabloda iki kez var; başka bir anahtar verilmelidir."
                )
            taken.add(key)
        for form in unnamed:
            made = make_row_key(form.instance.values, form.columns, ())
            form.instance.key = free_name(made, taken)
            taken.add(form.instance.key)


class FreeColumnForm(ModelForm[FreeColumn]):
    """A column; its key is made from the title and stays, since prose and formulas name it."""

    class Meta:
        model = FreeColumn
        fields = (
            "position", "title", "key", "kind", "unit", "total", "formula", "description", "people",
        )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if self.instance.pk:
            self.fields["key"].disabled = True

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        return position or self.instance.position

    def clean_key(self) -> str:
        title = self.cleaned_data.get("title", "")
        return self.cleaned_data["key"] or (column_key(title) if title else "")

    def _post_clean(self) -> None:
        self.instance.checked_with_siblings = True
        super()._post_clean()


class FreeColumnFormSet(InlineFormSet[FreeColumn, FreeTable]):
    """All columns of a table: formulas may name any column that is there after saving."""

    def clean(self) -> None:
        super().clean()
        kept = sorted(kept_forms(self), key=lambda form: form.instance.position or 10**9)
        problems = formula_problems([form.instance for form in kept])
        for form in kept:
            sentence = problems.get(form.instance.key)
            if sentence and "formula" not in form.errors:
                form.add_error("formula", sentence)
