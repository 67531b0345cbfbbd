"""Reads the rows behind sheets, those of many sections together: a board shows all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.db.models import Model

from reports.core import registry
from reports.models import Section

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Reading:
    """What was read for some sections; each model is asked once for a year, not for a section."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.codes: dict[int, set[str]] = defaultdict(set)
        for section in sections:
            self.codes[section.year_id].add(section.code)
        self._kept: dict[Hashable, Any] = {}

    def once(self, name: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives, kept under a name."""
        if name not in self._kept:
            self._kept[name] = read()
        found: T = self._kept[name]
        return found

    def codes_of(self, year: int) -> set[str]:
        """The sections' codes of a year, those of the year after it included: last year's rows."""
        return self.codes.get(year, set()) | self.codes.get(year + 1, set())

    def records(self, model: type[M], year: int, code: str) -> list[M]:
        """The records of a model that belong to a section, in their order."""
        table = registry.work_tables()[model._meta.label_lower]

        def read() -> dict[str, list[M]]:
            found = (
                model._default_manager.filter(**{table.year: year})
                .filter(table.within(self.codes_of(year)))
                .select_related(*table.related)
                .order_by("position", "pk")
            )
            groups: dict[str, list[M]] = defaultdict(list)
            for record in found:
                groups[table.section(record)].append(record)
            return groups

        return self.once((model, year), read).get(code, [])
