"""Draw a Vega-Lite specification as SVG: one theme, one spelling of numbers, no browser.

The same SVG goes into the page and the PDF; phones get a second one. Both are drawn at publication
and kept with it; drafts are drawn on demand.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import vl_convert
from fontTools.ttLib import TTFont

from kars_portal.lib.tokens import family, token

from . import narrow

FONT = token("font-name")
FONT_FILE = Path(__file__).resolve().parents[2] / "static" / "fonts" / "SourceSans3-Regular.ttf"
NAMES = (1, 4, 16)
"""Numbers of a typeface's names: family, full name, family with all its weights."""

# vl-convert reads a typeface's name as it stands, and one with a digit by itself is none: it would
# measure texts in another typeface. So it knows ours by this name, which no drawing keeps.
MEASURED = "Portal Sans"
FAMILY = html.escape(f"{FONT}, sans-serif")

# A drawing may change with the tokens: the document holds the specification alone.
CATEGORY_COLOURS = list(family("chart-").values())
INK = token("ink")
MUTED = token("muted")
GRID = token("line")
AXIS = token("line-mild")

THEME: dict[str, object] = {
    "background": None,
    "font": MEASURED,
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
def _prepare() -> TemporaryDirectory[str]:
    """Make the typeface known; the folder is kept as long as the process."""
    folder = TemporaryDirectory(prefix="kars-font-")
    with TTFont(FONT_FILE) as font:
        for record in font["name"].names:
            if record.nameID in NAMES:
                record.string = MEASURED
        font.save(Path(folder.name) / "measured.ttf")
    vl_convert.register_font_directory(folder.name)
    return folder


@lru_cache(maxsize=256)
def _draw(spec: str, prefix: str) -> str:
    return unique_ids(_svg(spec), prefix)


@lru_cache(maxsize=256)
def _draw_narrow(spec: str, prefix: str) -> str:
    return unique_ids(narrow.fitted(narrow.laid_out(json.loads(spec)), _with_width), prefix)


def _svg(spec: str) -> str:
    _prepare()
    svg: str = vl_convert.vegalite_to_svg(spec, format_locale=FORMAT_LOCALE)
    return svg.replace(f'font-family="{MEASURED}"', f'font-family="{FAMILY}"')


def raster(svg: str) -> bytes:
    """A drawing as PNG, for files that hold no vectors; twice as sharp as a page needs it."""
    _prepare()
    content: bytes = vl_convert.svg_to_png(
        svg.replace(f'font-family="{FAMILY}"', f'font-family="{MEASURED}"'), scale=2.0
    )
    return content


def _with_width(spec: narrow.Node) -> tuple[str, float]:
    svg = _svg(json.dumps(spec, ensure_ascii=False))
    found = _WIDTH.search(svg)
    return svg, float(found.group(1)) if found else 0.0


def _themed(spec: Mapping[str, object]) -> str:
    config = spec.get("config")
    own = config if isinstance(config, dict) else {}
    themed = {**spec, "config": {**THEME, **own}}
    themed.setdefault("$schema", "https://vega.github.io/schema/vega-lite/v5.json")
    return json.dumps(themed, sort_keys=True, ensure_ascii=False)


def draw(spec: Mapping[str, object], chart_id: str) -> str:
    """SVG of a chart specification. `chart_id` keeps element ids apart on a page with many charts.

    Raises ValueError when vl-convert refuses the specification.
    """
    return _draw(_themed(spec), chart_id.replace(".", "-"))


def draw_narrow(spec: Mapping[str, object], chart_id: str) -> str:
    """The same chart for a column as narrow as a phone, `narrow.WIDTH` pixels at most.

    Raises ValueError when vl-convert refuses the specification.
    """
    return _draw_narrow(_themed(spec), f"{chart_id.replace('.', '-')}-dar")


def narrow_key(chart_id: str) -> str:
    """Under which the narrow drawing is kept, beside the wide one under the chart's own name."""
    return f"{chart_id}/narrow"


_WIDTH = re.compile(r'<svg[^<>]*?\bwidth="([\d.]+)"')
_ID = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')


def unique_ids(svg: str, prefix: str) -> str:
    """Prefix all ids of an SVG, and drop its own `<?xml` line and absolute size for inline use."""
    svg = re.sub(r"<\?xml[^<>]*>\s*", "", svg)
    return _ID.sub(lambda m: f"{m.group(1)}{prefix}-{m.group(2)}", svg)
