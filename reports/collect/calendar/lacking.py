"""What a section still lacks: open findings and empty fields, counted for a whole year at once."""

from __future__ import annotations

from dataclasses import dataclass

from reports.collect.checking import latest_or_none
from reports.models import FiscalYear


@dataclass
class Standing:
    """Open findings of one section."""

    errors: int = 0
    warnings: int = 0


def standings(year: FiscalYear) -> dict[str, Standing]:
    """By the section's code, from one run of the checks; sections without findings are left out.

    A rule that cannot run hides no board and holds up no reminder: then there are no counts.
    """
    run = latest_or_none(year)
    found: dict[str, Standing] = {}
    if run is None:
        return found
    for finding in run.checks.findings:
        code = run.section_codes.get(finding.mark)
        if code is None or finding.is_waived:
            continue
        standing = found.setdefault(code, Standing())
        if finding.severity == "error":
            standing.errors += 1
        else:
            standing.warnings += 1
    return found
