"""Published tables that rows bring: one for each free table and for each list of key figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from departments.cells import registry_kind, typed
from departments.formulas import resolve
from departments.models import FigureGroup, FreeColumn, FreeTable, KeyFigure
from departments.models.figures import keyed
from departments.models.free_rules import formula_problems, free_name
from departments.models.free_tables import DEPARTMENT_SECTION, ROW
from kars_portal.lib.numbers import format_date
from kars_portal.lib.turkish import slugify
from reports.core import registry
from reports.core.materialising import PARTS, PEOPLE
from reports.core.registry import Column, Dataset, DatasetFamily, Kind, Total
from reports.core.tables import Value
from reports.models import FiscalYear

# Within a directorate's section: its lists of figures, its own tables, contracts, purchases.
FIGURES_ORDER = 1000
TABLES_ORDER = 2000

# First words of other families' addresses; a free table's address does not begin with them.
FIGURES_SLUG = "rakamlar"
CONTRACT_SLUG = "sozlesme"
ITEMS_SLUG = "is-kalemleri"
PAYMENTS_SLUG = "hakedisler"
PROCUREMENT_SLUG = "dogrudan-temin"
RESERVED_SLUGS = tuple(
    f"{word}-"
    for word in (FIGURES_SLUG, CONTRACT_SLUG, ITEMS_SLUG, PAYMENTS_SLUG, PROCUREMENT_SLUG)
)

Cells = dict[str, Value]
R = TypeVar("R")


def fixed(rows: Sequence[R]) -> Callable[[FiscalYear], Iterable[R]]:
    """The `rows` of a dataset that was built with its rows at hand."""
    return lambda _year: rows


def row_name(row: Cells) -> str:
    return str(row[ROW])


# -- free tables ---------------------------------------------------------------------------------


def free_table_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """One dataset for each free table; its address is its title, with its code when taken."""
    tables = (
        FreeTable.objects.filter(year=year)
        .order_by("position", "pk")
        .select_related("department")
        .prefetch_related("columns", "rows")
    )
    taken = {dataset.slug for dataset in registry.static_datasets()}
    for number, table in enumerate(tables):
        slug = table_slug(table, taken)
        taken.add(slug)
        yield _table_dataset(table, slug, TABLES_ORDER + number)


def table_slug(table: FreeTable, taken: Collection[str]) -> str:
    """A table's address; a code is unique in its year, so at worst a number has to follow it."""
    slug = slugify(table.title)
    if slug and slug not in taken and not slug.startswith(RESERVED_SLUGS):
        return slug
    base = slugify(
        f"tablo-{slug}-{table.code}" if slug.startswith(RESERVED_SLUGS) else f"{slug}-{table.code}"
    )
    return free_name(base, taken)


def _table_dataset(table: FreeTable, slug: str, order: int) -> Dataset:
    columns = list(table.columns.all())
    return Dataset(
        id=f"tables.{table.code}",
        slug=slug,
        title=table.title,
        section=table.published_section,
        columns=published_columns(columns),
        rows=fixed([_cells(row.key, row.values, columns) for row in table.rows.all()]),
        basis=table.basis,
        unit=table.unit,
        note=table.note,
        row_key=row_name,
        order=order,
    )


def published_columns(columns: Sequence[FreeColumn]) -> tuple[Column, ...]:
    """Columns as they are published; a formula that can't be computed leaves its column empty."""
    broken = formula_problems(columns)
    first_text = next((column.key for column in columns if column.kind == Kind.TEXT), "")
    return tuple(
        Column(
            key=column.key,
            title=column.title,
            kind=registry_kind(column.kind),
            unit=column.unit,
            total=Total.NONE if column.key in broken else Total(column.total),
            formula="" if column.key in broken else column.formula,
            description=column.description or _words(column),
            wide=column.key == first_text,
            people=column.people,
        )
        for column in columns
    )


def _words(column: FreeColumn) -> str:
    return f"Hesaplanır: {column.formula}" if column.formula else ""


def _cells(key: str, values: dict[str, str], columns: Sequence[FreeColumn]) -> Cells:
    cells: Cells = {ROW: key}
    for column in columns:
        cells[column.key] = typed(column.kind, values.get(column.key))
    return cells


# -- key figures ---------------------------------------------------------------------------------


def figure_datasets(year: FiscalYear) -> Iterable[Dataset]:
    """One dataset for each list of key figures."""
    groups = (
        FigureGroup.objects.filter(year=year)
        .order_by("position", "pk")
        .select_related("department")
        .prefetch_related("figures")
    )
    taken: set[str] = set()
    for number, group in enumerate(groups):
        pairs = keyed(list(group.figures.all()))
        # A Turkish address; groups with the same title are told apart by a number.
        slug = free_name(f"{FIGURES_SLUG}-{slugify(group.title)}", taken)
        taken.add(slug)
        yield Dataset(
            id=f"figures.{group.code}",
            slug=slug,
            title=group.title,
            section=f"{DEPARTMENT_SECTION}/{group.department.code}",
            columns=_figure_columns([figure for _, figure in pairs]),
            rows=fixed(figure_rows(pairs)),
            basis=group.basis,
            row_key=row_name,
            order=FIGURES_ORDER + number,
        )


def _figure_columns(figures: Sequence[KeyFigure]) -> tuple[Column, ...]:
    """Number and unit, or text, or both: only what some figure of the list has."""
    words = any(figure.text or figure.date for figure in figures)
    numbers = not words or any(
        figure.value is not None or figure.formula or figure.unit for figure in figures
    )
    columns = [Column("label", "Gösterge", wide=True)]
    if numbers:
        columns.append(Column("value", "Değer", Kind.DECIMAL))
        columns.append(Column("unit", "Birim"))
    if words:
        columns.append(
            Column("text", "Bilgi", description="Sayı olmayan gösterge: tarih, saat, sayı no, ad.")
        )
    return tuple(columns)


def figure_rows(pairs: Sequence[tuple[str, KeyFigure]]) -> list[Cells]:
    """Rows of a list: numbers as they are or computed, dates and texts as text."""
    values = resolve(
        {key: figure.value for key, figure in pairs},
        {key: figure.formula for key, figure in pairs if figure.formula},
    )
    return [
        {
            ROW: key,
            "label": figure.label,
            "value": values[key],
            "unit": figure.unit,
            "text": format_date(figure.date) if figure.date else figure.text,
            PEOPLE: figure.people,
            PARTS: figure.formula,
        }
        for key, figure in pairs
    ]


FAMILIES = (
    DatasetFamily("figures", figure_datasets),
    DatasetFamily("tables", free_table_datasets),
)
