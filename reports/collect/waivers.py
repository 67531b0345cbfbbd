"""Accept findings in public: one by one, by a person, with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from reports.core.building import checked_document
from reports.core.documents import FindingValue
from reports.ground.rehearsal import rehearsed
from reports.models import Report, Waiver

from .guards import locked, name_of, require_permission

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@rehearsed
def waive_finding(
    report: Report,
    mark: str,
    *,
    reason: str,
    by: User | None = None,
    expires_on: date | None = None,
) -> Waiver:
    """Accept one finding of today's rows in public.

    Raises PermissionDenied without the right, ValidationError when the reason is empty, when the
    finding is no longer there or is accepted already. `by=None` is the command line.
    """
    require_permission(by, "reports.waive_finding")
    report = locked(report)
    finding = next((f for f in checked_document(report).checks.findings if f.mark == mark), None)
    if finding is None:
        raise ValidationError(
            "Bu bulgu artık yok; rakamlar değişmiş olabilir. Liste yenilenmelidir."
        )
    if finding.is_waived:
        raise ValidationError("Bu bulgu zaten kabul edilmiş.")
    waiver = _waiver(report, finding)
    waiver.reason = reason.strip()
    waiver.granted_by = name_of(by)
    waiver.expires_on = expires_on
    waiver.full_clean()
    waiver.save()
    return waiver


def _waiver(report: Report, finding: FindingValue) -> Waiver:
    return Waiver(
        year=report.year,
        code=finding.code,
        dataset=finding.dataset,
        row=finding.row,
        column=finding.column,
        source=finding.source,
        section=finding.section,
        stated=finding.stated,
        computed=finding.computed,
        granted_on=timezone.localdate(),
    )
