"""The design tokens of `tokens.css`, for what Python draws: charts, the office's theme, fields.

The stylesheet is the source, since three of its four readers are stylesheets themselves and a
browser can show it; Python only reads it. Imports nothing of Django: prints are made without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

STYLESHEET = Path(__file__).resolve().parents[2] / "reports" / "static" / "tokens.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NAME = r"(?<![\w-])--[\w-]+:"
_TOKEN = re.compile(rf"(?<![\w-])--([\w-]++):\s*+((?:(?!{_NAME})[^;{{}}])+);")
_READ = re.compile(r"var\(--([\w-]+)\)")
_MM = re.compile(r"(?<![\d.])([\d.]++)mm")
_PT = re.compile(r"(?<![\d.])([\d.]++)pt")


def declared(css: str) -> dict[str, str]:
    """Every `--name: value;` of a stylesheet, by name."""
    return {name: value.strip() for name, value in _TOKEN.findall(_COMMENT.sub("", css))}


@lru_cache(maxsize=1)
def tokens() -> Mapping[str, str]:
    """All tokens, as they are written."""
    return MappingProxyType(declared(STYLESHEET.read_text("utf-8")))


def token(name: str) -> str:
    """The value of a token, with what it reads from others. Raises KeyError for an unknown one."""
    return _READ.sub(lambda read: token(read.group(1)), tokens()[name])


def millimetres(name: str) -> float:
    """A length on paper."""
    return _measured(_MM, name)


def points(name: str) -> float:
    """A size of type on paper."""
    return _measured(_PT, name)


def family(prefix: str) -> dict[str, str]:
    """Tokens that share the beginning of their name, by what follows it, in their order."""
    return {name.removeprefix(prefix): token(name) for name in tokens() if name.startswith(prefix)}


def _measured(pattern: re.Pattern[str], name: str) -> float:
    found = pattern.fullmatch(token(name))
    if found is None:
        raise ValueError(f"--{name}: {token(name)}")
    return float(found.group(1))
