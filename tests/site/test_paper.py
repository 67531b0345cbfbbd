"""Which columns of a table stand together on paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.core.registry import Column, Kind
from reports.core.tables import Row, Table
from reports.present.links import SiteLinks
from reports.present.render import TableView, table_view
from reports.site.paper import paper_of

from . import sample

AMOUNT = Decimal("12345678.12")


def view(figures: int) -> TableView:
    """A table with a code, a name and so many columns of money."""
    columns = (
        Column("code", "Kod", Kind.CODE),
        Column("name", "Örnek açıklama"),
        *(Column(f"m{n}", f"Örnek tutar {n}", Kind.MONEY, unit="TRY") for n in range(figures)),
    )
    rows = tuple(
        Row(f"r{n}", (f"0{n}", f"Örnek kalem {n}", *[AMOUNT] * figures), "") for n in range(3)
    )
    table = Table(
        id="finance.expenditure", slug="ornek", title="Örnek tablo", section="III.A.1",
        columns=columns, rows=rows, total=Row("total", ("", "Toplam", *[AMOUNT] * figures), ""),
    )  # fmt: skip
    return table_view(table, SiteLinks(sample.document(), None))


@pytest.mark.parametrize(
    ("figures", "classes"),
    [
        (3, ""),
        (8, " table--dense"),
        (9, " table--dense table--upright-parts"),
        (20, " table--dense table--parts"),
    ],
)
def test_type_gets_smaller_before_a_table_is_cut(figures: int, classes: str) -> None:
    assert paper_of(view(figures)).classes == classes


@pytest.mark.parametrize("figures", [9, 20])
def test_each_part_names_its_rows_and_no_column_is_lost(figures: int) -> None:
    table = view(figures)

    parts = paper_of(table).parts

    keys = [[head.key for head in part.heads] for part in parts]
    assert {tuple(part[:2]) for part in keys} == {("code", "name")}
    assert [key for part in keys for key in part[2:]] == [f"m{n}" for n in range(figures)]
    for part in parts:
        [(total, is_of_the_site)] = part.totals
        assert [len(row.cells) for row in (*part.rows, total)] == [len(part.heads)] * 4
        assert (total.cells[1].text, is_of_the_site) == ("Toplam", False)


def test_a_part_without_a_figure_in_its_total_has_no_total() -> None:
    """The name alone would read as a total that is missing."""
    table = view(20)
    assert table.total
    name, *others = table.total.cells[:2], *table.total.cells[2:]
    empty = [replace(cell, text="—", is_missing=True) for cell in others[1:]]
    total = replace(table.total, cells=(*name, others[0], *empty))

    parts = paper_of(replace(table, total=total)).parts

    assert [len(part.totals) for part in parts] == [1, *[0] * (len(parts) - 1)]


def test_totals_of_a_filtered_table_go_with_every_part() -> None:
    table = view(9)
    assert table.total

    parts = paper_of(table, replace(table.total, key="some"), table.total).parts

    assert [[own for _row, own in part.totals] for part in parts] == [[True, False]] * len(parts)
