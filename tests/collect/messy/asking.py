"""Read a file as the portal does, in this process or in the one made for it."""

from __future__ import annotations

import json
from decimal import Decimal

from kars_portal.lib.confined import Answer
from reports.collect.reading import child
from reports.collect.reading.cells import Book
from reports.collect.reading.files import book_of, read_file
from reports.collect.recognising.recognise import Chosen, Recognised, recognise
from reports.collect.recognising.targets import Table


def book(content: bytes, *, is_apart: bool = False) -> Book:
    """The file's cells; `is_apart`: by the real process, which costs a third of a second."""
    if is_apart:
        return read_file(content)
    lines = tuple(json.loads(json.dumps(line)) for line in child.read(content, "page"))
    return book_of(Answer(lines))


def recognised(
    content: bytes,
    table: Table,
    chosen: Chosen,
    *,
    sheet: int = 0,
    is_apart: bool = False,
) -> Recognised:
    """What is found in the file's sheet that is shown first, or in another one."""
    read = book(content, is_apart=is_apart)
    return recognise(read, read.shown[sheet], table, chosen)


def figures_of(found: Recognised, table: Table) -> list[dict[str, str | Decimal | None]]:
    """The rows with figures as numbers, an empty cell as None."""
    rows: list[dict[str, str | Decimal | None]] = []
    for row in found.rows:
        said: dict[str, str | Decimal | None] = {}
        for key, text in row.cells.items():
            is_figure = table.target(key).is_figure
            value = Decimal(text.replace(",", ".")) if text and is_figure else text
            said[key] = value or (None if text == "" else value)
        rows.append(said)
    return rows
