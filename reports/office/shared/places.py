"""Where a finding is mended: from a table's row to the form that it is entered in, and back.

The core knows no domain model; the apps hand over what stands where (`AppKit.office`). Each of
their tables is read at most once, whatever the number of findings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from reports.core import registry
from reports.core.documents import FindingValue
from reports.core.registry import OfficeRow, OfficeTable
from reports.models import FiscalYear, Narrative, StatedFigure, YearRow


class Reader(Protocol):
    """Whoever may open a page, or not."""

    def has_perm(self, perm: str) -> bool: ...


@dataclass(frozen=True)
class Concern:
    """What a record is about: rows of tables, and whole tables."""

    table: OfficeTable
    rows: dict[tuple[str, str], Model | None] = field(default_factory=dict)
    """Row of a table → the record of its line inside the page, None for the page's own record."""
    whole: frozenset[str] = frozenset()

    def holds(self, finding: FindingValue) -> bool:
        return (finding.dataset, finding.row) in self.rows or finding.dataset in self.whole


@dataclass(frozen=True)
class Spot:
    """What somebody asks the way to, said as a finding says it."""

    dataset: str
    row: str
    column: str
    section: str


class Places:
    """Addresses in the back office for the findings of one year."""

    def __init__(self, year: FiscalYear) -> None:
        self.year = year
        self._rows: dict[int, dict[tuple[str, str], list[OfficeRow]]] = {}

    # -- from the finding to the form ----------------------------------------------------------

    def href(self, finding: FindingValue | Spot, reader: Reader) -> str:
        """The form in which the finding's row is entered; empty where there is none."""
        if not finding.dataset:
            return self._prose(finding.section, reader)
        tables = [t for t in self._tables(finding) if _may_open(t.model, reader)]
        for table in tables:
            rows = self._index(table)
            found = rows.get((finding.dataset, finding.row)) or rows.get((finding.dataset, ""))
            if found:
                return self._open(table.model, found)
        return _list(tables[0].model, self.year) if tables else ""

    def stated_href(self, finding: FindingValue, reader: Reader) -> str:
        """The printed figure that the finding is about; empty where there is none."""
        pk = self._stated.get(finding.source) if finding.source else None
        label = StatedFigure._meta.label_lower
        return _change(label, pk) if pk is not None and _may_open(label, reader) else ""

    def _tables(self, finding: FindingValue | Spot) -> list[OfficeTable]:
        """Those that keep the finding's column first."""
        found = [t for t in registry.office_tables() if t.holds(finding.dataset)]
        return sorted(found, key=lambda t: bool(t.columns) and finding.column not in t.columns)

    def _open(self, model: str, found: list[OfficeRow]) -> str:
        records = {row.pk for row in found}
        if len(records) == 1 and None not in records:
            return _change(model, records.pop())
        query = next((row.query for row in found if row.query), "")
        return _list(model, self.year, query)

    def _prose(self, section: str, reader: Reader) -> str:
        label = Narrative._meta.label_lower
        if not section or not _may_open(label, reader):
            return ""
        if section not in self._narratives and not reader.has_perm("reports.add_narrative"):
            return ""
        return reverse("admin:text_desk", args=[self.year.pk, section])

    @cached_property
    def _narratives(self) -> frozenset[str]:
        found = Narrative.objects.filter(year=self.year)
        return frozenset(found.values_list("section", flat=True))

    @cached_property
    def _stated(self) -> dict[str, int]:
        return dict(StatedFigure.objects.filter(year=self.year).values_list("key", "pk"))

    def _index(self, table: OfficeTable) -> dict[tuple[str, str], list[OfficeRow]]:
        if id(table) not in self._rows:
            index: dict[tuple[str, str], list[OfficeRow]] = defaultdict(list)
            for row in table.rows(self.year):
                index[row.dataset, row.row].append(row)
            self._rows[id(table)] = index
        return self._rows[id(table)]

    # -- from the form to the finding ----------------------------------------------------------

    def concerns(self, record: Model) -> list[Concern]:
        """The rows and tables that are entered in a record's form."""
        found: list[Concern] = []
        for table in registry.office_tables():
            if table.model != record._meta.label_lower:
                continue
            mine = [r for rows in self._index(table).values() for r in rows if r.pk == record.pk]
            if mine:
                found.append(
                    Concern(
                        table,
                        {(row.dataset, row.row): row.child for row in mine if row.row},
                        frozenset(row.dataset for row in mine if not row.row),
                    )
                )
        return found


def entered_tables(model: type[Model]) -> list[OfficeTable]:
    """The tables that are entered in a model."""
    return [t for t in registry.office_tables() if t.model == model._meta.label_lower]


def year_of(record: Model) -> FiscalYear | None:
    """The fiscal year of a record, its own or that of the record it belongs to."""
    own = getattr(record, "year", None)
    if isinstance(own, FiscalYear):
        return own
    for column in record._meta.fields:
        if column.is_relation and column.name != "year":
            year = getattr(getattr(record, column.name, None), "year", None)
            if isinstance(year, FiscalYear):
                return year
    return None


def _change(model: str, pk: object) -> str:
    return _reverse(f"admin:{model.replace('.', '_')}_change", pk)


def _list(model: str, year: FiscalYear, query: str = "") -> str:
    address = _reverse(f"admin:{model.replace('.', '_')}_changelist")
    parts = [query] if query else []
    if address and issubclass(apps.get_model(model), YearRow):
        parts.insert(0, urlencode({"year__year__exact": year.pk}))
    return f"{address}?{'&'.join(parts)}" if address and parts else address


def _reverse(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _may_open(model: str, reader: Reader) -> bool:
    app, name = model.split(".")
    return reader.has_perm(f"{app}.view_{name}") or reader.has_perm(f"{app}.change_{name}")
