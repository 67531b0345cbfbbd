"""One error of each family, planted in the 2024 document: what is found was not there before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.core import registry
from reports.core.checks import CheckData, Family, Finding, run_rules
from reports.core.documents import Document, Node, ProseBlock
from reports.core.tables import Table, Value

from .built import document
from .mutations import Place, Slip, with_slip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("report")]

Plant = Callable[[Document], Document]


def figure(dataset: str, row: str, column: str, number: str) -> Plant:
    """A figure of a table becomes another; what follows from it is computed again."""

    def plant(before: Document) -> Document:
        place = Place(dataset, row, column)
        return with_slip(before, Slip(place, "planted", Decimal(0), Decimal(number)))

    return plant


def value(dataset: str, row: str, column: str, new: Value) -> Plant:
    """A text or date of a table becomes another."""

    def plant(before: Document) -> Document:
        table = before.tables[dataset]
        position = table.index[column]
        rows = tuple(
            replace(r, cells=(*r.cells[:position], new, *r.cells[position + 1 :]))
            if r.key == row
            else r
            for r in table.rows
        )
        return _with(before, replace(table, rows=rows))

    return plant


def emptied(dataset: str) -> Plant:
    def plant(before: Document) -> Document:
        return _with(before, replace(before.tables[dataset], rows=(), total=None))

    return plant


def broken_reference(before: Document) -> Document:
    """A reference in the prose that leads nowhere."""

    def broken(node: Node) -> Node:
        blocks = tuple(
            replace(block, problems=("finance.revenue.total.nett",))
            if isinstance(block, ProseBlock)
            else block
            for block in node.blocks
        )
        return replace(node, blocks=blocks)

    return replace(before, outline=tuple(broken(node) for node in before.outline))


def _with(before: Document, table: Table) -> Document:
    return replace(before, tables={**before.tables, table.id: table})


#   family              | what is planted
PLANTED: list[tuple[Family, Plant]] = [
    (Family.FOOTING,       figure("tables.cases_judicial", "kars-is-mahkemesi", "open", "84")),
    (Family.CROSS_FOOTING, figure("departments.vehicles", "kamyon", "leased", "3")),
    (Family.PARTS,         figure("departments.facilities", "kilit-parke-tas-tesisi-binasi",
                                  "closed_area", "2000")),
    (Family.RATIO,         figure("performance.indicators", "1-1-2", "actual", "52")),
    (Family.SHARE,         figure("tables.water_sources", "bayburt-baraji",
                                  "allocation_m3_day", "12772.8")),
    (Family.TIE_OUT,       figure("figures.parks_figures", "yeni-yapilan-park", "value", "3")),
    (Family.BUDGET,        figure("finance.expenditure", "01", "spent", "941498377.32")),
    (Family.DATE,          value("payments.otogar", "3", "date", date(2021, 1, 3))),
    (Family.NUMBERING,     figure("tables.council_decisions", "ozel-kalem-mudurlugu", "no", "9")),
    (Family.DUPLICATE,     value("tables.snow_clearing", "gamp", "street", "Faikbey")),
    (Family.PERFORMANCE,   figure("performance.indicators", "1-1-3", "actual", "250")),
    (Family.REASON,        value("performance.indicators", "1-1-7", "explanation", None)),
    (Family.LIMIT,         figure("departments.contracts", "otogar", "increase_rate", "40.9")),
    (Family.COMPLETENESS,  emptied("tables.council_decisions")),
    (Family.PRIVACY,       value("tables.snow_clearing", "gamp", "street", "0532 123 45 67")),
    (Family.PROSE,         broken_reference),
]  # fmt: skip


def _findings(
    changed: Document, family: Family, previous: Document | None = None
) -> dict[str, Finding]:
    result = run_rules(CheckData(changed, previous), registry.rules())
    return {finding.mark: finding for finding in result.findings if finding.family is family}


@pytest.mark.parametrize(("family", "plant"), PLANTED, ids=[case[0].value for case in PLANTED])
def test_a_planted_error_is_found(family: Family, plant: Plant) -> None:
    before, after = _findings(document(), family), _findings(plant(document()), family)

    assert set(after) - set(before)


def test_a_year_unlike_the_last_one_is_found() -> None:
    """The change needs a year before; here it is the same one with one figure less."""
    earlier = figure("tables.council_decisions", "ozel-kalem-mudurlugu", "count", "40")(document())

    assert _findings(document(), Family.CHANGE, document()) == {}
    (finding,) = _findings(
        figure("tables.weddings", "yapilan-nikah", "count", "57")(document()),
        Family.CHANGE,
        document(),
    ).values()
    assert (finding.row, finding.stated, finding.computed) == ("yapilan-nikah", 57, 579)
    assert _findings(document(), Family.CHANGE, earlier)


def test_every_family_has_a_planted_error() -> None:
    elsewhere = {Family.CHANGE, Family.ENGINE}  # above; and in test_checks

    assert {family for family, _plant in PLANTED} | elsewhere == set(Family)
