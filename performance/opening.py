"""What performance carries into a new year: the plan's indicators, and the plan where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import reverse

from departments.models import Department, Membership
from departments.opening import heirs, part_code
from departments.work import part_plans
from kars_portal.lib.turkish import sort_key
from performance.enums import SuccessionKind
from performance.models import (
    Goal,
    Indicator,
    IndicatorResult,
    IndicatorSuccession,
    Objective,
    StrategicPlan,
    SwotItem,
)
from performance.work import RESULTS_SECTION
from reports.collect.opening import LEAVE, Decision, Item, Line, Opening, OpeningKit, Question
from reports.collect.opening.lines import forebears
from reports.collect.opening.parts import CARRY_OR_LEAVE
from reports.collect.opening.rows import carried, part, taken_keys
from reports.core.registry import SectionPlan
from reports.ground.actors import Actor
from reports.models import FiscalYear

INDICATOR_TABLES = (
    "performance.indicators",
    "performance.periods",
    "performance.measures",
    "performance.cards",
)
"""Tables whose rows are indicators."""

LATER, CARRY_ON = "later", "carry"
CARD = (
    "code",
    "name",
    "unit",
    "direction",
    "period",
    "measure",
    "definition",
    "formula",
    "source",
    "method",
    "position",
)
"""The card of an indicator as it goes on; directorate and people follow what became of them."""


# -- the plan ---------------------------------------------------------------------------------


def plan_of(opening: Opening, year: FiscalYear) -> StrategicPlan | None:
    found: StrategicPlan | None = opening.once(
        ("plan", year.pk), lambda: StrategicPlan.objects.in_force(year)
    )
    return found


def plan_is_missing(opening: Opening) -> bool:
    """Whether the old year's plan ends and the new year has none."""
    return plan_of(opening, opening.year) is None and plan_of(opening, opening.source) is not None


def _span(opening: Opening) -> tuple[int, int]:
    """First and last year that a new plan probably has."""
    return opening.year.pk, opening.year.pk + 4


def _suggested_title(opening: Opening) -> str:
    old = plan_of(opening, opening.source)
    if old is None:
        return ""
    first, last = _span(opening)
    return old.title.replace(f"{old.first_year}-{old.last_year}", f"{first}-{last}")


HOW = Question(
    "plan",
    "Stratejik plan",
    lambda _opening: LATER,
    (
        (LATER, "Önce yeni plan girilecek"),
        (CARRY_ON, "Göstergeler yeni planda sürdürülsün"),
    ),
    "Yeni plan girildikten sonra açılış yinelenir; göstergelerin satırları o zaman açılır.",
)
CODE = Question("plan_code", "Yeni planın kodu", lambda o: "{}_{}".format(*_span(o)))
TITLE = Question("plan_title", "Yeni planın başlığı", _suggested_title)
FIRST = Question("plan_first", "Yeni planın ilk yılı", lambda o: str(_span(o)[0]))
LAST = Question("plan_last", "Yeni planın son yılı", lambda o: str(_span(o)[1]))


def _carries_on(opening: Opening) -> bool:
    return plan_is_missing(opening) and opening.answer(HOW) == CARRY_ON


def _problems(opening: Opening) -> Mapping[str, str]:
    """What is wrong with the new plan, by question."""
    if not _carries_on(opening):
        return {}
    found: dict[str, str] = {}
    for question in (FIRST, LAST):
        if not opening.answer(question).isdecimal():
            found[question.name] = f"{question.label} dört haneli bir yıl olmalıdır."
    if found:
        return found
    plan = _plan(opening)
    try:
        plan.full_clean()
    except ValidationError as error:
        names = {"code": CODE, "title": TITLE, "first_year": FIRST, "last_year": LAST}
        for name, sentences in error.message_dict.items():
            found[names.get(name, LAST).name] = " ".join(sentences)
    if not found and not plan.covers(opening.year.pk):
        found[LAST.name] = f"Yeni plan {opening.year} yılını kapsamalıdır."
    return found


