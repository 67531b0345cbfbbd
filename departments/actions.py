"""Writes with a meaning: tables and lists that were designed once go on into the next year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Model

from departments.enums import CellKind
from departments.models import Department, FigureGroup, FreeColumn, FreeRow, FreeTable, KeyFigure
from reports.models import FiscalYear

LABELS = frozenset({CellKind.TEXT, CellKind.CODE})


@transaction.atomic
def roll_tables_forward(*, tables: Iterable[FreeTable], to: FiscalYear) -> list[Model]:
    """Copy free tables into another year: columns, rows and their labels, but no figures.

    A table whose code the year has already stays as it is. Returns the new ones.
    """
    there = set(FreeTable.objects.filter(year=to).values_list("code", flat=True))
    wanted = (table for table in tables if table.code not in there)
    return _saved(copy_of_table(table, to, table.department) for table in wanted)


def copy_of_table(
    table: FreeTable, to: FiscalYear, department: Department | None, *, with_rows: bool = True
) -> Iterator[Model]:
    """A free table as it goes on: itself, its columns, its rows with their labels; unsaved."""
    new = FreeTable(
        year=to,
        position=table.position,
        code=table.code,
        department=department,
        section=table.section,
        title=table.title,
        unit=table.unit,
        basis=table.basis,
    )
    yield new
    columns = list(table.columns.all())
    for column in columns:
        yield FreeColumn(
            table=new,
            position=column.position,
            key=column.key,
            title=column.title,
            kind=column.kind,
            unit=column.unit,
            total=column.total,
            formula=column.formula,
            description=column.description,
            people=column.people,
        )
    labels = label_keys(columns)
    for row in table.rows.all() if with_rows else ():
        values = {key: text for key, text in row.values.items() if key in labels}
        yield FreeRow(table=new, position=row.position, key=row.key, values=values)


def label_keys(columns: Iterable[FreeColumn]) -> set[str]:
    """Columns that say what a row is about: texts and codes left of the first figure.

    A text right of a figure (a state, a mark) is what the year gave; the first text always names
    its row.
    """
    found: set[str] = set()
    figures = texts = 0
    for column in columns:
        if column.kind not in LABELS:
            figures += 1
        elif not figures or not found or (column.kind == CellKind.TEXT and not texts):
            found.add(column.key)
            texts += column.kind == CellKind.TEXT
    return found


@transaction.atomic
def roll_figures_forward(*, groups: Iterable[FigureGroup], to: FiscalYear) -> list[Model]:
    """Copy lists of key figures into another year: labels, units and formulas, but no figures.

    A list whose code the year has already stays as it is. Returns the new ones.
    """
    there = set(FigureGroup.objects.filter(year=to).values_list("code", flat=True))
    wanted = (group for group in groups if group.code not in there)
    return _saved(copy_of_figures(group, to, group.department) for group in wanted)


def _saved(copies: Iterable[Iterable[Model]]) -> list[Model]:
    """Save copies with what belongs to each; returns their heads, which come first."""
    heads = []
    for head, *parts in copies:
        for item in (head, *parts):
            item.save()
        heads.append(head)
    return heads


def copy_of_figures(group: FigureGroup, to: FiscalYear, department: Department) -> Iterator[Model]:
    """A list of key figures as it goes on, unsaved."""
    new = FigureGroup(
        year=to,
        position=group.position,
        code=group.code,
        department=department,
        title=group.title,
        basis=group.basis,
    )
    yield new
    for figure in group.figures.all():
        yield KeyFigure(
            group=new,
            no=figure.no,
            label=figure.label,
            unit=figure.unit,
            formula=figure.formula,
            people=figure.people,
        )
