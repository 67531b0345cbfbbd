"""The mapping of accounts: rules that come with the portal, and the one that counts for a leaf."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.apps import apps as current_apps
from django.apps.registry import Apps

from finance.account_codes import AccountPath
from finance.enums import AccountTarget
from finance.models import AccountRule

DEFAULTS = Path(__file__).with_name("rules.csv")


def default_rules() -> list[dict[str, object]]:
    """The rules that come with the portal, as values of `AccountRule`."""
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        return [{**line, "verified": line["verified"] == "true"} for line in csv.DictReader(file)]


def ensure_rules() -> list[AccountRule]:
    """Add the rules that are not there yet; what staff changed or ended stays as it is."""
    there = set(AccountRule.objects.values_list("shipped", flat=True))
    missing = [AccountRule(**v) for v in default_rules() if v["shipped"] not in there]
    return AccountRule.objects.bulk_create(missing, ignore_conflicts=True)


def ensure_rules_after_migration(apps: Apps | None = None, **_: object) -> None:
    """The same for a fresh database; nothing where the migration went back before the rules."""
    try:
        (apps or current_apps).get_model("finance", "AccountRule")
    except LookupError:
        return
    ensure_rules()


class Rules:
    """The rules of one year, found by the path of an account."""

    def __init__(self, rules: Iterable[AccountRule], year: int) -> None:
        self.by_path: dict[AccountPath, list[AccountRule]] = {}
        for rule in rules:
            if rule.path is not None and rule.holds_in(year):
                self.by_path.setdefault(rule.path, []).append(rule)

    def of(self, path: AccountPath) -> Mapping[str, AccountRule]:
        """Table → the most detailed rule of an account. `NONE` alone where the most detailed rule
        sets it aside; nothing where no rule knows it.
        """
        found: dict[str, AccountRule] = {}
        for end in range(1, len(path) + 1):
            for rule in self.by_path.get(path[:end], ()):
                if rule.target == AccountTarget.NONE:
                    found = {AccountTarget.NONE: rule}
                else:
                    found.pop(AccountTarget.NONE, None)
                    found[rule.target] = rule
        return found


def rules_of(year: int) -> Rules:
    """The mapping in force for a year, read once."""
    return Rules(AccountRule.objects.all(), year)
