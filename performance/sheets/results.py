"""Results of the indicators for which a directorate answers, as one sheet.

Where the year is reported the outcome is typed; where periods are, their values are, and the
outcome follows. Targets come with the plan and are only shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from kars_portal.lib.turkish import sort_key
from performance.enums import Measure, SuccessionKind
from performance.figures import achievement_rate, outcome, outcome_of
from performance.models import (
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    IndicatorValue,
    StrategicPlan,
)
from performance.work import RESULTS_SECTION
from reports.collect.sheets import (
    Cells,
    GridColumn,
    GridRow,
    Link,
    Reading,
    Refused,
    Sheet,
    Trail,
    model_column,
)
from reports.collect.sheets.storing import refuse, store
from reports.core.registry import Kind
from reports.core.tables import Table
from reports.ground.actors import Actor, Visitor
from reports.models import FiscalYear, Section

PERIODS = {f"p{number}": number for number in (1, 2, 3, 4)}
REASONS = ("reason_category", "explanation", "corrective_action", "new_date")
DATASETS = ("performance.indicators", "performance.periods", "performance.measures")
_COLUMNS = {"value": "actual", "missing": "actual", "status": "rate"}


@dataclass(frozen=True)
class Known:
    """The indicators of a directorate with their results, this year's and last year's."""

    indicators: tuple[Indicator, ...]
    results: Mapping[int, IndicatorResult]
    before: Mapping[int, IndicatorResult]


def result_sheets(section: Section, reading: Reading) -> Iterable[ResultSheet]:
    """The sheet of a directorate's part of the results."""
    parent, _slash, code = section.code.partition("/")
    if parent == RESULTS_SECTION and code:
        known = _known(reading, section.year_id).get(code)
        if known is not None:
            yield ResultSheet(section, reading, known)


def _known(reading: Reading, year: int) -> dict[str, Known]:
    """By the directorates' codes; everything is read once for all sections."""

    def read() -> dict[str, Known]:
        plan = StrategicPlan.objects.in_force(FiscalYear(year=year))
        if plan is None:
            return {}
        codes = {code.partition("/")[2] for code in reading.codes[year]}
        groups: dict[str, list[Indicator]] = defaultdict(list)
        found = Indicator.objects.filter(
            objective__goal__plan=plan, department__code__in=codes
        ).select_related("department", "objective__goal__plan")
        for indicator in sorted(found, key=lambda item: sort_key(item.code)):
            groups[str(indicator.department.code if indicator.department else "")].append(indicator)
        keys = [indicator.pk for members in groups.values() for indicator in members]
        results = results_of(year, keys)
        before = before_of(year, keys)
        return {code: Known(tuple(members), results, before) for code, members in groups.items()}

    return reading.once(("indicators", year), read)


def results_of(year: int, indicators: Iterable[int]) -> dict[int, IndicatorResult]:
    found = IndicatorResult.objects.filter(year_id=year, indicator_id__in=list(indicators))
    related = found.select_related("indicator__department", "indicator__objective__goal__plan")
    return {result.indicator_id: result for result in related.prefetch_related("values")}


def before_of(year: int, indicators: Sequence[int]) -> dict[int, IndicatorResult]:
    """Last year's results, also of indicators that had another name then."""
    renamed = dict(
        IndicatorSuccession.objects.filter(
            successor_id__in=indicators, year=year, kind=SuccessionKind.RENAMED
        ).values_list("predecessor_id", "successor_id")
    )
    found = results_of(year - 1, [*indicators, *renamed])
    return {renamed.get(key, key) or key: result for key, result in found.items()}


