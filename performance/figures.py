"""Outcomes and achievement of targets: one computation for tables, pages and charts.

Rules, by what the indicator's card calls better:

- higher: actual / target × 100;
- lower: target / actual × 100; an actual of zero has met every target, though no rate expresses it;
- range: 100 less the deviation from the target in percent of the target, never below 0;
- milestone: 100 when the target is reached, else 0.

Without target or actual there is nothing to assess, and a target of zero has no rate. Only "lower"
has a meaning with a zero target (no complaint, no accident): zero meets it, anything else misses.

Where periods are reported, the year's outcome follows from their values by the card's measure; a
period that is missing is left out, never taken for zero (see `outcome`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from kars_portal.lib.numbers import round_half_up
from kars_portal.lib.turkish import SortKey, sort_key
from performance.enums import AchievementStatus, Direction, Measure
from performance.models import Goal, Indicator, IndicatorResult, Objective, StrategicPlan
from performance.models.plan import plan_row_key
from reports.models import FiscalYear

Amount = Decimal | None

# A target is met from 100 % on. No regulation draws the second line; half is the portal's choice.
ACHIEVED_FROM = Decimal(100)
PARTLY_FROM = Decimal(50)

# A mean is kept as exactly as a figure that is typed.
OUTCOME_PLACES = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indicator gave in a year."""

    value: Amount
    missing: tuple[int, ...] = ()
    """Periods that were not reported; without periods nothing is missing."""
    values: tuple[Amount, ...] = ()
    """Values of the periods, in their order; empty where the year itself is reported."""

    @property
    def is_complete(self) -> bool:
        return not self.missing


def outcome(measure: str, values: Mapping[int, Amount], periods: Sequence[int]) -> Outcome:
    """The year's outcome from the values of its periods; missing ones are left out.

    The value "at the end of the year" is the last one known: while a year is being collected it
    says how things stand.
    """
    parts = tuple(values.get(period) for period in periods)
    known = [part for part in parts if part is not None]
    missing = tuple(n for n, part in zip(periods, parts, strict=True) if part is None)
    return Outcome(_combined(measure, known), missing, parts)


def _combined(measure: str, known: list[Decimal]) -> Amount:
    if not known:
        return None
    match measure:
        case Measure.CUMULATIVE:
            return sum(known, Decimal(0))
        case Measure.AVERAGE:
            return round_half_up(sum(known, Decimal(0)) / len(known), OUTCOME_PLACES)
        case Measure.MAXIMUM:
            return max(known)
        case Measure.MINIMUM:
            return min(known)
        case _:
            return known[-1]


def outcome_of(result: IndicatorResult) -> Outcome:
    """The outcome of a result: computed where periods are reported, typed where the year is.

    The only reader of `IndicatorResult.actual`. An outcome that was typed before the indicator
    changed to periods stands, but its periods are missing.
    """
    indicator = result.indicator
    if not indicator.periods:
        return Outcome(result.actual)
    values = {item.period: item.value for item in result.values.all()}
    found = outcome(indicator.measure, values, indicator.periods)
    return found if values else Outcome(result.actual, found.missing, found.values)


def achievement_of(result: IndicatorResult) -> tuple[Amount, AchievementStatus]:
    """Rate and state of a result."""
    value, direction = outcome_of(result).value, result.indicator.direction
    return (
        achievement_rate(result.target, value, direction),
        achievement_status(result.target, value, direction),
    )


def achievement_rate(target: Amount, actual: Amount, direction: str) -> Amount:
    """Rate in percent, exact; None where there is none (see the module's rules)."""
    if target is None or actual is None or not target:
        return None
    match direction:
        case Direction.LOWER:
            return target / actual * 100 if actual > 0 else None
        case Direction.RANGE:
            return max(Decimal(0), 100 - abs(actual - target) / abs(target) * 100)
        case Direction.MILESTONE:
            return Decimal(100) if actual >= target else Decimal(0)
        case _:
            return actual / target * 100


def achievement_status(target: Amount, actual: Amount, direction: str) -> AchievementStatus:
    """How far the target was met; the only place that knows the thresholds."""
    if target is None or actual is None:
        return AchievementStatus.NO_DATA
    if direction == Direction.LOWER and (not target or actual <= 0):
        return AchievementStatus.ACHIEVED if actual <= target else AchievementStatus.MISSED
    rate = achievement_rate(target, actual, direction)
    if rate is None:
        return AchievementStatus.NO_DATA
    if rate >= ACHIEVED_FROM:
        return AchievementStatus.ACHIEVED
    return AchievementStatus.PARTLY if rate >= PARTLY_FROM else AchievementStatus.MISSED


def average_rate(rates: Iterable[Decimal]) -> Amount:
    """Mean of rates counted between 0 and 100; None without rates."""
    counted = [min(max(rate, Decimal(0)), Decimal(100)) for rate in rates]
    return sum(counted, Decimal(0)) / len(counted) if counted else None


