"""From rows to a table: a declared dataset read into the value that everybody else reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.core.registry import Column, Dataset
from reports.core.tables.values import Row, Table, Value, compute_formulas, normalise, total_row

if TYPE_CHECKING:
    from reports.models import FiscalYear

PEOPLE, PARTS = "row:people", "row:parts"
"""Keys under which a row that is a dict says whom it counts, and of which rows it is computed."""


def materialise(dataset: Dataset, year: FiscalYear) -> Table:
    """Read a dataset's rows of a year into a value; formula columns are computed here."""
    objects = list(dataset.rows(year))
    raw = [[_attribute(o, column) for column in dataset.columns] for o in objects]
    raw = compute_formulas(dataset.columns, raw)
    key_of = dataset.row_key or _default_key
    rows = tuple(
        Row(
            key=key_of(o),
            cells=tuple(cells),
            link=dataset.row_link(o) if dataset.row_link else "",
            people=_said(o, PEOPLE),
            parts=_said(o, PARTS),
        )
        for o, cells in zip(objects, raw, strict=True)
    )
    return Table(
        id=dataset.id,
        slug=dataset.slug,
        title=dataset.title,
        section=dataset.section,
        columns=dataset.columns,
        rows=rows,
        total=total_row(dataset.columns, rows, dataset.total_label),
        basis=dataset.basis,
        unit=dataset.unit,
        description=dataset.description,
        note=dataset.note,
        total_label=dataset.total_label,
        order=dataset.order,
        in_section=dataset.in_section,
    )


def _said(row: object, name: str) -> str:
    """What the rows of a list say of themselves; other rows say nothing."""
    return str(row.get(name) or "") if isinstance(row, dict) else ""


def _default_key(row: Any) -> str:
    return str(row.row_key)


def _attribute(row: object, column: Column) -> Value:
    if column.formula:
        return None
    value: object = row
    for name in column.key.split("__"):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, dict) else getattr(value, name)
    return normalise(value, column.kind)
