"""What a preview shows, as plain values that a job leaves for the page, and back again.

Of long lists the first rows are kept and how many there are; the templates are those of a preview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias, overload

from reports.collect.intake.preview import Preview
from reports.collect.intake.taking import MOST_SHOWN
from reports.collect.sheets.grid import Sheet

from . import showing
from .reading import Read

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"

FIRST, COUNT = "first", "count"


class Counted(Sequence[object]):
    """The first of many, counted as all of them."""

    def __init__(self, first: list[object], size: int) -> None:
        self.first = first
        self.size = size

    @overload
    def __getitem__(self, place: int) -> object: ...
    @overload
    def __getitem__(self, place: slice) -> list[object]: ...
    def __getitem__(self, place: int | slice) -> object:
        return self.first[place]

    def __iter__(self) -> Iterator[object]:
        return iter(self.first)

    def __len__(self) -> int:
        return self.size


def told(sheet: Sheet, read: Read, shown: Preview) -> dict[str, Plain]:
    """The context of the preview's templates as plain values."""
    found, mapping = read.found, read.found.mapping
    whole = showing.context(sheet, read, shown, "")
    kept = (
        "answers", "columns", "questions", "totals", "contradictions", "hidden", "file_sheets",
        "first_rows", "changes", "more_changes", "troubles", "trouble_count", "more_troubles",
        "most_marked", "is_marked_whole",
    )  # fmt: skip
    return {
        **{name: _plain(whole[name]) for name in kept},
        "file": {"name": read.file.name, "file_hash": read.file.file_hash},
        "book": {"kind": read.book.kind, "notes": _plain(read.book.notes)},
        "found": {
            "sheet": {"name": found.sheet.name},
            "heading": {"last_row": found.heading.last_row} if found.heading else None,
            "asks_scale": found.asks_scale,
            "scale": _plain(found.scale),
            "notes": _plain(found.notes),
            "refusal": found.refusal,
            "changes": _counted(found.changes),
            "mapping": {
                "twice": bool(mapping.twice),
                "unknown": bool(mapping.unknown),
                "lacking": [{"key": t.key, "title": t.title} for t in mapping.lacking],
            },
        },
        "shown": {
            "locked": shown.locked,
            "is_settled": shown.is_settled,
            "can_be_taken": shown.can_be_taken,
            "cells": shown.cells,
            "unchanged": shown.unchanged,
            "new": {FIRST: [], COUNT: len(shown.new)},
            "changed": {FIRST: [], COUNT: len(shown.changed)},
            "changes": {FIRST: [], COUNT: len(shown.changes)},
            "aside": _counted(shown.aside),
            "untouched": _counted(shown.untouched),
            "filling": {
                "erasures": {FIRST: [], COUNT: len(shown.filling.erasures)},
                "unknown": _counted(shown.filling.unknown),
            },
        },
    }


def _counted(items: Sequence[object]) -> Plain:
    return {FIRST: [_plain(item) for item in items[:MOST_SHOWN]], COUNT: len(items)}


def _plain(value: object) -> Plain:
    match value:
        case Enum():
            return {"value": str(value.value)}
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value.normalize(), "f").replace(".", ",")
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in fields(value) if f.repr}
        if "column" in named and hasattr(named["column"], "label"):
            named["column"] = {"label": named["column"].label}  # of the rest nothing is shown
        return _plain(named)
    return str(value)


def retold(summary: Mapping[str, Plain]) -> dict[str, object]:
    """What was kept, as the templates ask for it."""
    return {name: _retold(value) for name, value in summary.items()}


def _retold(value: Plain) -> object:
    match value:
        case {"first": list() as first, "count": int() as count}:
            return Counted([_retold(item) for item in first], count)
        case dict():
            return {name: _retold(item) for name, item in value.items()}
        case list():
            return [_retold(item) for item in value]
    return value
