"""Narrow a table by its address: free text, a choice per column, a range of one figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kars_portal.lib.numbers import NumberFormatError, parse_localised
from kars_portal.lib.turkish import search_key, sort_key
from reports.core.documents.format import format_cell
from reports.core.registry import Column, Kind, Total
from reports.core.tables import Row, Suppressed, Table, Value, as_decimal
from reports.ground.formula import evaluate
from reports.ground.languages import Turkish, attributes_of, in_turkish

from .tables import SORT

FEWEST_ROWS = 8
MOST_CHOICES = 12
LONGEST_CHOICE = 60
RANGE = ("rakam", "enaz", "encok")

Test = Callable[[Row], bool]


class FigureField(forms.CharField):
    """A figure as people type it; "1.500,50" and "1500.50" are the same."""

    def clean(self, value: object) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_localised(text, spelling="tr")
        except NumberFormatError as error:
            # What is wrong with a figure is said in the language that figures are spelled in.
            raise forms.ValidationError(str(in_turkish(error))) from error


class SpokenSelect(forms.Select):
    """Marks the choices that are words of the table on a page in another language."""

    def create_option(
        self,
        name: str,
        value: object,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, object] | None = None,
    ) -> dict[str, object]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["attrs"] |= attributes_of(label)
        return option


class TableFilter:
    """The filter form of one table and the rows that it leaves."""

    def __init__(self, table: Table, data: Mapping[str, str]) -> None:
        self.table = table
        self.form = forms.Form(data, label_suffix="")
        self.tests: list[Callable[[], Test | None]] = []
        self._add_text()
        for position, column in enumerate(table.columns):
            if not column.kind.is_numeric:
                self._add_choice(position, column)
        self._add_range()
        self._add_sort()

    # Fields ---------------------------------------------------------------------------------

    def _add_text(self) -> None:
        self.form.fields["q"] = forms.CharField(
            label=gettext_lazy("Tabloda ara"),
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        )

        def test() -> Test | None:
            words = search_key(self.form.cleaned_data.get("q") or "").split()
            if not words:
                return None
            return lambda row: all(word in self._row_text[row.key] for word in words)

        self.tests.append(test)

    @cached_property
    def _row_text(self) -> dict[str, str]:
        columns = self.table.columns
        return {
            row.key: search_key(
                " ".join(
                    format_cell(cell, column)
                    for cell, column in zip(row.cells, columns, strict=True)
                    if cell is not None
                )
            )
            for row in self.table.rows
        }

    def _add_choice(self, position: int, column: Column) -> None:
        texts = {
            format_cell(row.cells[position], column)
            for row in self.table.rows
            if row.cells[position] is not None
        }
        if not 2 <= len(texts) <= MOST_CHOICES or len(texts) * 2 > len(self.table.rows):
            return
        if max(map(len, texts)) > LONGEST_CHOICE:
            return
        name = f"sutun-{column.key}"
        self.form.fields[name] = forms.ChoiceField(
            label=Turkish(column.title),
            required=False,
            choices=[
                ("", _("Tümü")),
                *((text, Turkish(text)) for text in sorted(texts, key=sort_key)),
            ],
            widget=SpokenSelect,
        )

        def test() -> Test | None:
            wanted = self.form.cleaned_data.get(name)
            if not wanted:
                return None
            return lambda row: format_cell(row.cells[position], column) == wanted

        self.tests.append(test)

    def _add_range(self) -> None:
        """One range for one figure column: enough for a reader, short enough for a phone."""
        numeric = [column for column in self.table.columns if column.kind.is_numeric]
        if not numeric:
            return
        self.form.fields["rakam"] = forms.ChoiceField(
            label=_("Rakam sütunu"),
            required=False,
            choices=[("", _("Seçilmedi")), *((c.key, Turkish(c.title)) for c in numeric)],
            widget=SpokenSelect,
        )
        for name, label in (("enaz", _("En az")), ("encok", _("En çok"))):
            self.form.fields[name] = FigureField(
                label=label,
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        self.tests.append(self._range_test)

    def _range_test(self) -> Test | None:
        least: Decimal | None = self.form.cleaned_data.get("enaz")
        most: Decimal | None = self.form.cleaned_data.get("encok")
        key = self.form.cleaned_data.get("rakam")
        if not key or (least is None and most is None):
            return None
        position = self.table.index[key]

        def within(row: Row) -> bool:
            number = as_decimal(row.cells[position])
            return (
                number is not None
                and (least is None or number >= least)
                and (most is None or number <= most)
            )

        return within

    def _add_sort(self) -> None:
        choices = [("", _("Rapordaki sıra"))]
        for column in self.table.columns:
            named = {"column": column.title}
            choices.append((column.key, Turkish(_("%(column)s (artan)") % named)))
            choices.append((f"-{column.key}", Turkish(_("%(column)s (azalan)") % named)))
        self.form.fields[SORT] = forms.ChoiceField(
            label=gettext_lazy("Sıralama"), required=False, choices=choices, widget=SpokenSelect
        )

    # Result -----------------------------------------------------------------------------------

    @cached_property
    def active(self) -> tuple[Test, ...]:
        """Tests that the address asks for; a field with an error asks for nothing."""
        self.form.is_valid()
        return tuple(test for make in self.tests if (test := make()) is not None)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.table.rows if all(test(row) for test in self.active))

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    @property
    def is_useful(self) -> bool:
        """Short tables are read faster than filtered."""
        return len(self.table.rows) >= FEWEST_ROWS or self.is_active or bool(self.form.errors)

    @property
    def simple_fields(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name not in {*RANGE, SORT}]

    @property
    def range_fields(self) -> list[forms.BoundField]:
        return [field for field in self.form if field.name in RANGE]

    @property
    def sort_field(self) -> forms.BoundField:
        return self.form[SORT]

    @property
    def has_range(self) -> bool:
        return any(field.value() for field in self.range_fields)


def filtered_total(table: Table, keys: Sequence[str], label: str) -> Row | None:
    """The total of some rows: sums of what is left, ratios from these sums, shares of the whole."""
    part = table.selection(tuple(keys), None)
    if part.total is None:
        return None
    whole = {c.key: as_decimal(cell) for c, cell in _total_cells(table) if c.kind.is_numeric}
    sums = {c.key: as_decimal(cell) for c, cell in _total_cells(part) if c.kind.is_numeric}
    cells: list[Value] = []
    for column, cell in _total_cells(part):
        if isinstance(cell, Suppressed):
            cells.append(cell)
        elif column.total is Total.RATIO and "share(" in column.formula:
            share = evaluate(column.formula, sums, column_total=whole.__getitem__)
            cells.append(None if share is None else share.quantize(Decimal("0.000001")))
        elif cell == table.total_label and column.kind in {Kind.TEXT, Kind.CODE}:
            cells.append(label)
        else:
            cells.append(cell)
    return Row("total", tuple(cells))


def _total_cells(table: Table) -> list[tuple[Column, Value]]:
    return [] if table.total is None else list(zip(table.columns, table.total.cells, strict=True))
