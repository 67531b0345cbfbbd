"""Which findings a person learns of: those of the sections that he or she may see."""

from __future__ import annotations

from reports.collect.checking import Run, current_report, latest_or_none
from reports.collect.workflow import access
from reports.core.documents import FindingValue
from reports.ground.actors import Visitor


def seen_findings(user: Visitor, run: Run) -> tuple[FindingValue, ...]:
    """The findings of a run that a user may see, in their order; all with the right to see all."""
    scope = access.scope_of(user)
    findings = run.checks.findings
    if scope.sees_all:
        return findings
    own = scope.own.get(run.year.pk, {})
    if not own:
        return ()
    codes = run.section_codes
    return tuple(finding for finding in findings if codes.get(finding.mark, "") in own)


def open_error_count(user: Visitor) -> int | None:
    """Open errors that a user may see in the report in work; None without a report."""
    report = current_report()
    run = latest_or_none(report.year) if report else None
    if run is None:
        return None
    return run.counted(seen_findings(user, run)).errors
