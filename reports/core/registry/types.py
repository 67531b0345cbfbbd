"""Declarations that the domain apps hand to the core: tables, charts, sections, imports.

Everything here is frozen: a declaration is made once at start-up and read ever after by the public
page, the PDF, the downloads, the checks and the import. The core never learns a domain's models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reports.core.tables.columns import Column
from reports.core.tables.values import Tables

from .desk import DeskList
from .own_tables import OwnTables
from .people import Leaving
from .sidebar import SidebarGroup, SidebarLink
from .summary import SummaryPart, Term
from .work import SectionPlan, Unit, WorkTable

if TYPE_CHECKING:
    from django.db.models import Model, Q

    from reports.ground.actors import Actor
    from reports.models import FiscalYear, Section


@dataclass(frozen=True, slots=True)
class Dataset:
    """One published table, declared once.

    `id` is stable for ever (address of a figure, API key); `slug` is its Turkish address. `rows`
    yields row objects of one fiscal year; each has the columns' attributes and a `row_key`.
    `section` is the code of the outline section, with `/<code>` for a subsection.
    """

    id: str
    slug: str
    title: str
    section: str
    columns: tuple[Column, ...]
    rows: Callable[[FiscalYear], Iterable[Any]]
    basis: str = ""
    unit: str = ""
    description: str = ""
    note: str = ""
    total_label: str = "Toplam"
    row_key: Callable[[Any], str] | None = None
    row_link: Callable[[Any], str] | None = None
    order: int = 100
    statutory: str = ""
    """The law that asks for this table by name; a report without its rows needs a waiver."""
    in_section: bool = True
    """False: the table has its page and downloads, but sections show it only through blocks."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Column → field of the model that it is entered in, where the names differ."""

    def column(self, key: str) -> Column:
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.id} has no column {key}")


@dataclass(frozen=True, slots=True)
class DatasetFamily:
    """Datasets that exist per row of the year: one for each free table, contract, figure list."""

    prefix: str
    build: Callable[[FiscalYear], Iterable[Dataset]]


Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that says its finding in words.

    The callables receive the year's tables; `spec` returns a Vega-Lite specification without
    colours of
    its own, or None where the table has too few figures to draw. `title` states the finding,
    `description` says in words what the picture shows (it is the text alternative).
    """

    id: str
    section: str
    dataset: str
    title: Callable[[Tables], str]
    description: Callable[[Tables], str]
    spec: Callable[[Tables], Spec | None]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure for the front page: where it stands, how it is written, what it means."""

    key: str
    label: str
    dataset: str
    row: str
    column: str
    format: str = "decimal"
    note: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, or some of its rows and columns, shown inside a section."""

    dataset: str
    rows: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Subsection:
    """A section made from rows: a directorate under III.B.1, an objective under III.B.2."""

    code: str
    title: str
    number: str = ""
    parts: tuple[TablePart, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    """JSON-serialisable extras for the public page of this subsection (kind, code …)."""
    keep_empty: bool = False


@dataclass(frozen=True, slots=True)
class SubsectionProvider:
    """Yields the subsections of one outline section for a year, in their order."""

    parent: str
    build: Callable[[FiscalYear], Iterable[Subsection]]


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """The record behind a row of a table.

    Without `row` it stands for the table as a whole (also for its total). `pk` is the record whose
    page is opened, `child` the record of the line inside that page. Without `pk`, and where one row
    has several records, the list of records is opened, narrowed by `query`.
    """

    dataset: str
    row: str
    pk: object
    child: Model | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """Where staff enter the rows of some tables: the bridge from a finding to the form and back.

    `datasets` are ids, or prefixes of families that end with a dot. `columns` names the columns
    that are kept here where a table is fed from two models. `fields` maps a column to its field
    when the names differ; fields of lines inside a page begin with `prefix`.
    """

    model: str
    datasets: tuple[str, ...]
    rows: Callable[[FiscalYear], Iterable[OfficeRow]]
    columns: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""

    def holds(self, dataset: str) -> bool:
        """Whether a table is entered here."""
        return any(
            dataset.startswith(name) if name.endswith(".") else dataset == name
            for name in self.datasets
        )

    def field_of(self, column: str) -> str:
        return f"{self.prefix}{self.fields.get(column, column)}"


@dataclass(frozen=True, slots=True)
class AppKit:
    """What one app contributes; handed over once from `AppConfig.ready()`."""

    app: str
    datasets: tuple[Dataset, ...] = ()
    families: tuple[DatasetFamily, ...] = ()
    charts: tuple[Chart, ...] = ()
    headlines: tuple[Headline, ...] = ()
    subsections: tuple[SubsectionProvider, ...] = ()
    package_parts: tuple[Any, ...] = ()
    """`reports.collect.packages.Part` objects in load order (untyped here:
    packages import this module).
    """
    rules: tuple[Any, ...] = ()
    """`reports.core.checks.Rule` objects, in the order in which findings are listed."""
    closing_parts: tuple[Any, ...] = ()
    """Parts that are loaded after those of all apps (prose may belong to any app's subsection)."""
    office: tuple[OfficeTable, ...] = ()
    """Where rows are entered that are no records of a yearly model; of two that hold a table, the
    first is linked to.
    """
    work: tuple[WorkTable, ...] = ()
    """To which section each record belongs."""
    sections: Callable[[FiscalYear], Iterable[SectionPlan]] | None = None
    """The sections that a year has because of this app's rows."""
    duties: Callable[[Actor], Q] | None = None
    """For a user: which `reports.Section` rows he or she answers for today."""
    people: Callable[[Section], Iterable[Actor]] | None = None
    """The accounts that answer for a section, owner and deputy first."""
    units: Callable[[Iterable[Section]], Mapping[int, Unit]] | None = None
    """For many sections at once: which unit answers for each (by the section's pk)."""
    section_has_owner: Callable[[Section], bool] | None = None
    """Whether somebody answers for a section."""
    sections_opened: Callable[[FiscalYear], None] | None = None
    """Called after new sections were made, so that somebody is made responsible for them."""
    tables: tuple[Any, ...] = ()
    """`reports.collect.sheets.ModelTable` objects of yearly models whose grid is no usual one."""
    sheets: Callable[[Any, Any], Iterable[Any]] | None = None
    """Other sheets of a section; the second argument reads rows of many sections together."""
    opening: Any = None
    """What goes on into a new year: a `reports.collect.opening.OpeningKit` (untyped, as it
    imports this module).
    """
    summary: tuple[SummaryPart, ...] = ()
    """What the app says in the citizens' summary."""
    terms: tuple[Term, ...] = ()
    """Words of its tables that the summary explains."""
    desk: Callable[[Actor, int], Iterable[DeskList]] | None = None
    """For a person and a year: lists of what is his or hers alone to enter."""
    leaving: Leaving | None = None
    """What a person who leaves has in hand, and how it is handed over."""
    own_tables: OwnTables | None = None
    """How a table comes to be whose columns and rows staff make themselves."""
    sidebar_groups: tuple[SidebarGroup, ...] = ()
    """Headings of the sidebar of the back office."""
    sidebar: tuple[SidebarLink, ...] = ()
    """Its links that no yearly table brings by itself."""
