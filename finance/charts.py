"""Charts of finance: budget and outcome, appropriations, directorates, rankings by code."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from finance.chart_shapes import (
    AXIS_TITLE,
    MILLION,
    WORDS,
    cell,
    grouped_bars,
    in_words,
    millions,
    ranking_chart,
    share,
)
from kars_portal.lib.numbers import (
    format_compact_money,
    format_decimal,
    format_percent,
)
from kars_portal.lib.turkish import lower
from reports.core.registry import Chart, Spec, Tables
from reports.core.tables import Row

TOP_DEPARTMENTS = 10

# --- budget and outcome -------------------------------------------------------------------------

SIDES = (("revenue", "Gelir"), ("expenditure", "Gider"))
MEASURES = (("estimate", "Bütçelenen"), ("actual", "Gerçekleşen"))


def _outcome(tables: Tables) -> list[tuple[str, str, Decimal]]:
    """(side, measure, amount) of the four bars; empty when one is missing."""
    table = tables["finance.budget_outcome"]
    if not table.rows:
        return []
    bars = [
        (side, measure, amount)
        for row, side in SIDES
        for column, measure in MEASURES
        if (amount := table.number(row, column)) is not None
    ]
    return bars if len(bars) == len(SIDES) * len(MEASURES) else []


def _outcome_spec(tables: Tables) -> Spec | None:
    bars = _outcome(tables)
    if not bars:
        return None
    return grouped_bars(
        [
            {"label": side, "measure": measure, "amount": millions(amount),
             "text": format_compact_money(amount)}
            for side, measure, amount in bars
        ],
        [measure for _, measure in MEASURES],
    )  # fmt: skip


def _outcome_title(tables: Tables) -> str:
    table = tables["finance.budget_outcome"]
    rates = ", ".join(
        f"{lower(side)} {format_percent(table.number(row, 'rate'))}" for row, side in SIDES
    )
    return f"Bütçelenene göre gerçekleşme: {rates}"


def _outcome_description(tables: Tables) -> str:
    words = "; ".join(
        f"{side} {lower(measure)} {format_compact_money(amount)}"
        for side, measure, amount in _outcome(tables)
    )
    return f"İkili çubuk grafik, bütçelenen ve gerçekleşen tutarlar: {words}."


# --- directorates -------------------------------------------------------------------------------


def _largest_departments(tables: Tables) -> list[Row]:
    table = tables["finance.department_budgets"]
    spending = [row for row in table.rows if (cell(table, row, "spent") or 0) > 0]
    return sorted(spending, key=lambda row: -(cell(table, row, "spent") or 0))[:TOP_DEPARTMENTS]


def _departments_spec(tables: Tables) -> Spec | None:
    table = tables["finance.department_budgets"]
    rows = _largest_departments(tables)
    if len(rows) < 2:
        return None
    values: list[dict[str, object]] = []
    for row in rows:
        label = str(row.cells[table.index["department"]]).removesuffix(" Müdürlüğü")
        appropriation = cell(table, row, "total_appropriation")
        spent = cell(table, row, "spent") or Decimal(0)
        rate = cell(table, row, "realisation_rate")
        if appropriation is not None:
            values.append(
                {"label": label, "measure": "Toplam ödenek", "amount": millions(appropriation),
                 "text": ""}
            )  # fmt: skip
        values.append(
            {"label": label, "measure": "Harcama", "amount": millions(spent),
             "text": "" if rate is None else format_percent(rate)}
        )  # fmt: skip
    return grouped_bars(values, ["Harcama", "Toplam ödenek"])


def _departments_title(tables: Tables) -> str:
    table = tables["finance.department_budgets"]
    first = _largest_departments(tables)[0]
    spent = cell(table, first, "spent") or Decimal(0)
    whole = table.number("total", "spent") or spent
    return (
        f"En çok harcayan birim: {first.cells[table.index['department']]}, "
        f"toplam harcamanın {share(spent, whole)} kadarı"
    )


def _departments_description(tables: Tables) -> str:
    table = tables["finance.department_budgets"]
    rows = _largest_departments(tables)
    words = "; ".join(
        f"{row.cells[table.index['department']]} "
        f"{format_compact_money(cell(table, row, 'spent'))}, "
        f"gerçekleşme {format_percent(cell(table, row, 'realisation_rate'))}"
        for row in rows
    )
    return (
        f"İkili çubuk grafik, en çok harcayan {len(rows)} müdürlüğün harcaması ve toplam ödeneği; "
        f"çubuğun ucunda gerçekleşme oranı: {words}."
    )


# --- appropriation flow -------------------------------------------------------------------------

SOURCES = (
    ("carried_in", "Devreden ödenek"),
    ("budget", "Bütçe ödeneği"),
    ("supplementary", "Ek bütçe"),
    ("transfer", "Aktarma"),
)
USES = (
    ("spent", "Bütçe gideri"),
    ("carried_out", "Devredilen"),
    ("cancelled", "İptal edilen"),
)


def _flow(tables: Tables, columns: tuple[tuple[str, str], ...]) -> list[tuple[str, Decimal]]:
    """Totals of the columns that are known and not zero."""
    table = tables["finance.expenditure"]
    if table.total is None:
        return []
    return [
        (label, amount) for column, label in columns if (amount := table.number("total", column))
    ]


def _flow_spec(tables: Tables) -> Spec | None:
    sources, uses = _flow(tables, SOURCES), _flow(tables, USES)
    whole = tables["finance.expenditure"].total and tables["finance.expenditure"].number(
        "total", "total_appropriation"
    )
    if not sources or not uses or not whole:
        return None
    steps: list[dict[str, object]] = []

    def step(label: str, kind: str, start: Decimal, end: Decimal, amount: Decimal) -> None:
        steps.append(
            {"label": label, "kind": kind, "start": millions(start), "end": millions(end),
             "top": millions(max(start, end)), "text": format_decimal(amount / MILLION, 1)}
        )  # fmt: skip

    level = Decimal(0)
    for label, amount in sources:
        step(label, "Ödeneğin kaynağı", level, level + amount, amount)
        level += amount
    step("Toplam ödenek", "Toplam ödenek", Decimal(0), whole, whole)
    level = whole
    for label, amount in uses:
        step(label, "Ödeneğin kullanımı", level - amount, level, amount)
        level -= amount
    kinds = ["Ödeneğin kaynağı", "Toplam ödenek", "Ödeneğin kullanımı"]
    return {
        "data": {"values": steps},
        "height": 280,
        "encoding": {
            "x": {"field": "label", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelAngle": 0, "labelExpr": WORDS}},
        },
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "y": {"field": "start", "type": "quantitative", "title": AXIS_TITLE},
                    "y2": {"field": "end"},
                    "color": {"field": "kind", "type": "nominal", "sort": kinds, "title": None},
                },
            },
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -3},
                "encoding": {
                    "y": {"field": "top", "type": "quantitative"},
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }  # fmt: skip


def _flow_title(tables: Tables) -> str:
    table = tables["finance.expenditure"]
    whole = table.number("total", "total_appropriation") or Decimal(1)
    verbs = {"Bütçe gideri": "harcandı", "Devredilen": "devredildi", "İptal edilen": "iptal edildi"}
    parts = ", ".join(
        f"{share(amount, whole)} {verbs[label]}" for label, amount in _flow(tables, USES)
    )
    return f"Toplam ödenekten {parts}"


def _flow_description(tables: Tables) -> str:
    whole = tables["finance.expenditure"].number("total", "total_appropriation")
    return (
        f"Basamaklı çubuk grafik. Ödeneğin kaynakları: {in_words(_flow(tables, SOURCES))} "
        f"Toplam ödenek {format_compact_money(whole)}. "
        f"Kullanımı: {in_words(_flow(tables, USES))}"
    )


def _chart(
    name: str,
    dataset: str,
    title: Callable[[Tables], str],
    description: Callable[[Tables], str],
    spec: Callable[[Tables], Spec | None],
    order: int,
) -> Chart:
    return Chart(f"finance.{name}", "III.A.1", dataset, title, description, spec, order)


CHARTS = (
    _chart(
        "budget_and_outcome",
        "finance.budget_outcome",
        _outcome_title,
        _outcome_description,
        _outcome_spec,
        10,
    ),
    ranking_chart(
        id_="finance.spending_by_code",
        dataset="finance.expenditure",
        column="spent",
        finding="Bütçe giderinde en büyük pay",
        subject="ekonomik koda göre bütçe giderleri",
        order=20,
    ),
    _chart(
        "appropriation_flow",
        "finance.expenditure",
        _flow_title,
        _flow_description,
        _flow_spec,
        25,
    ),
    ranking_chart(
        id_="finance.revenue_by_source",
        dataset="finance.revenue",
        column="net",
        finding="Net tahsilatta en büyük pay",
        subject="kaynağına göre net tahsilat",
        order=30,
    ),
    _chart(
        "department_budgets",
        "finance.department_budgets",
        _departments_title,
        _departments_description,
        _departments_spec,
        40,
    ),
)
