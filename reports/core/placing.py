"""Which section a finding belongs to: the one whose directorate can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from typing import Protocol

from django.apps import apps

from reports.core import registry
from reports.core.documents import Document
from reports.core.documents.parts import Maker, anew
from reports.core.registry import OfficeTable, WorkTable
from reports.models import FiscalYear, Section


class Placed(Protocol):
    """What has a place in the report: a finding, a figure."""

    @property
    def dataset(self) -> str: ...
    @property
    def row(self) -> str: ...
    @property
    def section(self) -> str: ...


class Placing:
    """Looks sections up for the findings of one year; every model is read at most once.

    `part` may bring what was read earlier of the same rows.
    """

    def __init__(self, year: FiscalYear, document: Document, part: Maker = anew) -> None:
        self.year = year
        self.document = document
        self._part = part
        self._codes: dict[str, dict[object, str]] = {}
        self._rows: dict[int, dict[tuple[str, str], object]] = {}

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {section.code: section for section in Section.objects.filter(year=self.year)}

    def section(self, finding: Placed) -> Section | None:
        """The section of a finding, None where no section of the year holds its place."""
        for code in self._candidates(finding):
            for name in (code, code.partition("/")[0]):
                if name in self.sections:
                    return self.sections[name]
        return None

    def _candidates(self, finding: Placed) -> Iterable[str]:
        if finding.dataset:
            for place, table in enumerate(registry.office_tables()):
                code = self._row_code(place, table, finding) if table.holds(finding.dataset) else ""
                if code:
                    yield code
            published = self.document.tables.get(finding.dataset)
            if published is not None:
                yield published.section
        if finding.section:
            yield finding.section

    def _row_code(self, place: int, table: OfficeTable, finding: Placed) -> str:
        work = registry.work_tables().get(table.model)
        if work is None or not finding.row:
            return ""
        if place not in self._rows:
            self._rows[place] = self._part(("rows", place), partial(_rows, table, self.year))
        pk = self._rows[place].get((finding.dataset, finding.row))
        return self._codes_of(work).get(pk, "") if pk is not None else ""

    def _codes_of(self, work: WorkTable) -> dict[object, str]:
        if work.model not in self._codes:
            read = partial(_codes, work, self.year)
            self._codes[work.model] = self._part(("codes", work.model), read)
        return self._codes[work.model]


def _rows(table: OfficeTable, year: FiscalYear) -> dict[tuple[str, str], object]:
    return {(row.dataset, row.row): row.pk for row in table.rows(year) if row.row}


def _codes(work: WorkTable, year: FiscalYear) -> dict[object, str]:
    records = apps.get_model(work.model)._default_manager.select_related(*work.related)
    if work.year:
        records = records.filter(**{work.year: year.pk})
    return {record.pk: work.section(record) for record in records}