@dataclass(frozen=True, slots=True)
class Achievement:
    """An indicator in a year: what was promised, what became of it."""

    code: str
    name: str
    goal: str
    objective: str
    department: str
    unit: str
    target: Amount
    actual: Amount
    rate: Amount
    state: AchievementStatus
    explanation: str
    card: bool
    """Whether the card says what is counted and how; auditors remark on indicators without one."""

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)

    @property
    def status(self) -> str:
        return self.state.label


@dataclass(frozen=True, slots=True)
class ObjectiveSummary:
    """An objective and how many indicators measure it."""

    code: str
    title: str
    performance_target: str
    goal: str
    indicator_count: int

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)


@dataclass(frozen=True, slots=True)
class GoalSummary:
    """A goal and what became of its indicators."""

    code: str
    title: str
    objective_count: int
    indicator_count: int
    achieved: int
    partly: int
    missed: int
    no_data: int
    average_rate: Amount
    """Mean of the rates, each counted between 0 and 100, so that one excess hides no failure."""

    @property
    def row_key(self) -> str:
        return plan_row_key(self.code)


@dataclass(frozen=True, slots=True)
class Statement:
    """Mission or vision of the plan."""

    row_key: str
    label: str
    text: str


def statements(year: FiscalYear) -> tuple[Statement, ...]:
    """Mission and vision of the plan in force."""
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return ()
    found = (
        Statement("mission", "Misyon", plan.mission),
        Statement("vision", "Vizyon", plan.vision),
    )
    return tuple(statement for statement in found if statement.text)


def achievements(year: FiscalYear) -> tuple[Achievement, ...]:
    """Every indicator of the plan in force, in the order of the codes (1.1.2 before 1.1.10)."""
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return ()
    results = {r.indicator_id: r for r in results_of(year)}
    indicators = Indicator.objects.filter(objective__goal__plan=plan).select_related(
        "objective__goal", "department"
    )
    return tuple(
        _achievement(indicator, results.get(indicator.pk))
        for indicator in sorted(indicators, key=_by_code)
    )


def results_of(year: FiscalYear) -> QuerySet[IndicatorResult]:
    """The year's results with all that their outcomes need."""
    found = IndicatorResult.objects.filter(year=year)
    return found.select_related("indicator__department").prefetch_related("values")


def objectives(year: FiscalYear) -> tuple[ObjectiveSummary, ...]:
    """Objectives of the plan in force, in the order of the codes."""
    plan = StrategicPlan.objects.in_force(year)
    found = Objective.objects.filter(goal__plan=plan).select_related("goal") if plan else ()
    counts = Counter(
        Indicator.objects.filter(objective__goal__plan=plan).values_list("objective", flat=True)
        if plan
        else ()
    )
    return tuple(
        ObjectiveSummary(
            objective.code,
            objective.title,
            objective.performance_target,
            objective.goal.code,
            counts[objective.pk],
        )
        for objective in sorted(found, key=_by_code)
    )


def goals(year: FiscalYear) -> tuple[GoalSummary, ...]:
    """Goals of the plan in force with the states of their indicators."""
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return ()
    states: dict[str, Counter[AchievementStatus]] = defaultdict(Counter)
    rates: dict[str, list[Decimal]] = defaultdict(list)
    for achievement in achievements(year):
        states[achievement.goal][achievement.state] += 1
        if achievement.rate is not None:
            rates[achievement.goal].append(achievement.rate)
    objective_counts = Counter(row.goal for row in objectives(year))
    return tuple(
        GoalSummary(
            goal.code,
            goal.title,
            objective_count=objective_counts[goal.code],
            indicator_count=states[goal.code].total(),
            achieved=states[goal.code][AchievementStatus.ACHIEVED],
            partly=states[goal.code][AchievementStatus.PARTLY],
            missed=states[goal.code][AchievementStatus.MISSED],
            no_data=states[goal.code][AchievementStatus.NO_DATA],
            average_rate=average_rate(rates[goal.code]),
        )
        for goal in sorted(Goal.objects.filter(plan=plan), key=_by_code)
    )


def by_objective(found: Iterable[Achievement]) -> dict[str, tuple[Achievement, ...]]:
    """Achievements grouped by the code of their objective, in their order."""
    groups: dict[str, list[Achievement]] = defaultdict(list)
    for achievement in found:
        groups[achievement.objective].append(achievement)
    return {code: tuple(members) for code, members in groups.items()}


def _achievement(indicator: Indicator, result: IndicatorResult | None) -> Achievement:
    target = result.target if result else None
    actual = outcome_of(result).value if result else None
    return Achievement(
        code=indicator.code,
        name=indicator.name,
        goal=indicator.objective.goal.code,
        objective=indicator.objective.code,
        department=indicator.department.name if indicator.department else "",
        unit=indicator.get_unit_display(),
        target=target,
        actual=actual,
        rate=achievement_rate(target, actual, indicator.direction),
        state=achievement_status(target, actual, indicator.direction),
        explanation=result.explanation if result else "",
        card=bool(indicator.definition.strip() and indicator.formula.strip()),
    )


def _by_code(row: Goal | Objective | Indicator) -> SortKey:
    return sort_key(row.code)
