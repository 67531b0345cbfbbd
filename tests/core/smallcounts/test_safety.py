"""What is withheld can't be computed from what is shown: tried by somebody who knows every rule."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from reports.core.smallcounts import publishable
from reports.core.tables import SMALL, TOTAL_ROW, WITHHELD, Row, Suppressed, Table
from reports.core.tables.columns import Column, Kind, People, Total
from reports.core.tables.values import Value, compute_formulas, total_row

Cell = tuple[str, str]
MOST = 40
"""No figure of the tables is higher than half of it; the reader tries as far."""


def table_of(columns: tuple[Column, ...], cells: list[list[Value]]) -> Table:
    """A table as the portal computes it of these cells."""
    raw = compute_formulas(columns, cells)
    rows = tuple(Row(f"r{n}", tuple(line)) for n, line in enumerate(raw))
    total = total_row(columns, rows, "Toplam")
    return Table("tables.ornek", "ornek", "Örnek", "III.B.1", columns, rows, total)


def counted(key: str, *, sensitive: bool, formula: str = "") -> Column:
    return Column(
        key,
        key,
        Kind.INTEGER,
        "kişi",
        Total.SUM,
        formula,
        people=People.SENSITIVE if sensitive else "",
    )


LABEL = Column("label", "Grup")
SHARE = Column("share", "Pay", Kind.PERCENT, "%", Total.RATIO, "share(a)")


def random_table(seed: int) -> Table:
    """One to three columns of counts, now and then with a row total and a share."""
    chance = random.Random(seed)
    names = ["a", "b", "c"][: chance.randint(1, 3)]
    columns = [LABEL, *(counted(n, sensitive=n == "a" or chance.random() < 0.6) for n in names)]
    if len(names) > 1 and chance.random() < 0.7:
        columns.append(counted("all", sensitive=False, formula=" + ".join(names)))
    if chance.random() < 0.4:
        columns.append(SHARE)
    figures = [0, 1, 1, 2, 3, 4, 5, 5, 6, 7, 9, 12]
    cells: list[list[Value]] = [
        [
            f"Grup {n}",
            *(chance.choice(figures) for _ in names),
            *[None] * (len(columns) - 1 - len(names)),
        ]
        for n in range(chance.randint(1, 5))
    ]
    return table_of(tuple(columns), cells)


# -- a reader who knows all rules ----------------------------------------------------------------


@dataclass
class Reader:
    """Looks for fillings of the withheld cells that fit all that a table shows."""

    sums: list[tuple[tuple[tuple[Cell, int], ...], int]]
    """Withheld cells with their signs, and what the shown rest of the sum comes to."""
    range_of: dict[Cell, tuple[int, int]]

    def can_be(self, cell: Cell, value: int) -> bool:
        return next(self.fillings({cell: value}), None) is not None

    def fillings(self, known: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        """Each way to complete what is known; one cell after the other, in no clever order."""
        known = dict(known)
        while True:
            single = None
            for parts, rest in self.sums:
                unknown = [part for part in parts if part[0] not in known]
                left = rest + sum(sign * known[cell] for cell, sign in parts if cell in known)
                if not unknown and left:
                    return
                if len(unknown) == 1:
                    (cell, sign) = unknown[0]
                    single = cell, -left * sign
            if single is None:
                break
            low, high = self.range_of[single[0]]
            if not low <= single[1] <= high:
                return
            known[single[0]] = single[1]
        open_ = next(
            (cell for parts, _rest in self.sums for cell, _sign in parts if cell not in known), None
        )
        if open_ is None:
            yield known
            return
        low, high = self.range_of[open_]
        for value in range(low, high + 1):
            yield from self.fillings({**known, open_: value})


def number(cell: Value) -> int:
    return cell if isinstance(cell, int) else 0


def reader_of(table: Table) -> Reader:
    """What the columns, the signs and the totals of a published table say."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    counts = [c for c in table.columns if c.kind is Kind.INTEGER]
    value = {(r.key, c.key): table.value(r.key, c.key) for r in rows for c in counts}
    parts = [c.key for c in counts if not c.formula]
    identities = [
        [(((row.key), c.key), 1) for row in table.rows] + [((TOTAL_ROW, c.key), -1)] for c in counts
    ]
    if any(c.formula for c in counts):
        identities += [
            [((row.key, key), 1) for key in parts] + [((row.key, "all"), -1)] for row in rows
        ]
    marked = {c.key for c in counts if c.people}
    if marked >= set(parts):
        marked.add("all")
    range_of = {
        cell: (1, 4) if shown == SMALL else (5 if cell[1] in marked else 1, MOST)
        for cell, shown in value.items()
        if isinstance(shown, Suppressed)
    }
    sums = []
    for identity in identities:
        hidden = tuple(item for item in identity if item[0] in range_of)
        rest = sum(sign * number(value[cell]) for cell, sign in identity if cell not in range_of)
        if hidden:
            sums.append((hidden, rest))
    return Reader(sums, range_of)


