"""Corrections as the public sees them: only those that a version has published.

An open correction says that figures are wrong and not yet what is right; it is announced with the
version that corrects them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reports.enums import CorrectionKind
from reports.models import Correction
from reports.present.standing import absolute


@dataclass(frozen=True)
class CorrectionEntry:
    """A published correction; `responsible` is an office, never a name."""

    year: int
    number: int
    kind: str
    kind_label: str
    reason: str
    basis: str
    responsible: str
    opened_at: datetime
    base: int
    """The version that was corrected."""
    version: int
    published_at: datetime

    @property
    def mark(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def anchor(self) -> str:
        return f"duzeltme-{self.number}"

    @property
    def previous(self) -> int:
        """The version before the one that published it: what it is compared with."""
        return self.version - 1

    @property
    def href(self) -> str:
        return reverse("site:front", kwargs={"year": self.year, "version": self.version})

    @property
    def difference_href(self) -> str:
        return reverse(
            "site:difference",
            kwargs={"year": self.year, "older": self.previous, "version": self.version},
        )

    def record(self) -> dict[str, object]:
        """The correction for machines."""
        return {
            "number": self.mark,
            "class": self.kind,
            "reason": self.reason,
            "basis": self.basis or None,
            "responsible": self.responsible,
            "opened_at": self.opened_at.isoformat(),
            "corrects_version": self.base,
            "difference": absolute(self.difference_href),
        }


def published_corrections(
    year: int | None = None, newest: int | None = None
) -> list[CorrectionEntry]:
    """Published corrections of a year or of all years, newest first; one query."""
    found = Correction.objects.filter(publication__isnull=False)
    if year is not None:
        found = found.filter(year=year)
    rows = found.order_by("-publication__published_at", "-year_id", "-number").values_list(
        "year_id",
        "number",
        "kind",
        "reason",
        "basis",
        "opened_as",
        "opened_at",
        "base__version",
        "publication__version",
        "publication__published_at",
    )
    return [_entry(*row) for row in rows[:newest]]


def _entry(
    year: int,
    number: int,
    kind: str,
    reason: str,
    basis: str,
    responsible: str,
    opened_at: datetime,
    base: int,
    version: int,
    published_at: datetime,
) -> CorrectionEntry:
    return CorrectionEntry(
        year=year,
        number=number,
        kind=kind,
        kind_label=str(CorrectionKind(kind).label),
        reason=reason,
        basis=basis,
        responsible=responsible,
        opened_at=opened_at,
        base=base,
        version=version,
        published_at=published_at,
    )


def by_version(entries: Iterable[CorrectionEntry]) -> dict[int, list[CorrectionEntry]]:
    """Corrections of one year under the version that published them, in the order of numbers."""
    found: dict[int, list[CorrectionEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda item: item.number):
        found[entry.version].append(entry)
    return found
