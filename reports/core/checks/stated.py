"""What a printed report states, recomputed from what it prints: totals, rates, shares, repetitions.

For each stated figure the identities that it takes part in are recomputed from the printed parts
(stated row totals where there are some, else the rows). So an error is named where it stands, and a
rate that follows from two wrong amounts is not called wrong itself. What the finding calls computed
is the figure of the table; where the printed parts give another one, its sentence says both, and a
figure that the rows confirm is not called wrong because of the parts printed beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, plain, round_half_up
from reports.core.registry import Column, Kind, Total
from reports.core.tables import RATIO_PLACES, TOTAL_ROW, Table, UnknownFigure, Value

from .data import (
    CheckData,
    Number,
    Stated,
    agrees,
    from_row,
    is_total_of_rows,
    is_truncated,
    places_of,
    real_places,
    row_formula,
)
from .model import HELD, Family, Finding, Held, Rule, Severity


@dataclass(frozen=True)
class Identity:
    """One way to recompute a stated figure from the printed parts."""

    family: Family
    stated: Stated
    number: Decimal
    table: Table
    column: Column
    computed: Decimal
    kept: Number
    """What the table itself has there, made from the true rows."""
    places: int
    words: str

    @property
    def holds(self) -> bool:
        """Equal with the digits that are printed: 66.7 is 66.67, but 20.00 is not 19.87."""
        is_share = self.column.kind is Kind.PERCENT
        places = min(self.places, places_of(self.number)) if is_share else self.places
        return agrees(self.number, self.computed, places)

    @property
    def is_confirmed(self) -> bool:
        """The printed parts give another figure, but the true rows give this one."""
        return self.kept is not None and agrees(self.number, self.kept, self.places)

    @property
    def shown(self) -> Decimal:
        """The figure that stands in the table beside the finding."""
        return self.computed if self.kept is None else self.kept

    @property
    def is_coarse(self) -> bool:
        """Its digits say less than those of the column, and do not contradict the figure: cut
        (98.00 for 98.88, 98.8 for 98.87) or rounded further (20.00 for 19.87).
        """
        places = self.places
        if self.column.kind is Kind.PERCENT:
            places = min(places, real_places([self.number]))
            if agrees(self.number, self.computed, places):
                return True
        return is_truncated(self.number, self.computed, places)


def identities(data: CheckData) -> tuple[Identity, ...]:
    """Every identity of every stated number that has a place in a table."""
    return data.once("identities", lambda: tuple(_identities(data)))


def _identities(data: CheckData) -> Iterator[Identity]:
    for stated in data.stated:
        if stated.number is None or not stated.value.row or not stated.value.column:
            continue
        table = data.table(stated.value.dataset)
        if table is None:
            continue
        try:
            column = table.column(stated.value.column)
            kept = table.number(stated.value.row, column.key)
        except UnknownFigure:
            continue
        yield from _of(data, stated, stated.number, table, column, kept)


def _of(
    data: CheckData, stated: Stated, number: Decimal, table: Table, column: Column, kept: Number
) -> Iterator[Identity]:
    source, row = stated.value.source_table, stated.value.row
    places = _places(data, stated, number, column)
    found = False

    def make(family: Family, computed: Number, words: str) -> Iterator[Identity]:
        if computed is not None:
            yield Identity(family, stated, number, table, column, computed, kept, places, words)

    if is_total_of_rows(column, row):
        found = True
        yield from make(
            Family.FOOTING,
            _sum_of_rows(data, source, table, column),
            f"«{column.title}» sütunundaki satırların toplamı",
        )
    formula = row_formula(column)
    if formula:
        values = data.printed_row(source, table, row)
        whole = {c.key: _sum_of_rows(data, source, table, c) for c in _summed(table)}
        computed = from_row(formula, values, whole)
        if computed is not None:
            found = True
            family = _family_of(column, formula)
            yield from make(family, computed, f"«{column.title}» ({_in_words(formula, table)})")
    if not found:
        # A percentage that the rows compute themselves follows from its row, too.
        family = Family.RATIO if column.kind is Kind.PERCENT else Family.TIE_OUT
        yield from make(family, kept, f"«{table.title}» tablosundaki rakam")


def _family_of(column: Column, formula: str) -> Family:
    if "share(" in formula:
        return Family.SHARE
    if column.kind is Kind.PERCENT or "/" in formula:
        return Family.RATIO
    return Family.CROSS_FOOTING


def _places(data: CheckData, stated: Stated, number: Decimal, column: Column) -> int:
    """Percentages count with the decimals that their printed column really uses."""
    if column.kind is not Kind.PERCENT:
        return places_of(number)
    key = (stated.value.source_table, stated.value.dataset, stated.value.column)
    numbers = (s.number for s in data.stated_in_column[key])
    return data.once(("places", *key), lambda: real_places([n for n in numbers if n is not None]))


def _summed(table: Table) -> Iterable[Column]:
    return (c for c in table.columns if c.total in {Total.SUM, Total.COUNT})


def _sum_of_rows(data: CheckData, source: str, table: Table, column: Column) -> Number:
    key = ("sum", source, table.id, column.key)
    return data.once(key, lambda: _added(data, source, table, column))


def _added(data: CheckData, source: str, table: Table, column: Column) -> Number:
    if column.total is Total.COUNT:
        return Decimal(sum(1 for value in table.column_values(column.key) if value is not None))
    known = [
        number
        for row in table.rows
        if (number := data.printed(source, table, row.key, column)) is not None
    ]
    return sum(known, Decimal(0)) if known else None


def _in_words(formula: str, table: Table) -> str:
    titles = {column.key: column.title for column in table.columns}
    words = formula
    for key in sorted(titles, key=len, reverse=True):
        words = words.replace(key, titles[key])
    return words.replace("share(", "pay(").replace("*", "×").replace("/", "÷")


# -- rules -----------------------------------------------------------------------------------------


def recomputed(*families: Family, coarse: bool = False) -> Callable[..., Iterable[Finding | Held]]:
    """A rule body: identities of some families; `coarse` picks figures that lost digits."""

    def run(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
        for identity in identities(data):
            if identity.family not in families:
                continue
            if identity.holds:
                if not coarse:
                    yield HELD
            elif identity.is_coarse is coarse:
                yield (
                    _confirmed(identity, rule)
                    if identity.is_confirmed
                    else _finding(identity, rule)
                )

    return run


def _finding(identity: Identity, rule: Rule) -> Finding:
    stated = identity.stated.value
    printed = _shown(identity.computed, identity)
    if agrees(identity.shown, identity.computed, max(2, identity.places)):
        follows = f"{identity.words} {printed} ediyor"
    else:
        follows = (
            f"tabloda {_shown(identity.shown, identity)}, basılı parçalardan ({identity.words}) "
            f"ise {printed} çıkıyor"
        )
    return rule.finding(
        f"{_place(identity)}: basılı raporda {_shown(identity.number, identity)} yazıyor; "
        f"{follows}.",
        dataset=stated.dataset,
        row=stated.row,
        column=stated.column,
        stated=identity.number,
        computed=identity.shown
        if identity.column.kind is Kind.MONEY
        else plain(round_half_up(identity.shown, RATIO_PLACES)),
        line=stated.line_from,
        source=stated.key,
    )


def _confirmed(identity: Identity, rule: Rule) -> Finding:
    """Right by the true rows; only what is printed beside it does not give it.

    No published figure is wrong by it, and the wrong parts have findings of their own.
    """
    stated = identity.stated.value
    return rule.finding(
        f"Basılı {_shown(identity.number, identity)} tablodaki rakamdır; basılı parçaları ise "
        f"{_shown(identity.computed, identity)} ediyor («{identity.table.title}», "
        f"{identity.column.title}).",
        dataset=stated.dataset,
        row=stated.row,
        column=stated.column,
        stated=identity.number,
        severity=Severity.WARNING,
        line=stated.line_from,
        source=stated.key,
    )


def _place(identity: Identity) -> str:
    stated = identity.stated.value
    row = stated.label or ("toplam" if stated.row == TOTAL_ROW else stated.row)
    return f"«{identity.table.title}», {row}, {identity.column.title}"


def _shown(number: Decimal, identity: Identity) -> str:
    if identity.column.kind is Kind.MONEY:
        return f"{format_decimal(number, places=2)} TL"
    sign = "%" if identity.column.kind is Kind.PERCENT else ""
    places = min(places_of(plain(number)), max(2, identity.places))
    return f"{sign}{format_decimal(number, places=places)}"


def impossible_dates(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Stated dates that no calendar has, and dates that the rows have otherwise."""
    for stated in data.stated:
        value = stated.value
        if not _looks_like_date(value.value):
            continue
        try:
            printed: date | None = date.fromisoformat(value.value)
        except ValueError:
            printed = None
        kept = _kept(data, value.dataset, value.row, value.column)
        if printed is None:
            yield rule.finding(
                f"{value.label or value.row}: basılı raporda {value.value} yazıyor; "
                "takvimde böyle bir gün yok.",
                dataset=value.dataset,
                row=value.row,
                column=value.column,
                stated=value.value,
                line=value.line_from,
                source=value.key,
            )
        elif isinstance(kept, date):
            if kept == printed:
                yield HELD
            else:
                yield rule.finding(
                    f"{value.label or value.row}: basılı raporda {value.value}, tabloda "
                    f"{kept.isoformat()} yazıyor.",
                    dataset=value.dataset,
                    row=value.row,
                    column=value.column,
                    stated=value.value,
                    computed=kept.isoformat(),
                    line=value.line_from,
                    source=value.key,
                )


