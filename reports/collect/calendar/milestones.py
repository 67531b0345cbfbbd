"""The calendar of one year: its milestones, and the due dates that sections get from the rules."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from reports.models import FiscalYear, Milestone, Section

from .rules import ensure_rules, rules_for


@transaction.atomic
def create_milestones(year: FiscalYear) -> list[Milestone]:
    """Make the milestones that a year lacks, and give sections without a due date theirs.

    Safe to repeat: what is there stays, also where staff moved a day or extended a due date.
    Returns the new milestones.
    """
    ensure_rules()
    there = set(Milestone.objects.filter(year=year).values_list("code", flat=True))
    made = [
        Milestone.objects.create(
            year=year, rule=rule, code=rule.code, title=rule.title, basis=rule.basis, due_on=day
        )
        for day, rule in rules_for(year.pk)
        if rule.code not in there
    ]
    set_due_dates(year)
    return made


def set_due_dates(year: FiscalYear) -> int:
    """Give the sections that a rule covers and that have no due date that of their milestone.

    Due dates that are there stay, whoever set them.
    """
    milestones = list(Milestone.objects.filter(year=year).select_related("rule"))
    number = 0
    for section in Section.objects.filter(year=year, due_on__isnull=True):
        milestone = milestone_of(section, milestones)
        if milestone is not None:
            section.due_on = milestone.due_on
            section.save(update_fields=["due_on"])
            number += 1
    return number


def milestone_of(section: Section, milestones: Iterable[Milestone]) -> Milestone | None:
    """The milestone whose rule names a section most exactly; of equals the earlier one."""
    fitting = [
        (-near, milestone.due_on, milestone.code, milestone)
        for milestone in milestones
        if milestone.rule is not None and (near := milestone.rule.nearness(section.code))
    ]
    return min(fitting)[3] if fitting else None
