"""Publishing: from rows to an immutable version, and its corrections.

Rows are locked in one order by all that publishes, by the steps of sections and by all that writes
figures, so that no two transactions wait for each other: the report's row, then sections by their
key, then corrections by their number, then the rows of the sections. Whoever needs less leaves out,
and takes nothing after what comes later. A step of a section begins with the section; so does every
way in which rows come (form, list, sheet, import, bulk action: `reports.collect.workflow.holding`),
for all the sections of the rows it will write. Who writes what the years share holds every section;
freezing and withdrawing hold all sections of the year, so that no step and no row passes them by.
"""

from reports.collect.guards import PublishError, require_permission
from reports.collect.waivers import waive_finding

from .actions import (
    freeze_report,
    frozen_report,
    publish_report,
    require_accepted,
    require_no_open_error,
    require_signatures,
    unfreeze_report,
)
from .corrections import open_correction, withdraw_correction

__all__ = [
    "PublishError",
    "freeze_report",
    "frozen_report",
    "open_correction",
    "publish_report",
    "require_accepted",
    "require_no_open_error",
    "require_permission",
    "require_signatures",
    "unfreeze_report",
    "waive_finding",
    "withdraw_correction",
]