def small_cells(table: Table) -> list[Cell]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [
        (row.key, column.key)
        for row in rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell == SMALL
    ]


def test_no_small_count_follows_from_what_is_shown() -> None:
    """Each could be at least two different numbers, for all that the table says."""
    tried = 0
    for seed in range(250):
        shown = publishable(random_table(seed))
        reader = reader_of(shown)
        for cell in small_cells(shown):
            tried += 1
            possible = [number for number in range(1, 5) if reader.can_be(cell, number)]
            assert len(possible) > 1, (seed, cell, shown.rows, shown.total)
    assert tried > 400


def test_the_reader_finds_what_only_the_small_counts_leave_open() -> None:
    """Without the second step the same reader computes many of them: the test above can fail."""
    told = 0
    for seed in range(60):
        table = random_table(seed)
        shown = publishable(table)
        naive = replace(
            table,
            rows=tuple(_only_small(row, shown.by_key[row.key]) for row in table.rows),
            total=table.total and _only_small(table.total, shown.by_key[TOTAL_ROW]),
        )
        reader = reader_of(naive)
        told += sum(
            sum(reader.can_be(cell, number) for number in range(1, 5)) == 1
            for cell in small_cells(naive)
        )
    assert told > 20


def _only_small(row: Row, shown: Row) -> Row:
    cells = (
        SMALL if new == SMALL else old for old, new in zip(row.cells, shown.cells, strict=True)
    )
    return replace(row, cells=tuple(cells))


def test_every_small_count_is_withheld_and_no_zero_is() -> None:
    for seed in range(250):
        table = random_table(seed)
        shown = publishable(table)
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.people and isinstance(cell, int):
                    there = shown.value(row.key, column.key)
                    assert (there == SMALL) is (0 < cell < 5)
                    assert cell != 0 or there == 0


def test_a_share_of_a_withheld_figure_is_withheld_too() -> None:
    for seed in range(250):
        shown = publishable(random_table(seed))
        if "share" not in shown.index or not shown.total:
            continue
        for row in shown.rows:
            count, share = shown.value(row.key, "a"), shown.value(row.key, "share")
            if isinstance(count, Suppressed):
                assert isinstance(share, Suppressed) or share is None
            # Any share beside its count would tell the total.
            if isinstance(shown.value(TOTAL_ROW, "a"), Suppressed) and count:
                assert share == WITHHELD


def test_the_same_rows_give_the_same_table() -> None:
    for seed in range(20):
        assert publishable(random_table(seed)) == publishable(random_table(seed))


# -- single cases --------------------------------------------------------------------------------


def column_of(*figures: int, label: str = "Grup") -> Table:
    return table_of(
        (LABEL, counted("a", sensitive=True)), [[f"{label} {n}", f] for n, f in enumerate(figures)]
    )


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ((10, 20), (10, 20, 30)),
        # The smallest other figure goes, so that the total tells nothing.
        ((3, 8, 20), (SMALL, WITHHELD, 20, 31)),
        # Nobody is nobody; a zero is no help.
        ((3, 0, 20), (SMALL, 0, WITHHELD, 23)),
        # Two small ones that can only be one person each.
        ((1, 1, 8, 20), (SMALL, SMALL, WITHHELD, 20, 30)),
        # Two of which each can be another number need no third.
        ((2, 3, 20), (SMALL, SMALL, 20, 25)),
        # The smallest possible sum: five would be told, the next one is not.
        ((1, 5, 9), (SMALL, 5, WITHHELD, 15)),
        # Alone with its total.
        ((3,), (SMALL, SMALL)),
        ((4, 0), (SMALL, 0, SMALL)),
    ],
)
def test_what_is_withheld(figures: tuple[int, ...], shown: tuple[Value, ...]) -> None:
    table = publishable(column_of(*figures))

    assert table.total is not None
    assert (*(row.cells[1] for row in table.rows), table.total.cells[1]) == shown


