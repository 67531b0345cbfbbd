"""Rules on lists: what a figure can be at all, names that stand once, anniversaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from departments.plausible import (
    BELOW_ZERO,
    BESIDE,
    COUNTED,
    LARGEST,
    MANY,
    ROUGHLY,
    ROUND,
)
from kars_portal.lib.numbers import format_date, format_decimal, plain
from kars_portal.lib.turkish import casefold
from reports.core.checks import HELD, CheckData, Family, Finding, Held, Rule, Severity
from reports.core.checks.blocks import Body, distinct, row_name, together
from reports.core.checks.spelling import plain_name
from reports.core.registry import Column, Kind
from reports.core.tables import Row, Table

CRITERIA = "Performans Denetimi Rehberi (Sayıştay, 2014): tutarlılık ve doğrulanabilirlik"

FIGURES = "figures."
ENTERED = ("tables.", FIGURES, "items.", "payments.", "procurements.", "departments.", "finance.")
"""Families and apps whose tables hold what somebody entered."""

SIGNED = frozenset(
    {
        ("finance.budget_outcome", "balance"),
        ("finance.statement_of_activities", "result"),
    }
)
"""Rows that are a difference."""


def _cells(data: CheckData) -> Iterator[tuple[Table, Row, Column, Decimal]]:
    """Entered figures of all tables: no rate, nothing computed."""
    for table in data.tables.values():
        if not table.id.startswith(ENTERED):
            continue
        for row in table.rows:
            if (table.id, row.key) in SIGNED:
                continue
            for column in table.columns:
                if column.kind.is_numeric and not column.formula and not column.parts:
                    number = table.number(row.key, column.key)
                    if number is not None:
                        yield table, row, column, number


def _unit(table: Table, row: Row, column: Column) -> str:
    unit = column.unit
    if not unit and "unit" in table.index:
        unit = str(table.value(row.key, "unit") or "")
    return casefold(unit or table.unit)


def not_below_zero(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Counts, measures and amounts are not negative, unless their name says a difference."""
    for table, row, column, number in _cells(data):
        if number >= 0:
            yield HELD
            continue
        name = row_name(table, row)
        if any(word in casefold(f"{name} {column.title}") for word in BELOW_ZERO):
            continue
        yield rule.finding(
            f"«{table.title}», {name}: {column.title} {_shown(number)}; sıfırın altında olamaz.",
            dataset=table.id,
            row=row.key,
            column=column.key,
            stated=number,
            computed=Decimal(0),
        )


