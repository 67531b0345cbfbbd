"""How the cells of an Excel workbook look, by their style. Nothing of Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lxml import etree

from .looks import PLAIN, SMALLEST, Look, indent_of, is_white, shows_nothing
from .packages import Package

_T = TypeVar("_T")


def looks_of(package: Package, part: str, formats: Sequence[str]) -> list[Look]:
    """The look of each style; `formats` are their number formats."""
    if part not in package:
        return []
    styles = package.tree(part)
    fonts = [_font(font) for font in styles.iterfind("{*}fonts/{*}font")]
    fills = [
        pattern.get("patternType", "none") if pattern is not None else "gradient"
        for pattern in (fill.find("{*}patternFill") for fill in styles.iterfind("{*}fills/{*}fill"))
    ]
    found = []
    for styled, format_ in zip(styles.iterfind("{*}cellXfs/{*}xf"), formats, strict=True):
        is_struck, is_tiny, is_pale = _at(fonts, styled.get("fontId"), (False, False, False))
        is_bare = _at(fills, styled.get("fillId"), "none") == "none"
        alignment = styled.find("{*}alignment")
        look = Look(
            is_struck,
            is_tiny or shows_nothing(format_) or (is_pale and is_bare),
            indent_of(str(alignment.get("indent", "0"))) if alignment is not None else 0,
        )
        found.append(PLAIN if look.is_plain else look)
    return found


def is_struck_string(element: etree._Element) -> bool:
    """Whether all runs of a text are struck through."""
    runs = list(element.iterfind("{*}r"))
    return bool(runs) and all(
        (strike := run.find("{*}rPr/{*}strike")) is not None and _is_on(strike) for run in runs
    )


def _at(items: Sequence[_T], number: str | None, other: _T) -> _T:
    place = int(number) if number and number.isdecimal() and len(number) < 7 else len(items)
    return items[place] if place < len(items) else other


def _is_on(switch: etree._Element) -> bool:
    return switch.get("val", "1") in ("1", "true")


def _font(font: etree._Element) -> tuple[bool, bool, bool]:
    """Whether it strikes through, is too small to be read, and is white."""
    strike, size, colour = (font.find(f"{{*}}{name}") for name in ("strike", "sz", "color"))
    points = str(size.get("val", "")) if size is not None else ""
    is_tiny = points.replace(".", "", 1).isdecimal() and float(points) < SMALLEST
    # The first colour of a theme is its ground.
    is_pale = colour is not None and (
        is_white(colour.get("rgb")) or (colour.get("theme") == "0" and not colour.get("tint"))
    )
    return strike is not None and _is_on(strike), is_tiny, is_pale
