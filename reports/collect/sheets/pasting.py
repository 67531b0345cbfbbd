"""A block copied from a spreadsheet, put over the cells of a sheet. Nothing is saved by it.

Rows are found by their names. A name that the table does not have is proposed as a new row, which
is made only when the person says so; whatever finds no place is named.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kars_portal.lib.turkish import search_key

from .blocks import MAX_ROWS, TOTALS, Layout, Line, block, layout_of
from .grid import GridRow, Sheet
from .matching import Matching, first_name, says_the_same
from .typed import NEW, Typed

Place = tuple[str, str]


@dataclass
class Pasted:
    """What became of a block. `cells` were written, `same` said what stood there already."""

    cells: set[Place] = field(default_factory=set)
    same: int = 0
    proposed: list[str] = field(default_factory=list)
    """Names that the table does not have."""
    notices: list[str] = field(default_factory=list)
    """What found no place, and what was left out."""
    problems: list[str] = field(default_factory=list)
    """Why nothing was written at all."""


def paste(sheet: Sheet, text: str, typed: Typed, rows: Sequence[GridRow]) -> Pasted:
    """Write a block into what was typed; `rows` are those on the page, in its order."""
    pasted = Pasted()
    try:
        lines = block(text)
    except csv.Error:
        pasted.problems.append(
            _("Yapıştırılan metin okunamadı: bir hücre çok uzun ya da bir tırnak kapanmıyor.")
        )
        return pasted
    if not lines:
        pasted.problems.append(_("Yapıştırılan metin boş."))
        return pasted
    if len(lines) > MAX_ROWS:
        pasted.problems.append(
            _("En çok %(most)s satır yapıştırılabilir; daha uzun tablolar dosyayla yüklenir.")
            % {"most": MAX_ROWS}
        )
        return pasted
    layout = layout_of(sheet, lines, _known_names(sheet, rows))
    if layout is None:
        pasted.problems.append(
            _(
                "Sütunlar eşleşmedi: satırlarda %(found)s hücre var. İlk satıra sütun adları "
                "yazılmalı ya da sütunlar şu sırayla verilmelidir: %(wanted)s."
            )
            % {
                "found": max(len(line) for line in lines),
                "wanted": ", ".join(column.title for column in sheet.inputs),
            }
        )
        return pasted
    _tell_columns(layout, pasted)
    _Filling(sheet, layout, typed, rows, pasted).run()
    return pasted


def _tell_columns(layout: Layout, pasted: Pasted) -> None:
    if layout.unknown:
        pasted.notices.append(
            _("Tabloda olmayan sütun başlıkları alınmadı: %(names)s.")
            % {"names": ", ".join(f"«{name}»" for name in layout.unknown)}
        )
    if layout.surplus:
        pasted.notices.append(
            _("Tablodan fazla olan sütunlar alınmadı (sıra: %(numbers)s).")
            % {"numbers": ", ".join(map(str, layout.surplus))}
        )


class _Filling:
    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        typed: Typed,
        rows: Sequence[GridRow],
        pasted: Pasted,
    ) -> None:
        self.sheet = sheet
        self.layout = layout
        self.typed = typed
        self.rows = rows
        self.pasted = pasted
        self.taken: set[str] = set()
        self.matching = Matching(sheet, rows)

    def run(self) -> None:
        if self.layout.names(self.sheet):
            for number, line in self.layout.lines:
                self._named(number, line, self._cells(line))
            return
        self.pasted.notices.append(
            _("Yapıştırılan satırlarda ad yok; hücreler ilk satırdan başlayarak sırayla yazıldı.")
        )
        for place, (number, line) in enumerate(self.layout.lines):
            if place < len(self.rows):
                self._write(self.rows[place], self._cells(line))
            else:
                self._left_out(_("%(number)s. satıra tabloda yer yok: %(line)s."), number, line)

    def _cells(self, line: Line) -> dict[str, str]:
        return {
            column.key: line[n]
            for n, column in enumerate(self.layout.columns)
            if column is not None and n < len(line)
        }

    def _left_out(self, sentence: str, number: int, line: Line) -> None:
        said = " · ".join(filter(None, line))
        self.pasted.notices.append(sentence % {"number": number, "line": said})

    # -- rows -------------------------------------------------------------------------------

    def _named(self, number: int, line: Line, cells: dict[str, str]) -> None:
        name = next(filter(None, (cells.get(c.key, "") for c in self.sheet.names)), "")
        if search_key(name) in TOTALS and search_key(name) not in self.matching.first:
            self._left_out(
                _("%(number)s. satır alınmadı, toplamlar hesaplanır: %(line)s."), number, line
            )
            return
        if not name:
            self._left_out(
                _("%(number)s. satırın adı yok, bu yüzden alınmadı: %(line)s."), number, line
            )
            return
        found = self.matching.targets(cells)
        if len(found) > 1:
            self._left_out(
                _("%(number)s. satır birden çok satıra uyuyor, bu yüzden alınmadı: %(line)s."),
                number,
                line,
            )
        elif not found:
            self._propose(number, line, cells)
        elif found[0].id in self.taken:
            self._left_out(
                _("%(number)s. satır aynı adı ikinci kez veriyor ve alınmadı: %(line)s."),
                number,
                line,
            )
        else:
            self.taken.add(found[0].id)
            self._write(found[0], cells)

    def _propose(self, number: int, line: Line, cells: dict[str, str]) -> None:
        if not self.sheet.has_new_rows:
            self._left_out(_("%(number)s. satır tabloda yok: %(line)s."), number, line)
            return
        numbers = [int(row[1:]) for row in self.typed.rows if row[1:].isdecimal() and row[0] == NEW]
        row = self.typed.row(f"{NEW}{max(numbers, default=-1) + 1}")
        row.is_proposed = True
        row.raw |= cells
        self.pasted.proposed.append(
            " ".join(filter(None, (cells.get(c.key, "") for c in self.sheet.names)))
        )

    # -- cells ------------------------------------------------------------------------------

    def _write(self, target: GridRow, cells: dict[str, str]) -> None:
        raw = self.typed.row(target.id).raw
        for key, value in cells.items():
            column = self.sheet.by_key[key]
            if column is self.sheet.ordinal and target.cells.get(key):
                continue  # the table numbers its rows itself
            is_open = key not in target.fixed and key not in target.formulas
            if not column.is_input or not is_open:
                continue
            before = raw.get(key, column.shown(target.cells.get(key, "")))
            if says_the_same(self.sheet, key, value, before):
                self.pasted.same += 1
                continue
            raw[key] = value
            self.pasted.cells.add((target.id, key))


def _known_names(sheet: Sheet, rows: Sequence[GridRow]) -> set[str]:
    """The rows' first names, as they are kept and as they are read."""
    if not sheet.names:
        return set()
    column = sheet.names[0]
    shown = {search_key(column.text(row.cells.get(column.key, ""))) for row in rows}
    return (shown | {first_name(sheet, row) for row in rows}) - {""}