def within_unit(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A figure is not more than its unit allows."""
    for table, row, column, number in _cells(data):
        unit = _unit(table, row, column)
        most = LARGEST.get(unit)
        if most is None:
            continue
        if number <= most:
            yield HELD
            continue
        yield rule.finding(
            f"«{table.title}», {row_name(table, row)}: {_shown(number)} {unit}; birimi «{unit}» "
            f"olan bir rakam {_shown(most)} değerini aşamaz.",
            dataset=table.id,
            row=row.key,
            column=column.key,
            stated=number,
            computed=most,
        )


def counted_one_by_one(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """A count of whole thousands says that it is rough, or has three zeros too many."""
    for table in data.family(FIGURES):
        counts = [
            (row, column, unit, number)
            for row in table.rows
            for column in table.columns
            if column.kind.is_numeric
            and (number := table.number(row.key, column.key)) is not None
            and (unit := _unit(table, row, column)) in COUNTED
        ]
        for row, column, unit, number in counts:
            if number < ROUND or number % ROUND:
                yield HELD
                continue
            beside = [n for r, _c, u, n in counts if u == unit and r.key != row.key]
            if number < MANY and (not beside or number <= BESIDE * max(beside)):
                yield HELD
                continue
            name = row_name(table, row)
            if any(word in casefold(name) for word in ROUGHLY):
                yield HELD
                continue
            yield rule.finding(
                f"«{table.title}», {name}: {_shown(number)} {unit}; tek tek sayılan bir rakam "
                f"bin katı olarak yazılmış ({_shown(number / ROUND)} olabilir).",
                dataset=table.id,
                row=row.key,
                column=column.key,
                stated=number,
                computed=plain(number / ROUND),
            )


# -- anniversaries ---------------------------------------------------------------------------------

EVENTS = {
    "malazgirt": 1071,
    "ani’nin feth": 1064,
    "kars’ın kurtuluş": 1920,
    "zafer bayramı": 1922,
    "cumhuriyet’in": 1923,
    "cumhuriyetin ilan": 1923,
    "atatürk’ün vefat": 1938,
    "kıbrıs barış": 1974,
    "çanakkale": 1915,
    "istanbul’un feth": 1453,
    "15 temmuz": 2016,
}
"""Beginnings of names (casefolded) of what is remembered, and the year in which it was."""

_ANNIVERSARY = re.compile(r"(?<!\d)(\d{1,4})\. ?(?:yıl ?dönüm|yılı)")


def anniversaries(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The number of an anniversary is the report's year less the year of the event."""
    for table in data.tables.values():
        if not table.id.startswith((FIGURES, "tables.", "departments.activities")):
            continue
        for row in table.rows:
            for column, number, text in _numbered(table, row):
                event = next((e for e in EVENTS if e in text), None)
                if event is None:
                    continue
                computed = data.year - EVENTS[event]
                if number == computed:
                    yield HELD
                    continue
                yield rule.finding(
                    f"«{table.title}», {row_name(table, row)}: {_shown(number)}. yıl dönümü "
                    f"yazılmış; {EVENTS[event]} yılındaki olayın {data.year} yılında "
                    f"{computed}. yıl dönümüdür.",
                    dataset=table.id,
                    row=row.key,
                    column=column,
                    stated=number,
                    computed=Decimal(computed),
                )


def _numbered(table: Table, row: Row) -> Iterator[tuple[str, Decimal, str]]:
    """(column, number, text) of the anniversaries that a row names."""
    for column, value in zip(table.columns, row.cells, strict=True):
        if isinstance(value, str):
            text = casefold(value).replace("'", "’")
            for found in _ANNIVERSARY.finditer(text):
                yield column.key, Decimal(found[1]), text
    name = casefold(row_name(table, row)).replace("'", "’")
    if table.id.startswith(FIGURES) and "yıl dönüm" in name:
        number = table.number(row.key, "value") if "value" in table.index else None
        if number is not None:
            yield "value", number, name


# -- days and bands --------------------------------------------------------------------------------

IN_THE_YEAR = (("departments.activities", "date"), ("tables.staff_movements", "date"))
"""Lists of what happened within the year of the report."""


def within_the_year(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Activities and movements of the staff bear days of the report's year."""
    for dataset, column in IN_THE_YEAR:
        table = data.table(dataset)
        if table is None or column not in table.index:
            continue
        for row in table.rows:
            day = table.value(row.key, column)
            if not isinstance(day, date):
                continue
            if day.year == data.year:
                yield HELD
                continue
            yield rule.finding(
                f"«{table.title}», {row_name(table, row)}: {format_date(day)} tarihi "
                f"{data.year} yılında değil.",
                dataset=dataset,
                row=row.key,
                column=column,
                stated=day.isoformat(),
                computed=str(data.year),
            )


def adjoining_bands(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Bands (`…_from`, `…_to`) begin where the band before ends; «500.000 ve fazla» may begin at
    the same figure, as laws write it.
    """
    for table in data.family("tables."):
        for column in table.columns:
            end = column.key.removesuffix("_from") + "_to"
            if not column.key.endswith("_from") or end not in table.index:
                continue
            before: Decimal | None = None
            for row in sorted(
                table.rows, key=lambda row: table.number(row.key, column.key) or Decimal(-1)
            ):
                low, high = table.number(row.key, column.key), table.number(row.key, end)
                if low is not None and (
                    (before is not None and low not in {before, before + 1})
                    or (high is not None and high < low)
                ):
                    expected = high if before is None else before + 1
                    yield rule.finding(
                        f"«{table.title}», {row_name(table, row)}: dilim {_shown(low)} ile "
                        f"başlıyor; önceki dilim ya da kendi sonu ({_shown(expected or low)}) ile "
                        "bağdaşmıyor.",
                        dataset=table.id,
                        row=row.key,
                        column=column.key,
                        stated=low,
                        computed=expected,
                    )
                elif low is not None:
                    yield HELD
                before = high


# -- names -----------------------------------------------------------------------------------------

LISTS = (
    ("departments.services", "name"),
    ("departments.facilities", "name"),
    ("departments.vehicles", "name"),
    ("departments.equipment", "name"),
    ("departments.software", "name"),
    ("departments.departments", "name"),
    ("departments.activities", "department", "title"),
    ("departments.direct_procurements", "department", "title"),
    ("performance.goals", "title"),
    ("performance.objectives", "title"),
    ("performance.swot", "text"),
    ("finance.debts", "label"),
    ("finance.companies", "name"),
    ("finance.aided_bodies", "name", "purpose"),
    ("figures.", "label"),
    ("items.", "description"),
)
"""Lists whose rows are told apart by these columns."""

_DIRECTORATE = re.compile(r"müdürlüğü$")


def directorate_names(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """Free tables call a directorate what the list of directorates calls it."""
    register = data.table("departments.departments")
    if register is None:
        return
    known = {plain_name(str(name)) for name in register.column_values("name") if name}
    for table in data.family("tables."):
        for row in table.rows:
            name = row_name(table, row)
            if not _DIRECTORATE.search(casefold(name)):
                continue
            if plain_name(name) in known:
                yield HELD
                continue
            yield rule.finding(
                f"«{table.title}»: «{name}» müdürlükler listesinde yok.",
                dataset=table.id,
                row=row.key,
                column=next(c.key for c in table.columns if c.kind is Kind.TEXT),
                stated=name,
            )


def _shown(number: Decimal) -> str:
    return format_decimal(plain(number))


def _rule(
    code: str, title: str, family: Family, run: Body, hint: str,
    severity: Severity = Severity.ERROR,
) -> Rule:  # fmt: skip
    return Rule(
        code=code, title=title, family=family, severity=severity, run=run, basis=CRITERIA,
        hint=hint,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    _rule("DEP-050", "Sayılan ve ölçülen sıfırın altında değildir", Family.PARTS, not_below_zero,
          "Eksi işareti kaldırılmalı; rakam bir farksa adı bunu söylemelidir."),
    _rule("DEP-051", "Rakam biriminin aldığı değerleri aşmaz", Family.LIMIT, within_unit,
          "Rakam ya da birimi düzeltilmelidir; virgülün yeri ve sıfırların sayısı kontrol "
          "edilmelidir."),
    _rule("DEP-052", "Tek tek sayılan rakam binin katı değildir", Family.LIMIT,
          counted_one_by_one,
          "Rakam kaynağından kontrol edilmeli; yuvarlaksa adında «yaklaşık» yazmalıdır."),
    _rule("DEP-053", "Yıl dönümleri olayın yılından hesaplanır", Family.DATE, anniversaries,
          "Yıl dönümünün sayısı düzeltilmelidir."),
    _rule("DEP-054", "Yılın faaliyet ve personel hareketleri yılın içindedir", Family.DATE,
          within_the_year, "Tarih belgesine göre düzeltilmelidir."),
    _rule("DEP-055", "Dilimler birbirini izler", Family.PARTS, adjoining_bands,
          "Dilimin başlangıcı ya da sonu düzeltilmelidir."),
    _rule("DEP-043", "Listelerde ad iki kez geçmez", Family.DUPLICATE,
          together(*(distinct(*names) for names in LISTS)),
          "Satırlardan biri silinmeli ya da adları ayırt edilmelidir."),
    _rule("DEP-044", "Müdürlükler her yerde aynı adla geçer", Family.TIE_OUT, directorate_names,
          "Müdürlüğün adı listedeki gibi yazılmalıdır.", Severity.WARNING),
)  # fmt: skip
