"""Rules of the calendar: those that come with the portal, and those in force for a year."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.apps import apps as current_apps
from django.apps.registry import Apps

from reports.models import MilestoneRule

DEFAULTS = Path(__file__).with_name("rules.csv")


def default_rules() -> list[dict[str, object]]:
    """The rules that come with the portal, as values of `MilestoneRule`."""
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        return [
            {
                **line,
                "month": int(line["month"]),
                "day": int(line["day"]),
                "year_offset": int(line["year_offset"]),
                "valid_from": date.fromisoformat(line["valid_from"])
                if line["valid_from"]
                else None,
                "verified": line["verified"] == "true",
            }
            for line in csv.DictReader(file)
        ]


def ensure_rules() -> list[MilestoneRule]:
    """Add the rules whose code is not there yet; what staff changed or ended stays as it is."""
    there = set(MilestoneRule.objects.values_list("code", flat=True))
    missing = [MilestoneRule(**values) for values in default_rules() if values["code"] not in there]
    return MilestoneRule.objects.bulk_create(missing, ignore_conflicts=True)


def ensure_rules_after_migration(apps: Apps | None = None, **_: object) -> None:
    """The same for a fresh database; nothing where the migration went back before the calendar.

    Emptying all tables (`flush`) sends the signal too, without the state of the migrations.
    """
    try:
        (apps or current_apps).get_model("reports", "MilestoneRule")
    except LookupError:
        return
    ensure_rules()


def rules_for(year: int) -> list[tuple[date, MilestoneRule]]:
    """Day and rule for everything due for the report of a year, the earliest first."""
    found = [(rule.due_on(year), rule) for rule in MilestoneRule.objects.all()]
    return sorted(
        ((day, rule) for day, rule in found if rule.holds_on(day)),
        key=lambda pair: (pair[0], pair[1].code),
    )