def _plan(opening: Opening) -> StrategicPlan:
    def make() -> StrategicPlan:
        old = plan_of(opening, opening.source)
        assert old is not None  # noqa: S101 - only asked where there is one to continue
        return StrategicPlan(
            code=opening.answer(CODE),
            title=opening.answer(TITLE),
            first_year=int(opening.answer(FIRST)),
            last_year=int(opening.answer(LAST)),
            mission=old.mission,
            vision=old.vision,
            warn_above=old.warn_above,
            block_above=old.block_above,
            reasons_from_year=old.reasons_from_year,
        )

    found: StrategicPlan = opening.once("new plan", make)
    return found


# -- indicators that go on --------------------------------------------------------------------


def _going_on(opening: Opening) -> list[Indicator]:
    """Indicators of the plan that holds, or of the one that ends; those that ended are left out.

    An indicator has ended when a change up to the year says so; one that was split lives on only
    in its parts.
    """

    def read() -> list[Indicator]:
        plan = plan_of(opening, opening.year) or plan_of(opening, opening.source)
        if plan is None:
            return []
        over = IndicatorSuccession.objects.filter(year__lte=opening.year.pk)
        found = (
            Indicator.objects.filter(objective__goal__plan=plan)
            .exclude(pk__in=over.values("predecessor_id"))
            .select_related("objective__goal", "department", "owner", "deputy")
        )
        return sorted(found, key=lambda indicator: sort_key(indicator.code))

    result: list[Indicator] = opening.once("indicators", read)
    return result


def _item(indicator: Indicator) -> Item:
    objective = indicator.objective
    return Item(
        str(indicator.pk), str(indicator), f"{objective.code} {objective.title}", CARRY_OR_LEAVE
    )


def _items(opening: Opening) -> Iterator[Item]:
    for indicator in _lacking(opening):
        yield _item(indicator)


def _lacking(opening: Opening) -> list[Indicator]:
    """Indicators without a result in the year."""

    def read() -> list[Indicator]:
        if plan_of(opening, opening.year) is None:
            return _going_on(opening)
        taken = taken_keys(opening, IndicatorResult, ("indicator",))
        return [i for i in _going_on(opening) if (str(i.pk),) not in taken]

    result: list[Indicator] = opening.once("lacking", read)
    return result


def _chosen(opening: Opening) -> list[Indicator]:
    return [i for i in _lacking(opening) if opening.option(RESULTS.name, _item(i)) != LEAVE]


def _new_plan(opening: Opening) -> list[Model]:
    """The new plan with the goals, objectives and indicators that go on in it, unsaved."""

    def make() -> list[Model]:
        if not _carries_on(opening):
            return []
        plan = _plan(opening)
        made: list[Model] = [plan]
        goals: dict[int, Goal] = {}
        objectives: dict[int, Objective] = {}
        for old_goal in Goal.objects.filter(plan=plan_of(opening, opening.source)):
            goal = Goal(
                plan=plan, code=old_goal.code, title=old_goal.title, position=old_goal.position
            )
            goals[old_goal.pk] = goal
            made.append(goal)
        for old in Objective.objects.filter(goal__in=goals):
            objective = Objective(
                goal=goals[old.goal_id],
                code=old.code,
                title=old.title,
                performance_target=old.performance_target,
                position=old.position,
            )
            objectives[old.pk] = objective
            made.append(objective)
        for indicator in _chosen(opening):
            new = _continued(opening, indicator, objectives[indicator.objective_id])
            made.append(new)
            made.append(
                IndicatorSuccession(
                    predecessor=indicator,
                    successor=new,
                    year=opening.year.pk,
                    kind=SuccessionKind.CONTINUED,
                )
            )
        return made

    found: list[Model] = opening.once("new plan rows", make)
    return found


def _continued(opening: Opening, old: Indicator, objective: Objective) -> Indicator:
    new = Indicator(objective=objective, **{name: getattr(old, name) for name in CARD})
    new.department = heirs(opening).heir(old.department) if old.department else None
    new.owner = _still_there(opening, old.owner, new.department)
    new.deputy = _still_there(opening, old.deputy, new.department)
    return new


def _still_there(
    opening: Opening, person: Actor | None, department: Department | None
) -> Actor | None:
    """The person, while there is a duty in the directorate that answers."""
    if person is None or department is None:
        return None

    def read() -> set[tuple[int, int]]:
        duties = Membership.objects.on(opening.today)
        return set(duties.values_list("user_id", "department_id"))

    at_work: set[tuple[int, int]] = opening.once("people at work", read)
    return person if (person.pk, department.pk) in at_work else None


