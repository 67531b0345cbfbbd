"""What a section still lacks: open findings and empty fields, counted for a whole year at once."""

from __future__ import annotations

from collections import defaultdict

from reports.collect.checking import Counts, latest_or_none
from reports.core.documents import FindingValue
from reports.models import FiscalYear


def standings(year: FiscalYear) -> dict[str, Counts]:
    """By the section's code, from one run of the checks; sections without findings are left out.

    A rule that cannot run hides no board and holds up no reminder: then there are no counts.
    """
    run = latest_or_none(year)
    if run is None:
        return {}
    found: dict[str, list[FindingValue]] = defaultdict(list)
    for finding in run.checks.findings:
        code = run.section_codes.get(finding.mark)
        if code is not None:
            found[code].append(finding)
    return {code: run.counted(findings) for code, findings in found.items()}