def test_what_was_withheld_in_the_last_version_stays_so() -> None:
    """A smaller neighbour would take its place: two versions together would tell it."""
    first = publishable(column_of(3, 8, 20))
    second = column_of(3, 8, 6)

    assert publishable(second).rows[2].cells[1] == WITHHELD
    alike = publishable(second, before=first)
    assert [row.cells[1] for row in alike.rows] == [SMALL, WITHHELD, 6]
    # What was small and is so no more is published.
    grown = publishable(column_of(9, 8, 2), before=first)
    assert [row.cells[1] for row in grown.rows] == [9, WITHHELD, SMALL]


def test_typed_totals_count_like_computed_ones() -> None:
    """A column and a row that somebody typed as the sum of others."""
    columns = (
        LABEL,
        replace(counted("a", sensitive=True), total=Total.NONE),
        replace(counted("b", sensitive=False), total=Total.NONE),
        replace(counted("c", sensitive=False), total=Total.NONE),
    )
    table = publishable(
        table_of(columns, [["Grup 1", 3, 30, 33], ["Grup 2", 7, 20, 27], ["Toplam", 10, 50, 60]])
    )

    assert [row.cells[1:] for row in table.rows] == [
        (SMALL, WITHHELD, 33),
        (WITHHELD, WITHHELD, 27),
        (10, 50, 60),
    ]


def test_a_figure_of_a_list_that_is_computed_of_others() -> None:
    table = column_of(2, 9)
    columns = (LABEL, Column("value", "Değer", Kind.DECIMAL))
    rows = (
        Row("hasta", ("Hasta", 2), people=People.SENSITIVE),
        Row("yasli", ("Yaşlı", 9)),
        Row("hepsi", ("Hepsi", 11), parts="{hasta} + {yasli}"),
    )
    shown = publishable(replace(table, columns=columns, rows=rows, total=None))

    assert [row.cells[1] for row in shown.rows] == [SMALL, WITHHELD, 11]
    assert not any(row.parts for row in shown.rows)


def test_a_list_of_people_is_counted() -> None:
    """Rows that are persons become numbers; the other columns would tell who it is."""
    columns = (
        replace(LABEL, key="movement", title="Hareket", people=People.SENSITIVE),
        Column("post", "Unvan"),
    )
    cells: list[list[Value]] = [["Emeklilik", f"Unvan {n}"] for n in range(6)]
    shown = publishable(table_of(columns, [*cells, ["Görevden uzaklaştırma", "Memur"]]))

    assert [column.title for column in shown.columns] == ["Hareket", "Kişi"]
    assert [row.cells for row in shown.rows] == [
        ("Emeklilik", WITHHELD),
        ("Görevden uzaklaştırma", SMALL),
    ]


def test_a_decision_publishes_a_column_as_it_is() -> None:
    table = column_of(3, 8)

    shown = publishable(table, {("", "a"): "Örnek gerekçe."})

    assert shown.rows == table.rows
    assert shown.note.endswith("Örnek gerekçe.")
    assert publishable(table, {("r1", "a"): "Örnek gerekçe."}).rows[0].cells[1] == SMALL


def test_a_part_of_the_table_has_no_total_that_would_tell() -> None:
    """Readers choose rows; the total of a choice with a withheld figure is withheld."""
    shown = publishable(column_of(3, 8, 20, 30))

    assert shown.selection(("r0", "r2"), None).total == Row(TOTAL_ROW, ("Toplam", WITHHELD))
    assert shown.selection(("r2", "r3"), None).total == Row(TOTAL_ROW, ("Toplam", 50))
