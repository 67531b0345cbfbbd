"""Stories of locks on a version's way: loaded, frozen, published, corrected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .lock_forms import REASON, YEAR, Office

PUBLISHING = "/yonetim/reports/report/2024/yayimla/"


def frozen() -> Callable[[Office], str]:
    """The report is frozen, with all its charts."""
    return lambda office: office.post(PUBLISHING, {"step": "freeze"})


def published() -> Callable[[Office], str]:
    """What was frozen becomes a version."""
    from reports.models import Report
    from reports.publish.versions.actions import freeze_report

    freeze_report(Report.objects.get(pk=YEAR))
    return lambda office: office.post(PUBLISHING, {"step": "publish"})


def _published() -> Any:
    from reports.models import Report
    from reports.publish.versions.actions import publish_report

    report = Report.objects.get(pk=YEAR)
    publish_report(report)
    return report


def corrected() -> Callable[[Office], str]:
    """A correction of a version is opened; every section may be reopened under it."""
    _published()
    address = f"/yonetim/duzeltmeler/?yil={YEAR}"
    return lambda office: office.post(address, {"kind": "text", "reason": REASON})


def withdrawn() -> Callable[[Office], str]:
    """A correction is withdrawn, and what was reopened for it is compared and sealed again."""
    from reports.publish.versions.corrections import open_correction

    made = open_correction(_published(), kind="text", reason=REASON)
    given = {"step": "withdraw", "number": str(made.number), "withdrawn_for": REASON}
    return lambda office: office.post(f"/yonetim/duzeltmeler/?yil={YEAR}", given)


def unfrozen() -> Callable[[Office], str]:
    """A freeze is taken back, and every section is opened."""
    from reports.models import Report
    from reports.publish.versions.actions import freeze_report

    freeze_report(Report.objects.get(pk=YEAR))
    return lambda office: office.post(PUBLISHING, {"step": "unfreeze", "reason": REASON})


def loaded() -> Callable[[Office], str]:
    """The data package of the report, into a portal without a year."""
    from reports.collect.packages.load import load_package

    def act(_office: Office) -> str:
        load_package(Path("fixtures/2024"))
        return "done"

    return act


def loaded_again() -> Callable[[Office], str]:
    """The package once more where every figure of its largest table is another one, and where a
    table has rows that the package leaves out: those are removed.
    """
    from django.db.models import F

    from departments.models import DirectProcurement, FreeTable
    from reports.collect.packages.load import load_package

    DirectProcurement.objects.update(amount_excl_vat=F("amount_excl_vat") + 1)
    for table in FreeTable.objects.filter(year=YEAR):
        row = table.rows.order_by("-position").first()
        if row is not None:
            row.pk, row.position, row.key = None, row.position + 1000, f"{row.key}-x"
            row.save()

    def act(_office: Office) -> str:
        load_package(Path("fixtures/2024"), replace=True)
        return "done"

    return act


def corrected_by_command() -> Callable[[Office], str]:
    """A correction is opened, the report frozen and published, all in one."""
    from departments.models import Vehicle
    from reports.publish.versions.from_commands import correct_and_publish

    report = _published()
    row = Vehicle.objects.filter(year=YEAR).exclude(leased=None).first()
    assert row is not None
    row.name = f"{row.name} (örnek)"
    row.save()

    def act(_office: Office) -> str:
        correct_and_publish(report, kind="figure", reason=REASON)
        return "done"

    return act
