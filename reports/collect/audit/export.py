"""The trail as CSV: one line for each changed field, written while it is read.

Figures and dates stay in their exact spelling. A cell that a spreadsheet would take for a formula
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from django.utils import timezone

from reports.models.trail import AuditEntryQuerySet

from .reading import (
    action_label,
    actor_of,
    cell_labels,
    changes_of,
    channel_label,
    table_of,
)

BOM = "\ufeff"
"""Without it Excel takes Turkish letters for others."""
CHUNK = 2000

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class _Echo:
    """A file for the CSV writer that hands every line on."""

    def write(self, text: str) -> str:
        return text


def csv_lines(entries: AuditEntryQuerySet) -> Iterator[str]:
    """The lines of the file, its heading first; never more than a part of the trail in memory."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + writer.writerow(cell_labels())
    for entry in entries.select_related("content_type").iterator(chunk_size=CHUNK):
        about = entry.additional_data or {}
        head = (
            timezone.localtime(entry.timestamp).isoformat(timespec="seconds"),
            actor_of(entry),
            channel_label(about.get("channel", "")),
            entry.cid or "",
            str(about.get("year") or ""),
            table_of(entry),
            entry.object_pk,
            entry.object_repr,
            about.get("part_of_name", ""),
            action_label(entry.action),
        )
        reason = about.get("reason", "")
        changes = [(c.label, c.before, c.after) for c in changes_of(entry, exact=True)]
        for change in changes or [("", "", "")]:
            yield writer.writerow([as_text(cell) for cell in (*head, *change, reason)])


def as_text(cell: str) -> str:
    """A cell that no spreadsheet runs; negative figures stay figures."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
