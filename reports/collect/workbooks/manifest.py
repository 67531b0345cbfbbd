"""What a workbook says of itself, on a worksheet that nobody sees. Pure: no cell, no database.

One line of JSON for each thing, so that an old workbook can still be told apart and named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

NAME = "_kars"
"""The hidden worksheet; it is known by its first line, whatever it is called later."""
MAGIC = "kars-portal/calisma-kitabi"
VERSION = 1
"""Of the form of this file. Older ones are refused with words as long as none can be read."""

MARK = "kars:"
"""What the key cells of a worksheet begin with."""
COLUMNS, HEADING, TOTAL = f"{MARK}sutunlar", f"{MARK}baslik", f"{MARK}toplam"
ENTERED = "giris:"
"""In the hidden row of columns: the column is read back; others only show something."""


class Damaged(ValueError):
    """The hidden worksheet can't be read."""


class Newer(ValueError):
    """The workbook has another form than the portal reads; the number is its version."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True)
class RowMark:
    """A row as it was when the workbook was made.

    `token` stands beside it. `cells` hold the entered columns in exact spelling; those that are not
    entered in this row are `locked`, or `computed` of others.
    """

    token: str
    id: str
    key: str
    cells: Mapping[str, str]
    locked: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        return digest_of(self.key, self.cells)


@dataclass(frozen=True)
class SheetMark:
    """A worksheet: which table of which section it is, and its columns by their places."""

    number: int
    section: str
    key: str
    name: str
    columns: Mapping[str, int]
    """Entered columns → column of the worksheet, from 1."""
    rows: tuple[RowMark, ...] = ()

    @property
    def token(self) -> str:
        """What stands in its first cell."""
        return f"{MARK}{self.number}"

    def row_token(self, place: int) -> str:
        return f"{self.token}.{place}"


@dataclass(frozen=True)
class Manifest:
    """What the whole file is."""

    institution: str
    year: int
    unit: str
    unit_name: str
    made_at: datetime
    version: int = VERSION
    sheets: tuple[SheetMark, ...] = field(default=())

    def lines(self) -> Iterator[str]:
        """As the hidden worksheet has it."""
        yield _line(
            {
                "format": MAGIC,
                "version": self.version,
                "institution": self.institution,
                "year": self.year,
                "unit": self.unit,
                "name": self.unit_name,
                "made": self.made_at.isoformat(timespec="seconds"),
            }
        )
        for sheet in self.sheets:
            yield _line(
                {
                    "sheet": sheet.number,
                    "section": sheet.section,
                    "key": sheet.key,
                    "name": sheet.name,
                    "columns": sheet.columns,
                }
            )
            for row in sheet.rows:
                yield _line(
                    {
                        "row": row.token,
                        "id": row.id,
                        "key": row.key,
                        "cells": row.cells,
                        "locked": sorted(row.locked),
                        "computed": sorted(row.computed),
                        "hash": row.digest,
                    }
                )


LARGEST: Final = 2**31 - 1
"""No year and no column is a larger number, and no database takes one."""


def digest_of(key: str, cells: Mapping[str, str]) -> str:
    """The mark of what stands in a row, from its canonical spelling."""
    content = json.dumps([key, sorted(cells.items())], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def is_manifest(first_line: str) -> bool:
    """Whether a first line is that of a hidden worksheet, of whatever version."""
    return first_line.startswith("{") and MAGIC in first_line[:200]


def read_lines(lines: Iterable[str]) -> Manifest:
    """Read the hidden worksheet. Raises Damaged, and Newer for another version."""
    try:
        return _read([json.loads(line) for line in lines])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        if isinstance(error, Newer):
            raise
        raise Damaged from error


def _read(said: list[dict[str, object]]) -> Manifest:
    head, *others = said
    version = _number(head["version"])
    if version != VERSION:
        raise Newer(version)
    sheets: list[SheetMark] = []
    rows: list[list[RowMark]] = []
    for line in others:
        if "sheet" in line:
            sheets.append(
                SheetMark(
                    _number(line["sheet"]),
                    _text(line["section"]),
                    _text(line["key"]),
                    _text(line["name"]),
                    {key: _number(place) for key, place in _mapping(line["columns"]).items()},
                )
            )
            rows.append([])
            continue
        cells = {key: _text(value) for key, value in _mapping(line["cells"]).items()}
        row = RowMark(
            _text(line["row"]),
            _text(line["id"]),
            _text(line["key"]),
            cells,
            _names(line["locked"]),
            _names(line["computed"]),
        )
        if row.digest != line["hash"]:
            raise Damaged
        rows[-1].append(row)
    return Manifest(
        _text(head["institution"]),
        _number(head["year"]),
        _text(head["unit"]),
        _text(head["name"]),
        datetime.fromisoformat(_text(head["made"])),
        version,
        tuple(
            SheetMark(s.number, s.section, s.key, s.name, s.columns, tuple(own))
            for s, own in zip(sheets, rows, strict=True)
        ),
    )


def _line(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _number(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise Damaged
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Damaged
    return value


def _names(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise Damaged
    return frozenset(map(_text, value))
