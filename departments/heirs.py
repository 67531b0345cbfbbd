"""What became of the directorates between two years: who takes over, who has nobody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from departments.enums import SuccessionKind
from departments.models import Department, DepartmentSuccession
from reports.models import FiscalYear


@dataclass(frozen=True)
class Heirs:
    """Directorates as they stand at the end of a year, and who stands for the earlier ones."""

    year: FiscalYear
    departments: dict[int, Department]
    """All directorates there ever were."""
    steps: dict[int, list[DepartmentSuccession]]
    """What became of each up to the year, oldest first."""

    @classmethod
    def read(cls, year: FiscalYear) -> Heirs:
        steps: dict[int, list[DepartmentSuccession]] = defaultdict(list)
        rows = DepartmentSuccession.objects.filter(year__lte=year.year).order_by("year", "pk")
        for step in rows:
            steps[step.predecessor_id].append(step)
        return cls(year, Department.objects.in_bulk(), dict(steps))

    def stands(self, department: Department) -> bool:
        """Whether a directorate is there at the end of the year.

        Its own dates say so. Without dates it has gone when it was renamed, merged or ended; one
        that was split lives on beside its parts.
        """
        last = date(self.year.year, 12, 31)
        if department.valid_from and department.valid_from > last:
            return False
        if department.valid_to is not None:
            return department.valid_to >= last
        return all(step.kind == SuccessionKind.SPLIT for step in self._steps(department))

    def heir(self, department: Department) -> Department | None:
        """The directorate itself, or the first of those that took over; None where nobody did."""
        seen: set[int] = set()
        waiting = [department]
        while waiting:
            current = waiting.pop(0)
            if current.pk in seen:
                continue
            seen.add(current.pk)
            if self.stands(current):
                return current
            waiting.extend(self.successors(current))
        return None

    def successors(self, department: Department) -> list[Department]:
        return [
            self.departments[step.successor_id]
            for step in self._steps(department)
            if step.successor_id is not None
        ]

    def _steps(self, department: Department) -> list[DepartmentSuccession]:
        return self.steps.get(department.pk, [])
