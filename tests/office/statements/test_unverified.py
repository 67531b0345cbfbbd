"""The list of what is to be compared with the official text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from reports.enums import DeclarationRole
from reports.models import AuditEntry, MilestoneRule, OutlineSection, Report, StatementText

Browser = Callable[[str], Client]
PAGE = "/yonetim/dogrulanacaklar/"


@pytest.fixture
def section(report: Report) -> OutlineSection:
    return OutlineSection.objects.create(code="EK", title="Ekler", basis="Örnek yönetmelik")


@pytest.mark.parametrize(
    ("name", "status"),
    [("finance", 200), ("reviewer", 200), ("auditor", 200), ("editor", 403), ("signatory", 403)],
)
def test_who_sees_the_list(browser: Browser, report: Report, name: str, status: int) -> None:
    assert browser(name).get(PAGE).status_code == status


def test_every_table_that_rests_on_the_law_is_listed(
    browser: Browser, section: OutlineSection
) -> None:
    groups = {group.name for group in browser("reviewer").get(PAGE).context["groups"]}

    assert groups == {
        "reports.outlinesection",
        "reports.statementtext",
        "reports.milestonerule",
        "finance.accountrule",
    }


def test_who_compared_what_and_when_stays(
    browser: Browser, section: OutlineSection, people: dict[str, User]
) -> None:
    client = browser("reviewer")
    client.post(PAGE, {"table": "reports.outlinesection", "row": [section.pk]})

    section.refresh_from_db()
    assert (section.verified, section.verified_by) == (True, "Örnek Reviewer")
    assert section.verified_on is not None
    assert "Örnek Reviewer" in client.get(PAGE).content.decode()
    assert AuditEntry.objects.filter(object_pk=str(section.pk), actor=people["reviewer"]).exists()


@pytest.mark.parametrize("name", ["auditor", "publisher"])
def test_others_verify_nothing(browser: Browser, section: OutlineSection, name: str) -> None:
    answer = browser(name).post(PAGE, {"table": "reports.outlinesection", "row": [section.pk]})

    assert answer.status_code == 403
    section.refresh_from_db()
    assert not section.verified


@pytest.mark.postgresql("locks, constraints")
def test_a_text_that_nobody_read_cannot_be_verified(browser: Browser, report: Report) -> None:
    text = StatementText.objects.filter(text="").first()
    assert text is not None

    browser("reviewer").post(PAGE, {"table": "reports.statementtext", "row": [text.pk]})

    text.refresh_from_db()
    assert not text.verified
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementText.objects.filter(pk=text.pk).update(verified=True)


def test_a_verified_text_that_changes_is_to_be_verified_again(
    browser: Browser, report: Report
) -> None:
    StatementText.objects.all().delete()
    text = StatementText.objects.create(
        role=DeclarationRole.TOP_MANAGER, text="Örnek.", regulation="Örnek yönetmelik"
    )
    client = browser("finance")
    client.post(PAGE, {"table": "reports.statementtext", "row": [text.pk]})
    text.refresh_from_db()
    assert text.verified

    form = {
        "role": text.role, "text": "Başka.", "regulation": text.regulation, "article": "",
        "gazette_date": "", "gazette_number": "", "valid_from": "", "valid_to": "",
        "verified": "on", "note": "",
    }  # fmt: skip
    client.post(f"/yonetim/reports/statementtext/{text.pk}/change/", form)

    text.refresh_from_db()
    assert (text.text, text.verified, text.verified_by) == ("Başka.", False, "")


def test_rules_of_the_calendar_stay_where_they_were(browser: Browser, report: Report) -> None:
    open_ones = set(MilestoneRule.objects.filter(verified=False).values_list("pk", flat=True))
    groups = browser("finance").get(PAGE).context["groups"]
    listed = next(group for group in groups if group.name == "reports.milestonerule")

    assert {line.item.pk for line in listed.waiting} == open_ones
