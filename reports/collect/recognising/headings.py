"""Where a table's heading stands, and which column of the file is which column of the table.

Above a heading stand titles; a heading takes one to three rows, whose merged cells reach over
others. A column is matched by its whole name, folded; likeness is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from kars_portal.lib.turkish import search_key
from reports.collect.reading.cells import Cell, Sheet

from .knowing import Heading, Known
from .targets import Table, Target
from .units import scales, stated, unit_of

LOOKED_AT = 60
"""Rows in which a heading is looked for."""
MOST_ROWS = 3
_WIDEST = 1000
NEAR = 85
"""Likeness of a heading's words where none of them is a column's name."""
_LONGEST = 80
_COLUMN_NUMBER = re.compile(r"\(?([a-z]|[0-9]{1,2})[.)]?(?:\)?=[0-9a-z()+/*x -]{0,30})?\)?")
LIKE = 72
"""Likeness, of 100, from which a name is suggested."""


@dataclass
class Mapping_:
    """Which column of the file is taken for which of the table.

    `unknown` are columns of the file that are none of the table's, `lacking` those of the table
    that the file doesn't have; `suggested` says for an unknown one what it resembles. `twice` are
    columns of the table that two of the file could be: nobody guesses, none is taken.
    """

    taken: dict[int, Target] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    suggested: dict[int, list[Target]] = field(default_factory=dict)
    twice: dict[str, list[int]] = field(default_factory=dict)
    lacking: list[Target] = field(default_factory=list)

    def column_of(self, key: str) -> int | None:
        return next((column for column, target in self.taken.items() if target.key == key), None)


def find_heading(
    sheet: Sheet, table: Table, remembered: Mapping[str, str] | None = None
) -> Heading | None:
    """The rows that name most of the table's columns; None where no row names one beside a name.

    `remembered`: folded words → key that a person chose before.
    """
    sheet = _top(sheet)
    known = Known(table, remembered)
    best: tuple[float, int, Heading] | None = None
    for heading in _candidates(sheet):
        found = Counter(t.key for column in heading.words for t in known.meant(heading, column))
        if not found:
            continue
        # Of equal ones the shorter, then the upper one: a repeated heading comes later. Words
        # below may tell apart what is named twice: "2023" and "2024" of one column.
        clear = sum(1 if times == 1 else 0.8 for times in found.values())
        rank = (clear - 0.1 * len(heading.rows), -heading.first_row, heading)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is None or (best[0] < 1.5 and len(table.targets) > 2):
        return None
    return _with_units(sheet, _with_years(sheet, best[2]))


def heading_in(sheet: Sheet, row: int) -> Heading | None:
    """The heading in a row that a person named; None where the row is empty."""
    found = _heading(sheet, row, row)
    return _with_units(sheet, found) if found.words else None


def _top(sheet: Sheet) -> Sheet:
    """The rows in which a heading may stand, and a few below."""
    most = LOOKED_AT + 2 * MOST_ROWS
    return Sheet(
        sheet.name,
        rows={row: cells for row, cells in sheet.rows.items() if row <= most},
        merged=[merged for merged in sheet.merged if merged.first_row <= most],
    )


def resembling(sheet: Sheet, table: Table) -> Heading | None:
    """A row in which most columns resemble the table's: a person says which is which."""
    sheet = _top(sheet)
    best: tuple[int, Heading] | None = None
    for heading in _candidates(sheet):
        if heading.first_row != heading.last_row or len(heading.words) < 2:
            continue
        alike = {
            targets[0].key
            for words in heading.words.values()
            if len(words) <= _LONGEST and (targets := _alike(words, table, NEAR))
        }
        is_named = any(target.is_name and target.key in alike for target in table.targets)
        if is_named and len(alike) > max(1, len(heading.words) // 2 - 1, best[0] if best else 0):
            best = (len(alike), heading)
    return best[1] if best else None


def _candidates(sheet: Sheet) -> Iterator[Heading]:
    rows = [row for row in sheet.rows if row <= LOOKED_AT]
    for place, first in enumerate(rows):
        for last in rows[place : place + MOST_ROWS]:
            if last - first >= MOST_ROWS or any(_is_data(cell) for cell in sheet.rows[last]):
                break
            yield _heading(sheet, first, last)


def _with_years(sheet: Sheet, heading: Heading) -> Heading:
    """Years above some of the columns belong to their names; above all of them stands a title."""
    above = heading.first_row - 1
    cells = sheet.rows.get(above, [])
    if not cells or any(_is_data(cell) for cell in cells):
        return heading
    shown = _shown(sheet, above, heading.last_row, set())
    words, leaves = dict(heading.words), dict(heading.leaves)
    for column, own in heading.words.items():
        over = shown.get(column, "")
        said = stated(over if ":" not in over else "")  # "Rapor tarihi: …" is none of a column's
        is_title = len(words) > 1 and all(shown.get(c) == over for c in words)
        if over and over != own and not is_title and (said.years or said.is_of_another_time):
            words[column] = f"{over} {own}"
            leaves[column] = own
    return replace(heading, words=words, leaves=leaves)


def _with_units(sheet: Sheet, heading: Heading) -> Heading:
    """Rows below that say units of the columns, or count them, belong to the heading."""
    last = heading.last_row
    while cells := sheet.rows.get(last + 1):
        texts = [_text(cell) for cell in cells]
        if _are_units(texts):
            heading = _heading(sheet, heading.first_row, last + 1)
        elif _counts_columns(sheet, cells, heading):
            heading = replace(heading, last_row=last + 1)
        else:
            break
        last += 1
    return heading


def _are_units(texts: list[str]) -> bool:
    return all(
        text and (unit_of(text) or scales(text) or scales(f"({text.strip('()')})"))
        for text in texts
    )


def _counts_columns(sheet: Sheet, cells: list[Cell], heading: Heading) -> bool:
    """Whether a row counts all columns, and is not the first of a numbered list."""
    if {cell.column for cell in cells} != set(heading.words):
        return False
    after = sheet.rows.get(cells[0].row + 1, [])
    goes_on = bool(after) and after[0].column == cells[0].column and _text(after[0]) == "2"
    return are_numbers(cells, len(heading.words)) and not goes_on


def are_numbers(cells: list[Cell], width: int) -> bool:
    """Whether a row counts the columns: 1, 2, 3 … or A, B, C … ("3=1+2")."""
    if width < 3 or len(cells) < 3:
        # "a, 2" and "1, 2" may as well be a row of the table.
        return False
    said = [_COLUMN_NUMBER.fullmatch(search_key(_text(cell))) for cell in cells]
    counted = [found[1] if found else "" for found in said]
    places = range(1, len(cells) + 1)
    return counted in ([str(n) for n in places], [chr(96 + n) for n in places])


def _heading(sheet: Sheet, first: int, last: int) -> Heading:
    pieces: dict[int, list[str]] = {}
    shared: set[int] = set()
    for row in range(first, last + 1):
        for column, text in _shown(sheet, row, last, shared).items():
            if text and text not in pieces.setdefault(column, []):
                pieces[column].append(text)
    return Heading(
        first,
        last,
        {column: " ".join(parts) for column, parts in sorted(pieces.items())},
        {
            column: parts[-1]
            for column, parts in pieces.items()
            if len(parts) > 1 and column in shared
        },
    )


def _shown(sheet: Sheet, row: int, last: int, shared: set[int]) -> dict[int, str]:
    """The words of a row by column; a merged cell's over all it covers, told in `shared`."""
    shown = {cell.column: _text(cell) for cell in sheet.rows.get(row, ())}
    is_merged = False
    for merged in sheet.merged:
        if not merged.first_row <= row <= merged.last_row:
            continue
        is_merged = True
        over = next(
            (
                _text(cell)
                for cell in sheet.rows.get(merged.first_row, ())
                if cell.column == merged.first_column
            ),
            "",
        )
        covered = range(merged.first_column, min(merged.last_column, _WIDEST) + 1)
        if over and len(covered) > 1:
            shared.update(covered)
        for column in covered:
            shown.setdefault(column, over)
    if not is_merged and row < last:
        _spread(shown, {cell.column for cell in sheet.rows.get(last, ())}, shared)
    return shown


def _spread(shown: dict[int, str], below: set[int], shared: set[int]) -> None:
    """Where no cells are merged, words stand above what is left empty to their right."""
    for column, words in sorted(shown.items()):
        beside = column + 1
        while beside in below and beside not in shown and words:
            shown[beside] = words
            shared.update((column, beside))
            beside += 1


def _text(cell: Cell) -> str:
    return " ".join(str(cell.value).split()) if cell.value is not None else ""


def _is_data(cell: Cell) -> bool:
    """A figure that is no year: it stands below a heading, never in it."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return not (float(value).is_integer() and 1900 <= value <= 2200)


def map_columns(
    heading: Heading,
    table: Table,
    remembered: Mapping[str, str] | None = None,
    filled: Collection[int] | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Mapping_:
    """Match the file's columns.

    `remembered`: folded words → key that a person chose before; `chosen`: column of the file → key
    that a person chose for this file, "" for none. `filled` are columns in which something stands
    below the heading: a merged heading reaches over others.
    """
    known = Known(table)
    mapping = Mapping_()
    wanted: dict[str, list[int]] = {}
    for column, words in heading.words.items():
        said = (chosen or {}).get(column, (remembered or {}).get(search_key(words)))
        if said is not None:
            found = [target for target in table.targets if target.key == said]
        else:
            found = known.meant(heading, column)
        if len(found) == 1:
            wanted.setdefault(found[0].key, []).append(column)
        else:
            mapping.unknown[column] = words
            mapping.suggested[column] = found or _alike(words, table)
    for key, places in wanted.items():
        columns = [c for c in places if filled is None or c in filled] or places[:1]
        if len(columns) == 1:
            mapping.taken[columns[0]] = table.target(key)
        else:
            mapping.twice[key] = columns
    taken = {target.key for target in mapping.taken.values()}
    mapping.lacking = [t for t in table.targets if t.key not in taken and not t.is_computed]
    return mapping


def set_apart(
    mapping: Mapping_,
    heading: Heading,
    filled: Collection[int],
    remembered: Mapping[str, str],
    chosen: Mapping[int, str],
) -> None:
    """Leave columns to the person that belong to another table beside this one.

    An empty column divides them, and what stands right of it begins with a column of its own.
    What a person matched (`remembered`, `chosen`, as in `map_columns`) stays.
    """
    columns = sorted({*heading.words, *filled})
    name = min((c for c, target in mapping.taken.items() if target.is_name), default=None)
    if not columns or name is None:
        return
    blocks: list[list[int]] = []
    for column in columns:
        if not blocks or column != blocks[-1][-1] + 1:
            blocks.append([])
        blocks[-1].append(column)
    for block in blocks:
        first = mapping.taken.get(block[0])
        if name in block or (first is not None and first.is_figure):
            continue
        for column in block:
            target = mapping.taken.get(column)
            if column in chosen or search_key(heading.words.get(column, "")) in remembered:
                continue
            if target is not None:
                del mapping.taken[column]
                mapping.unknown[column] = heading.words[column]
                mapping.suggested[column] = [target]
                mapping.lacking.append(target)


def _alike(words: str, table: Table, least: int = LIKE) -> list[Target]:
    names = {key: target for target in table.targets for key in target.spellings()}
    found = process.extract(
        search_key(words), list(names), scorer=_likeness, score_cutoff=least, limit=3
    )
    return list(dict.fromkeys(names[name] for name, _score, _place in found))


def _likeness(first: str, second: str, **_more: object) -> float:
    """Of 100. A name that stands in longer words whole is near: "adet number"."""
    whole = fuzz.token_set_ratio(first, second) - 5
    return max(fuzz.token_sort_ratio(first, second), whole)
