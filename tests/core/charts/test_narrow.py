"""Drawings for phones: none is wider than its column, and none loses what the wide one says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal as D
from html import unescape

import pytest

from departments.chart_shapes import Point, bars, columns
from finance.chart_shapes import grouped_bars
from kars_portal.lib.numbers import format_decimal
from reports.core.charts import draw, draw_narrow
from reports.core.charts.narrow import WIDTH

LONG = "Örnek Kültür ve Sosyal İşler ile Gençlik ve Spor Hizmetleri Müdürlüğü"
GROUPS = ("Ocak-Şubat", "Mart-Nisan", "Mayıs-Haziran", LONG)
POINTS = [Point(group, "", D(900 - n)) for n, group in enumerate(GROUPS)]
STACKED = [
    Point(group, series, D(100))
    for group in GROUPS[:3]
    for series in ("Resmî kurum tahakkuku", "Normal tahakkuk", "Örnek üçüncü dizinin adı")
]
SPECS: dict[str, Mapping[str, object] | None] = {
    "lying": bars(POINTS, format_decimal, x_title="adet", scale=D(1)),
    "standing": columns(STACKED, y_title="milyon TL", stacked=True),
    "side by side": grouped_bars(
        [
            {"label": label, "measure": measure, "amount": 865.9, "text": "865,9 milyon TL"}
            for label in ("Gelir", "Gider")
            for measure in ("Bütçelenen", "Gerçekleşen")
        ],
        ["Bütçelenen", "Gerçekleşen"],
    ),
    "a line, which has no bars to lay down": {
        "data": {"values": [{"yil": year, "sayi": year - 2000} for year in range(2001, 2025)]},
        "mark": "line",
        "encoding": {
            "x": {"field": "yil", "type": "ordinal"},
            "y": {"field": "sayi", "type": "quantitative", "title": "adet"},
        },
    },
}


def _texts(svg: str) -> list[str]:
    return [" ".join(unescape(text).split()) for text in re.findall(r">([^<>]+)<", svg)]


def _words(svg: str) -> set[str]:
    """Ticks of an axis may be others, and names that the wide one cuts are whole."""
    texts = [text for text in _texts(svg) if re.search("[^0-9.,]", text)]
    return {word for word in " ".join(texts).split() if "…" not in word}


@pytest.mark.parametrize("name", SPECS)
def test_it_fits_and_says_all_that_the_wide_one_says(name: str) -> None:
    spec = SPECS[name]
    assert spec is not None

    narrow = draw_narrow(spec, "deneme.bir")

    found = re.search(r'<svg[^>]*\bwidth="([\d.]+)"', narrow)
    assert found
    assert float(found.group(1)) <= WIDTH
    assert _words(narrow) >= _words(draw(spec, "deneme.bir"))
    assert "…" not in narrow
    assert name != "lying" or _words(narrow) >= set(LONG.split())
    assert {int(size) for size in re.findall(r'font-size="(\d+)px"', narrow)} == {13}


def test_standing_columns_lie_down_in_their_order() -> None:
    spec = SPECS["standing"]
    assert spec is not None

    texts = _texts(draw_narrow(spec, "deneme.bir"))

    # Names stand one below the other, with the first on top, and none is turned.
    svg = draw_narrow(spec, "deneme.bir")
    places = [
        float(re.search(rf'translate\([-\d.]+,([-\d.]+)\)"[^>]*>{name}<', svg).group(1))  # type: ignore[union-attr]
        for name in GROUPS[:3]
    ]
    assert places == sorted(places)
    assert "rotate" not in svg
    assert texts[-1] == "Örnek üçüncü dizinin adı"  # the legend comes last, below


def test_both_drawings_can_stand_on_one_page() -> None:
    spec = SPECS["lying"]
    assert spec is not None

    wide, narrow = (
        set(re.findall(r'\bid="([^"]+)"', made(spec, "deneme.bir"))) for made in (draw, draw_narrow)
    )

    assert wide
    assert not wide & narrow


def test_what_is_no_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid specification"):
        draw_narrow({"data": 3}, "deneme.bozuk")
