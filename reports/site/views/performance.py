"""Goals, objectives and indicators: what was promised and what was reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_integer
from kars_portal.lib.turkish import lower, search_key, slugify
from reports.core.documents.format import format_cell
from reports.core.tables import Row, Table
from reports.ground.languages import Turkish
from reports.present import shapes
from reports.present.findings import about_indicator, about_objective, about_table
from reports.present.render.findings import finding_group
from reports.present.render.rates import meaning_of
from reports.site.page import Link, Page
from reports.site.pages import public, show
from reports.site.presenting import Fact, facts, site_table

from .home import status_counts

TITLES = ("title", "name", "code", "goal")
"""Columns of an objective that the page says in its headings."""


@dataclass(frozen=True)
class IndicatorEntry:
    key: str
    code: str
    name: str
    href: str
    target: str
    actual: str
    rate: str
    status: str
    status_slug: str
    tone: str
    explanation: str


@dataclass(frozen=True)
class ObjectiveEntry:
    key: str
    number: str
    title: str
    href: str
    indicators: tuple[IndicatorEntry, ...]

    @property
    def count(self) -> str:
        return format_integer(len(self.indicators))

    @property
    def statuses(self) -> tuple[tuple[str, str, str], ...]:
        """Tone, count and word of each status that its indicators have."""
        counts = Counter((entry.tone, entry.status) for entry in self.indicators if entry.status)
        return tuple(
            (tone, format_integer(count), lower(label))
            for (tone, label), count in sorted(
                counts.items(), key=lambda item: shapes.rank(item[0][1])
            )
        )


@dataclass(frozen=True)
class GoalEntry:
    key: str
    number: str
    title: str
    objectives: tuple[ObjectiveEntry, ...]


@public
def goals(request: HttpRequest, page: Page) -> HttpResponse:
    """All goals with their objectives and indicators, narrowed by text, goal and status."""
    query = request.GET.get("q", "")[:100]
    wanted_goal = request.GET.get("amac", "")
    wanted_status = request.GET.get("durum", "")
    words = search_key(query).split()
    everything = goal_entries(page)
    is_filtered = bool(words or wanted_goal or wanted_status)
    found: list[GoalEntry] = []
    for goal in everything:
        if wanted_goal and goal.key != wanted_goal:
            continue
        objectives = tuple(
            narrowed
            for objective in goal.objectives
            if (narrowed := _narrow(objective, goal, words, wanted_status, is_filtered))
        )
        if objectives or not is_filtered:
            found.append(GoalEntry(goal.key, goal.number, goal.title, objectives))
    return show(
        request,
        page,
        "site/goals.html",
        _("Amaçlar ve hedefler"),
        goals=found,
        all_goals=everything,
        statuses=status_counts(page),
        query=query,
        wanted_goal=wanted_goal,
        wanted_status=wanted_status,
        is_filtered=is_filtered,
        found_count=format_integer(
            sum(len(objective.indicators) for goal in found for objective in goal.objectives)
        ),
        findings=finding_group(page.document, page.links, about_table(page.document, shapes.GOALS)),
        table=_indicator_link(page),
    )


@public
def objective(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    for goal in goal_entries(page):
        for entry in goal.objectives:
            if entry.key == key:
                table = page.document.tables.get(shapes.OBJECTIVES)
                row = table.by_key.get(key) if table else None
                node = page.document.node_by_code.get(
                    f"{shapes.RESULTS_SECTION}/{key.replace('-', '.')}"
                )
                return show(
                    request,
                    page,
                    "site/objective.html",
                    Turkish(entry.title),
                    trail=(Link(_("Amaçlar ve hedefler"), page.links.goals),),
                    goal=goal,
                    goal_href=f"{page.links.goals}#amac-{goal.key}",
                    objective=entry,
                    facts=facts(table, row, skip=("title", "name", "code", "goal"))
                    if table and row
                    else (),
                    table=_indicator_table(page, entry),
                    node=node,
                    findings=finding_group(
                        page.document, page.links, about_objective(page.document, key)
                    ),
                )
    raise Http404(_("Bu yılın raporunda böyle bir hedef yok."))


@public
def indicator(request: HttpRequest, page: Page, key: str) -> HttpResponse:
    table = page.document.tables.get(shapes.INDICATORS)
    if table is None or key not in table.by_key:
        raise Http404(_("Bu yılın raporunda böyle bir gösterge yok."))
    row = table.by_key[key]
    goal, parent = _place_of(page, key)
    siblings = parent.indicators if parent else ()
    shown = {"code", "name", "goal", "objective", "explanation", "status"}
    shown |= {"target", "actual", "rate"}
    return show(
        request,
        page,
        "site/indicator.html",
        Turkish(shapes.text(table, row, "name") or key),
        trail=(
            Link(_("Amaçlar ve hedefler"), page.links.goals),
            *((Link(f"{_('Hedef')} {parent.number}", parent.href),) if parent else ()),
        ),
        entry=_entry(table, row, page),
        main=_main_facts(table, row),
        facts=facts(table, row, skip=shown),
        goal=goal,
        objective=parent,
        siblings=[entry for entry in siblings if entry.key != key],
        findings=finding_group(page.document, page.links, about_indicator(page.document, key)),
        row_href=page.links.table(table.id, key),
    )


def goal_entries(page: Page) -> tuple[GoalEntry, ...]:
    """The tree of goals; an objective without a goal in the tables stands under its number."""
    tables = page.document.tables
    goal_table = tables.get(shapes.GOALS)
    objective_table = tables.get(shapes.OBJECTIVES)
    indicator_table = tables.get(shapes.INDICATORS)
    if objective_table is None:
        return ()
    by_objective: dict[str, list[IndicatorEntry]] = {}
    if indicator_table is not None:
        for row in indicator_table.rows:
            by_objective.setdefault(shapes.parent_key(row.key), []).append(
                _entry(indicator_table, row, page)
            )
    by_goal: dict[str, list[ObjectiveEntry]] = {}
    for row in objective_table.rows:
        by_goal.setdefault(shapes.parent_key(row.key), []).append(
            ObjectiveEntry(
                key=row.key,
                number=row.key.replace("-", "."),
                title=shapes.text(objective_table, row, "title") or row.key,
                href=page.links.to("objective", key=row.key),
                indicators=tuple(by_objective.get(row.key, ())),
            )
        )
    names = (
        {r.key: shapes.text(goal_table, r, "title") for r in goal_table.rows} if goal_table else {}
    )
    keys = [*names, *(key for key in by_goal if key not in names)]
    return tuple(
        GoalEntry(key, key.replace("-", "."), names.get(key, ""), tuple(by_goal.get(key, ())))
        for key in keys
    )


def indicators_of(page: Page, department: str) -> tuple[IndicatorEntry, ...]:
    """Indicators that a directorate answers for; `department` is its name."""
    table = page.document.tables.get(shapes.INDICATORS)
    if table is None:
        return ()
    return tuple(
        _entry(table, row, page)
        for row in table.rows
        if shapes.text(table, row, "department") == department
    )


def _narrow(
    objective: ObjectiveEntry, goal: GoalEntry, words: list[str], status: str, is_filtered: bool
) -> ObjectiveEntry | None:
    if not is_filtered:
        return objective
    around = search_key(f"{goal.title} {objective.number} {objective.title}")

    def fits(entry: IndicatorEntry) -> bool:
        text = f"{around} {search_key(f'{entry.code} {entry.name} {entry.explanation}')}"
        return (not status or entry.status_slug == status) and all(word in text for word in words)

    indicators = tuple(entry for entry in objective.indicators if fits(entry))
    if not indicators and (objective.indicators or status):
        return None
    if not indicators and not all(word in around for word in words):
        return None
    return ObjectiveEntry(
        objective.key, objective.number, objective.title, objective.href, indicators
    )


def _entry(table: Table, row: Row, page: Page) -> IndicatorEntry:
    def cell(name: str) -> str:
        if name not in table.index:
            return ""
        return format_cell(row.cells[table.index[name]], table.column(name))

    status = shapes.text(table, row, "status")
    return IndicatorEntry(
        key=row.key,
        code=shapes.text(table, row, "code") or row.key.replace("-", "."),
        name=shapes.text(table, row, "name"),
        href=page.links.to("indicator", key=row.key),
        target=cell("target"),
        actual=cell("actual"),
        rate=cell("rate"),
        status=status,
        status_slug=slugify(status),
        tone=shapes.tone(status),
        explanation=shapes.text(table, row, "explanation"),
    )


def _main_facts(table: Table, row: Row) -> tuple[Fact, ...]:
    """Target, result and rate; shown also where they are missing."""
    unit = shapes.text(table, row, "unit")
    found = []
    for name in ("target", "actual", "rate"):
        if name in table.index:
            column = table.column(name)
            cell = row.cells[table.index[name]]
            text = format_cell(cell, column)
            note = meaning_of(column, table) if name == "rate" else unit
            found.append(Fact(column.title, text, note="" if cell is None else note))
    return tuple(found)


def _place_of(page: Page, key: str) -> tuple[GoalEntry | None, ObjectiveEntry | None]:
    wanted = shapes.parent_key(key)
    for goal in goal_entries(page):
        for entry in goal.objectives:
            if entry.key == wanted:
                return goal, entry
    return None, None


def _indicator_table(page: Page, objective: ObjectiveEntry) -> object:
    table = page.document.tables.get(shapes.INDICATORS)
    if table is None or not objective.indicators:
        return None
    keys = [entry.key for entry in objective.indicators]
    columns = [column.key for column in table.columns if column.key not in {"objective", "goal"}]
    return site_table(table.selection(keys, columns, "Göstergeler"), page, anchor="gostergeler")


def _indicator_link(page: Page) -> Link | None:
    table = page.document.tables.get(shapes.INDICATORS)
    return Link(table.title, page.links.table(table.id)) if table else None
