"""How long a run of the checks is kept: until something that it was made of is another one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone

from departments.models import Facility
from reports.collect import checking
from reports.models import Report

ENTRY = {"action": LogEntry.Action.UPDATE, "object_repr": "örnek"}


@pytest.fixture
def report(report: Report, monkeypatch: pytest.MonkeyPatch) -> Report:
    checking.refresh()
    monkeypatch.setattr(checking, "LIFE", 3600.0)
    return report


def names(report: Report) -> set[str]:
    table = checking.latest(report).document.tables["departments.facilities"]
    return {str(table.value(row.key, "name")) for row in table.rows}


def test_a_row_of_this_process_is_seen_at_once(report: Report) -> None:
    assert names(report) == set()
    Facility.objects.create(year=report.year, name="Garaj", area=1)
    assert names(report) == {"Garaj"}


def test_a_row_that_was_taken_back_is_not_shown(report: Report) -> None:
    """Numbers of entries are given again after a rollback, so they alone would say nothing."""
    before = names(report)
    with transaction.atomic():
        Facility.objects.create(year=report.year, name="Garaj", area=1)
        assert names(report) == {"Garaj"}
        transaction.set_rollback(True)
    assert names(report) == before


def test_plain_sql_inside_a_transaction_that_was_taken_back_is_not_shown(report: Report) -> None:
    garage = Facility.objects.create(year=report.year, name="Garaj", area=1)
    with transaction.atomic():
        Facility.objects.filter(pk=garage.pk).update(name="Depo")
        assert names(report) == {"Depo"}
        transaction.set_rollback(True)
    assert names(report) == {"Garaj"}


def of_another_process(report: Report, name: str) -> None:
    """A row and no signal."""
    Facility.objects.bulk_create([Facility(year=report.year, name=name, area=1)])


def test_the_entry_of_another_process_is_noticed(report: Report) -> None:
    assert names(report) == set()
    of_another_process(report, "Garaj")
    LogEntry.objects.create(**ENTRY, content_type_id=1)
    assert names(report) == {"Garaj"}


def test_an_entry_with_the_number_of_one_that_was_taken_back_is_noticed(report: Report) -> None:
    with transaction.atomic():
        LogEntry.objects.create(**ENTRY, content_type_id=1)
        assert names(report) == set()
        transaction.set_rollback(True)
    of_another_process(report, "Garaj")
    LogEntry.objects.create(**ENTRY, content_type_id=1)
    assert names(report) == {"Garaj"}


def test_an_entry_that_is_shown_late_is_noticed(report: Report) -> None:
    """PostgreSQL gives a number when a row is written and shows it when it is committed."""
    last = LogEntry.objects.create(**ENTRY, content_type_id=1, pk=1_000_000)
    assert names(report) == set()
    of_another_process(report, "Garaj")
    LogEntry.objects.create(**ENTRY, content_type_id=1, pk=last.pk - 5)
    assert names(report) == {"Garaj"}


def test_what_leaves_no_entry_is_noticed_after_a_while(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(report) == set()
    of_another_process(report, "Garaj")
    assert names(report) == set()
    monkeypatch.setattr(checking, "LIFE", 0.0)
    assert names(report) == {"Garaj"}


def test_nothing_is_kept_over_midnight(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiver can end with the day."""
    run = checking.latest(report)
    assert checking.latest(report) is run
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert checking.latest(report) is not run


def test_a_run_is_the_same_while_nothing_changed(report: Report) -> None:
    run = checking.latest(report)
    checking.look_again()
    assert checking.latest(report) is run
