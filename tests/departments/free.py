"""A small free table for the tests, and the forms that change it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from departments.models import Department, FreeColumn, FreeRow, FreeTable
from reports.models import FiscalYear

from .office import address

COLUMNS = (
    # key, title, kind, total, formula
    ("ad", "Ad", "text", "none", ""),
    ("adet", "Adet", "integer", "sum", ""),
    ("olumlu", "Olumlu", "integer", "sum", ""),
    ("tutar", "Tutar", "money", "sum", ""),
    ("tarih", "Tarih", "date", "none", ""),
    ("oran", "Oran", "percent", "ratio", "olumlu / adet * 100"),
)


def make_department(code: str = "ornek") -> Department:
    return Department.objects.create(code=code, name=f"Örnek {code} Müdürlüğü")


def make_table(year: FiscalYear, code: str = "ornek_tablo", **values: Any) -> FreeTable:
    values = {"title": "Örnek tablo", **values}
    if "section" not in values:
        values.setdefault("department", Department.objects.filter(code="ornek").first())
        values["department"] = values["department"] or make_department()
    table = FreeTable(year=year, code=code, **values)
    table.full_clean()
    table.save()
    for key, title, kind, total, formula in COLUMNS:
        column = FreeColumn(
            table=table, key=key, title=title, kind=kind, total=total, formula=formula
        )
        column.full_clean()
        column.save()
    return table


def make_row(table: FreeTable, key: str = "", **cells: str) -> FreeRow:
    row = FreeRow(table=table, key=key, values=cells)
    row.full_clean()
    row.save()
    return row


def column_data(table: FreeTable | None = None, *changes: dict[str, Any]) -> dict[str, Any]:
    """The columns inline of a table's page, as it stands, with new lines for `changes`."""
    columns = list(FreeColumn.objects.filter(table=table)) if table else []
    data: dict[str, Any] = {
        "columns-TOTAL_FORMS": len(columns) + len(changes),
        "columns-INITIAL_FORMS": len(columns),
    }
    for index, column in enumerate(columns):
        data |= {
            f"columns-{index}-id": column.pk,
            f"columns-{index}-table": column.table_id,
            f"columns-{index}-position": column.position,
            f"columns-{index}-title": column.title,
            f"columns-{index}-key": column.key,
            f"columns-{index}-kind": column.kind,
            f"columns-{index}-unit": column.unit,
            f"columns-{index}-total": column.total,
            f"columns-{index}-formula": column.formula,
            f"columns-{index}-description": column.description,
        }
    for index, change in enumerate(changes, start=len(columns)):
        new = {"kind": "text", "total": "none", "position": "0", **change}
        data |= {f"columns-{index}-{name}": value for name, value in new.items()}
    return data


def row_data(table: FreeTable, *changes: dict[str, Any]) -> dict[str, Any]:
    """The rows inline of a table's page, its rows untouched, with new lines for `changes`."""
    rows = list(FreeRow.objects.filter(table=table))
    data: dict[str, Any] = {
        "rows-TOTAL_FORMS": len(rows) + len(changes),
        "rows-INITIAL_FORMS": len(rows),
    }
    for index, row in enumerate(rows):
        data |= {
            f"rows-{index}-id": row.pk,
            f"rows-{index}-table": row.table_id,
            f"rows-{index}-position": row.position,
            f"rows-{index}-row_key": row.key,
        }
        data |= {f"rows-{index}-cell_{key}": text for key, text in row.values.items()}
    for index, change in enumerate(changes, start=len(rows)):
        data |= {
            f"rows-{index}-{'row_key' if name == 'row_key' else 'cell_' + name}": value
            for name, value in change.items()
        }
    return data


def table_data(table: FreeTable) -> dict[str, Any]:
    """The table's own fields on its page."""
    return {
        "year": table.year_id,
        "department": table.department_id or "",
        "section": table.section,
        "title": table.title,
    }


def queries_of_list(client: Client, model: type[Model]) -> int:
    """How many questions a list page asks the database."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(model, "changelist")).status_code == 200
    return len(captured)


def problems(row: FreeRow | FreeColumn | FreeTable) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    found: dict[str, list[str]] = caught.value.message_dict
    return found
