"""A trial balance goes into the tables of finance with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from finance.models import ExpenditureLine, StatementOfActivities
from tests.finance.trial_balance.conftest import (
    browser,
    finance,
    finance_year,
    lines,
    people,
    report,
)
from tests.finance.trial_balance.files import balance
from tests.finance.trial_balance.files import page as trial_balance

from .test_intake import choose_file, hear_choosers, looked_at, press, reach
from .test_sheets import window

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = ["browser", "finance", "finance_year", "lines", "people", "report", "window"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("lines")]


@pytest.fixture
def page(window: Callable[..., BrowserContext], finance: Client, lines: None) -> Iterator[Page]:
    errors: list[str] = []
    page = window(finance).new_page()
    page.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    hear_choosers(page)
    page.goto(reverse("admin:sheet", args=[2024, "III.A.1", "butce-giderleri"]))
    yield page
    assert errors == []


def test_a_trial_balance_with_the_keyboard_alone(page: Page) -> None:
    press(page, f".sheet-links a[href='{trial_balance()}']")
    looked_at(page, "mizan-yukle")
    content = balance(("830.05.4.1.01", "Örnek yardım", "75.00", "75.00"), a830_01=("505.00", "0"))
    choose_file(page, content, "örnek-mizan.xlsx")
    looked_at(page, "mizan-kusku")
    assert page.locator("input[name='al.expenditure']").count() == 1

    for name in ("kusku.expenditure", "kusku.activities"):
        reach(page, f"input[name='{name}']")
        page.keyboard.press("Space")
    press(page, ".intake-choices button[type=submit]")
    looked_at(page, "mizan-onizleme")
    press(page, ".sheet-bar button[type=submit]")

    spent = ExpenditureLine.objects.filter(year=2024).values_list("code__code", "spent")
    assert dict(spent) == {"01": 500, "03": 100}
    assert StatementOfActivities.objects.filter(year=2024).count() == 2
    looked_at(page, "mizan-alindi")
