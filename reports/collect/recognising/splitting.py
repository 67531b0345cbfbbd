"""Cells of a text file that a decimal comma has split: «1.234,56» became «1.234» and «56».

Where a row has more cells than the heading, it is told by their number. Where the number fits,
because another cell is lacking, the cells themselves tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reports.collect.reading.cells import Book, Cell

from .found import Recognised, refuse
from .rows import SheetRow

_UNCOUNTED: Final = 10**9
"""More cells than any row has, for a heading whose cells nobody counted."""
_GROUPED: Final = re.compile(r"[(₺-]?\s*[0-9]{1,3}(?:\.[0-9]{3})+")
_WHOLE: Final = re.compile(r"[(₺%-]?\s*[0-9]+(?:\.[0-9]{3})*")
_FRACTION: Final = re.compile(r"[0-9]{1,2}\s*(?:%|TL|₺|\)|-)?")
_LEADING_ZERO: Final = re.compile(r"0[0-9]\s*(?:%|TL|₺|\)|-)?")
_POINTED: Final = re.compile(r"-?[0-9]+\.[0-9]{1,2}")
_NUMBER: Final = re.compile(r"-?[0-9]+")


def check_splits(found: Recognised, book: Book, data: list[SheetRow]) -> None:
    """Refuse rows of a text that a comma divides, where it has divided a figure, too."""
    assert found.heading is not None  # noqa: S101 - asked before
    widths = found.sheet.widths
    last = max(found.heading.words)
    wide = widths.get(found.heading.last_row, _UNCOUNTED)
    # A program that puts a text with a comma into quotes, or writes points, divides no figure.
    is_careful = bool(widths) and any(
        "," in str(cell.value) or _POINTED.fullmatch(str(cell.value).strip())
        for cell in found.sheet.cells()
        if cell.row >= found.heading.last_row
    )
    for row in data:
        beyond = [column for column in row.cells if column > last]
        if (beyond and not book.has_formats) or widths.get(row.number, 0) > wide:
            cell = row.cells[min(beyond, default=max(row.cells))]
            text = (
                f"{row.number}. satırda başlıktan çok hücre var; ondalık virgülü hücreleri "
                "bölmüş olabilir. Dosya «;» ayracıyla ya da .xlsx olarak kaydedilmelidir."
            )
            refuse(found, row.number, cell.address, "", str(cell.value), text)
            continue
        for first, second in _split(found, row, is_careful=is_careful) if widths else ():
            text = (
                f"{row.number}. satırda «{first.value}» ve «{second.value}» bir sayının ondalık "
                f"virgülünden bölünmüş parçaları olabilir ({first.address}, {second.address}). "
                "Dosya «;» ayracıyla ya da .xlsx olarak kaydedilmelidir."
            )
            refuse(found, row.number, first.address, "", str(first.value), text)


def _split(found: Recognised, row: SheetRow, *, is_careful: bool) -> Iterator[tuple[Cell, Cell]]:
    """Pairs of neighbours that look like the two halves of a figure."""
    assert found.heading is not None  # noqa: S101 - asked before
    taken = found.mapping.taken
    is_short = found.sheet.widths.get(row.number, _UNCOUNTED) < found.sheet.widths.get(
        found.heading.last_row, 0
    )
    moved = [
        column
        for column, cell in row.cells.items()
        if (target := taken.get(column)) is not None
        and not (target.is_figure or target.is_name or target.takes_number or target.is_key)
        and _NUMBER.fullmatch(str(cell.value).strip())
    ]
    for column in sorted(row.cells):
        first, second = row.cells[column], row.cells.get(column + 1)
        target = taken.get(column)
        if second is None or (target is not None and not target.is_figure):
            continue
        whole, fraction = str(first.value).strip(), str(second.value).strip()
        if not _WHOLE.fullmatch(whole) or not _FRACTION.fullmatch(fraction):
            continue
        is_told = _GROUPED.fullmatch(whole) or (
            _LEADING_ZERO.fullmatch(fraction) and not is_careful
        )
        takes_decimals = target is not None and target.places != 0 and len(fraction) == 2
        is_shifted = is_short or any(place > column for place in moved)
        if is_told or (is_shifted and takes_decimals and not is_careful):
            yield first, second
            return
