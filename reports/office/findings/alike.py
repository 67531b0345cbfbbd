"""Findings that say the same of several places: one line with its count, opening to the places.

Whatever is counted anywhere are findings, never lines.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from reports.core.documents import FindingValue

T = TypeVar("T")


@dataclass(frozen=True)
class Alike(Generic[T]):
    """One line: a finding, or several that differ in their places only."""

    items: tuple[T, ...]

    @property
    def first(self) -> T:
        return self.items[0]

    @property
    def is_single(self) -> bool:
        return len(self.items) == 1


def alike(
    items: Iterable[T], finding_of: Callable[[T], FindingValue], awaited: Container[str]
) -> list[Alike[T]]:
    """Lines in the order of their first finding: of the same rule, about the same column of the
    same table, equally grave, and wrong, awaited or accepted for the same reason.
    """
    found: dict[tuple[object, ...], list[T]] = {}
    for item in items:
        finding = finding_of(item)
        key = (
            finding.code,
            finding.title,
            finding.severity,
            finding.dataset,
            finding.column,
            finding.hint,
            finding.waiver_reason,
            finding.mark in awaited,
        )
        found.setdefault(key, []).append(item)
    return [Alike(tuple(members)) for members in found.values()]
