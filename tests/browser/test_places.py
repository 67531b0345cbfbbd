"""From a list to the sheet that takes its file, over the page of choices: two widths, keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from departments.models import Department, SectionAssignment
from reports.collect.workflow.actions import open_sections
from reports.enums import SectionState
from reports.models import FiscalYear, Report, Section
from tests.collect.sheets.conftest import (
    assignment,
    browser,
    desk_rules,
    editor,
    garage,
    people,
    report,
    section,
    shared,
    stands,
)

from .test_intake import looked_at, press
from .test_sheets import window

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

__all__ = [
    "assignment",
    "browser",
    "desk_rules",
    "editor",
    "garage",
    "people",
    "report",
    "section",
    "shared",
    "stands",
    "window",
]

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_years_one_is_chosen_with_the_keyboard(
    window: Callable[..., BrowserContext], editor: Client, garage: Section
) -> None:
    for number in (2023, 2025):
        year = FiscalYear.objects.create(year=number)
        Report.objects.create(year=year, institution="Örnek Belediyesi", title="Örnek Rapor")
        open_sections(year)
        SectionAssignment.objects.update_or_create(
            section=Section.objects.get(year=year, code=garage.code),
            defaults={"department": Department.objects.get(code="fen-isleri")},
        )
    Section.objects.filter(year=2023).update(state=SectionState.SEALED)
    page = window(editor).new_page()
    page.goto("/yonetim/departments/vehicle/?year__year__exact=2024")

    with page.expect_navigation():
        page.get_by_role("link", name="Excel'den yükle").first.click()

    assert page.locator(".intake h2").all_inner_texts() == ["2024", "2025", "2023"]
    page.locator(".intake-closed summary").click()
    looked_at(page, "yerler")
    press(page, ".intake-places a[href*='/2024/']")
    assert page.url.endswith("/veri-girisi/2024/I.C.1/araclar/dosya/")
