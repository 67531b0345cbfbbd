"""Drawings: the same bytes each time, Turkish numbers, ids that don't meet on a page."""

from __future__ import annotations

import re

import pytest

from reports.core.charts import draw

BARS = {
    "data": {"values": [{"a": "Gelir", "b": 1234567.5}, {"a": "Gider", "b": 20}]},
    "layer": [
        {"mark": "bar"},
        {"mark": "text", "encoding": {"text": {"field": "b", "format": ",.1f"}}},
    ],
    "encoding": {
        "y": {"field": "a", "type": "nominal"},
        "x": {"field": "b", "type": "quantitative"},
    },
}


def test_numbers_are_spelled_in_turkish_in_the_font_of_the_report() -> None:
    svg = draw(BARS, "deneme.bir")

    assert svg.startswith("<svg")
    assert "1.234.567,5" in svg
    assert "Source Sans 3" in svg


def test_a_chart_is_drawn_the_same_each_time() -> None:
    assert draw(BARS, "deneme.bir") == draw(dict(reversed(BARS.items())), "deneme.bir")


def test_ids_of_two_charts_on_one_page_are_apart() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', draw(BARS, name))) for name in ("a.b", "c"))

    assert first
    assert all(name.startswith("a-b-") for name in first)
    assert not first & second


def test_what_is_no_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid specification"):
        draw({"data": 3}, "deneme.bozuk")
