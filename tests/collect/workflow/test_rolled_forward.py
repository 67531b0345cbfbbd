"""Tables copied into the next year are work in its section, as if they had been typed there."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from departments.models import Department, FreeTable
from reports.collect.workflow.actions import open_sections
from reports.enums import SectionState
from reports.models import FiscalYear, Report, Section
from tests.departments.free import make_table
from tests.departments.office import address


def test_who_copies_tables_has_edited_the_section(
    people: dict[str, User], client: Client, section: Section, report: Report
) -> None:
    table = make_table(report.year, department=Department.objects.get(code="fen-isleri"))
    following = FiscalYear.objects.create(year=2025)
    open_sections(following)
    target = Section.objects.get(year=following, code=section.code)
    assert target.stage == SectionState.EMPTY
    data = {"action": "roll_forward", "_selected_action": [table.pk]}

    client.force_login(people["boss"])
    assert client.post(address(FreeTable, "changelist"), data).status_code == 302
    target.refresh_from_db()
    assert (target.stage, target.last_edited_by) == (SectionState.DRAFT, people["boss"])

    # The second time nothing is copied: the four-eyes rule asks about nobody new.
    Section.objects.filter(pk=target.pk).update(last_edited_by=None)
    assert client.post(address(FreeTable, "changelist"), data).status_code == 302
    target.refresh_from_db()
    assert target.last_edited_by is None
