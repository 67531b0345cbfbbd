"""Rows that may be none: sums of others, notes with figures, rows that are struck through.

What is sure is set aside with its reason; what is not is asked, or told where it hardly matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kars_portal.lib import numbers
from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import letters

from .figures import FigureColumn
from .found import Chosen, Doubt, Recognised, listed
from .groups import Group, Place, groups, place_of
from .rows import RowKind, SheetRow, is_note_with_figures
from .sums import Figures, Sum, is_called_total, sums
from .targets import ROW_KEY, Table

_MOST_SHOWN = 10


def without_doubtful(
    found: Recognised,
    table: Table,
    data: list[SheetRow],
    columns: Mapping[str, FigureColumn],
    chosen: Chosen,
) -> list[SheetRow]:
    """The rows that are taken; the others are set aside, and what was not sure is told."""
    doubting = _Doubting(found, table, columns, chosen)
    rows = doubting.without_struck(data)
    figures = {
        key: column.values
        for key, column in columns.items()
        if not column.readings and column.target.unit != "%"
    }
    rows, parts = doubting.without_groups(rows, figures)
    rows = doubting.without_sums(rows, figures)
    return doubting.without_notes(rows, parts)


class _Doubting:
    def __init__(
        self,
        found: Recognised,
        table: Table,
        columns: Mapping[str, FigureColumn],
        chosen: Chosen,
    ) -> None:
        self.found = found
        self.table = table
        self.columns = columns
        self.chosen = chosen
        self.key = found.mapping.column_of(ROW_KEY)

    # -- kinds ----------------------------------------------------------------------------------

    def without_struck(self, data: list[SheetRow]) -> list[SheetRow]:
        """Rows of which a cell is struck through: somebody may have taken them out by that."""
        struck = self.found.sheet.struck
        places = {
            row.number: [c for c in sorted(row.cells) if (row.number, c) in struck]
            for row in data
            if struck
        }
        rows = [row for row in data if places.get(row.number)]
        cells = [f"{letters(c)}{row.number}" for row in rows for c in places[row.number]]
        shown = ", ".join(cells[:_MOST_SHOWN]) + (" …" if len(cells) > _MOST_SHOWN else "")
        text = f"Üstü çizili hücreler var: {shown}. Bu satırlar alınsın mı?"
        return self._asked("struck", rows, text, data, RowKind.LEFT)

    def without_groups(
        self, data: list[SheetRow], figures: Figures
    ) -> tuple[list[SheetRow], frozenset[int]]:
        """Rows that their parts add up to; and the numbers of all parts."""
        taken, depths = self.found.mapping.taken, self.found.sheet.depths
        name = next((c for c, target in sorted(taken.items()) if target.is_name), None)
        places = {row.number: place_of(row, name, taken, depths) for row in data}
        starred = [False, *(row.name.startswith("*") for row in data), False]
        for place, row in enumerate(data, start=1):
            if starred[place] and not (starred[place - 1] or starred[place + 1]):
                places[row.number] = Place()  # one star is a note's, several are a list's
        kept, parts = data, set[int]()
        told: list[int] = []
        for group in groups(data, places, figures):
            parts |= {part.number for part in group.parts}
            row = group.row
            if self._is_known(row):
                if group.is_sum and not all(map(self._is_known, group.parts)):
                    told.append(row.number)
            elif group.is_sum:
                kept = self._aside([row], kept, RowKind.TOTAL)
            else:
                key = f"group.{row.number}"
                kept = self._asked(key, [row], self._differing(group), kept, RowKind.TOTAL)
        self._tell_sums(told, "altlarındaki parçalarının")
        return kept, frozenset(parts)

    def without_sums(self, data: list[SheetRow], figures: Figures) -> list[SheetRow]:
        """Rows that add up those right above or below them."""
        kinds = (RowKind.TOTAL, RowKind.GROUP)
        ends = [row.number for row in self.found.aside if row.kind in kinds]
        kept = data
        told: dict[bool, list[int]] = {True: [], False: []}
        summed = set()
        for found in sums(data, figures, ends):
            row = found.row
            if self._is_known(row):
                continue
            summed.add(row.number)
            if found.is_called:
                kept = self._aside([row], kept, RowKind.TOTAL)
                continue
            told[found.is_above].append(row.number)
            if found.is_telling and not self._is_code(row):
                text = _adding(found)
                kept = self._asked(f"sum.{row.number}", [row], text, kept, RowKind.TOTAL)
        self._tell_sums(told[True], "üstlerindeki satırların")
        self._tell_sums(told[False], "altlarındaki satırların")
        for row in list(kept):
            if row.number in summed or self._is_known(row) or not is_called_total(row.name):
                continue
            if any(values.get(row.number) for values in figures.values()):
                text = (
                    f"{row.number}. satırın adında toplam yazıyor («{row.name[:60]}»); değerleri "
                    "komşu satırların toplamına eşit değil. Bir satır mı, toplam mı?"
                )
                kept = self._asked(f"total.{row.number}", [row], text, kept, RowKind.TOTAL)
        return kept

    def without_notes(self, data: list[SheetRow], parts: Collection[int]) -> list[SheetRow]:
        """Rows that begin as notes do and say figures: «Kaynak: …», «* …»."""
        kept = data
        for row in data:
            if self._is_known(row) or not is_note_with_figures(row):
                continue
            if row.number in parts and row.name.startswith("*"):
                continue
            text = (
                f"{row.number}. satır dipnot gibi başlıyor («{row.name[:60]}»), ama sayı da "
                "içeriyor. Bir satır mı, dipnot mu?"
            )
            kept = self._asked(f"note.{row.number}", [row], text, kept, RowKind.NOTE)
        return kept

    # -- what becomes of them -------------------------------------------------------------------

    def _asked(
        self, key: str, rows: list[SheetRow], text: str, data: list[SheetRow], kind: RowKind
    ) -> list[SheetRow]:
        """Leave rows to be decided on; without those that a person has said to be none."""
        if not rows:
            return data
        if not self.table.asks:
            self.found.notes.append(text)
            return data
        taken = self.chosen.doubts.get(key)
        numbers_ = tuple(row.number for row in rows)
        self.found.doubts.append(Doubt(key, numbers_, text, taken))
        return self._aside(rows, data, kind) if taken is False else data

    def _aside(
        self, rows: Iterable[SheetRow], data: list[SheetRow], kind: RowKind
    ) -> list[SheetRow]:
        left = {row.number: replace(row, kind=kind) for row in rows}
        found = self.found
        found.aside = sorted([*found.aside, *left.values()], key=lambda row: row.number)
        found.problems = [problem for problem in found.problems if problem.row not in left]
        found.changes = [c for c in found.changes if int(c.address.lstrip(_LETTERS)) not in left]
        for column in self.columns.values():
            for number in left:
                column.values.pop(number, None)
        return [row for row in data if row.number not in left]

    def _tell_sums(self, rows: list[int], whose: str) -> None:
        if rows:
            self.found.notes.append(
                f"Şu satırların değerleri {whose} toplamına eşit: {listed(rows)}. "
                "Toplam satırı iseler adları «Toplam» yapılmalıdır; yoksa iki kez sayılırlar."
            )

    def _is_known(self, row: SheetRow) -> bool:
        """A row of the table by its name or its key is nobody's sum."""
        cell = row.cells.get(self.key) if self.key is not None else None
        is_keyed = cell is not None and str(cell.value).strip() in self.table.row_keys
        return is_keyed or search_key(row.name) in self.table.row_names

    def _is_code(self, row: SheetRow) -> bool:
        """A code ("01") adds up its own parts ("01.1") in every table of codes."""
        return row.name.replace(".", "").replace("-", "").isdecimal()

    def _differing(self, group: Group) -> str:
        key, (own, total) = next(iter(group.differs.items()))
        title = self.columns[key].target.title
        parts = listed([part.number for part in group.parts])
        return (
            f"{group.row.number}. satır («{group.row.name[:60]}») izleyen satırların ({parts}) "
            f"grubu gibi yazılmış; «{title}» değeri {_shown(own)}, parçaların toplamı "
            f"{_shown(total)}. Ayrı bir satır mı?"
        )


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _adding(found: Sum) -> str:
    where = "önceki" if found.is_above else "sonraki"
    return (
        f"{found.row.number}. satır («{found.row.name[:60]}») {where} {found.count} satırın "
        "toplamına eşit. Ayrı bir satır mı, toplam mı?"
    )


def _shown(value: Decimal) -> str:
    return numbers.format_decimal(numbers.plain(value))
