"""Yearly tables that are wholly said by their declarations, and what follows from them.

A dataset whose rows are `records_of` a model, and a line of `work` that puts all of the model's
records into one section, are enough: the way from a finding, the entry sheet, the opening of a year
and the link in the sidebar follow. What an app declares itself for a model takes the default's
place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from .types import AppKit, Dataset, OfficeRow, OfficeTable
from .work import YEAR, WorkTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.models import FiscalYear, YearRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a dataset that are the records of a yearly model."""

    model: type[YearRow]
    related: tuple[str, ...] = ()

    def __call__(self, year: FiscalYear) -> QuerySet[YearRow]:
        found = self.model._default_manager.filter(year=year).order_by("position", "pk")
        return found.select_related(*self.related) if self.related else found


def records_of(model: type[YearRow], *related: str) -> Records:
    """Every record of a year in the order in which they were entered; `related` is joined."""
    return Records(model, related)


def entered_in(
    model: type[YearRow],
    *datasets: str,
    related: tuple[str, ...] = (),
    columns: tuple[str, ...] = (),
    fields: Mapping[str, str] | None = None,
) -> OfficeTable:
    """Each record of a yearly model is one row of some tables, under its own row key."""

    def rows(year: FiscalYear) -> Iterable[OfficeRow]:
        found = model._default_manager.filter(year=year)
        for record in found.select_related(*related) if related else found:
            for dataset in datasets:
                yield OfficeRow(dataset, record.row_key, record.pk)

    return OfficeTable(
        model=model._meta.label_lower,
        datasets=datasets,
        rows=rows,
        columns=columns,
        fields=fields or {},
    )


@dataclass(frozen=True, slots=True)
class YearTable:
    """A yearly model, the table that its records are, and the section that they belong to."""

    model: type[YearRow]
    dataset: Dataset
    work: WorkTable


def yearly_tables(kit: AppKit) -> tuple[YearTable, ...]:
    """An app's tables whose rows are entered by whoever answers for one section."""
    published = {
        dataset.rows.model._meta.label_lower: (dataset.rows.model, dataset)
        for dataset in kit.datasets
        if isinstance(dataset.rows, Records)
    }
    return tuple(
        YearTable(*published[work.model], work)
        for work in kit.work
        if work.model in published and work.in_one_section and work.owed and work.year == YEAR
    )


def with_defaults(
    kit: AppKit,
    declared: Sequence[T],
    made: Mapping[str, T],
    model_of: Callable[[T], str],
) -> tuple[T, ...]:
    """What an app declares, and what is `made` for the models that it says nothing of.

    Made ones stand where `work` names their models, so that everything follows the report.
    """
    place = {work.model: number for number, work in enumerate(kit.work)}
    known = {model_of(item) for item in declared}
    found = list(declared)
    for model, item in made.items():
        if model in known:
            continue
        places = (place.get(model_of(other), -1) for other in found)
        later = (n for n, other in enumerate(places) if other > place[model])
        found.insert(next(later, len(found)), item)
    return tuple(found)


def office_tables_of(kit: AppKit) -> tuple[OfficeTable, ...]:
    """Where an app's rows are entered: as declared, and every other record in its own form."""
    known = {table.model for table in kit.office}
    made = (
        entered_in(rows.model, dataset.id, related=rows.related, fields=dataset.fields)
        for dataset in kit.datasets
        if isinstance(rows := dataset.rows, Records) and rows.model._meta.label_lower not in known
    )
    return (*kit.office, *made)
