"""Charts of performance: Vega-Lite specifications without colours of their own."""

from __future__ import annotations

from decimal import Decimal

from kars_portal.lib.numbers import format_percent, round_half_up
from kars_portal.lib.turkish import lower
from performance.enums import AchievementStatus
from reports.core.registry import Chart, Spec, Tables
from reports.core.tables import Row, Table

RESULTS = "performance.goal_results"
SECTION = "III.B.3"
STATES = tuple((status.value, status.label) for status in AchievementStatus)


def goal_label(table: Table, row: Row) -> str:
    return f"Amaç {row.cells[table.index['code']]}"


def _counts(tables: Tables, row: str) -> list[tuple[str, int]]:
    """(status, number of indicators) of a goal or of the total, without zeros."""
    table = tables[RESULTS]
    found = [(label, int(table.number(row, column) or 0)) for column, label in STATES]
    return [(label, count) for label, count in found if count]


# --- states -------------------------------------------------------------------------------------


def _states_spec(tables: Tables) -> Spec | None:
    table = tables[RESULTS]
    labels = [label for _, label in STATES]
    values = [
        {"goal": goal_label(table, row), "status": label, "count": count,
         "order": labels.index(label)}
        for row in table.rows
        for label, count in _counts(tables, row.key)
    ]  # fmt: skip
    if not _assessed(tables):
        return None
    return {
        "data": {"values": values},
        "height": {"step": 32},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "goal", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "count", "type": "quantitative", "title": "gösterge sayısı",
                  "axis": {"tickMinStep": 1}},
            "color": {"field": "status", "type": "nominal", "title": None, "sort": labels,
                      "scale": {"domain": labels}},
            "order": {"field": "order", "type": "quantitative"},
        },
    }  # fmt: skip


def _assessed(tables: Tables) -> Decimal:
    """Number of indicators that could be assessed."""
    table = tables[RESULTS]
    if table.total is None:
        return Decimal(0)
    return sum(
        (
            table.number("total", column) or Decimal(0)
            for column in ("achieved", "partly", "missed")
        ),
        Decimal(0),
    )


def _states_title(tables: Tables) -> str:
    table = tables[RESULTS]
    return (
        f"Değerlendirilebilen {_assessed(tables)} göstergeden "
        f"{table.value('total', 'achieved')} tanesinde hedefe ulaşıldı "
        f"({format_percent(table.number('total', 'achieved_rate'))})"
    )


def _states_description(tables: Tables) -> str:
    table = tables[RESULTS]

    def words(row: str) -> str:
        return ", ".join(f"{lower(label)} {count}" for label, count in _counts(tables, row))

    goals = "; ".join(f"{goal_label(table, row)}: {words(row.key)}" for row in table.rows)
    return f"Yığılmış çubuk grafik, amaçlara göre gösterge sayısı ve durumu: {goals}."


# --- averages -----------------------------------------------------------------------------------


def _averages(tables: Tables) -> list[tuple[str, Decimal]]:
    table = tables[RESULTS]
    return [
        (goal_label(table, row), rate)
        for row in table.rows
        if (rate := table.number(row.key, "average_rate")) is not None
    ]


def _averages_spec(tables: Tables) -> Spec | None:
    found = _averages(tables)
    if len(found) < 2:
        return None
    return {
        "data": {
            "values": [
                {"goal": goal, "rate": float(round_half_up(rate, 2)), "text": format_percent(rate)}
                for goal, rate in found
            ]
        },
        "height": {"step": 32},
        "encoding": {
            "y": {"field": "goal", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "rate", "type": "quantitative", "scale": {"domain": [0, 100]},
                  "title": "ortalama gerçekleşme (%)"},
        },
        "layer": [
            {"mark": {"type": "bar"}},
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    }  # fmt: skip


def _averages_title(tables: Tables) -> str:
    found = _averages(tables)
    best = max(found, key=lambda item: item[1])
    worst = min(found, key=lambda item: item[1])
    return (
        f"Ortalama gerçekleşme en yüksek {best[0]} ({format_percent(best[1])}), "
        f"en düşük {worst[0]} ({format_percent(worst[1])})"
    )


def _averages_description(tables: Tables) -> str:
    words = "; ".join(f"{goal} {format_percent(rate)}" for goal, rate in _averages(tables))
    return (
        "Çubuk grafik, amaçların göstergelerindeki ortalama gerçekleşme oranı; her gösterge en çok "
        f"%100 sayılır: {words}."
    )


CHARTS = (
    Chart(
        id="performance.states_by_goal",
        section=SECTION,
        dataset=RESULTS,
        title=_states_title,
        description=_states_description,
        spec=_states_spec,
        order=10,
    ),
    Chart(
        id="performance.average_by_goal",
        section=SECTION,
        dataset=RESULTS,
        title=_averages_title,
        description=_averages_description,
        spec=_averages_spec,
        order=20,
    ),
)
