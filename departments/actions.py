"""Writes with a meaning: tables and lists that were designed once go on into the next year."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from departments.enums import CellKind
from departments.models import FigureGroup, FreeColumn, FreeRow, FreeTable, KeyFigure
from reports.models import FiscalYear

LABELS = frozenset({CellKind.TEXT, CellKind.CODE})


@transaction.atomic
def roll_tables_forward(*, tables: Iterable[FreeTable], to: FiscalYear) -> int:
    """Copy free tables into another year: columns, rows and their labels, but no figures.

    A table whose code the year has already stays as it is. Returns how many were copied.
    """
    there = set(FreeTable.objects.filter(year=to).values_list("code", flat=True))
    copied = 0
    for table in tables:
        if table.code in there:
            continue
        columns, rows = list(table.columns.all()), list(table.rows.all())
        labels = {column.key for column in columns if column.kind in LABELS}
        new = FreeTable.objects.create(
            year=to,
            code=table.code,
            department=table.department,
            section=table.section,
            title=table.title,
            unit=table.unit,
            basis=table.basis,
        )
        for column in columns:
            FreeColumn.objects.create(
                table=new,
                position=column.position,
                key=column.key,
                title=column.title,
                kind=column.kind,
                unit=column.unit,
                total=column.total,
                formula=column.formula,
                description=column.description,
            )
        for row in rows:
            values = {key: text for key, text in row.values.items() if key in labels}
            FreeRow.objects.create(table=new, position=row.position, key=row.key, values=values)
        copied += 1
    return copied


@transaction.atomic
def roll_figures_forward(*, groups: Iterable[FigureGroup], to: FiscalYear) -> int:
    """Copy lists of key figures into another year: labels, units and formulas, but no figures.

    A list whose code the year has already stays as it is. Returns how many were copied.
    """
    there = set(FigureGroup.objects.filter(year=to).values_list("code", flat=True))
    copied = 0
    for group in groups:
        if group.code in there:
            continue
        new = FigureGroup.objects.create(
            year=to,
            code=group.code,
            department=group.department,
            title=group.title,
            basis=group.basis,
        )
        for figure in group.figures.all():
            KeyFigure.objects.create(
                group=new,
                no=figure.no,
                label=figure.label,
                unit=figure.unit,
                formula=figure.formula,
            )
        copied += 1
    return copied
