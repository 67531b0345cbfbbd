"""How much of a file is read, and the refusal of more. Counted; what a file claims is not believed.

Imports nothing of Django.
"""

from __future__ import annotations

from dataclasses import dataclass

from .cells import letters


@dataclass(frozen=True)
class Bounds:
    """Of one reading: rows and columns of a sheet, cells and sheets of the file."""

    rows: int = 20_000
    columns: int = 200
    cells: int = 500_000
    sheets: int = 100
    unpacked: int = 150 * 2**20
    """Bytes, what a packed file unpacks to in all."""
    text: int = 32_767
    """Characters in a cell: what a spreadsheet takes."""


PAGE = Bounds()
"""What a page reads while a person waits."""
JOB = Bounds(rows=250_000, cells=3_000_000, unpacked=600 * 2**20)
"""What a job reads."""
SINGLE_WRITER_JOB = Bounds(rows=101_000, cells=600_000, unpacked=600 * 2**20)
"""What a job reads where all who write wait for the one who does: taking so much holds the others
up for less than two seconds (docs/performance.md).
"""
BY_NAME = {"page": PAGE, "job": JOB, "single_writer_job": SINGLE_WRITER_JOB}


class Refused(Exception):
    """The file is not read any further; `why` names a sentence of `sentences.SENTENCES`."""

    def __init__(self, why: str, **more: object) -> None:
        super().__init__(why)
        self.said: dict[str, object] = {"state": why, **more}


class Counter:
    """Counts what is read against the bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.cells = 0
        self.sheets = 0

    def sheet(self) -> None:
        """Count a sheet. Raises Refused."""
        self.sheets += 1
        if self.sheets > self.bounds.sheets:
            raise Refused("sheets", most=self.bounds.sheets)

    def cell(self, sheet: str, row: int, column: int, value: object) -> None:
        """Count a cell that has a value. Raises Refused with its place."""
        bounds = self.bounds
        self.cells += 1
        found = len(value) if isinstance(value, str) else 0
        if (
            row <= bounds.rows
            and column <= bounds.columns
            and self.cells <= bounds.cells
            and found <= bounds.text
        ):
            return
        why = (
            "rows" if row > bounds.rows
            else "columns" if column > bounds.columns
            else "cells" if self.cells > bounds.cells
            else "text"
        )  # fmt: skip
        raise Refused(
            why,
            most=getattr(bounds, why),
            found=found,
            sheet=sheet,
            address=f"{letters(column)}{row}",
        )
