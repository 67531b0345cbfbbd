"""The door: bytes in, a book of typed cells out. Read apart, before any transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.db import connection

from kars_portal.lib.confined import Answer, End, Limits, ask
from reports.ground.slots import Busy, one_of

from .cells import Book, Cell, Merged, Sheet, value_of
from .sentences import note, sentence

AT_ONCE = 2
PATIENCE_SECONDS = 10.0
_CHILD = "reports.collect.reading.child:read"


class Unreadable(ValueError):
    """There is no table to be had from the file; the sentence says why and what to do.

    `is_too_large`: within the bounds of a job there may be one.
    """

    def __init__(self, text: str, *, is_too_large: bool = False) -> None:
        super().__init__(text)
        self.is_too_large = is_too_large


_TOO_LARGE = frozenset({"too_much", "rows", "cells", "unpacked"})
"""States of a reading that ends at its bounds."""


@dataclass(frozen=True)
class Reach:
    """How far a reading goes: by a page that a person waits for, or by a job."""

    bounds: str
    most_bytes: int
    limits: Limits


PAGE = Reach("page", 10 * 2**20, Limits(seconds=20, clock=60, memory=512 * 2**20))
_LONG = Limits(seconds=300, clock=600, memory=512 * 2**20, answer=512 * 2**20)
JOB = Reach("job", 100 * 2**20, _LONG)
SINGLE_WRITER_JOB = Reach("single_writer_job", 100 * 2**20, _LONG)


def job_reach() -> Reach:
    """How far a job reads: SQLite lets one transaction write at a time."""
    return SINGLE_WRITER_JOB if connection.vendor == "sqlite" else JOB


def read_file(content: bytes, reach: Reach = PAGE) -> Book:
    """All sheets of a file, by its bytes alone. Raises Unreadable."""
    if len(content) > reach.most_bytes:
        raise Unreadable(
            f"Dosya {reach.most_bytes // 2**20} MB sınırını aşıyor; tablo bölünerek yüklenmelidir.",
            is_too_large=True,
        )
    try:
        with one_of(reading_places(), PATIENCE_SECONDS):
            answer = ask(_CHILD, content, reach.bounds, limits=reach.limits)
    except Busy as error:
        raise Unreadable(
            "Şu anda başka dosyalar okunuyor; biraz sonra yeniden denenmelidir."
        ) from error
    return book_of(answer, reach)


def book_of(answer: Answer, reach: Reach = PAGE) -> Book:
    """What the reading process told, as a book. Raises Unreadable where it told of none."""
    said: Mapping[str, object] = answer.last
    if not answer.in_time or said.get("state") is None:
        said = {"state": "stopped" if answer.end is End.ERROR else "too_much"}
    if said["state"] != "read":
        known = {"seconds": reach.limits.seconds, "memory": reach.limits.memory // 2**20}
        is_too_large = said["state"] in _TOO_LARGE
        raise Unreadable(sentence(said, **known), is_too_large=is_too_large)
    return _book(answer)


def reading_places() -> list[Path]:
    """The places of which every reading of a stranger's file holds one."""
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [folder / f"reading-{number}.lock" for number in range(AT_ONCE)]


def _book(answer: Answer) -> Book:
    book = Book("")
    for part in answer.lines[:-1]:
        if "kind" in part:
            book.kind = str(part["words"])
            book.has_formats = part["kind"] not in ("text", "html")
        elif "note" in part:
            book.notes.append(note(part))
        elif "sheet" in part:
            book.sheets.append(Sheet(str(part["sheet"]), is_hidden=bool(part["hidden"])))
        elif "cells" in part:
            rows = book.sheets[-1].rows
            for row, column, value, *more in part["cells"]:
                cell = Cell(row, column, value_of(value), *more)
                rows.setdefault(row, []).append(cell)
        else:
            _look(book.sheets[-1], part["look"])
    return book


class _Look(TypedDict):
    merged: list[tuple[int, int, int, int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    filtered: bool
    about: list[str]
    widths: list[tuple[int, int]]
    struck: list[tuple[int, int]]
    unseen: list[tuple[int, int]]
    depths: list[tuple[int, int, int]]


def _look(sheet: Sheet, said: _Look) -> None:
    sheet.merged = [Merged(*corners) for corners in said["merged"]]
    sheet.hidden_rows = frozenset(said["hidden_rows"])
    sheet.hidden_columns = frozenset(said["hidden_columns"])
    sheet.is_filtered = said["filtered"]
    sheet.about = said["about"]
    sheet.widths = dict(said["widths"])
    sheet.struck = frozenset((row, column) for row, column in said["struck"])
    sheet.unseen = frozenset((row, column) for row, column in said["unseen"])
    sheet.depths = {(row, column): depth for row, column, depth in said["depths"]}
