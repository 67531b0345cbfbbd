"""Comparison of parts by their properties: a section, a column, a chart, a printed figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from kars_portal.lib.numbers import exact

from .changes import Change, FieldChange, ItemChange

Item = Mapping[str, Any]


def spelled(value: object) -> str:
    """Exact spelling of a value of any kind; missing is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return str(value or "")
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=spelled)
    if not isinstance(value, Decimal | date | int):
        raise TypeError(f"{type(value).__name__} has no exact spelling")
    return exact(value)


def compare_fields(old: Item, new: Item) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, spelled(old.get(name)), spelled(new.get(name)))
        for name in merged(old, new)
        if (name in old, spelled(old.get(name))) != (name in new, spelled(new.get(name)))
        or (old.get(name) is None) != (new.get(name) is None)
    )


def compare_items(
    old: Mapping[str, Item], new: Mapping[str, Item], label: Callable[[Item], str]
) -> tuple[ItemChange, ...]:
    found = []
    for key in merged(old, new):
        if key not in old:
            found.append(ItemChange(key, label(new[key]), Change.ADDED))
        elif key not in new:
            found.append(ItemChange(key, label(old[key]), Change.REMOVED))
        elif fields := compare_fields(old[key], new[key]):
            found.append(ItemChange(key, label(new[key]), Change.CHANGED, fields))
    common = [key for key in old if key in new]
    if common != [key for key in new if key in old]:
        found.append(ItemChange("", "", Change.CHANGED, (FieldChange("order"),)))
    return tuple(found)


def merged(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """The newer order, then what only the older one has."""
    return list(dict.fromkeys((*new, *old)))


def properties(value: Any, without: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a dataclass by name; vars() would show cached ones as well."""
    return {f.name: getattr(value, f.name) for f in fields(value) if f.name not in without}
