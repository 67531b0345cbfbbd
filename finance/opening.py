"""What finance carries into a new year: codes, names and lines, never an amount."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse

from departments.models import Department
from departments.opening import previous_departments
from finance.enums import StatementItem
from finance.models import (
    AuditRemark,
    DepartmentBudget,
    ExpenditureLine,
    RevenueLine,
    StatementOfActivities,
)
from reports.collect.opening import Decision, Line, Opening, OpeningKit, OpeningPart
from reports.collect.opening.core import listed
from reports.collect.opening.rows import carried, each, fixed, part
from reports.models import YearRow

BudgetModel = type[ExpenditureLine] | type[RevenueLine]

LINES: tuple[BudgetModel, ...] = (ExpenditureLine, RevenueLine)


def _lines(model: BudgetModel) -> OpeningPart:
    """Lines of the codes that are in force in the new year."""

    def rows(opening: Opening) -> Iterator[Model]:
        stay = {
            line.code_id
            for line in model.objects.for_year(opening.source)
            if line.code.is_valid_in(opening.year)
        }

        def change(old: YearRow, values: dict[str, object]) -> dict[str, object] | None:
            return values if isinstance(old, model) and old.code_id in stay else None

        yield from carried(opening, model, change=change)

    return part(model, rows)


def _budgets(opening: Opening) -> Iterator[Model]:
    """A line for each directorate of the new year."""
    departments = Department.objects.valid_in(opening.year)
    yield from fixed(opening, DepartmentBudget, departments.values_list("pk", flat=True))


def _decisions(opening: Opening) -> Iterator[Decision]:
    ended = [
        f"{line.code} ({model._meta.verbose_name!s})"
        for model in LINES
        for line in model.objects.for_year(opening.source)
        if not line.code.is_valid_in(opening.year)
    ]
    if ended:
        yield Decision(
            f"{len(ended)} ekonomik kod {opening.year} yılında yürürlükte değil, satırı açılmadı; "
            f"yerine geçen kodların satırları eklenmelidir: {listed(ended)}.",
            reverse("admin:finance_economiccode_changelist"),
            "Ekonomik kodlar",
        )


OPENING = OpeningKit(
    parts=(
        *(_lines(model) for model in LINES),
        part(DepartmentBudget, _budgets),
        each(StatementOfActivities, StatementItem.values),
    ),
    left_behind=(AuditRemark,),
    decisions=_decisions,
    lines=(Line(("finance.department_budgets",), previous_departments),),
)