def _results(opening: Opening) -> Iterator[Model]:
    """A row for each indicator; targets and outcomes are entered."""
    made = [row for row in _new_plan(opening) if isinstance(row, Indicator)]
    covered = plan_of(opening, opening.year) is not None
    for place, indicator in enumerate(_chosen(opening) if covered else made, start=1):
        yield IndicatorResult(year=opening.year, indicator=indicator, position=place)


PLAN = part(StrategicPlan, _new_plan)
RESULTS = part(IndicatorResult, _results, _items)


# -- assessment -------------------------------------------------------------------------------


def _swot(opening: Opening) -> Iterator[Model]:
    """Strengths and weaknesses are texts and nothing else."""
    if opening.keeps_texts:
        yield from carried(opening, SwotItem, "text")


# -- what surrounds the rows ------------------------------------------------------------------


def _decisions(opening: Opening) -> Iterator[Decision]:
    if not plan_is_missing(opening):
        return
    old = plan_of(opening, opening.source)
    if _carries_on(opening):
        yield Decision(
            f"«{opening.answer(TITLE)}» eski planın amaç, hedef ve göstergeleriyle açılır; "
            "meclisin kabul ettiği plana göre düzeltilmelidir.",
            reverse("admin:performance_indicator_changelist"),
            "Göstergeler",
        )
        return
    yield Decision(
        f"«{old}» {opening.year} yılını kapsamıyor ve {opening.year} için plan yok. Yeni plan "
        "girilmeden ya da göstergeler yeni bir planda sürdürülmeden gösterge satırı açılmaz.",
        reverse("admin:performance_strategicplan_add"),
        "Yeni plan ekle",
    )


def _section_code(opening: Opening, code: str) -> str:
    return part_code(opening, code, RESULTS_SECTION)


def _sections(opening: Opening) -> Iterator[SectionPlan]:
    """Performance results of the directorates that the new plan's indicators name."""
    codes = {
        row.department.code
        for row in _new_plan(opening)
        if isinstance(row, Indicator) and row.department is not None
    }
    for found in part_plans(opening.year, RESULTS_SECTION, codes):
        yield SectionPlan(found.code, f"{found.title}: performans sonuçları", found.position)


def _text_codes(opening: Opening) -> Iterator[str]:
    for row in _new_plan(opening):
        if isinstance(row, Objective):
            yield f"{RESULTS_SECTION}/{row.row_key}"


# -- lines through the years ------------------------------------------------------------------


def previous_indicators(year: FiscalYear) -> Mapping[str, tuple[str, ...]]:
    """Row key of each indicator of a year's plan → those of the year before that it continues.

    Plans number anew: without a recorded change, the same code in another plan is another
    indicator.
    """
    plan = StrategicPlan.objects.in_force(year)
    if plan is None:
        return {}
    rows = IndicatorSuccession.objects.filter(successor__isnull=False)
    steps = rows.order_by("year", "pk").values_list("predecessor_id", "successor_id", "year")
    before = forebears(steps, year.year)
    old = {pk for line in before.values() for pk in line}
    own = Q(objective__goal__plan=plan)
    known = {i.pk: i for i in Indicator.objects.filter(own | Q(pk__in=old))}
    in_plan = set(Indicator.objects.filter(own).values_list("pk", flat=True))
    was_in_force = StrategicPlan.objects.in_force(FiscalYear(year=year.year - 1)) == plan
    return {
        known[pk].row_key: tuple(
            known[one].row_key for one in (*((pk,) if was_in_force else ()), *before.get(pk, ()))
        )
        for pk in in_plan
    }


OPENING = OpeningKit(
    parts=(
        PLAN,
        RESULTS,
        part(SwotItem, _swot),
    ),
    questions=(HOW, CODE, TITLE, FIRST, LAST),
    asked=plan_is_missing,
    problems=_problems,
    decisions=_decisions,
    section_code=_section_code,
    sections=_sections,
    text_codes=_text_codes,
    lines=(Line(INDICATOR_TABLES, previous_indicators),),
)
