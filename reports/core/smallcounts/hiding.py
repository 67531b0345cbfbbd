"""Which figures of a table are withheld: small counts, and the fewest others that lead to them.

First every count of one to four people of a sensitive kind; then rates and shares that are made of
what is withheld; then, as long as a count can be told from what is left, one more figure of a sum
that it stands in: the smallest that helps. The same rows always give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kars_portal.lib.turkish import slugify
from reports.core.tables import SMALL, TOTAL_ROW, WITHHELD, Row, Suppressed, Table
from reports.core.tables.columns import Column, Kind, People, Total
from reports.core.tables.values import total_row

from .identities import Cell, Relations, lines, numbers, relations, sensitive_parts
from .search import Range, Search

FEWEST = 5
"""The smallest count that is published; nothing counted is published as well."""
REACH = 9
"""How far from its true value a withheld figure is moved when its safety is tried."""

TRIED = 50
"""Figures of which it is tried whether one alone is enough; else the first of them goes, and on."""

Exact = Mapping[tuple[str, str], str]
"""Rows and columns of a table that are published as they are, with the reason.

An empty row stands for all of them.
"""

NONE: Exact = {}

EXACT = "Küçük kişi sayıları gerekçesiyle yayımlanmıştır:"
NOTES = {
    SMALL: "“<5”: 1 ile 4 arasında kişi; kimlerin sayıldığı anlaşılmasın diye tam sayı yazılmaz.",
    WITHHELD: "“gizli”: <5 yazılan sayıların hesaplanmasını önlemek için yazılmayan rakam.",
}
CONDENSED = "Her satırı bir kişi olan liste, kişiler seçilmesin diye sayılarak yayımlanır."
PEOPLE = "people"
"""Key of the column that counts the rows of a list of people."""


def counts_sensitive(table: Table) -> bool:
    """Whether a table counts people of a sensitive kind."""
    marks = {column.people for column in table.columns} | {row.people for row in table.rows}
    return People.SENSITIVE in marks


def hides(table: Table) -> bool:
    """Whether something of a table is withheld."""
    return any(isinstance(cell, Suppressed) for row in lines(table) for cell in row.cells)


def publishable(table: Table, exact: Exact = NONE, before: Table | None = None) -> Table:
    """A table as it is published.

    `before` is the table as it was published last: what was withheld there for another figure's
    sake is withheld again, or the two together would tell both.
    """
    table = condensed(table, exact)
    hidden = _hidden(table, exact, before)
    if hidden:
        there = set(hidden.values())
        notes = (note for sign, note in NOTES.items() if sign in there)
        table = _noted(_without(table, hidden), " ".join(notes))
    if exact:
        table = _noted(table, f"{EXACT} {' '.join(dict.fromkeys(exact.values()))}")
    if any(row.parts for row in table.rows):
        table = replace(table, rows=tuple(replace(row, parts="") for row in table.rows))
    return table


def _noted(table: Table, note: str) -> Table:
    return replace(table, note=f"{table.note} {note}".strip())


def _without(table: Table, hidden: Mapping[Cell, Suppressed]) -> Table:
    def blank(row: Row) -> Row:
        cells = (hidden.get((row.key, n), cell) for n, cell in enumerate(row.cells))
        return replace(row, cells=tuple(cells))

    return replace(
        table,
        rows=tuple(blank(row) for row in table.rows),
        total=None if table.total is None else blank(table.total),
    )


# -- lists with a row for each person ------------------------------------------------------------


def condensed(table: Table, exact: Exact = NONE) -> Table:
    """A table whose rows are people, with what its marked text column says counted.

    The other columns go: together with one another they tell who it is.
    """
    place = next((n for n, c in enumerate(table.columns) if _names_people(c, exact)), None)
    if place is None:
        return table
    named = table.columns[place]
    counts: dict[str, int] = {}
    for row in table.rows:
        label = str(row.cells[place] or "")
        counts[label] = counts.get(label, 0) + 1
    columns = (
        replace(named, people="", total=Total.NONE),
        Column(
            PEOPLE, "Kişi", Kind.INTEGER, "kişi", Total.SUM,
            description="Listede bu satıra giren kişi sayısı.", people=People.SENSITIVE,
        ),
    )  # fmt: skip
    rows: list[Row] = []
    for label, count in counts.items():
        key = base = slugify(label) or "satir"
        taken = {row.key for row in rows}
        number = 2
        while key in taken:
            key, number = f"{base}-{number}", number + 1
        rows.append(Row(key, (label or None, count)))
    total = total_row(columns, rows, table.total_label)
    return _noted(replace(table, columns=columns, rows=tuple(rows), total=total), CONDENSED)


def _names_people(column: Column, exact: Exact) -> bool:
    return (
        column.people == People.SENSITIVE
        and not column.kind.is_numeric
        and ("", column.key) not in exact
    )


# -- which cells ---------------------------------------------------------------------------------


def _hidden(table: Table, exact: Exact, before: Table | None) -> dict[Cell, Suppressed]:
    """Cells that are withheld, with what stands in their place."""
    known = numbers(table)
    marked = _marked(table, exact)
    small = [cell for cell in known if cell in marked and 0 < known[cell] < FEWEST]
    if not small:
        return {}
    found: dict[Cell, Suppressed] = dict.fromkeys(small, SMALL)
    found.update({cell: WITHHELD for cell in _withheld(before, table) if cell not in found})
    _complete(table, known, marked, found)
    return found


def _marked(table: Table, exact: Exact) -> set[Cell]:
    """Cells that count people of a sensitive kind and are not published with a reason."""
    columns = {c.key for c in table.columns if c.kind.is_numeric and c.people == People.SENSITIVE}
    for column in table.columns:
        if not column.people and sensitive_parts(column, frozenset(columns)):
            columns.add(column.key)
    return {
        (row.key, n)
        for row in lines(table)
        for n, column in enumerate(table.columns)
        if column.kind.is_numeric
        and column.kind is not Kind.PERCENT
        and (row.people or (People.SENSITIVE if column.key in columns else "")) == People.SENSITIVE
        and not {("", column.key), (row.key, column.key)} & set(exact)
    }


def _withheld(before: Table | None, table: Table) -> Iterable[Cell]:
    """Cells of today's table that were withheld when it was published last."""
    if before is None:
        return
    now = {row.key for row in lines(table)}
    for row in lines(before):
        for column, cell in zip(before.columns, row.cells, strict=True):
            if cell == WITHHELD and row.key in now and column.key in table.index:
                yield row.key, table.index[column.key]


