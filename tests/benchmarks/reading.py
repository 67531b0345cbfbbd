"""Measure how long a large workbook is read: `python -m tests.benchmarks.reading [ROWS]`.

Beside it the same sheet by the library's own loop (openpyxl, read only), which is what the reader's
cells came from before. Seconds of processor time of one process; other work on the machine adds to
them, so the smallest of three rounds counts.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import openpyxl
import xlsxwriter

from reports.collect.reading import child

ROUNDS = 3
COLUMNS = 10


def workbook(rows: int) -> bytes:
    """Names, money, a percentage, counts: what a table of the report is made of."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Örnek")
        money = book.add_format({"num_format": "#,##0.00"})
        percent = book.add_format({"num_format": "0.0%"})
        for row in range(rows):
            sheet.write(row, 0, f"Örnek {row}")
            sheet.write(row, 1, "sabit")
            sheet.write(row, 2, row * 1.25, money)
            sheet.write(row, 3, 0.515, percent)
            for column in range(4, COLUMNS):
                sheet.write(row, column, row + column)
    return made.getvalue()


def ours(content: bytes) -> int:
    return sum(
        len(cells)
        for line in child.read(content, "job")
        if isinstance(cells := line.get("cells"), list)
    )


def theirs(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for row in book["Örnek"].iter_rows() for _cell in row)


def measured(read: Callable[[bytes], int], content: bytes) -> tuple[int, float]:
    """Cells, and the smallest number of seconds."""
    seconds = []
    for _round in range(ROUNDS):
        began = time.process_time()
        cells = read(content)
        seconds.append(time.process_time() - began)
    return cells, min(seconds)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    content = workbook(rows)
    print(f"{rows} rows of {COLUMNS} cells, {len(content) / 2**20:.1f} MB")
    for name, read in (("reader", ours), ("openpyxl", theirs)):
        cells, seconds = measured(read, content)
        print(f"{name:10} {cells} cells  {seconds:6.2f} s  {cells / seconds:10.0f} cells/s")


if __name__ == "__main__":
    main()