class ResultSheet(Sheet):
    """One row for each indicator; a result is made when its first cell is filled in."""

    has_new_rows = False
    has_deletions = False

    def __init__(self, section: Section, reading: Reading, known: Known) -> None:
        super().__init__(
            section,
            reading,
            "gostergeler",
            "Performans göstergeleri",
            "performance.indicatorresult",
        )
        self.known = known

    # -- columns ----------------------------------------------------------------------------

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        parts = max((len(item.periods) for item in self.known.indicators), default=0)
        return (
            GridColumn("indicator", "Gösterge", is_key=True),
            GridColumn("unit", "Birim"),
            GridColumn("target", "Hedef", Kind.DECIMAL),
            *(
                replace(model_column(IndicatorValue, "value"), key=key, title=f"{number}. dönem")
                for key, number in PERIODS.items()
                if number <= parts
            ),
            replace(model_column(IndicatorResult, "actual"), help=""),
            GridColumn("rate", "Gerçekleşme oranı", Kind.PERCENT),
            *(model_column(IndicatorResult, name, is_optional=True) for name in REASONS),
        )

    @cached_property
    def given(self) -> tuple[tuple[GridColumn, str], ...]:
        column = model_column(Indicator, "department")
        column.title = _("Sorumlu müdürlük")
        department = self.known.indicators[0].department if self.known.indicators else None
        return ((column, column.spelled(department)),) if department else ()

    def is_elsewhere(self, key: str) -> bool:
        return key in self._of_others

    @cached_property
    def _of_others(self) -> frozenset[str]:
        """Keys of the plan's other indicators."""
        plan = StrategicPlan.objects.in_force(self.year)
        found = Indicator.objects.filter(objective__goal__plan=plan).select_related("objective")
        mine = {indicator.pk for indicator in self.known.indicators}
        return frozenset(item.row_key for item in found if item.pk not in mine)

    # -- rows -------------------------------------------------------------------------------

    def rows(self, *, lock: bool = False) -> list[GridRow]:
        results = self.known.results
        if lock:
            keys = [indicator.pk for indicator in self.known.indicators]
            held = IndicatorResult.objects.filter(
                year_id=self.section.year_id, indicator_id__in=keys
            )
            list(held.select_for_update(of=("self",)).only("pk"))
            results = results_of(self.section.year_id, keys)
        return [
            self._row(indicator, results[indicator.pk])
            for indicator in self.known.indicators
            if indicator.pk in results
        ]

    def offers(self, rows: Sequence[GridRow]) -> list[GridRow]:
        there = {row.key for row in rows}
        return [
            self._row(indicator, None)
            for indicator in self.known.indicators
            if indicator.row_key not in there
        ]

    def last_year(self) -> dict[str, GridRow]:
        return {
            indicator.row_key: self._past(indicator, self.known.before[indicator.pk])
            for indicator in self.known.indicators
            if indicator.pk in self.known.before
        }

    def _past(self, indicator: Indicator, result: IndicatorResult) -> GridRow:
        """The outcome stands beside the outcome, however it came about."""
        row = self._row(indicator, result)
        row.cells["actual"] = self.by_key["actual"].spelled(outcome_of(result).value)
        return row

    def _row(self, indicator: Indicator, result: IndicatorResult | None) -> GridRow:
        is_typed = result is not None and result.actual is not None
        fixed = {
            key for key, number in PERIODS.items() if number not in indicator.periods
        } & self.by_key.keys()
        return GridRow(
            id=f"{'' if result else 's'}{indicator.pk}",
            key=indicator.row_key,
            cells=self._cells(indicator, result),
            record=result,
            fixed=frozenset(fixed),
            formulas={"actual": _formula(indicator)} if indicator.periods and not is_typed else {},
            position=self.known.indicators.index(indicator),
        )

    def _cells(self, indicator: Indicator, result: IndicatorResult | None) -> Cells:
        cells = dict.fromkeys(self.by_key, "")
        cells |= {"indicator": str(indicator), "unit": indicator.get_unit_display()}
        if result is None:
            return cells
        cells["target"] = self.by_key["target"].spelled(result.target)
        for name in ("actual", *REASONS):
            cells[name] = self.by_key[name].spelled(getattr(result, name))
        for item in result.values.all():
            if f"p{item.period}" in cells:
                cells[f"p{item.period}"] = self.by_key["actual"].spelled(item.value)
        return cells

    # -- what follows from it ---------------------------------------------------------------

    def computed(self, rows: Iterable[GridRow]) -> Table:
        """Outcomes of periods and rates, by the indicators' cards."""
        rows = list(rows)
        table = super().computed(rows)
        cards = {indicator.row_key: indicator for indicator in self.known.indicators}
        found = []
        for row, line in zip(rows, table.rows, strict=True):
            indicator, cells = cards.get(row.key), list(line.cells)
            if indicator is None:
                # A row of no indicator of the year, as a file may have one: nothing follows of it.
                found.append(line)
                continue
            value = _number(row.cells.get("actual", ""))
            if row.formulas:
                parts = {
                    number: _number(row.cells.get(f"p{number}", "")) for number in (1, 2, 3, 4)
                }
                value = outcome(indicator.measure, parts, indicator.periods).value
                cells[table.index["actual"]] = value
            rate = achievement_rate(
                _number(row.cells.get("target", "")), value, indicator.direction
            )
            cells[table.index["rate"]] = rate
            found.append(replace(line, cells=tuple(cells)))
        return replace(table, rows=tuple(found))

    # -- writing ----------------------------------------------------------------------------

    def write(
        self, row: GridRow, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> IndicatorResult:
        return self._save(row.record, cells, changed, by)

    def create(
        self, cells: Cells, by: Actor | None, offer: GridRow | None = None
    ) -> IndicatorResult:
        key = offer.key if offer else ""
        indicator = next(item for item in self.known.indicators if item.row_key == key)
        result = IndicatorResult(
            year_id=self.section.year_id, indicator=indicator, position=indicator.position
        )
        typed = frozenset(column.key for column in self.inputs if cells.get(column.key))
        return self._save(result, cells, typed, by)

    def _save(
        self, result: IndicatorResult, cells: Cells, changed: frozenset[str], by: Actor | None
    ) -> IndicatorResult:
        refuse(by, result)
        own = changed - PERIODS.keys()
        for name in own:
            setattr(result, name, self.by_key[name].stored(cells[name]))
        if own or result.pk is None:
            store(result, self.inputs)
        problems: dict[str, list[str]] = {}
        for key in sorted(changed & PERIODS.keys()):
            try:
                self._save_value(result, PERIODS[key], self.by_key[key].stored(cells[key]))
            except Refused as refused:
                problems[key] = [text for found in refused.problems.values() for text in found]
        if problems:
            raise Refused(problems)
        return result

    def _save_value(self, result: IndicatorResult, period: int, value: Decimal | None) -> None:
        """A period without a value is not reported; its note stays."""
        found = IndicatorValue.objects.filter(result=result, period=period).first()
        item = found or IndicatorValue(period=period)
        item.result, item.value = result, value
        if found is not None or value is not None:
            store(item, self.inputs)

    # -- around it --------------------------------------------------------------------------

    def links(self, user: Visitor) -> list[Link]:
        name = "admin:performance_indicatorresult"
        return [
            Link(_("Excel olarak indir"), self.file_address(f"{name}_export")),
            Link(_("Excel'den yükle"), self.upload_address, writes=True),
        ]

    def row_link(self, row: GridRow) -> Link | None:
        if row.record is None:
            return None
        address = reverse("admin:performance_indicatorresult_change", args=[row.record.pk])
        return Link(_("Kart ve kanıt"), address)

    def datasets(self) -> tuple[str, ...]:
        return DATASETS

    def column_of(self, dataset: str, column: str) -> str:
        return _COLUMNS.get(column, column)

    def trail(self, rows: Iterable[str]) -> Iterable[Trail]:
        wanted = set(rows)
        names = ("actual", *REASONS)
        # Read anew: somebody else has just written.
        results = results_of(self.section.year_id, [item.pk for item in self.known.indicators])
        for row in (self._row(item.indicator, item) for item in results.values()):
            if row.id in wanted:
                pk = str(row.record.pk)
                yield Trail(row.id, IndicatorResult, pk, {name: name for name in names})
                for item in row.record.values.all():
                    fields = {"value": f"p{item.period}"}
                    yield Trail(row.id, IndicatorValue, str(item.pk), fields)


def _formula(indicator: Indicator) -> str:
    """What the script can add up while periods are typed; the rest is shown after the save."""
    if indicator.measure != Measure.CUMULATIVE:
        return ""
    return " + ".join(f"p{number}" for number in indicator.periods)


def _number(exact: str) -> Decimal | None:
    return Decimal(exact) if exact else None
