"""Free tables made of tables that stand elsewhere, such as in a Word text."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Max

from departments.cells import cell_problem, spelled
from departments.enums import ColumnTotal
from departments.models import Department, FreeColumn, FreeRow, FreeTable
from departments.models.free_rules import column_key, make_row_key
from departments.models.free_tables import DEPARTMENT_SECTION
from kars_portal.lib.turkish import slugify
from reports.core.registry import NewTable, OwnTables
from reports.models import FiscalYear

_CODE_LENGTH = 50


def unsaved_table(year: FiscalYear, section: str) -> FreeTable | None:
    """A table of a section as it would be made; None where the section can have none."""
    place, _slash, code = section.partition("/")
    if not code:
        return FreeTable(year=year, section=place)
    department = Department.objects.filter(code=code).first()
    if department is None or place != DEPARTMENT_SECTION:
        return None
    return FreeTable(year=year, section=place, department=department)


def make_table(year: FiscalYear, section: str, new: NewTable) -> FreeTable:
    """Save a table with its columns and rows. Raises ValidationError with the sentence."""
    table = unsaved_table(year, section)
    if table is None:
        raise ValidationError(
            f"«{section}» bölümünde serbest tablo tutulamaz; tablonun seçimi kaldırılmalıdır."
        )
    taken = set(FreeTable.objects.filter(year=year).values_list("code", flat=True))
    base = slugify(new.title, max_length=_CODE_LENGTH).replace("-", "_") or "tablo"
    table.code, number = base, 2
    while table.code in taken:
        table.code, number = f"{base}_{number}", number + 1
    table.title = new.title
    last: int | None = FreeTable.objects.filter(year=year).aggregate(last=Max("position"))["last"]
    table.position = (last or 0) + 1
    table.full_clean()
    table.save()
    columns = _columns(table, new)
    _rows(table, columns, new)
    return table


def _columns(table: FreeTable, new: NewTable) -> list[FreeColumn]:
    keys: set[str] = set()
    made = []
    for position, wanted in enumerate(new.columns, start=1):
        base = column_key(wanted.title)
        key, number = base, 2
        while key in keys or key == "row":
            key, number = f"{base}_{number}", number + 1
        keys.add(key)
        column = FreeColumn(
            table=table,
            position=position,
            key=key,
            title=wanted.title,
            kind=wanted.kind.value,
            total=(ColumnTotal.SUM if wanted.is_summed else ColumnTotal.NONE).value,
        )
        column.full_clean()
        column.save()
        made.append(column)
    table.forget_columns()
    return made


def _rows(table: FreeTable, columns: list[FreeColumn], new: NewTable) -> None:
    keys: set[str] = set()
    for position, values in enumerate(new.rows, start=1):
        cells: dict[str, str] = {}
        for column, value in zip(columns, values, strict=True):
            text = spelled(column.kind, value)
            problem = cell_problem(column.kind, text, column.title) if text else None
            if problem:
                raise ValidationError(f"«{new.title}» tablosu, {position}. satır: {problem}")
            if text:
                cells[column.key] = text
        key = make_row_key(cells, columns, keys)
        keys.add(key)
        row = FreeRow(table=table, position=position, key=key, values=cells)
        row.clean_fields(exclude=("table",))
        row.save()


OWN_TABLES = OwnTables("departments.add_freetable", unsaved_table, make_table)
