"""The same chart for a phone: from a specification laid out for a page to one for a narrow column.

Standing bars lie down, long names stand above their bars, legends below the picture. The figures,
the series and their order are those of the specification; nothing is left out.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

WIDTH = 310
"""Of the whole drawing in pixels: at 265, a phone of 320 with a scroll bar, 13 are still 11."""
SMALLEST_PLOT = 120
LETTER = 6.3
"""How wide a letter of 13 pixels is in a line of text, rather too wide."""
BESIDE_LETTERS = 14
"""Names up to this length stand beside their bars."""
LINE = 15
BAR = 18
GROUPED_BAR = 16
GAP = 6
SYMBOL = 28
"""A legend's symbol and the space around an entry."""
SLACK = 16
"""So much narrower is as good."""
SPARE = 8
"""Gaps between names, bars and figures, less what `LETTER` is too wide."""
EDGE = 4
"""Space around the whole drawing."""

Node = dict[str, Any]

_TURNED = {"x": "y", "x2": "y2", "xOffset": "yOffset"}
_TURNED |= {new: old for old, new in _TURNED.items()}
_CATEGORIES = {"nominal", "ordinal"}
_LINES = r"split(datum.label, '\n')"


def laid_out(spec: Mapping[str, object]) -> Node:
    """The specification for a column of `WIDTH`; the width of its plot is still to be found."""
    found: Node = json.loads(json.dumps(spec))
    if _stands(found):
        _turn(found)
    legend_width = _place_legends(found)
    name = _category(found, "y")
    if name:
        _set_names(found, name, legend_width)
    for encoding in _encodings(found):
        for channel in ("x", "y"):
            _calm_axis(encoding.get(channel))
    return found


# -- walking -----------------------------------------------------------------------------------


def _units(spec: Node) -> list[Node]:
    return [spec, *spec.get("layer", [])]


def _encodings(spec: Node) -> Iterator[Node]:
    for unit in _units(spec):
        if "encoding" in unit:
            yield unit["encoding"]


def _records(spec: Node) -> Iterator[Node]:
    for unit in _units(spec):
        data = unit.get("data")
        yield from data.get("values", []) if isinstance(data, dict) else ()


def _kind(unit: Node) -> str:
    mark = unit.get("mark", "")
    return str(mark.get("type", "") if isinstance(mark, dict) else mark)


def _category(spec: Node, channel: str) -> str:
    """The field of the groups along an axis; empty where the axis is not one of groups."""
    for encoding in _encodings(spec):
        place = encoding.get(channel, {})
        if place.get("type") in _CATEGORIES and "field" in place:
            return str(place["field"])
    return ""


# -- lying down --------------------------------------------------------------------------------


def _stands(spec: Node) -> bool:
    """Whether it is made of columns with groups below; lines and points have a reason to stand."""
    kinds = {kind for unit in _units(spec) if (kind := _kind(unit))}
    return bool(_category(spec, "x")) and "bar" in kinds and kinds <= {"bar", "text"}


def _turn(spec: Node) -> None:
    for unit in _units(spec):
        unit.pop("height", None)
        unit.pop("width", None)
        if "encoding" in unit:
            unit["encoding"] = {_TURNED.get(k, k): v for k, v in unit["encoding"].items()}
        if _kind(unit) == "text":
            # What stood on a column stands behind the end of its bar.
            unit["mark"] = {"type": "text", "align": "left", "baseline": "middle", "dx": 4}


# -- names -------------------------------------------------------------------------------------


