"""A table of a page on the reader's own paper: smaller type where that is enough, else in parts.

Nobody knows which way up the paper will lie. A table that fits on its side only stands on the page
twice, whole and in parts for upright paper; the print stylesheet shows what the paper asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import template

from reports.present.pdf.columns import DENSE_PT, NORMAL_PT, column_parts
from reports.present.render import TableView
from reports.present.render.blocks import HeadView, RowView

register = template.Library()

# A4 within the margins of site/components/print.css, less a little for printers that take more.
UPRIGHT_MM = 178.0
SIDEWAYS_MM = 265.0


@dataclass(frozen=True)
class Part:
    """Some columns of a table, with those that name its rows."""

    title: str
    heads: tuple[HeadView, ...]
    rows: tuple[RowView, ...]
    totals: tuple[tuple[RowView, bool], ...]
    """Each with whether its heading is the site's, not the report's."""


@dataclass(frozen=True)
class Paper:
    """How a table is printed; `parts` is empty where upright paper takes it whole."""

    is_dense: bool
    fits_sideways: bool
    parts: tuple[Part, ...]

    @property
    def classes(self) -> str:
        """Class names for the print stylesheet, with a space before each."""
        names = ["table--dense"] * self.is_dense
        if self.parts:
            names.append("table--upright-parts" if self.fits_sideways else "table--parts")
        return "".join(f" {name}" for name in names)


@register.simple_tag
def paper_of(
    table: TableView, of_some: RowView | None = None, of_all: RowView | None = None
) -> Paper:
    """How a table goes on paper; of a filtered one with the totals of what is shown and of all."""
    below = tuple(row for row in (of_some, of_all or table.total) if row)
    measured = replace(table, rows=(*table.rows, *below), total=None)
    if len(column_parts(measured, UPRIGHT_MM, NORMAL_PT)) == 1:
        return Paper(is_dense=False, fits_sideways=True, parts=())
    places = column_parts(measured, UPRIGHT_MM, DENSE_PT)
    if len(places) == 1:
        return Paper(is_dense=True, fits_sideways=True, parts=())
    return Paper(
        is_dense=True,
        fits_sideways=len(column_parts(measured, SIDEWAYS_MM, DENSE_PT)) == 1,
        parts=tuple(
            Part(
                title=f"{table.title} ({number}/{len(places)})",
                heads=tuple(table.heads[place] for place in columns),
                rows=tuple(_taken(row, columns) for row in table.rows),
                totals=tuple(
                    (taken, row is of_some)
                    for row in below
                    if _says_something(taken := _taken(row, columns))
                ),
            )
            for number, columns in enumerate(places, start=1)
        ),
    )


def _says_something(total: RowView) -> bool:
    """Whether a total has a figure in this part, and not its name alone."""
    return any(cell.text and not cell.is_missing and not cell.is_header for cell in total.cells)


def _taken(row: RowView, columns: tuple[int, ...]) -> RowView:
    return replace(row, cells=tuple(row.cells[place] for place in columns))
