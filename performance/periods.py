"""Rules about values measured within the year: none is missing, the year follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kars_portal.lib.numbers import format_decimal, plain
from kars_portal.lib.turkish import lower
from performance.enums import Measure
from performance.figures import outcome
from performance.results import INDICATORS
from reports.core.checks import HELD, CheckData, Finding, Held, Rule
from reports.core.tables import Row, Table

PERIODS = "performance.periods"
NUMBERS = (1, 2, 3, 4)

_MEASURES = {measure.label: measure for measure in Measure}


def complete(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """An outcome of which a period is missing is marked; it is not the year's yet."""
    for table, row in _rows(data):
        missing = str(table.value(row.key, "missing") or "")
        if not missing:
            yield HELD
            continue
        yield rule.finding(
            f"{_label(table, row)}: {missing} değeri girilmemiş; yıl sonucu "
            f"({_shown(table.number(row.key, 'value'))}) eksik dönemler olmadan hesaplanmıştır.",
            dataset=PERIODS,
            row=row.key,
            column="missing",
        )


def outcomes(data: CheckData, rule: Rule) -> Iterable[Finding | Held]:
    """The outcome of the indicators' table is what the periods give by the measure."""
    for table, row in _rows(data):
        values = {number: table.number(row.key, f"p{number}") for number in NUMBERS}
        measure = _MEASURES.get(str(table.value(row.key, "measure")))
        if measure is None or all(value is None for value in values.values()):
            continue
        computed = outcome(measure, values, NUMBERS).value
        stated = data.number(INDICATORS, row.key, "actual")
        if stated == computed:
            yield HELD
            continue
        yield rule.finding(
            f"{_label(table, row)}: gerçekleşme {_shown(stated)}; dönem değerleri "
            f"({lower(measure.label)}) {_shown(computed)} veriyor.",
            dataset=INDICATORS,
            row=row.key,
            column="actual",
            stated=stated,
            computed=computed,
        )


def _rows(data: CheckData) -> Iterator[tuple[Table, Row]]:
    table = data.table(PERIODS)
    if table is not None:
        for row in table.rows:
            yield table, row


def _label(table: Table, row: Row) -> str:
    return f"{table.value(row.key, 'code')} «{table.value(row.key, 'name')}»"


def _shown(number: Decimal | None) -> str:
    return "—" if number is None else format_decimal(plain(number))
