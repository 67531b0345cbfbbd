"""Columns of an entry sheet: how a cell is read, spelled exactly, and shown to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from kars_portal.lib import numbers, turkish
from reports.collect.imports.resources import TableResource
from reports.collect.imports.text_widget import TextWidget
from reports.collect.imports.widgets import (
    NaturalKeyWidget,
    Reader,
    Row,
    TurkishDateWidget,
    TurkishDecimalWidget,
    TurkishIntegerWidget,
)
from reports.core.registry import Column, Kind, Total
from reports.core.tables import Value
from reports.ground.fields import ModelField, field_of
from reports.models import MoneyField

MAX_OPTIONS = 60
"""Longer lists are typed, with proposals."""
_LONG_TEXT = 200

Options = tuple[tuple[str, str], ...]


@dataclass
class GridColumn:
    """One column of a sheet.

    `reader` is the import's widget of the column; without it the column is not entered. `is_key`
    columns name the row: they are entered once. `options` are (code, name) where a cell is one of a
    list.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    reader: Reader | None = None
    is_key: bool = False
    is_optional: bool = False
    is_required: bool = False
    is_long: bool = False
    help: str = ""
    options: Options = ()
    total: Total = Total.NONE
    formula: str = ""
    """How the column follows from the others; it is shown, never entered."""
    published: Column = field(init=False)

    def __post_init__(self) -> None:
        if isinstance(self.reader, TurkishDecimalWidget):
            unit = "%" if self.kind is Kind.PERCENT else self.unit
            self.reader.unit = unit or self.reader.unit
        self.published = Column(
            key=self.key,
            title=self.title,
            kind=self.kind,
            unit=self.unit,
            total=self.total,
            formula=self.formula,
        )

    @property
    def is_input(self) -> bool:
        return self.reader is not None

    @property
    def is_number(self) -> bool:
        return self.kind.is_numeric

    @property
    def has_select(self) -> bool:
        return 0 < len(self.options) <= MAX_OPTIONS

    @cached_property
    def label(self) -> str:
        """The title with its unit, as errors and headings name it."""
        is_said = turkish.casefold(self.unit) in turkish.casefold(self.title)
        return self.title if is_said else f"{self.title} ({self.unit})"

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self.options)

    # -- spellings --------------------------------------------------------------------------

    def read(self, raw: str) -> str:
        """What was typed, in exact spelling. Raises ValueError with a Turkish sentence."""
        return self.spelled(self._entered.clean(raw))

    @property
    def _entered(self) -> Reader:
        assert self.reader is not None  # noqa: S101 - only asked of columns that are entered
        return self.reader

    def spelled(self, value: object) -> str:
        """A stored value in the one spelling in which cells are compared."""
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return numbers.exact(numbers.plain(value))
        if isinstance(value, models.Model):
            return str(self._entered.render(value))
        if isinstance(value, int | date):
            return numbers.exact(value)
        return str(value).replace("\r\n", "\n").strip()

    def stored(self, exact: str) -> Any:
        """The value of an exact spelling, as the model takes it."""
        if isinstance(self.reader, TurkishIntegerWidget):
            return int(exact) if exact else None
        if isinstance(self.reader, TurkishDecimalWidget):
            return numbers.parse_decimal(exact, places=self.reader.places) if exact else None
        if isinstance(self.reader, TextWidget):
            return exact
        value = self._entered.clean(exact)
        return "" if value is None and self._is_choice else value

    @property
    def _is_choice(self) -> bool:
        return bool(self.options) and not isinstance(self.reader, NaturalKeyWidget)

    def value(self, exact: str) -> Value:
        """The value to compute with; text for whatever is no number or date."""
        if not exact:
            return None
        if self.kind is Kind.INTEGER:
            return int(Decimal(exact))
        if self.kind.is_numeric:
            return Decimal(exact)
        if self.kind is Kind.DATE:
            return date.fromisoformat(exact)
        return exact

    def shown(self, exact: str) -> str:
        """A cell as it stands in its input: Turkish, and read back as the same value."""
        if not exact:
            return ""
        if self.kind is Kind.MONEY:
            return numbers.format_decimal(Decimal(exact), places=2)
        if self.kind.is_numeric:
            return numbers.format_decimal(Decimal(exact), grouping=False)
        if self.kind is Kind.DATE:
            return numbers.format_date(date.fromisoformat(exact))
        return exact

    def text(self, exact: str) -> str:
        """A cell as it is read: figures grouped, codes with their names."""
        if not exact:
            return ""
        if self.options:
            return self._names.get(exact, exact)
        return self.written(self.value(exact))

    def written(self, value: Value) -> str:
        """A computed value as it is read; missing is a dash."""
        if value is None:
            return numbers.MISSING
        if isinstance(value, date):
            return numbers.format_date(value)
        if isinstance(value, str):
            return value
        number = Decimal(value)
        if self.kind is Kind.PERCENT:
            return numbers.format_percent(number)
        if self.kind is Kind.MONEY:
            return numbers.format_decimal(number, places=2)
        return numbers.format_decimal(numbers.plain(number))

    def learn(self, raws: Iterable[str]) -> None:
        """Take the column's spelling from what was typed into it, as an import does."""
        if isinstance(self.reader, TurkishDecimalWidget):
            self.reader.learn_spelling(raws)