def _looks_like_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _kept(data: CheckData, dataset: str, row: str, column: str) -> Value:
    table = data.table(dataset)
    if table is None or not row or not column:
        return None
    try:
        return table.value(row, column)
    except UnknownFigure:
        return None


def differing_texts(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The same name written differently in two places of a printed report.

    A spelling that is printed again and again is one finding, at its first line.
    """
    times = Counter((stated.place, stated.value.value.strip()) for stated in data.stated)
    seen: set[tuple[tuple[str, str, str], str]] = set()
    for stated in data.stated:
        value = stated.value
        if stated.number is not None or _looks_like_date(value.value):
            continue
        kept = _kept(data, value.dataset, value.row, value.column)
        if not isinstance(kept, str):
            continue
        spelling = (stated.place, value.value.strip())
        if kept.strip() == value.value.strip():
            yield HELD
        elif spelling not in seen:
            seen.add(spelling)
            again = f" ({times[spelling]} kez)" if times[spelling] > 1 else ""
            yield rule.finding(
                f"Aynı ad iki yerde farklı yazılmış: «{value.value}»{again} ve «{kept}».",
                dataset=value.dataset,
                row=value.row,
                column=value.column,
                stated=value.value,
                computed=kept,
                line=value.line_from,
                source=value.key,
            )


def unplaced(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A stated figure that names a table, row or column that is not there can't be compared."""
    for stated in data.stated:
        value = stated.value
        if not (value.dataset and value.row and value.column):
            continue
        table = data.table(value.dataset)
        known = table is not None and value.column in table.index and value.row in table.by_key
        if not known:
            yield rule.finding(
                f"«{value.key}» ile karşılaştırılacak rakam bulunamadı: "
                f"{value.dataset}.{value.row}.{value.column}",
                dataset=value.dataset,
                row=value.row,
                column=value.column,
                stated=value.value,
                line=value.line_from,
                source=value.key,
            )


def shares_to_hundred(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Printed shares of one whole add up to 100, or to what rounding the true shares gives."""
    groups = {
        key: found
        for key, found in data.stated_in_column.items()
        if all(s.number is not None for s in found) and len(found) > 1
    }
    for (_source, dataset, key), found in groups.items():
        table = data.table(dataset)
        if table is None or key not in table.index:
            continue
        column = table.column(key)
        rows = [s for s in found if s.value.row not in {"", TOTAL_ROW}]
        if "share(" not in row_formula(column) or len(rows) != len(table.rows):
            continue
        total = sum((s.number for s in rows if s.number is not None), Decimal(0))
        places = real_places([s.number for s in rows if s.number is not None])
        true = [table.number(s.value.row, key) for s in rows]
        rounded = sum((round(n, places) for n in true if n is not None), Decimal(0))
        if total in {Decimal(100), rounded}:
            yield HELD
        else:
            yield rule.finding(
                f"«{table.title}», {column.title}: basılı payların toplamı "
                f"%{format_decimal(total)}; paylar %100 etmelidir.",
                dataset=dataset,
                column=key,
                stated=total,
                computed=Decimal(100),
                line=rows[0].value.line_from,
                source=rows[0].value.source_table,
            )