def _set_names(spec: Node, field: str, legend_width: float) -> None:
    """Beside the bars where they and the legend leave room for them, else each above its bar."""
    names = {_one_line(str(record[field])) for record in _records(spec) if field in record}
    longest = max(map(len, names), default=0)
    beside = longest <= BESIDE_LETTERS and longest * LETTER + legend_width < WIDTH - 2 * EDGE
    letters = int((WIDTH - 2 * EDGE) / LETTER)
    lines = max((len(textwrap.wrap(name, letters)) for name in names), default=1)

    def wrapped(name: object) -> str:
        found = textwrap.wrap(_one_line(str(name)), letters)
        # Lines go downwards from the first: a shorter name begins with empty ones.
        return "\n".join([""] * (lines - len(found)) + found)

    for record in _records(spec):
        if field in record:
            record[field] = wrapped(record[field])
    count = _bars_of_a_group(spec)
    # One bar is a little thicker than those that stand together.
    bar = BAR if count == 1 else GROUPED_BAR * count
    above = GAP + (0 if beside else LINE * lines)
    axis: Node = {"labelExpr": _LINES, "labelLimit": 0, "ticks": False, "domain": False}
    if not beside:
        axis |= {"labelAlign": "left", "labelBaseline": "top", "labelPadding": 0,
                 "labelLineHeight": LINE, "labelOffset": -(bar / 2 + LINE * lines)}  # fmt: skip
    padding = above / (above + bar)
    for unit in _units(spec):
        if _kind(unit) == "bar" and isinstance(unit["mark"], dict):
            unit["mark"] = {k: v for k, v in unit["mark"].items() if k not in {"height", "width"}}
    for encoding in _encodings(spec):
        place = encoding.get("y", {})
        if place.get("field") != field:
            continue
        if isinstance(place.get("sort"), list):
            place["sort"] = [wrapped(name) for name in place["sort"]]
        place["axis"] = dict(axis)
        # All the space that is left over stands above the first name.
        place["scale"] = {"paddingInner": padding, "paddingOuter": padding / 2, "align": 1}
    spec["height"] = {"step": above + bar} | ({"for": "position"} if count > 1 else {})


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _bars_of_a_group(spec: Node) -> int:
    """How many bars stand side by side for one name."""
    for encoding in _encodings(spec):
        field = encoding.get("yOffset", {}).get("field")
        if field:
            return len({record[field] for record in _records(spec) if field in record})
    return 1


# -- axes and legends --------------------------------------------------------------------------


def _calm_axis(place: Node | None) -> None:
    if place is None or place.get("type") != "quantitative":
        return
    axis = place.get("axis", {})
    if axis is not None:
        place["axis"] = {**axis, "tickCount": 3, "labelOverlap": True}


def _place_legends(spec: Node) -> float:
    """Below the picture, in as many columns as fit; gives the width of the widest one."""
    widest = 0.0
    for encoding in _encodings(spec):
        colour = encoding.get("color", {})
        if "field" not in colour:
            continue
        field = colour["field"]
        names = {str(record[field]) for record in _records(spec) if field in record}
        entry = max((len(name) for name in names), default=0) * LETTER + SYMBOL
        columns = max(1, min(len(names), int((WIDTH - 2 * EDGE) / entry)))
        widest = max(widest, columns * entry)
        legend = {"orient": "bottom", "columns": columns, "labelLimit": WIDTH - SYMBOL - 2 * EDGE}
        colour["legend"] = {**(colour.get("legend") or {}), **legend}
    return widest


# -- the width of the plot ---------------------------------------------------------------------


def _beside_the_plot(spec: Node) -> float:
    """Names left of the bars, and the longest figure behind them."""
    letters = 0
    for unit in _units(spec):
        encoding = unit.get("encoding", {})
        field = encoding.get("text", {}).get("field") if _kind(unit) == "text" else None
        texts = [str(record[field]) for record in _records(spec) if field in record]
        letters += max(map(len, texts), default=0)
    name = _category(spec, "y")
    axes = [encoding["y"].get("axis") or {} for encoding in _encodings(spec) if "y" in encoding]
    if name and not any("labelAlign" in axis for axis in axes):
        letters += max((len(str(record.get(name, ""))) for record in _records(spec)), default=0)
    return letters * LETTER + SPARE


def fitted(spec: Node, drawn: Callable[[Node], tuple[str, float]]) -> str:
    """The drawing with a plot as wide as names, axes and figures behind the bars leave it.

    `drawn` gives the drawing of a specification and its width. The first try is an estimate from
    the letters; besides the plot all parts keep their width, so the second one is right unless an
    axis chooses other ticks.
    """
    plot = WIDTH - 2 * EDGE - _beside_the_plot(spec)
    svg = ""
    for _attempt in range(4):
        spec["width"] = max(plot, SMALLEST_PLOT)
        svg, width = drawn(spec)
        over = width - WIDTH
        if -SLACK <= over <= 0 or (over > 0 and plot <= SMALLEST_PLOT):
            break
        plot = spec["width"] - over - 1
    return svg
