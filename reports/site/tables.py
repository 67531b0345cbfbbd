"""A dataset as a sortable table (django-tables2), built from the published value.

Only order and headings are taken from django-tables2; cells are spelled by
`reports.present.render`, so that page and PDF agree. Text sorts as a Turkish reader expects,
missing cells stand last either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

import django_tables2
from django_tables2.data import TableListData

from kars_portal.lib.turkish import SortKey, sort_key
from reports.core.registry import Column, Kind
from reports.core.tables import Row, Table, Value

SORT = "sirala"


@dataclass(frozen=True)
class SortableHead:
    """A heading that is a link: what it sorts by next and how it is sorted now."""

    key: str
    title: str
    unit: str
    kind: str
    description: str
    href: str
    is_header: bool
    """The column that names the row; it stays in sight when a wide table is scrolled."""
    aria_sort: str
    """`ascending`, `descending`, or nothing where the table is not sorted by this column."""


Rank = tuple[int, Decimal | int | SortKey]
"""Kind of a cell, and its place among its kind."""


def comparable(value: Value) -> Rank:
    """A sort key for cells of one column, which may mix numbers, dates and texts."""
    if isinstance(value, bool | int | Decimal):
        return 0, Decimal(value)
    if isinstance(value, date):
        return 1, value.toordinal()
    return 2, sort_key(str(value))


def row_key(row: Row, *, position: int) -> Rank:
    return comparable(row.cells[position])


class FigureColumn(django_tables2.Column):
    """One published column of rows that are `reports.core.tables.Row`."""

    def __init__(self, column: Column, position: int) -> None:
        self.published = column
        self.position = position
        super().__init__(
            verbose_name=column.title,
            accessor=f"cells__{position}",
            empty_values=(),
        )


class RowData(TableListData):
    """Rows sorted by our own rules; later sort columns decide between equal earlier ones."""

    data: list[Row]

    def order_by(self, aliases: Sequence[str]) -> None:
        for alias in reversed(list(aliases)):
            position = self.table.columns[alias.lstrip("-")].column.position
            known = [row for row in self.data if row.cells[position] is not None]
            missing = [row for row in self.data if row.cells[position] is None]
            known.sort(key=partial(row_key, position=position), reverse=alias.startswith("-"))
            self.data = known + missing


class DatasetTable(django_tables2.Table):
    """The table of one dataset; make it with `dataset_table`."""

    class Meta:
        order_by_field = SORT
        orderable = True

    @property
    def sorted_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.data)


def dataset_table(table: Table, rows: Sequence[Row], order: Sequence[str] = ()) -> DatasetTable:
    """A sortable table of some rows; unknown names in `order` are passed over."""
    known = [name for name in order if name.lstrip("-") in table.index]
    return DatasetTable(
        RowData(list(rows)),
        extra_columns=[
            (column.key, FigureColumn(column, position))
            for position, column in enumerate(table.columns)
        ],
        order_by=known or None,
    )


def heads(
    sortable: DatasetTable, table: Table, parameters: Sequence[tuple[str, str]]
) -> tuple[SortableHead, ...]:
    """Headings with links that keep the filter (`parameters`) and turn the order."""
    kept = [(name, value) for name, value in parameters if name != SORT]
    first_text = next((c.key for c in table.columns if c.kind is Kind.TEXT), table.columns[0].key)
    found = []
    for bound in sortable.columns:
        column: Column = bound.column.published
        alias = str(bound.order_by_alias)
        found.append(
            SortableHead(
                key=column.key,
                title=column.title,
                unit=column.unit if column.unit != table.unit else "",
                kind=column.kind.value,
                description=column.description,
                href="?" + urlencode([*kept, (SORT, str(bound.order_by_alias.next))]),
                is_header=column.key == first_text,
                aria_sort=(
                    ""
                    if not bound.is_ordered
                    else "descending"
                    if alias.startswith("-")
                    else "ascending"
                ),
            )
        )
    return tuple(found)
