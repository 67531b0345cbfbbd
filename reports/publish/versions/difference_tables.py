"""What differs in the tables of two documents: rows, cells, columns, words around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reports.core.documents import Document
from reports.core.registry import Column, Kind
from reports.core.smallcounts import FEWEST, hides
from reports.core.tables import TOTAL_ROW, WITHHELD, Row, Suppressed, Table, Value, as_decimal

from .changes import CellChange, Change, FieldChange, ItemChange, RowChange, TableChange
from .properties import compare_fields, compare_items, properties, spelled


def compare_tables(old: Document, new: Document) -> tuple[TableChange, ...]:
    found = []
    for id_ in _in_reading_order(old, new):
        before, after = old.tables.get(id_), new.tables.get(id_)
        if after is None:
            found += [] if before is None else [_whole(before, Change.REMOVED)]
        elif before is None:
            found.append(_whole(after, Change.ADDED))
        elif (differing := _table(before, after)) is not None:
            found.append(differing)
    return tuple(found)


def _whole(table: Table, change: Change) -> TableChange:
    return TableChange(table.id, table.title, table.section, change, len(table.rows))


def _in_reading_order(old: Document, new: Document) -> list[str]:
    """Tables in the order of the sections that they belong to."""
    sections = list(dict.fromkeys(node.code for node in (*new.nodes(), *old.nodes())))
    place = {code: number for number, code in enumerate(sections)}
    tables = old.tables | new.tables
    return sorted(
        tables,
        key=lambda id_: (
            place.get(tables[id_].section, len(place)),
            tables[id_].section,
            tables[id_].order,
            id_,
        ),
    )


_TABLE_PARTS = {"columns", "rows", "total"}


def _table(old: Table, new: Table) -> TableChange | None:
    pairs = _column_pairs(old, new)
    own = compare_fields(properties(old, _TABLE_PARTS), properties(new, _TABLE_PARTS))
    links = [{row.key: row.link for row in table.rows} for table in (old, new)]
    common = links[0].keys() & links[1].keys()
    if any(links[0][key] != links[1][key] for key in common):
        own += (FieldChange("links"),)
    if [k for k in links[0] if k in common] != [k for k in links[1] if k in common]:
        own += (FieldChange("row_order"),)
    change = TableChange(
        id=new.id,
        title=new.title,
        section=new.section,
        change=Change.CHANGED,
        row_count=len(new.rows),
        fields=own,
        columns=_columns(old, new, pairs),
        rows=_rows(old, new),
        cells=_cells(old, new, pairs),
    )
    is_same = not (change.is_rebuilt or change.rows or change.cells)
    return None if is_same else change


def _column_pairs(old: Table, new: Table) -> dict[str, str]:
    """Newer key of each column that both have, and its older key.

    A column under a new key is the old one when its kind and all figures are the same.
    """
    pairs = {column.key: column.key for column in new.columns if column.key in old.index}
    gone = [column for column in old.columns if column.key not in new.index]
    for column in new.columns:
        if column.key not in pairs:
            match = next((c for c in gone if _is_renamed(c, column, old, new)), None)
            if match is not None:
                gone.remove(match)
                pairs[column.key] = match.key
    return pairs


def _is_renamed(was: Column, is_: Column, old: Table, new: Table) -> bool:
    if was.kind is not is_.kind:
        return False
    common = [row.key for row in new.rows if row.key in old.by_key]
    values = [(old.value(key, was.key), new.value(key, is_.key)) for key in common]
    filled = [pair for pair in values if pair != (None, None)]
    return bool(filled) and all(_same(before, after) for before, after in filled)


def _columns(old: Table, new: Table, pairs: Mapping[str, str]) -> tuple[ItemChange, ...]:
    newer = {older: key for key, older in pairs.items()}
    before = {newer.get(c.key, f"-{c.key}"): properties(c) for c in old.columns}
    after = {column.key: properties(column) for column in new.columns}
    return compare_items(before, after, lambda item: str(item["title"]))


def _rows(old: Table, new: Table) -> tuple[RowChange, ...]:
    came = [_row(row, new, Change.ADDED) for row in new.rows if row.key not in old.by_key]
    went = [_went(row, old, new) for row in old.rows if row.key not in new.by_key]
    return tuple(came + went)


def _row(row: Row, table: Table, change: Change) -> RowChange:
    filled = ((c, v) for c, v in zip(table.columns, row.cells, strict=True) if v is not None)
    return RowChange(row.key, row_label(table, row), change, tuple(filled))


def _went(row: Row, old: Table, new: Table) -> RowChange:
    """A row that went; where the newer version withholds counts, only what it was called."""
    change = _row(row, old, Change.REMOVED)
    return replace(change, cells=()) if hides(new) else change


def row_label(table: Table, row: Row) -> str:
    """What a reader calls a row: its first text, else its first cell."""
    if row is table.total:
        return table.total_label
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.kind is Kind.TEXT and cell:
            return str(cell)
    return spelled(row.cells[0]) if row.cells else row.key


def _cells(old: Table, new: Table, pairs: Mapping[str, str]) -> tuple[CellChange, ...]:
    found = []
    totals = [TOTAL_ROW] if old.total or new.total else []
    for key in (*(row.key for row in new.rows if row.key in old.by_key), *totals):
        before, after = old.by_key.get(key), new.by_key.get(key)
        row = after or before
        if row is None:
            continue
        for column in new.columns:
            if column.key not in pairs:
                continue
            was = before.cells[old.index[pairs[column.key]]] if before else None
            is_ = after.cells[new.index[column.key]] if after else None
            if _is_withheld_now(was, is_):
                continue
            if not _same(was, is_):
                found.append(
                    CellChange(
                        row=key,
                        row_label=row_label(new if after else old, row),
                        column=column,
                        unit=_unit(new, row, column),
                        old=was,
                        new=is_,
                        follows=key == TOTAL_ROW or bool(column.formula or column.parts),
                    )
                )
    return tuple(found)


def _is_withheld_now(old: Value, new: Value) -> bool:
    """Whether the newer version withholds what the older one still said.

    The older figure isn't repeated beside the sign that stands for it now: only that a count of
    five or more has become a small one is said.
    """
    if not isinstance(new, Suppressed) or isinstance(old, Suppressed):
        return False
    was = as_decimal(old)
    return new == WITHHELD or (was is not None and 0 < was < FEWEST)


def _same(old: Value, new: Value) -> bool:
    return (old is None) == (new is None) and spelled(old) == spelled(new)


def _unit(table: Table, row: Row, column: Column) -> str:
    """The column's unit, else that of the row, else the table's."""
    if column.unit or not column.kind.is_numeric:
        return column.unit
    if "unit" in table.index:
        return str(row.cells[table.index["unit"]] or "")
    return table.unit
