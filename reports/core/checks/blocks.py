"""Building blocks of rules: an identity in each row, two places that say the same, order, limits.

Every block returns a rule body; a rule is then a few readable lines. A dataset is named by its id,
or by the prefix of its family (`payments.` means every contract's payments). What is missing is not
compared: completeness has rules of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kars_portal.lib.numbers import format_date, format_decimal, plain, round_half_up
from kars_portal.lib.turkish import casefold
from reports.core.registry import Kind
from reports.core.tables import TOTAL_ROW, Row, Table, Value
from reports.ground.formula import names_in

from .data import CheckData, Number, from_row
from .model import HELD, Finding, Held, Rule
from .spelling import is_repeated

_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")

Body = Callable[[CheckData, Rule], Iterable[Finding | Held]]


@dataclass(frozen=True)
class Cell:
    """A figure by its place: `Cell("finance.expenditure", "total", "spent")`."""

    dataset: str
    row: str
    column: str


def tables_of(data: CheckData, dataset: str) -> Iterator[Table]:
    if dataset.endswith("."):
        yield from data.family(dataset)
    elif (table := data.table(dataset)) is not None:
        yield table


def row_identity(
    dataset: str,
    left: str,
    right: str,
    *,
    places: int = 2,
    tolerance: str = "0",
    total: bool = False,
    complete: bool = False,
) -> Body:
    """In each row the column `left` equals the formula `right`, at `places` decimals.

    `tolerance` is an allowed difference beyond rounding; `total` checks the total row too;
    `complete` leaves out rows in which a part is missing.
    """
    allowed = Decimal(tolerance)
    parts = names_in(right)

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            for row in _rows(table, with_total=total):
                values = numbers_of(table, row)
                stated, computed = values.get(left), from_row(right, values, {})
                if stated is None or computed is None:
                    continue
                if complete and any(values[part] is None for part in parts):
                    continue
                difference = round_half_up(stated, places) - round_half_up(computed, places)
                if abs(difference) <= allowed:
                    yield HELD
                    continue
                yield rule.finding(
                    f"«{table.title}», {row_name(table, row)}: {table.column(left).title} "
                    f"{shown(table, left, stated)}; {words(right, table)} = "
                    f"{shown(table, left, round_half_up(computed, max(places, 2)))}.",
                    dataset=table.id,
                    row=row.key,
                    column=left,
                    stated=stated,
                    computed=plain(round_half_up(computed, max(places, 6))),
                )

    return run


def at_most(dataset: str, left: str, right: str, *, total: bool = False) -> Body:
    """In each row the column `left` is not above the formula `right`."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            for row in _rows(table, with_total=total):
                values = numbers_of(table, row)
                stated, limit = values.get(left), from_row(right, values, {})
                if stated is None or limit is None:
                    continue
                if stated <= limit:
                    yield HELD
                    continue
                yield rule.finding(
                    f"«{table.title}», {row_name(table, row)}: {table.column(left).title} "
                    f"{shown(table, left, stated)}, {words(right, table)} olan "
                    f"{shown(table, left, limit)} değerini aşıyor.",
                    dataset=table.id,
                    row=row.key,
                    column=left,
                    stated=stated,
                    computed=limit,
                )

    return run


def same(*pairs: tuple[Cell, Cell], places: int = 2) -> Body:
    """Two places that say the same: the first is the one that has to be mended."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for one, other in pairs:
            stated = data.number(one.dataset, one.row, one.column)
            computed = data.number(other.dataset, other.row, other.column)
            if stated is None or computed is None:
                continue
            if round_half_up(stated, places) == round_half_up(computed, places):
                yield HELD
                continue
            first, second = data.tables[one.dataset], data.tables[other.dataset]
            yield rule.finding(
                f"«{first.title}» tablosunda {place_words(first, one)} "
                f"{shown(first, one.column, stated)}, «{second.title}» tablosunda "
                f"{place_words(second, other)} {shown(second, other.column, computed)}.",
                dataset=one.dataset,
                row=one.row,
                column=one.column,
                stated=stated,
                computed=computed,
            )

    return run


def numbered(dataset: str, column: str, group: str = "") -> Body:
    """A column that numbers the rows has 1, 2, 3 … once each, anew for each text of the column
    `group`, in whatever order the rows stand; a table in which a number is missing is not taken
    for numbered.
    """

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            if column not in table.index:
                continue
            if not all(str(value or "").isdigit() for value in table.column_values(column)):
                continue
            parts = grouped(table, group).values() if group else (list(table.rows),)
            for rows in parts:
                yield from _numbers_of(table, rows, column, rule)

    return run


def _numbers_of(table: Table, rows: list[Row], column: str, rule: Rule) -> Iterator[Finding | Held]:
    numbers = sorted((int(str(table.value(row.key, column))), row.key, row) for row in rows)
    for expected, (number, _key, row) in enumerate(numbers, start=1):
        if number == expected:
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}», {row_name(table, row)}: sıra numarası {number}, sırası gereği "
            f"{expected} olmalıdır.",
            dataset=table.id,
            row=row.key,
            column=column,
            stated=Decimal(number),
            computed=Decimal(expected),
        )
        break


def ordered(dataset: str, *columns: str) -> Body:
    """Dates of each row do not go backwards in the order of `columns`."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            for row in table.rows:
                before: tuple[str, date] | None = None
                for key in (key for key in columns if key in table.index):
                    day = table.value(row.key, key)
                    if not isinstance(day, date):
                        continue
                    if before is not None and day < before[1]:
                        yield rule.finding(
                            f"«{table.title}», {row_name(table, row)}: "
                            f"{table.column(key).title} ({format_date(day)}), "
                            f"{table.column(before[0]).title} tarihinden "
                            f"({format_date(before[1])}) önce.",
                            dataset=table.id,
                            row=row.key,
                            column=key,
                            stated=day.isoformat(),
                            computed=before[1].isoformat(),
                        )
                    elif before is not None:
                        yield HELD
                    before = (key, day)

    return run


