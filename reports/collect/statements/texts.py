"""Model texts of the statements: those that come with the portal, and the one in force."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.apps import apps as current_apps
from django.apps.registry import Apps

from reports.core.outline import written_on
from reports.models import Declaration, StatementText

DEFAULTS = Path(__file__).with_name("texts.csv")
_DAYS = ("gazette_date", "valid_from", "valid_to")


def default_texts() -> list[dict[str, object]]:
    """The records that come with the portal, as values of `StatementText`."""
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        return [
            {
                **line,
                **{day: date.fromisoformat(line[day]) if line[day] else None for day in _DAYS},
                "verified": line["verified"] == "true",
            }
            for line in csv.DictReader(file)
        ]


def ensure_texts() -> list[StatementText]:
    """Add the records that are not there yet; what staff entered or ended stays as it is."""
    there = set(StatementText.objects.values_list("shipped", flat=True))
    missing = [StatementText(**v) for v in default_texts() if v["shipped"] not in there]
    return StatementText.objects.bulk_create(missing)


def ensure_texts_after_migration(apps: Apps | None = None, **_: object) -> None:
    """The same for a fresh database; nothing where the migration went back before the texts."""
    try:
        (apps or current_apps).get_model("reports", "StatementText")
    except LookupError:
        return
    ensure_texts()


def text_in_force(declaration: Declaration) -> StatementText | None:
    """The model text that counts for a declaration: by its own day, else by when a report of its
    year is written. None where no record is in force.
    """
    day = declaration.date or written_on(declaration.year_id)
    found = StatementText.objects.filter(role=declaration.role)
    return next((text for text in found if text.holds_on(day)), None)
