"""Slips of the pen in the 2024 document: where one could be noticed, and the document with it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from performance.enums import Direction
from performance.figures import achievement_rate, achievement_status
from reports.core.checks import CheckData, Family
from reports.core.checks.data import row_formula
from reports.core.checks.stated import identities
from reports.core.documents import Document
from reports.core.materialising import materialise
from reports.core.registry import Column, Dataset, Kind
from reports.core.tables import TOTAL_ROW, Table, Value
from reports.ground.formula import names_in
from reports.models import FiscalYear

INDICATORS = "performance.indicators"


@dataclass(frozen=True, order=True)
class Place:
    """A figure: of a table, or (with `source`) one that the printed report states."""

    dataset: str
    row: str
    column: str
    source: str = ""


@dataclass(frozen=True)
class Slip:
    """A figure written wrong."""

    place: Place
    kind: str
    before: Decimal
    after: Decimal


def places(document: Document) -> list[Place]:
    """Figures that take part in an identity that holds: summed, divided or said twice."""
    found: set[Place] = set()
    for identity in identities(CheckData(document)):
        if not identity.holds:
            continue
        value = identity.stated.value
        table, column = identity.table, identity.column
        found.add(Place(table.id, value.row, column.key, value.key))
        if identity.family is Family.FOOTING:
            for row in table.rows:
                found.update(_typed(table, row.key, column))
        elif value.row != TOTAL_ROW:
            found.update(_typed(table, value.row, column))
    return sorted(place for place in found if _known(document, place))


def _typed(table: Table, row: str, column: Column) -> Iterator[Place]:
    """The figures that someone typed behind a figure of a row."""
    if table.id == INDICATORS and column.key == "rate":
        yield Place(table.id, row, "target")
        yield Place(table.id, row, "actual")
    elif formula := row_formula(column):
        for name in names_in(formula):
            yield from _typed(table, row, table.column(name))
    else:
        yield Place(table.id, row, column.key)


def _known(document: Document, place: Place) -> bool:
    return document.tables[place.dataset].number(place.row, place.column) is not None


def sample(document: Document, size: int, seed: int) -> list[Slip]:
    """`size` slips, in an order that the seed decides."""
    dice = random.Random(seed)
    stated = {
        value.key: Decimal(value.value) for value in document.stated if _is_number(value.value)
    }
    slips = []
    for place in dice.sample(places(document), size):
        before = stated.get(place.source)
        if before is None:
            before = document.tables[place.dataset].number(place.row, place.column) or Decimal(0)
        kind = dice.choice(["one more", "ten times", "digits swapped"])
        slips.append(Slip(place, kind, before, wrong(before, kind)))
    return slips


def wrong(number: Decimal, kind: str) -> Decimal:
    """The number with a slip; where it would change nothing, one more."""
    after = number
    if kind == "ten times":
        after = number * 10
    elif kind == "digits swapped":
        after = _swapped(number)
    return after if after != number else number + 1


def _swapped(number: Decimal) -> Decimal:
    """The first two neighbouring digits that differ change places: 95.00 → 59.00."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    for left in range(len(digits) - 1):
        if digits[left] != digits[left + 1]:
            changed = (*digits[:left], digits[left + 1], digits[left], *digits[left + 2 :])
            return Decimal((sign, changed, exponent))
    return number


def with_slip(document: Document, slip: Slip) -> Document:
    """The document with one figure wrong; what the portal computes is computed again."""
    if slip.place.source:
        return replace(
            document,
            stated=tuple(
                replace(value, value=str(slip.after)) if value.key == slip.place.source else value
                for value in document.stated
            ),
        )
    table = rebuilt(document.tables[slip.place.dataset], slip)
    return replace(document, tables={**document.tables, table.id: table})


def rebuilt(table: Table, slip: Slip) -> Table:
    """Rows, formulas and totals as `materialise` makes them, with one figure changed."""
    rows = []
    for row in table.rows:
        cells = dict(zip((c.key for c in table.columns), row.cells, strict=True))
        if row.key == slip.place.row:
            integer = table.column(slip.place.column).kind is Kind.INTEGER
            whole = slip.after == slip.after.to_integral_value()
            cells[slip.place.column] = int(slip.after) if integer and whole else slip.after
            if table.id == INDICATORS:
                amounts = (cells["target"], cells["actual"], Direction.HIGHER)
                cells["rate"] = achievement_rate(*amounts)  # type: ignore[arg-type]
                cells["status"] = achievement_status(*amounts).label  # type: ignore[arg-type]
        rows.append({"": row.key, **cells})
    return remade(table, rows)


def remade(table: Table, rows: Iterable[Mapping[str, Value]]) -> Table:
    """The table of these rows, whose key is their cell of no name."""
    columns = tuple(replace(c, formula=row_formula(c)) for c in table.columns)
    made = materialise(
        Dataset(
            id=table.id,
            slug=table.slug,
            title=table.title,
            section=table.section,
            columns=columns,
            rows=lambda _year: rows,
            row_key=lambda row: str(row[""]),
            total_label=table.total_label,
            in_section=table.in_section,
        ),
        FiscalYear(year=2024),
    )
    return replace(made, columns=table.columns, basis=table.basis)


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return True
