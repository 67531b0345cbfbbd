"""What the figures of one table say of each other: sums along columns and rows, and quotients.

Whoever reads the table knows these too, so a figure is only withheld where they don't lead back to
it. Only what holds for the true figures counts: a stated total that is wrong gives nothing away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kars_portal.lib.turkish import casefold
from reports.core.tables import TOTAL_ROW, Row, Table, as_decimal
from reports.core.tables.columns import Column, Kind, Total
from reports.ground.formula import FormulaError, linear, names_in, shared_in

Cell = tuple[str, int]
"""A row's key and a column's place."""

MOST_TYPED = 7
"""Columns without formula among which typed sums are looked for."""


@dataclass(frozen=True)
class Identity:
    """Cells with whole factors whose sum is always the same: `a + b − total`."""

    factors: tuple[tuple[Cell, int], ...]


@dataclass(frozen=True)
class Quotient:
    """A cell that is computed of others in a way that leads back to them: a rate, a share."""

    cell: Cell
    of: frozenset[Cell]


@dataclass(frozen=True)
class Relations:
    """All that the figures of a table say of each other."""

    identities: tuple[Identity, ...]
    quotients: tuple[Quotient, ...]


def lines(table: Table) -> tuple[Row, ...]:
    """The rows, and the total row as the last."""
    return table.rows if table.total is None else (*table.rows, table.total)


def numbers(table: Table) -> dict[Cell, Decimal]:
    """Every figure of a table; what is missing is left out."""
    numeric = [n for n, column in enumerate(table.columns) if column.kind.is_numeric]
    return {
        (row.key, n): number
        for row in lines(table)
        for n in numeric
        if (number := as_decimal(row.cells[n])) is not None
    }


def relations(table: Table) -> Relations:
    """Sums and quotients of a table, as far as they hold."""
    known = numbers(table)
    sums: dict[tuple[tuple[Cell, int], ...], Identity] = {}
    quotients: list[Quotient] = []
    for factors in _sums(table):
        _add(sums, factors, known)
    for cell, formula, place in _formulas(table):
        if cell not in known:
            continue
        of = _read(formula, place, table)
        of_it = _linear(formula, place)
        if of_it is None or not _add(sums, {**of_it, cell: Decimal(-1)}, known, formula):
            quotients.append(Quotient(cell, of))
    return Relations(tuple(sums.values()), tuple(quotients))


def _add(
    sums: dict[tuple[tuple[Cell, int], ...], Identity],
    factors: Mapping[Cell, Decimal],
    known: Mapping[Cell, Decimal],
    formula: str = "",
) -> bool:
    """Keep an identity if its factors are whole and it holds; whether it does."""
    there = {cell: factor for cell, factor in factors.items() if factor and cell in known}
    if any(factor != factor.to_integral_value() for factor in there.values()):
        return False
    added = linear(formula) if formula else None
    rest = sum((factor * known[cell] for cell, factor in there.items()), Decimal(0))
    if rest + (added[1] if added else 0):
        return False
    name = tuple(sorted((cell, int(factor)) for cell, factor in there.items()))
    if len(name) > 1:
        sums[name] = Identity(name)
    return True


# -- sums along columns and rows -----------------------------------------------------------------


def _sums(table: Table) -> Iterator[dict[Cell, Decimal]]:
    """Totals of columns, then what was typed as a total."""
    for n, column in enumerate(table.columns):
        if column.total is Total.SUM and table.total is not None:
            yield _total((row.key for row in table.rows), TOTAL_ROW, n)
        if column.kind.is_numeric and not column.formula:
            yield from _typed_total_rows(table, n)
    yield from _typed_total_columns(table)


def _total(parts: Iterable[str], whole: str, n: int) -> dict[Cell, Decimal]:
    return {**{(key, n): Decimal(1) for key in parts}, (whole, n): Decimal(-1)}


def _typed_total_rows(table: Table, n: int) -> Iterator[dict[Cell, Decimal]]:
    """Rows called a total that are the sum of the rows before them."""
    for place, row in enumerate(table.rows):
        whole = as_decimal(row.cells[n])
        if whole is None or not _is_total(row, table):
            continue
        total = Decimal(0)
        parts: list[str] = []
        for other in reversed(table.rows[:place]):
            total += as_decimal(other.cells[n]) or Decimal(0)
            parts.append(other.key)
            if total == whole and len(parts) > 1:
                yield _total(parts, row.key, n)
                break
        others = [other.key for other in table.rows if other is not row]
        yield _total(others, row.key, n)


def _is_total(row: Row, table: Table) -> bool:
    return any(
        isinstance(cell, str) and "toplam" in casefold(cell)
        for cell, column in zip(row.cells, table.columns, strict=True)
        if column.kind in {Kind.TEXT, Kind.CODE}
    )


def _typed_total_columns(table: Table) -> Iterator[dict[Cell, Decimal]]:
    """Columns without formula that are the sum of others in every row that has them."""
    typed = [
        n
        for n, column in enumerate(table.columns)
        if column.kind in {Kind.INTEGER, Kind.DECIMAL} and not column.formula and not column.parts
    ]
    if not 3 <= len(typed) <= MOST_TYPED:
        return
    for whole in typed:
        others = [n for n in typed if n != whole]
        for size in range(2, len(others) + 1):
            for parts in combinations(others, size):
                if _always(table, whole, parts):
                    for row in lines(table):
                        yield {(row.key, whole): Decimal(-1)} | {
                            (row.key, n): Decimal(1) for n in parts
                        }


def _always(table: Table, whole: int, parts: tuple[int, ...]) -> bool:
    filled = [row for row in table.rows if as_decimal(row.cells[whole])]
    return bool(filled) and all(
        as_decimal(row.cells[whole])
        == sum((as_decimal(row.cells[n]) or Decimal(0) for n in parts), Decimal(0))
        for row in filled
    )


# -- formulas ------------------------------------------------------------------------------------

Place = Mapping[str, Cell]
"""The names of a formula, and where they stand."""


def _formulas(table: Table) -> Iterator[tuple[Cell, str, Place]]:
    """Every computed cell, its formula, and where the names of the formula stand."""
    numeric = {c.key: n for n, c in enumerate(table.columns) if c.kind.is_numeric}
    for row in lines(table):
        place = {key: (row.key, n) for key, n in numeric.items()}
        for n, column in enumerate(table.columns):
            if formula := column.formula or column.parts:
                yield (row.key, n), formula, place
        if row.parts:
            for n in numeric.values():
                yield (row.key, n), row.parts, {other.key: (other.key, n) for other in table.rows}


def _linear(formula: str, place: Place) -> dict[Cell, Decimal] | None:
    try:
        found = linear(formula)
    except FormulaError:
        return None
    if found is None or not found[0].keys() <= place.keys():
        return None
    return {place[name]: factor for name, factor in found[0].items()}


def _read(formula: str, place: Place, table: Table) -> frozenset[Cell]:
    """The cells that a formula reads, totals of columns included."""
    try:
        own = {place[name] for name in names_in(formula) if name in place}
        shares = {(TOTAL_ROW, table.index[name]) for name in shared_in(formula) & set(table.index)}
    except FormulaError:
        return frozenset()
    return frozenset(own | shares)


def sensitive_parts(column: Column, marked: frozenset[str]) -> bool:
    """Whether a computed column only adds up columns that are marked."""
    formula = column.formula or column.parts
    try:
        found = linear(formula) if formula else None
    except FormulaError:
        return False
    return found is not None and bool(found[0]) and found[0].keys() <= marked
