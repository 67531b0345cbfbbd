"""Charts of figures by group: the figures out of a table, and the forms in which they are drawn.

Colours come from the theme of the report; a chart that has too little to show is not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kars_portal.lib.numbers import round_half_up
from reports.core.registry import Spec
from reports.core.tables import Table, as_decimal

FEWEST = 2
"""Fewer groups than this are a sentence, not a picture."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart: its group, the series it belongs to, its value."""

    group: str
    series: str
    value: Decimal


def points(table: Table | None, label: str, *columns: str) -> list[Point]:
    """The known figures of some columns by row; nothing when the table lacks one of the columns."""
    if table is None or not {label, *columns} <= table.index.keys():
        return []
    found = []
    for row in table.rows:
        for column in columns:
            value = as_decimal(row.cells[table.index[column]])
            if value is not None:
                group = str(row.cells[table.index[label]] or row.key)
                found.append(Point(group, table.column(column).title, value))
    return found


def largest(found: Sequence[Point]) -> Point:
    """The largest figure; the first of equals."""
    return max(found, key=lambda point: point.value)


def by_group(found: Sequence[Point]) -> list[Point]:
    """The groups with the sum of their series, in their order."""
    sums: dict[str, Decimal] = {}
    for point in found:
        sums[point.group] = sums.get(point.group, Decimal(0)) + point.value
    return [Point(group, "", value) for group, value in sums.items()]


def listed(found: Sequence[Point], write: Callable[[Decimal], str]) -> str:
    """Every group with its figures in words."""
    groups: dict[str, list[str]] = {}
    for point in found:
        text = f"{point.series} {write(point.value)}" if point.series else write(point.value)
        groups.setdefault(point.group, []).append(text)
    return "; ".join(f"{group}: {', '.join(texts)}" for group, texts in groups.items()) + "."


def _records(found: Sequence[Point], scale: Decimal) -> list[dict[str, str | int | float]]:
    series = list(dict.fromkeys(point.series for point in found))
    return [
        {
            "grup": point.group,
            "dizi": point.series,
            "dizi_sira": series.index(point.series),
            "deger": float(round_half_up(point.value / scale, 4)),
        }
        for point in found
    ]


def columns(
    found: Sequence[Point], *, y_title: str, scale: Decimal = Decimal(1), stacked: bool = False
) -> Spec | None:
    """Standing columns in the order of the groups, one colour for each series."""
    groups = list(dict.fromkeys(point.group for point in found))
    series = list(dict.fromkeys(point.series for point in found))
    if len(groups) < FEWEST:
        return None
    encoding: dict[str, object] = {
        "x": {
            "field": "grup",
            "type": "nominal",
            "sort": groups,
            "title": None,
            "axis": {"labelAngle": -45 if len(groups) > 7 else 0},
        },
        "y": {
            "field": "deger",
            "type": "quantitative",
            "title": y_title,
            "axis": {"tickCount": 5},
        },
    }
    if len(series) > 1:
        domain = {"domain": series}
        encoding["color"] = {
            "field": "dizi",
            "type": "nominal",
            "sort": series,
            "scale": domain,
            "title": None,
        }
        if stacked:
            encoding["order"] = {"field": "dizi_sira", "type": "quantitative"}
        else:
            encoding["xOffset"] = {"field": "dizi", "type": "nominal", "sort": series}
    return {
        "data": {"values": _records(found, scale)},
        "mark": {"type": "bar"},
        "encoding": encoding,
    }


def bars(
    found: Sequence[Point], write: Callable[[Decimal], str], *, x_title: str, scale: Decimal
) -> Spec | None:
    """Lying bars in the order given, each with its figure behind its end."""
    if len(found) < FEWEST:
        return None
    values = [
        record | {"yazi": write(point.value)}
        for record, point in zip(_records(found, scale), found, strict=True)
    ]
    y = {"field": "grup", "type": "nominal", "sort": [p.group for p in found], "title": None}
    x = {
        "field": "deger",
        "type": "quantitative",
        "title": x_title,
        "axis": {"tickCount": 5},
    }
    return {
        "data": {"values": values},
        "height": {"step": 36},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.66}}},
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6},
                "encoding": {"text": {"field": "yazi", "type": "nominal"}},
            },
        ],
    }
