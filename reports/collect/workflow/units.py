"""Which unit answers for which section: asked of the apps for many sections at once."""

from __future__ import annotations

from collections.abc import Iterable

from reports.core import registry
from reports.core.registry import Unit
from reports.models import Section


def units_of(sections: Iterable[Section]) -> dict[int, Unit]:
    """Unit by the section's pk; sections that nobody answers for are left out."""
    sections = list(sections)
    found: dict[int, Unit] = {}
    for kit in registry.kits():
        if kit.units is not None and sections:
            for pk, unit in kit.units(sections).items():
                found.setdefault(pk, unit)
    return found
