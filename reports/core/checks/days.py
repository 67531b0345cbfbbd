"""Days and years that make sense in a report of one year, wherever they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kars_portal.lib.numbers import format_date
from kars_portal.lib.turkish import casefold
from reports.core.registry import Kind
from reports.core.tables import Row, Table

from .blocks import row_name
from .data import CheckData
from .model import HELD, Finding, Held, Rule
from .texts import sentences

OLDEST = 1850
"""No law, building or right that a municipality cites is older; a slip like 1024 or 0204 is."""

AHEAD = timedelta(days=20 * 366)
"""What is planned ends within twenty years: contracts and leases of municipalities do."""

COMPILED = (4, 30)
"""Until this day of the next year the report may tell of what happened: the council gets it in
April (5393/56)."""

PLANNED = frozenset(
    {"completion_date", "extended_completion_date", "valid_from", "valid_to", "new_date"}
)
"""Columns of days that may lie ahead."""

USUAL_FROM = 5
USUAL_SHARE = 4
"""A column of at least five days, of which four in five lie in the report's year, is a list of
what happened in it: a day of another year is out of place."""

_DAY_TEXT = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))")
_YEAR_TEXT = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_AHEAD_WORDS = ("bitiş", "bitim", "süre sonu", "geçerlilik", "planlan", "tamamlanacak", "vade")
_YEAR_TITLES = {"yıl", "yıllar", "yılı"}


def sensible_days(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """What happened lies between living memory and the council's session, plans not far ahead."""
    last = date(data.year + 1, *COMPILED)
    for table, row, column, day, may_be_ahead in _days(data):
        latest = last + AHEAD if may_be_ahead else last
        if date(OLDEST, 1, 1) <= day <= latest:
            yield HELD
            continue
        limit = date(OLDEST, 1, 1) if day < latest else latest
        words = f"{limit.year} yılından eski" if day < latest else f"{format_date(latest)} sonrası"
        yield rule.finding(
            f"«{table.title}», {row_name(table, row)}: {format_date(day)} tarihi {words}; "
            f"{data.year} yılının raporunda böyle bir gün olamaz.",
            dataset=table.id,
            row=row.key,
            column=column,
            stated=day.isoformat(),
            computed=limit.isoformat(),
        )


def _days(data: CheckData) -> Iterator[tuple[Table, Row, str, date, bool]]:
    """Days of date columns, and texts that are a day."""
    for table in _tables(data):
        for row in table.rows:
            for column, value in zip(table.columns, row.cells, strict=True):
                if isinstance(value, date):
                    yield table, row, column.key, value, column.key in PLANNED
                elif isinstance(value, str) and (day := _day(value)) is not None:
                    name = casefold(row_name(table, row))
                    ahead = any(word in name for word in _AHEAD_WORDS)
                    yield table, row, column.key, day, ahead


def _tables(data: CheckData) -> Iterator[Table]:
    """Without the cards of single contracts, which repeat the list of contracts."""
    for table in data.tables.values():
        if not table.id.startswith("contract."):
            yield table


def _day(text: str) -> date | None:
    found = _DAY_TEXT.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def sensible_years(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Years that rows are about have come already."""
    for table in _tables(data):
        for row in table.rows:
            for column, value in zip(table.columns, row.cells, strict=True):
                is_year = casefold(column.title) in _YEAR_TITLES or (
                    column.kind is Kind.TEXT
                    and isinstance(value, str)
                    and value.isdigit()
                    and len(value) == len("2024")
                    and "yıl" in casefold(row_name(table, row))
                )
                if not is_year or value is None:
                    continue
                for year in map(int, _YEAR_TEXT.findall(str(value))):
                    if OLDEST <= year <= data.year:
                        yield HELD
                        continue
                    yield rule.finding(
                        f"«{table.title}», {row_name(table, row)}: {column.title} {year}; "
                        f"{OLDEST} ile raporun yılı ({data.year}) arasında olmalıdır.",
                        dataset=table.id,
                        row=row.key,
                        column=column.key,
                        stated=year,
                        computed=data.year,
                    )


def other_years(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Lists of what happened in the year have no day of another year."""
    for table in _tables(data):
        for column in table.columns:
            if column.kind is not Kind.DATE or column.key in PLANNED:
                continue
            found = [
                (row, day)
                for row in table.rows
                if isinstance(day := table.value(row.key, column.key), date)
            ]
            inside = Counter(day.year == data.year for _row, day in found)[True]
            strangers = len(found) - inside
            if len(found) < USUAL_FROM or strangers * (USUAL_SHARE + 1) > len(found):
                continue
            for row, day in found:
                if day.year == data.year:
                    yield HELD
                    continue
                yield rule.finding(
                    f"«{table.title}», {row_name(table, row)}: {format_date(day)} tarihi; "
                    f"sütunun öteki {inside} günü {data.year} yılındadır.",
                    dataset=table.id,
                    row=row.key,
                    column=column.key,
                    stated=day.isoformat(),
                    computed=str(data.year),
                )


# -- days typed into prose -------------------------------------------------------------------------

_MONTHS = (
    "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
    "kasım", "aralık",
)  # fmt: skip
_TYPED_DAY = re.compile(
    r"(?<![\w./])(\d{1,2})(?:[./](\d{1,2})[./]| (" + "|".join(_MONTHS) + r") )((?:19|20)\d\d)(?!\d)"
)


def typed_days(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A day typed beside quoted figures of a row with days of its own is one of these.

    Other days are named for good reasons (a law, a decree, an event), in sentences of their own.
    """
    for sentence in sentences(data):
        known = {day for dataset, row in sentence.rows for day in _days_of(data, dataset, row)}
        if not known:
            continue
        for found in _TYPED_DAY.finditer(casefold(sentence.text)):
            month = int(found[2]) if found[2] else _MONTHS.index(found[3]) + 1
            try:
                day = date(int(found[4]), month, int(found[1]))
            except ValueError:
                day = None
            if day in known:
                yield HELD
                continue
            yield rule.finding(
                f"{sentence.section} bölümünün metnine elle yazılan «{found[0]}» günü, aynı "
                f"cümlede anılan satırın günlerinden biri değil: «{sentence.shown}»",
                dataset="",
                section=sentence.section,
                stated=found[0],
            )


def _days_of(data: CheckData, dataset: str, key: str) -> Iterator[date]:
    table = data.table(dataset)
    row = table.by_key.get(key) if table is not None else None
    if row is not None:
        yield from (cell for cell in row.cells if isinstance(cell, date))
