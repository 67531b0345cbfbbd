"""Building blocks that compare figures by their place, across tables: sums, bounds, counts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, plain, round_half_up

from .blocks import Body, Cell, place_words, shown
from .data import CheckData, Number
from .model import HELD, Finding, Held, Rule


def _numbers(data: CheckData, cells: tuple[Cell, ...]) -> list[Decimal] | None:
    """The figures of some places; None when one of them is missing."""
    found: list[Number] = [data.number(cell.dataset, cell.row, cell.column) for cell in cells]
    known = [number for number in found if number is not None]
    return known if len(known) == len(found) else None


def adds_up(*sums: tuple[Cell, tuple[Cell, ...]], places: int = 2) -> Body:
    """A figure is the sum of others, wherever they stand; all of them have to be known."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for whole, parts in sums:
            stated = data.number(whole.dataset, whole.row, whole.column)
            numbers = _numbers(data, parts)
            if stated is None or numbers is None:
                continue
            computed = sum(numbers, Decimal(0))
            if round_half_up(stated, places) == round_half_up(computed, places):
                yield HELD
                continue
            table = data.tables[whole.dataset]
            shares = " + ".join(format_decimal(plain(number)) for number in numbers)
            yield rule.finding(
                f"«{table.title}» tablosunda {place_words(table, whole)} "
                f"{shown(table, whole.column, stated)}; parçaları {shares} = "
                f"{shown(table, whole.column, computed)}.",
                dataset=whole.dataset,
                row=whole.row,
                column=whole.column,
                stated=stated,
                computed=computed,
            )

    return run


def not_above(*pairs: tuple[Cell, Cell]) -> Body:
    """The first of two figures is not above the second, wherever they stand."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for one, other in pairs:
            stated = data.number(one.dataset, one.row, one.column)
            limit = data.number(other.dataset, other.row, other.column)
            if stated is None or limit is None:
                continue
            if stated <= limit:
                yield HELD
                continue
            first, second = data.tables[one.dataset], data.tables[other.dataset]
            yield rule.finding(
                f"«{first.title}» tablosunda {place_words(first, one)} "
                f"{shown(first, one.column, stated)}; «{second.title}» tablosunda "
                f"{place_words(second, other)} {shown(second, other.column, limit)} olduğuna göre "
                "bundan fazla olamaz.",
                dataset=one.dataset,
                row=one.row,
                column=one.column,
                stated=stated,
                computed=limit,
            )

    return run


def counts_rows(*pairs: tuple[tuple[Cell, ...], str]) -> Body:
    """The sum of some figures is the number of rows of a table."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for cells, dataset in pairs:
            numbers = _numbers(data, cells)
            listed = data.table(dataset)
            if numbers is None or listed is None or not listed.rows:
                continue
            stated, computed = sum(numbers, Decimal(0)), Decimal(len(listed.rows))
            if stated == computed:
                yield HELD
                continue
            table = data.tables[cells[0].dataset]
            places = "; ".join(place_words(table, cell).rstrip(":") for cell in cells)
            yield rule.finding(
                f"«{table.title}» tablosunda {places}: {format_decimal(plain(stated))}; "
                f"«{listed.title}» tablosunda {computed} satır var.",
                dataset=cells[0].dataset,
                row=cells[0].row,
                column=cells[0].column,
                stated=stated,
                computed=computed,
            )

    return run
