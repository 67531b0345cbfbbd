"""Contrast of two colours as WCAG 2 computes it, and the colours of the office's theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path

import unfold
from unfold.settings import CONFIG_DEFAULTS

from kars_portal.lib import tokens

RGB = tuple[float, float, float]

_READ = re.compile(r"var\(--([\w-]+)\)")
_STYLES = Path(unfold.__file__).parent / "static" / "unfold" / "css" / "styles.css"


@lru_cache(maxsize=1)
def _styles() -> str:
    return _STYLES.read_text("utf-8")


@lru_cache(maxsize=1)
def variables() -> set[str]:
    """Names of all variables that the theme's stylesheet declares or reads."""
    return set(re.findall(r"(?<![\w-])--([\w-]+)", _styles()))


@lru_cache(maxsize=1)
def theme() -> dict[str, str]:
    """The theme's colours, with the portal's own accent."""
    values = dict(re.findall(r"--(color-[\w-]+):([^;{}]+);", _styles()))
    for name, steps in CONFIG_DEFAULTS["COLORS"].items():
        values |= {f"color-{name}-{step}": value for step, value in steps.items()}
    accent = tokens.family("primary-")
    return values | {f"color-primary-{step}": value for step, value in accent.items()}


def resolved(name: str, values: Mapping[str, str]) -> str:
    """The value of a variable, with what it reads from others."""
    return _READ.sub(lambda read: resolved(read.group(1), values), values[name])


def ratio(text: str, ground: str, *, below: str = "#ffffff") -> float:
    """Contrast of text on a ground; `below` shows through a ground that is not opaque."""
    light, dark = sorted((_luminance(_on(text, ground)), _luminance(_on(ground, below))))[::-1]
    return (light + 0.05) / (dark + 0.05)


def _on(colour: str, below: str) -> RGB:
    """Gamma-encoded channels between 0 and 1."""
    colour = colour.strip()
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) > 4 else "".join(2 * digit for digit in colour[1:])
        return _three(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    if mixed := re.fullmatch(r"rgb\((\d+) (\d+) (\d+) / (\d+)%\)", colour):
        *channels, share = (float(part) for part in mixed.groups())
        return _three(
            channel / 255 * share / 100 + under * (1 - share / 100)
            for channel, under in zip(channels, _on(below, "#ffffff"), strict=True)
        )
    polar = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", colour)
    assert polar, f"{colour} is not a colour that this page can read"
    lightness, chroma, hue = (float(part) for part in polar.groups())
    return _from_oklch(lightness / 100, chroma, radians(hue))


def _from_oklch(lightness: float, chroma: float, hue: float) -> RGB:
    """https://www.w3.org/TR/css-color-4/#color-conversion-code"""
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )
    return _three(_encoded(min(max(channel, 0.0), 1.0)) for channel in linear)


def _encoded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _three(channels: Iterable[float]) -> RGB:
    first, second, third = channels
    return first, second, third