class ListedReader(NaturalKeyWidget):
    """A record of another table by its code, or by its name as a list shows it."""

    def __init__(
        self,
        model: type[models.Model],
        field: str,
        records: Callable[[], Iterable[models.Model]],
    ) -> None:
        super().__init__(model, field)
        self._records = records

    @cached_property
    def records(self) -> dict[str, models.Model]:
        return {str(getattr(record, self.field)): record for record in self._records()}

    @cached_property
    def by_pk(self) -> dict[object, models.Model]:
        return {record.pk: record for record in self.records.values()}

    @cached_property
    def options(self) -> Options:
        return tuple((code, str(record)) for code, record in self.records.items())

    def clean(self, value: object, row: Row = None, **kwargs: object) -> models.Model | None:
        """The record. Raises ValueError with the nearest codes, as the import does."""
        text = "" if value is None else str(value).strip()
        if text in self.records:
            return self.records[text]
        wanted = turkish.search_key(text)
        named = [r for r in self.records.values() if turkish.search_key(str(r)) == wanted]
        if text and len(named) == 1:
            return named[0]
        return super().clean(value, row, **kwargs)


def model_column(
    model: type[models.Model],
    name: str,
    *,
    published: Column | None = None,
    records: Callable[[], Iterable[models.Model]] | None = None,
    is_key: bool = False,
    is_optional: bool = False,
) -> GridColumn:
    """The column in which a field of a model is entered."""
    field_ = field_of(model, name)
    reader: Reader = TableResource.field_from_django_field(name, field_, readonly=False).widget
    options: Options = ()
    if isinstance(field_, models.ForeignKey):
        target = field_.related_model
        known = records or target._default_manager.all
        listed = ListedReader(target, getattr(target, "lookup_field", "code"), known)
        reader, options = listed, listed.options
    elif field_.choices:
        options = tuple((str(c), str(label)) for c, label in field_.flatchoices if c not in ("",))
    verbose, is_text = str(field_.verbose_name), isinstance(field_, models.TextField)
    return GridColumn(
        key=name,
        title=published.title if published else turkish.capfirst(verbose),
        kind=_kind(field_, reader, published),
        unit=published.unit if published else "",
        reader=reader,
        is_key=is_key,
        is_optional=is_optional or is_text,
        is_required=not field_.blank,
        is_long=not is_key and (is_text or (field_.max_length or 0) > _LONG_TEXT),
        help=str(field_.help_text),
        options=options,
        total=published.total if published else Total.NONE,
    )


def _kind(field_: ModelField, reader: Reader, published: Column | None) -> Kind:
    if isinstance(reader, TurkishIntegerWidget):
        return Kind.INTEGER
    if isinstance(field_, MoneyField):
        return Kind.MONEY
    if isinstance(reader, TurkishDecimalWidget):
        percent = published is not None and published.kind is Kind.PERCENT
        return Kind.PERCENT if percent else Kind.DECIMAL
    return Kind.DATE if isinstance(reader, TurkishDateWidget) else Kind.TEXT


def computed_column(published: Column) -> GridColumn:
    """A column that follows from others: by its formula, or as the rows compute it."""
    return GridColumn(
        key=published.key,
        title=published.title,
        kind=published.kind,
        unit=published.unit,
        help=published.description,
        total=published.total,
        formula=published.formula or published.parts,
    )


def without_totals(columns: Sequence[GridColumn]) -> list[GridColumn]:
    """The same columns, for a list whose figures have nothing in common."""
    return [replace(column, total=Total.NONE) for column in columns]
