"""What the look of rows says: hidden ones, cells that nobody sees, merged cells."""

from __future__ import annotations

from reports.collect.reading.cells import Book, letters

from .found import Recognised, listed
from .merged import merged_figures
from .rows import SheetRow
from .splitting import check_splits

_MOST_SHOWN = 10


def check_looks(found: Recognised, book: Book, data: list[SheetRow]) -> None:
    """What the look of the rows says: hidden ones, merged cells, cells beyond the heading."""
    assert found.heading is not None  # noqa: S101 - asked before
    numbers_ = {row.number for row in data}
    hidden = sorted(numbers_ & found.sheet.hidden_rows)
    if hidden:
        why = "süzgeçle gizlenmiş" if found.sheet.is_filtered else "gizli"
        found.notes.append(f"{len(hidden)} satır {why}, onlar da okundu: {listed(hidden)}.")
    closed = sorted(found.sheet.hidden_columns & found.mapping.taken.keys())
    if closed:
        shown = ", ".join(map(letters, closed))
        found.notes.append(f"Gizli sütunlar da okundu: {shown}.")
    unseen = [
        f"{letters(column)}{row.number}"
        for row in data
        for column in sorted(row.cells)
        if (row.number, column) in found.sheet.unseen and column in found.mapping.taken
    ]
    if unseen:
        shown = ", ".join(unseen[:_MOST_SHOWN]) + (" …" if len(unseen) > _MOST_SHOWN else "")
        found.notes.append(
            f"Biçimi yüzünden görünmeyen hücreler de okundu: {shown}. Yazı rengi, boyu ya da sayı "
            "biçimi düzeltilip değerler kontrol edilmelidir."
        )
    filled = [row.number for row in data if row.filled]
    if filled:
        found.notes.append(
            f"Birleştirilmiş hücredeki ad şu satırlara da yazıldı: {listed(filled)}."
        )
    found.problems += merged_figures(found.sheet, sorted(numbers_), found.mapping.taken)
    check_splits(found, book, data)
