"""Forms of the charts of finance: rankings of a table's rows, and bars in groups, in million TL.

Vega-Lite specifications without colours of their own, findings in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kars_portal.lib.numbers import (
    format_compact_money,
    format_percent,
    round_half_up,
)
from reports.core.registry import Chart, Spec, Tables
from reports.core.tables import Row, Table

MILLION = Decimal(1_000_000)
AXIS_TITLE = "milyon TL"
# Long names stand beside the bars; together they fit the page without shrinking the text.
BAR_WIDTH = 420
LABEL_LETTERS = 36
LINES = r"split(datum.label, '\n')"
WORDS = "split(datum.label, ' ')"


def millions(amount: Decimal) -> float:
    """Length of a bar; the exact figure stands in the table."""
    return float(round_half_up(amount / MILLION, 3))


def wrapped(label: str) -> str:
    """A long name on two lines; the axis splits it again (see LINES)."""
    return "\n".join(textwrap.wrap(label, LABEL_LETTERS))


def share(part: Decimal, whole: Decimal) -> str:
    return format_percent(part / whole * 100)


def cell(table: Table, row: Row, column: str) -> Decimal | None:
    return table.number(row.key, column)


def ranked(table: Table, label: str, column: str) -> list[tuple[str, Decimal]]:
    """Labels and amounts above zero, the largest first."""
    found = [
        (str(row.cells[table.index[label]]), amount)
        for row in table.rows
        if (amount := cell(table, row, column)) is not None and amount > 0
    ]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def in_words(items: list[tuple[str, Decimal]]) -> str:
    return "; ".join(f"{name} {format_compact_money(amount)}" for name, amount in items) + "."


def ranking_spec(items: list[tuple[str, Decimal]]) -> Spec | None:
    """Horizontal bars with their amount at the end; nothing to compare with fewer than two."""
    if len(items) < 2:
        return None
    return {
        "data": {
            "values": [
                {
                    "label": wrapped(name),
                    "amount": millions(amount),
                    "text": format_compact_money(amount),
                }
                for name, amount in items
            ]
        },
        "width": BAR_WIDTH,
        "height": {"step": 36},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelExpr": LINES, "labelLimit": 0}},
            "x": {"field": "amount", "type": "quantitative", "title": AXIS_TITLE},
        },
        "layer": [
            {"mark": {"type": "bar"}},
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    }  # fmt: skip


def ranking_chart(
    *, id_: str, dataset: str, column: str, finding: str, subject: str, order: int
) -> Chart:
    """A ranking of a table's rows by one column; the title names the largest and its share."""

    def items(tables: Tables) -> list[tuple[str, Decimal]]:
        return ranked(tables[dataset], "name", column)

    def title(tables: Tables) -> str:
        found = items(tables)
        name, amount = found[0]
        whole = sum((value for _, value in found), Decimal(0))
        return f"{finding}: {name}, {share(amount, whole)}"

    def description(tables: Tables) -> str:
        return f"Çubuk grafik, {subject}, büyükten küçüğe: {in_words(items(tables))}"

    return Chart(
        id=id_,
        section="III.A.1",
        dataset=dataset,
        title=title,
        description=description,
        spec=lambda tables: ranking_spec(items(tables)),
        order=order,
    )


def grouped_bars(values: Sequence[Mapping[str, object]], measures: list[str]) -> Spec:
    """For each label one bar a measure, with the text at its end."""
    return {
        "data": {"values": values},
        "width": BAR_WIDTH,
        "height": {"step": 44, "for": "position"},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelExpr": LINES, "labelLimit": 0}, "scale": {"paddingInner": 0.3}},
            "yOffset": {"field": "measure", "type": "nominal", "sort": measures},
            "x": {"field": "amount", "type": "quantitative", "title": AXIS_TITLE},
        },
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "color": {"field": "measure", "type": "nominal", "sort": measures,
                              "title": None}
                },
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    }  # fmt: skip
