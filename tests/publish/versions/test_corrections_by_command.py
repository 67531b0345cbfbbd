"""The command line opens the correction that it publishes, or leaves nothing behind."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from departments.models import Activity, Department
from reports.models import Correction, Publication, Report
from reports.publish.versions import freeze_report, open_correction

pytestmark = pytest.mark.postgresql("all or nothing in one transaction")

REASON = "Örnek: bir faaliyet rapora yazılmamıştır."


def _load_activity(report: Report) -> None:
    department = Department.objects.get(code="fen-isleri")
    Activity.objects.create(year=report.year, department=department, no=1, title="Örnek")


def test_the_command_opens_the_correction_that_it_publishes(published: Report) -> None:
    _load_activity(published)

    with pytest.raises(CommandError, match="düzeltme açılmalıdır"):
        call_command("publish_report", "2024")
    call_command("publish_report", "2024", "--reason", REASON, "--class", "addition")

    correction = Correction.objects.get()
    assert (correction.kind, correction.reason) == ("addition", REASON)
    assert correction.publication == Publication.objects.get(version=2)


@pytest.mark.parametrize("reason", ["kısa", REASON])
def test_a_command_that_can_not_publish_leaves_no_correction(
    reason: str, published: Report
) -> None:
    with pytest.raises(CommandError, match=r"aynı|en az 20"):
        call_command("publish_report", "2024", "--reason", reason)

    assert not Correction.objects.exists()


def test_a_reason_without_something_to_correct_is_refused(published: Report) -> None:
    open_correction(published, kind="figure", reason=REASON)
    _load_activity(published)
    freeze_report(published)

    with pytest.raises(CommandError, match="--reason yazılmadan"):
        call_command("publish_report", "2024", "--reason", REASON)
    call_command("publish_report", "2024")
    assert Publication.objects.count() == 2
