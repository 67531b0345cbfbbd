"""The catalogue of rules: on the screen, or as the page docs/checks.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reports.core import registry
from reports.core.checks import Family, Rule

PAGE = Path("docs") / "checks.md"

INTRODUCTION = """\
# Checks

Written by `manage.py list_checks --write` from the rules themselves; a test fails when it is out
of date. An open error stops freezing and publishing until it is mended or answered by a waiver, a
warning does not. Titles and hints are the sentences that staff read, so they are Turkish.
"""
HEAD = "| code | what holds | severity | basis | how to mend it |"


class Command(BaseCommand):
    help = "Denetim kurallarını listeler; --write ile docs/checks.md sayfasını yazar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="docs/checks.md sayfasını yaz")

    def handle(self, *args: object, write: bool, **options: object) -> None:
        rules = registry.rules()
        if write:
            path = Path(settings.BASE_DIR) / PAGE
            path.write_text(catalogue(rules), "utf-8")
            self.stdout.write(f"{len(rules)} kural {PAGE} sayfasına yazıldı.")
            return
        for family, members in by_family(rules):
            self.stdout.write(self.style.MIGRATE_HEADING(family.label))
            for rule in members:
                self.stdout.write(f"  {rule.code} [{rule.severity.label}] {rule.title}")
        self.stdout.write(f"{len(rules)} kural.")


def by_family(rules: Sequence[Rule]) -> list[tuple[Family, list[Rule]]]:
    """Families that have rules, in their order, with their rules in the order of the codes."""
    groups = [
        (family, sorted((r for r in rules if r.family is family), key=lambda r: r.code))
        for family in Family
    ]
    return [(family, members) for family, members in groups if members]


def catalogue(rules: Sequence[Rule]) -> str:
    """The page: a table for each family."""
    groups = by_family(rules)
    parts = [INTRODUCTION]
    parts.append(f"{len(rules)} rules in {len(groups)} families.\n")
    for family, members in groups:
        parts.append(f"## {family.label} ({family.value})\n")
        lines = [
            "| code | what holds | severity | basis | how to mend it |",
            "|---|---|---|---|---|",
        ]
        lines += [
            "| "
            + " | ".join(
                _cell(text)
                for text in (rule.code, rule.title, rule.severity.value, rule.basis, rule.hint)
            )
            + " |"
            for rule in members
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|") or "—"
