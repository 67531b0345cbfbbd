"""The registry: filled by `AppConfig.ready()`, closed at first use, read-only afterwards."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .own_tables import OwnTables
from .summary import SummaryPart, Term
from .types import (
    AppKit,
    Chart,
    Dataset,
    DatasetFamily,
    Headline,
    OfficeTable,
    SubsectionProvider,
)
from .work import WorkTable
from .yearly import office_tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.models import FiscalYear


class RegistryError(RuntimeError):
    """A declaration is wrong: twice the same id or address, or made after the registry was
    closed.
    """


# Apps load in the order of INSTALLED_APPS, which is the import chain; kits keep that order.
_kits: dict[str, AppKit] = {}
_closed = False


class _Work:
    """The work tables of the kits for which they were put together last."""

    def __init__(self) -> None:
        self.kits: tuple[AppKit, ...] = ()
        self.tables: dict[str, WorkTable] = {}


_work = _Work()


def register(kit: AppKit) -> None:
    """Add one app's kit.

    Raises RegistryError after the registry was first read, or when the app registered already.
    """
    if _closed:
        raise RegistryError(f"{kit.app}: the registry is closed; register in AppConfig.ready()")
    if kit.app in _kits:
        raise RegistryError(f"{kit.app} registered twice")
    _kits[kit.app] = kit


def kits() -> tuple[AppKit, ...]:
    """All kits in the order of the import chain; the first call closes the registry."""
    global _closed  # a one-way latch
    if not _closed:
        _closed = True
        _refuse_duplicates()
    return tuple(_kits.values())


def _refuse_duplicates() -> None:
    seen: set[str] = set()
    for kit in _kits.values():
        for dataset in kit.datasets:
            for mark in (f"id {dataset.id}", f"slug {dataset.slug}"):
                if mark in seen:
                    raise RegistryError(f"{kit.app}: dataset {mark} declared twice")
                seen.add(mark)
        for chart in kit.charts:
            if f"chart {chart.id}" in seen:
                raise RegistryError(f"{kit.app}: chart {chart.id} declared twice")
            seen.add(f"chart {chart.id}")


def static_datasets() -> tuple[Dataset, ...]:
    return tuple(dataset for kit in kits() for dataset in kit.datasets)


def families() -> tuple[DatasetFamily, ...]:
    return tuple(family for kit in kits() for family in kit.families)


def datasets_for(year: FiscalYear) -> tuple[Dataset, ...]:
    """Every dataset of a year: the declared ones, then those that rows bring (free tables …).

    Raises RegistryError when two share an id or an address.
    """
    result = [*static_datasets()]
    for family in families():
        result.extend(family.build(year))
    require_distinct(result, year)
    return tuple(result)


def require_distinct(datasets: Iterable[Dataset], year: FiscalYear) -> None:
    """Raise RegistryError when two datasets share an id or an address."""
    ids: set[str] = set()
    slugs: set[str] = set()
    for dataset in datasets:
        if dataset.id in ids or dataset.slug in slugs:
            raise RegistryError(f"dataset {dataset.id} ({dataset.slug}) exists twice in {year}")
        ids.add(dataset.id)
        slugs.add(dataset.slug)


def charts() -> tuple[Chart, ...]:
    return tuple(chart for kit in kits() for chart in kit.charts)


def headlines() -> tuple[Headline, ...]:
    found = [headline for kit in kits() for headline in kit.headlines]
    return tuple(sorted(found, key=lambda headline: headline.order))


def summary_parts() -> tuple[SummaryPart, ...]:
    """The parts of the citizens' summary in their order under each question."""
    found = [part for kit in kits() for part in kit.summary]
    return tuple(sorted(found, key=lambda part: part.order))


def terms() -> tuple[Term, ...]:
    """Words that the citizens' summary explains."""
    return tuple(term for kit in kits() for term in kit.terms)


def subsection_providers(parent: str) -> tuple[SubsectionProvider, ...]:
    return tuple(p for kit in kits() for p in kit.subsections if p.parent == parent)


def rules() -> tuple[Any, ...]:
    """All rules of the consistency engine, the core's first."""
    return tuple(rule for kit in kits() for rule in kit.rules)


@cache
def office_tables() -> tuple[OfficeTable, ...]:
    """Where the rows of the tables are entered."""
    return tuple(table for kit in kits() for table in office_tables_of(kit))


def work_tables() -> dict[str, WorkTable]:
    """Model label → to which section its records belong."""
    return _work_tables(kits())


def _work_tables(of: tuple[AppKit, ...]) -> dict[str, WorkTable]:
    # Asked for every row that is written.
    if _work.kits != of:
        _work.kits = of
        _work.tables = {table.model: table for kit in of for table in kit.work}
    return _work.tables


def own_tables() -> OwnTables | None:
    """How a table comes to be whose columns and rows staff make themselves; None without any."""
    return next((kit.own_tables for kit in kits() if kit.own_tables is not None), None)


def package_parts() -> tuple[Any, ...]:
    """The parts of a data package in load order."""
    found = [part for kit in kits() for part in kit.package_parts]
    found.extend(part for kit in kits() for part in kit.closing_parts)
    return tuple(found)
