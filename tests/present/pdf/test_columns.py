"""Tables on paper: every column once, widths that sum up, figures that are not broken."""

from __future__ import annotations

from typing import Any

import pytest

from reports.present.pdf.columns import (
    BOLD,
    DENSE_PT,
    LANDSCAPE_MM,
    NORMAL_PT,
    PORTRAIT_MM,
    Slice,
    fit,
    measure,
)
from reports.present.render import PrintLinks, table_view

from .sample import sample_document

DOCUMENT = sample_document()
TABLES = [table for table in DOCUMENT.tables.values() if table.rows]


def slices(table: Any) -> tuple[Slice, ...]:
    return fit(table_view(table, PrintLinks(DOCUMENT)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_column_is_shown_and_widths_sum_up(table: Any) -> None:
    parts = slices(table)
    assert {head.key for part in parts for head in part.view.heads} == {
        column.key for column in table.columns
    }
    for part in parts:
        assert sum(part.widths) == 1000
        assert len(part.widths) == len(part.view.heads)
        assert all(len(row.cells) == len(part.view.heads) for row in part.view.rows)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_no_figure_is_wider_than_its_column(table: Any) -> None:
    for part in slices(table):
        size = DENSE_PT if part.dense else NORMAL_PT
        room = (LANDSCAPE_MM if part.landscape else PORTRAIT_MM) * part.table_width / 100
        for position, head in enumerate(part.view.heads):
            if head.kind == "text":
                continue
            for row in [*part.view.rows, *([part.view.total] if part.view.total else [])]:
                needed = measure(row.cells[position].text, size) * (
                    BOLD if row.key == "total" else 1
                )
                assert needed <= room * part.widths[position] / 1000


def test_narrow_tables_stay_upright_and_wide_ones_turn() -> None:
    assert not slices(DOCUMENT.tables["sample.vehicles"])[0].landscape
    assert slices(DOCUMENT.tables["sample.budget"])[0].landscape
    assert len(slices(DOCUMENT.tables["sample.contracts"])) == 2


def test_long_texts_get_the_room() -> None:
    (part,) = slices(DOCUMENT.tables["sample.indicators"])
    widths = dict(zip((head.key for head in part.view.heads), part.widths, strict=True))
    assert widths["explanation"] == max(widths.values())


def test_only_the_first_part_carries_the_anchor() -> None:
    first, second = slices(DOCUMENT.tables["sample.contracts"])
    assert first.view.anchor == "tablo-sample-contracts"
    assert second.view.anchor == ""
    assert second.view.heads[0].key == first.view.heads[0].key