def _complete(
    table: Table, known: Mapping[Cell, Decimal], marked: set[Cell], found: dict[Cell, Suppressed]
) -> None:
    """Add to what is withheld until no small count follows from the rest."""
    said = relations(table)
    percents = [n for n, c in enumerate(table.columns) if c.kind is Kind.PERCENT and not c.formula]
    order = {cell: place for place, cell in enumerate(known)}
    while True:
        rates = _rates(said, known, found, percents)
        if rates:
            found.update(dict.fromkeys(rates, WITHHELD))
            continue
        exposed = _exposed(said, known, marked, found)
        if exposed is None:
            return
        candidates = _candidates(exposed, said, known, found, order)
        if not candidates:  # nothing is left that could help: the sums themselves are at fault
            return
        helping = next(
            (
                cell
                for cell in candidates[:TRIED]
                if _is_safe(exposed, said, known, marked, {**found, cell: WITHHELD})
            ),
            candidates[0],
        )
        found[helping] = WITHHELD


def _rates(
    said: Relations,
    known: Mapping[Cell, Decimal],
    found: Mapping[Cell, Suppressed],
    percents: list[int],
) -> set[Cell]:
    """Rates and shares that are made of withheld figures, and are not withheld yet."""
    rates = {item.cell for item in said.quotients if item.of & found.keys()}
    # How a typed percentage was computed is not known; in the row of a withheld figure it goes.
    rates |= {(row, n) for row, _n in found for n in percents if (row, n) in known}
    return rates - found.keys()


def _exposed(
    said: Relations,
    known: Mapping[Cell, Decimal],
    marked: set[Cell],
    found: Mapping[Cell, Suppressed],
) -> Cell | None:
    """The first small count that can't be any other than it is."""
    search = _search(said, known, marked, found)
    small = (cell for cell in known if found.get(cell) is SMALL)
    return next((cell for cell in small if search.other(cell) is None), None)


def _is_safe(
    cell: Cell,
    said: Relations,
    known: Mapping[Cell, Decimal],
    marked: set[Cell],
    found: Mapping[Cell, Suppressed],
) -> bool:
    return _search(said, known, marked, found).other(cell) is not None


def _search(
    said: Relations,
    known: Mapping[Cell, Decimal],
    marked: set[Cell],
    found: Mapping[Cell, Suppressed],
) -> Search:
    rates = {item.cell for item in said.quotients}
    ranges = {
        cell: _range(known[cell], small=sign is SMALL, marked=cell in marked)
        for cell, sign in found.items()
        if cell in known and cell not in rates
    }
    return Search(said.identities, ranges)


def _range(value: Decimal, *, small: bool, marked: bool) -> Range:
    """What readers know of a withheld figure: below five, or not below five where it counts too."""
    whole = int(value)
    if small:
        return Range(whole - 1, FEWEST - 1 - whole)
    least = FEWEST if marked and value >= FEWEST else min(1, whole)
    return Range(min(REACH, max(0, whole - least)), REACH)


def _candidates(
    exposed: Cell,
    said: Relations,
    known: Mapping[Cell, Decimal],
    found: Mapping[Cell, Suppressed],
    order: Mapping[Cell, int],
) -> list[Cell]:
    """Shown figures in sums that hang together with an exposed count over withheld figures.

    Totals last, then the nearest first, then the smallest.
    """
    totals = _totals(said)
    distance: dict[Cell, int] = {}
    reached = {exposed}
    for step in range(len(found) + 1):
        cells = {
            cell
            for identity in said.identities
            if not reached.isdisjoint(cell for cell, _factor in identity.factors)
            for cell, _factor in identity.factors
        }
        for cell in cells - found.keys():
            if known[cell]:
                distance.setdefault(cell, step)
        wider = reached | (cells & found.keys())
        if wider == reached:
            break
        reached = wider
    return sorted(
        distance,
        key=lambda cell: (cell in totals, distance[cell], abs(known[cell]), order[cell]),
    )


def _totals(said: Relations) -> set[Cell]:
    """Figures that are the sum of others: the total row, row totals."""
    wholes: set[Cell] = set()
    for identity in said.identities:
        negative = [cell for cell, factor in identity.factors if factor < 0]
        if len(negative) == 1:
            wholes.add(negative[0])
        wholes |= {cell for cell, _factor in identity.factors if cell[0] == TOTAL_ROW}
    return wholes
