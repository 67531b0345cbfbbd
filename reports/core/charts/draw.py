"""Draw a Vega-Lite specification as SVG: one theme, one spelling of numbers, no browser.

The same SVG goes into the page and the PDF. It is drawn at publication and kept with it; drafts are
drawn on demand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import vl_convert

from kars_portal.lib.tokens import family, token

FONT = token("font-name").strip('"')
FONT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"

# A drawing may change with the tokens: the document holds the specification alone.
CATEGORY_COLOURS = list(family("chart-").values())
INK = token("ink")
MUTED = token("muted")
GRID = token("line")
AXIS = token("line-mild")

THEME: dict[str, object] = {
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None, "continuousWidth": 560, "continuousHeight": 260, "discreteWidth": 560},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": MUTED,
        "gridColor": GRID,
        "domainColor": AXIS,
        "tickColor": AXIS,
        "labelLimit": 240,
    },
    "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
    "axisX": {"grid": False},
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": MUTED,
               "orient": "top", "labelLimit": 260},
    "range": {"category": CATEGORY_COLOURS, "ordinal": {"scheme": "teals"}},
    "bar": {"color": CATEGORY_COLOURS[0], "cornerRadiusEnd": 2},
    "line": {"color": CATEGORY_COLOURS[0], "strokeWidth": 2.5},
    "point": {"color": CATEGORY_COLOURS[0], "filled": True, "size": 60},
    "rule": {"color": MUTED},
    "text": {"color": INK, "fontSize": 13},
    "arc": {"stroke": token("surface")},
}  # fmt: skip

# Numbers and dates in Turkish: 1.234.567,8
FORMAT_LOCALE: dict[str, object] = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["", " TL"],
    "percent": "%",
    "minus": "−",
}


@lru_cache(maxsize=1)
def _prepare() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))


@lru_cache(maxsize=256)
def _draw(spec: str, prefix: str) -> str:
    _prepare()
    svg = vl_convert.vegalite_to_svg(spec, format_locale=FORMAT_LOCALE)
    return unique_ids(svg, prefix)


def draw(spec: Mapping[str, object], chart_id: str) -> str:
    """SVG of a chart specification. `chart_id` keeps element ids apart on a page with many charts.

    Raises ValueError when vl-convert refuses the specification.
    """
    config = spec.get("config")
    own = config if isinstance(config, dict) else {}
    themed = {**spec, "config": {**THEME, **own}}
    themed.setdefault("$schema", "https://vega.github.io/schema/vega-lite/v5.json")
    return _draw(json.dumps(themed, sort_keys=True, ensure_ascii=False), chart_id.replace(".", "-"))


_ID = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')


def unique_ids(svg: str, prefix: str) -> str:
    """Prefix all ids of an SVG, and drop its own `<?xml` line and absolute size for inline use."""
    svg = re.sub(r"<\?xml[^>]*>\s*", "", svg)
    return _ID.sub(lambda m: f"{m.group(1)}{prefix}-{m.group(2)}", svg)