def rising(dataset: str, column: str) -> Body:
    """Dates of a column do not go backwards from row to row."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            before: tuple[Row, date] | None = None
            for row in table.rows:
                day = table.value(row.key, column)
                if not isinstance(day, date):
                    continue
                if before is not None and day < before[1]:
                    yield rule.finding(
                        f"«{table.title}», {row_name(table, row)}: {format_date(day)} tarihi, "
                        f"bir önceki satırın tarihinden ({format_date(before[1])}) önce.",
                        dataset=table.id,
                        row=row.key,
                        column=column,
                        stated=day.isoformat(),
                        computed=before[1].isoformat(),
                    )
                elif before is not None:
                    yield HELD
                before = (row, day)

    return run


def distinct(dataset: str, *columns: str) -> Body:
    """No two rows have the same texts in `columns`; case, signs and shortened words (`Mah.`,
    `Cad.`) do not tell names apart.

    Texts of which a third of the rows are repetitions are groups (kinds of pipe), not names.
    """

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            if not all(key in table.index for key in columns):
                continue
            found = list(_repeated(table, columns))
            again = sum(earlier is not None for _row, _label, earlier in found)
            if again >= SOME and again * GROUP_SHARE >= len(found):
                continue
            for row, label, earlier in found:
                if earlier is None:
                    yield HELD
                    continue
                also = "" if earlier == label else f" (önceki yazılışı «{earlier}»)"
                yield rule.finding(
                    f"«{table.title}»: «{label}» iki kez yazılmış{also}.",
                    dataset=table.id,
                    row=row.key,
                    column=columns[0],
                    stated=label,
                )

    return run


def _is_unfilled(table: Table) -> bool:
    figures = [c.key for c in table.columns if c.kind.is_numeric and c.key != "no"]
    return bool(figures) and all(
        table.value(row.key, key) is None for row in table.rows for key in figures
    )


SOME = 2
GROUP_SHARE = 3


def _repeated(table: Table, columns: tuple[str, ...]) -> Iterator[tuple[Row, str, str | None]]:
    """(row, its name, the earlier name that says the same) of rows that have a name.

    Earlier by the key, which a repeated name gets with a number: the order of the rows may change.
    A table of figures that has none yet holds names carried over from last year, which nobody has
    looked at.
    """
    if _is_unfilled(table):
        return
    seen: dict[str, str] = {}
    found: dict[str, tuple[str, str | None]] = {}
    for row in sorted(table.rows, key=lambda row: (len(row.key), row.key)):
        cells = [str(table.value(row.key, key) or "") for key in columns]
        if any(cells):
            label = " / ".join(cells)
            found[row.key] = label, is_repeated(label, seen)
    for row in table.rows:
        if row.key in found:
            yield row, *found[row.key]


def filled(dataset: str, *columns: str, message: str = "") -> Body:
    """Each row has a value in `columns`."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for table in tables_of(data, dataset):
            for row in table.rows:
                for key in columns:
                    if table.value(row.key, key) is not None:
                        yield HELD
                        continue
                    yield rule.finding(
                        message
                        or f"«{table.title}», {row_name(table, row)}: "
                        f"{table.column(key).title} girilmemiş.",
                        dataset=table.id,
                        row=row.key,
                        column=key,
                    )

    return run


def together(*bodies: Body) -> Body:
    """Several bodies under one rule."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for body in bodies:
            yield from body(data, rule)

    return run


# -- words and values ------------------------------------------------------------------------------


def _rows(table: Table, *, with_total: bool) -> Iterator[Row]:
    yield from table.rows
    if with_total and table.total is not None:
        yield table.total


def numbers_of(table: Table, row: Row) -> dict[str, Number]:
    """The numeric cells of a row by column."""
    return {c.key: table.number(row.key, c.key) for c in table.columns if c.kind.is_numeric}


def row_name(table: Table, row: Row) -> str:
    """What a person calls the row: its first text, else its first cell, else its key."""
    if row.key == TOTAL_ROW:
        return "toplam"
    for wanted in ((Kind.TEXT,), (Kind.CODE, Kind.INTEGER)):
        for column, value in zip(table.columns, row.cells, strict=True):
            if column.kind in wanted and value is not None:
                return str(value)
    return row.key


def place_words(table: Table, cell: Cell) -> str:
    row = table.by_key.get(cell.row)
    name = row_name(table, row) if row is not None else cell.row
    return f"{name}, {table.column(cell.column).title}:"


def shown(table: Table, column: str, number: Decimal) -> str:
    """A figure with the column's unit, as people read it."""
    found = table.column(column)
    match found.kind:
        case Kind.MONEY:
            return f"{format_decimal(number, places=2)} TL"
        case Kind.PERCENT:
            return f"%{format_decimal(plain(round_half_up(number, 2)))}"
        case _:
            unit = f" {found.unit}" if found.unit else ""
            return f"{format_decimal(plain(number))}{unit}"


def words(formula: str, table: Table) -> str:
    """A formula with the titles of the columns in place of their keys."""
    result = formula
    for column in sorted(table.columns, key=lambda c: len(c.key), reverse=True):
        result = result.replace(column.key, column.title)
    result = _DECIMAL_POINT.sub(",", result)
    return result.replace("*", "×").replace("/", "÷")


def folded(value: Value) -> str:
    return " ".join(casefold(str(value)).split()) if value is not None else ""


def grouped(table: Table, column: str) -> dict[str, list[Row]]:
    """Rows by the text of a column."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        found[folded(table.value(row.key, column))].append(row)
    return found
