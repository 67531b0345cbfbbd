"""A block copied from a spreadsheet, put over the cells of a sheet. Nothing is saved by it.

With JavaScript a block is pasted into the cells themselves; this is the way without, and for whole
tables: rows are found by their names where the block has them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kars_portal.lib.turkish import casefold, search_key

from .columns import GridColumn
from .grid import GridRow, Sheet
from .typed import NEW, Typed

MAX_ROWS = 2000


@dataclass
class Pasted:
    """What became of a block."""

    cells: int = 0
    problems: list[str] = field(default_factory=list)


def block(text: str) -> list[list[str]]:
    """Rows and cells of what was copied: tab-separated, or semicolons where there is no tab."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not lines.strip():
        return []
    delimiter = "\t" if "\t" in lines or ";" not in lines else ";"
    rows = csv.reader(lines.split("\n"), delimiter=delimiter)
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def paste(sheet: Sheet, text: str, typed: Typed, rows: Sequence[GridRow]) -> Pasted:
    """Write a block into what was typed; `rows` are those on the page, in its order.

    The first row may hold the columns' titles. Without titles the columns are those of the page,
    with the names of the rows if they fit, else without.
    """
    pasted = Pasted()
    lines = block(text)
    if not lines:
        pasted.problems.append(_("Yapıştırılan metin boş."))
        return pasted
    if len(lines) > MAX_ROWS:
        pasted.problems.append(
            _("En çok %(most)s satır yapıştırılabilir; daha uzun tablolar dosyayla yüklenir.")
            % {"most": MAX_ROWS}
        )
        return pasted
    columns = _titled(sheet, lines[0])
    if columns is not None:
        lines = lines[1:]
    else:
        columns = _untitled(sheet, lines, rows)
    if columns is None:
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
    _fill(sheet, lines, columns, typed, rows, pasted)
    return pasted


# -- columns -----------------------------------------------------------------------------------


def _titled(sheet: Sheet, line: list[str]) -> list[GridColumn | None] | None:
    """The columns that a line of titles names; None where it is no such line."""
    known = {casefold(c.title): c for c in sheet.columns} | {
        casefold(c.label): c for c in sheet.columns
    }
    found = [known.get(casefold(cell)) for cell in line]
    filled = [cell for cell in line if cell]
    if not filled or any(c is None for c, cell in zip(found, line, strict=True) if cell):
        return None
    return [column if column and _is_read(column) else None for column in found]


def _untitled(
    sheet: Sheet, lines: list[list[str]], rows: Sequence[GridRow]
) -> list[GridColumn | None] | None:
    """By their number: all columns of the page, the entered ones, or those without the names."""
    width = max(len(line) for line in lines)
    inputs = [column for column in sheet.columns if _is_read(column)]
    figures = [column for column in inputs if not column.is_key]
    names = {search_key(sheet.row_label(row.cells)) for row in rows}
    is_named = any(search_key(line[0]) in names for line in lines)
    if width == len(sheet.columns) != len(inputs):
        return [column if _is_read(column) else None for column in sheet.columns]
    if width <= len(inputs) and (is_named or width == len(inputs)):
        return list(inputs[:width])
    if width <= len(figures):
        return list(figures[:width])
    return None


def _is_read(column: GridColumn) -> bool:
    """Whether a block's cells of a column say anything: its values, or which row is meant."""
    return column.is_input or column.is_key


# -- rows --------------------------------------------------------------------------------------


def _fill(
    sheet: Sheet,
    lines: list[list[str]],
    columns: list[GridColumn | None],
    typed: Typed,
    rows: Sequence[GridRow],
    pasted: Pasted,
) -> None:
    keys = [n for n, column in enumerate(columns) if column is not None and column.is_key]
    by_name: dict[str, GridRow] = {}
    for row in rows:
        by_name.setdefault(_name(sheet, row.cells), row)
    in_order = iter(rows)
    number = len([name for name in typed.rows if name.startswith(NEW)])
    for position, line in enumerate(lines, start=1):
        cells = {
            column.key: line[n]
            for n, column in enumerate(columns)
            if column is not None and n < len(line)
        }
        target = _target(sheet, cells, by_name) if keys else next(in_order, None)
        if target is None and not sheet.has_new_rows:
            pasted.problems.append(
                _("%(number)s. satır tabloda yok: %(line)s.")
                % {"number": position, "line": " · ".join(filter(None, line))}
            )
            continue
        if target is None:
            name = f"{NEW}{number}"
            number += 1
            typed.row(name).raw |= cells
            pasted.cells += len(cells)
            continue
        raw = typed.row(target.id).raw
        for key, value in cells.items():
            is_open = key not in target.fixed and key not in target.formulas
            if sheet.by_key[key].is_input and is_open:
                raw[key] = value
                pasted.cells += 1


def _target(sheet: Sheet, cells: dict[str, str], by_name: dict[str, GridRow]) -> GridRow | None:
    """The row that a line names, by what its keys say in any spelling."""
    exact: dict[str, str] = {}
    for column in sheet.columns:
        if column.is_key:
            raw = cells.get(column.key, "")
            try:
                exact[column.key] = column.read(raw) if column.is_input else raw
            except ValueError:
                exact[column.key] = raw
    return by_name.get(_name(sheet, exact))


def _name(sheet: Sheet, cells: dict[str, str]) -> str:
    return search_key(" ".join(cells.get(c.key, "") for c in sheet.columns if c.is_key))
