"""Build the document of a year: a pure function of the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from django.utils import timezone

from kars_portal.lib.numbers import exact
from kars_portal.lib.turkish import slugify
from reports.core import registry
from reports.core.checks import CheckData, CheckResult, Family, Finding, Rule, run_rules, spell
from reports.core.materialising import materialise
from reports.core.registry import Dataset, Subsection, TablePart
from reports.core.smallcounts import (
    counts_sensitive,
    findings_in_public,
    published,
    stated_in_public,
    without_selection,
)
from reports.core.tables import Table, UnknownFigure
from reports.enums import DeclarationRole
from reports.models import (
    Declaration,
    ExactCount,
    FiscalYear,
    Narrative,
    OutlineSection,
    Publication,
    Report,
    StatedFigure,
    Waiver,
)

from .documents.canonical import tables_from_json
from .documents.format import format_text, format_value
from .documents.model import (
    SCHEMA,
    Block,
    ChartBlock,
    ChartValue,
    CheckedFamily,
    DeclarationBlock,
    Document,
    FindingValue,
    Header,
    HeadlineValue,
    Node,
    ProseBlock,
    Reconciliation,
    StatedValue,
    TableBlock,
)
from .documents.parts import Maker, Memory, anew
from .documents.prose import render
from .outline import sections_valid_in

DECLARATION_SECTION = "EK"
UNITS_SECTION = "III.B.1"

Datasets = tuple[tuple[Dataset, Table], ...]
Subsections = tuple[Subsection, ...]


def build_document(report: Report, part: Maker = anew) -> Document:
    """The report of a year as it is published: small counts of people are withheld in the end.

    Building twice gives equal values.
    """
    memory = Memory(part)
    checked = checked_document(report, memory)
    exact: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for item in ExactCount.objects.filter(year=report.year):
        exact[item.dataset][item.row, item.column] = item.reason
    shown = published(checked.tables, exact, _published_before(report, checked.tables))
    if shown.is_whole:
        return replace(checked, tables=shown.tables)
    document = _compose(report, shown.tables, memory)
    return replace(
        document,
        outline=without_selection(document.outline, shown.condensed),
        stated=stated_in_public(checked.stated, shown),
        checks=findings_in_public(checked.checks, checked, shown),
    )


def checked_document(report: Report, part: Maker = anew) -> Document:
    """The whole report of a year as one value with every figure, checked; for the office only.

    `part` may bring parts that were made earlier of the same rows.
    """
    document = _compose(report, _tables(report.year, part), part)
    return replace(document, checks=reconcile(document, report.year, part))


def _published_before(report: Report, tables: dict[str, Table]) -> dict[str, Table]:
    """The tables of the last version, where today's could tell what it withholds."""
    if not any(counts_sensitive(table) for table in tables.values()):
        return {}
    last = Publication.objects.filter(year=report.year).order_by("-version").first()
    return tables_from_json(last.document) if last is not None else {}


def reconcile(document: Document, year: FiscalYear, part: Maker = anew) -> Reconciliation:
    """Run all rules over a document and answer findings with the year's waivers."""
    result = part("rules", lambda: run_rules(CheckData(document), registry.rules()), of_all=True)
    waivers = part("waivers", partial(_waivers, year))
    return Reconciliation(
        rules=len(result.results),
        families=tuple(_families(result)),
        findings=tuple(_finding(item, rule, waivers) for rule, item in _pairs(result)),
    )


def _waivers(year: FiscalYear) -> dict[str, Waiver]:
    """Those that count today, by the finding."""
    return {
        waiver.mark: waiver
        for waiver in Waiver.objects.filter(year=year)
        if waiver.expires_on is None or waiver.expires_on >= timezone.localdate()
    }


def _pairs(result: CheckResult) -> Iterable[tuple[Rule, Finding]]:
    for outcome in result.results:
        for finding in outcome.findings:
            yield outcome.rule, finding


def _families(result: CheckResult) -> Iterable[CheckedFamily]:
    for family in Family:
        outcomes = [outcome for outcome in result.results if outcome.rule.family is family]
        if outcomes:
            yield CheckedFamily(
                family.value,
                family.label,
                held=sum(outcome.held for outcome in outcomes),
                findings=sum(len(outcome.findings) for outcome in outcomes),
            )


def _finding(finding: Finding, rule: Rule, waivers: dict[str, Waiver]) -> FindingValue:
    waiver = waivers.get(finding.mark)
    return FindingValue(
        code=finding.code,
        title=rule.title,
        severity=finding.severity.value,
        family=finding.family.value,
        dataset=finding.dataset,
        row=finding.row,
        column=finding.column,
        section=finding.section,
        source=finding.source,
        stated=spell(finding.stated),
        computed=spell(finding.computed),
        difference=spell(finding.difference),
        message=finding.message,
        hint=finding.hint,
        basis=finding.basis,
        line=finding.line,
        mark=finding.mark,
        waiver_reason=waiver.reason if waiver else "",
        waiver_by=waiver.granted_by if waiver else "",
        waiver_on=waiver.granted_on.isoformat() if waiver else "",
    )


def _compose(report: Report, tables: dict[str, Table], part: Maker) -> Document:
    """The document of some tables, not checked."""
    year = report.year
    charts = _charts(tables)
    return Document(
        schema=SCHEMA,
        header=Header(
            year=year.year,
            institution=report.institution,
            province=report.province,
            title=report.title,
            document_note=report.document_note,
            figure_status=report.figure_status,
        ),
        outline=_Outline(year, tables, charts, part).build(),
        tables=tables,
        charts=charts,
        headlines=tuple(_headlines(tables)),
        stated=part("stated", lambda: tuple(_stated(year))),
    )


def _tables(year: FiscalYear, part: Maker) -> dict[str, Table]:
    """A part for each declared table, and one for each family with all of its tables."""

    def family_of(build: Callable[[FiscalYear], Iterable[Dataset]]) -> Datasets:
        return tuple((dataset, materialise(dataset, year)) for dataset in build(year))

    found: list[tuple[Dataset, Table]] = [
        (dataset, part(("table", dataset.id), partial(materialise, dataset, year)))
        for dataset in registry.static_datasets()
    ]
    for place, family in enumerate(registry.families()):
        found.extend(part(("family", place), partial(family_of, family.build)))
    registry.require_distinct([dataset for dataset, _table in found], year)
    return {dataset.id: table for dataset, table in found}


def _charts(tables: dict[str, Table]) -> dict[str, ChartValue]:
    found: dict[str, ChartValue] = {}
    for chart in sorted(registry.charts(), key=lambda c: (c.order, c.id)):
        spec = chart.spec(tables)
        if spec is not None:
            found[chart.id] = ChartValue(
                chart.id, chart.dataset, chart.title(tables), chart.description(tables), spec
            )
    return found


def _headlines(tables: dict[str, Table]) -> Iterable[HeadlineValue]:
    for headline in registry.headlines():
        try:
            value = tables[headline.dataset].value(headline.row, headline.column)
        except (KeyError, UnknownFigure):
            continue
        if value is None or isinstance(value, bool | str):
            continue
        yield HeadlineValue(
            headline.key,
            headline.label,
            format_value(value, headline.format),
            exact(value),
            headline.dataset,
            headline.row,
            headline.note,
        )


def _stated(year: FiscalYear) -> Iterable[StatedValue]:
    for figure in StatedFigure.objects.filter(year=year):
        yield StatedValue(
            figure.key,
            figure.dataset,
            figure.row,
            figure.column,
            figure.value,
            figure.unit,
            figure.label,
            figure.item,
            figure.source_table,
            figure.line_from,
            figure.line_to,
            figure.note,
        )


class _Outline:
    """The section tree; holds what every node needs so that the recursion stays short."""

    def __init__(
        self,
        year: FiscalYear,
        tables: dict[str, Table],
        charts: dict[str, ChartValue],
        part: Maker,
    ) -> None:
        self.year = year
        self.part = part
        self.tables = tables
        self.charts = charts
        self.narratives = {n.section: n for n in Narrative.objects.filter(year=year)}
        self.declarations = list(Declaration.objects.filter(year=year))
        self.sections = sections_valid_in(year)
        self.children: dict[str, list[OutlineSection]] = defaultdict(list)
        for section in self.sections:
            self.children[section.parent].append(section)
        self.tables_in: dict[str, list[Table]] = defaultdict(list)
        for table in tables.values():
            if table.in_section:
                self.tables_in[table.section].append(table)
        self.charts_in: dict[str, list[str]] = defaultdict(list)
        for chart in sorted(registry.charts(), key=lambda c: (c.order, c.id)):
            if chart.id in charts:
                self.charts_in[chart.section].append(chart.id)

    def build(self) -> tuple[Node, ...]:
        return tuple(self._section(section) for section in self.children[""])

    def _section(self, section: OutlineSection) -> Node:
        children = [self._section(child) for child in self.children[section.code]]
        for place, provider in enumerate(registry.subsection_providers(section.code)):
            found = self.part(
                ("subsections", section.code, place), partial(_all, provider.build, self.year)
            )
            subsections = [
                node
                for sub in found
                if not (node := self._subsection(sub)).is_empty or sub.keep_empty
            ]
            children.extend(subsections)
        return Node(
            code=section.code,
            slug=slugify(f"{section.code}-{section.title}"),
            number=section.number,
            title=section.title,
            basis=section.basis,
            blocks=tuple(self._blocks(section.code)),
            children=tuple(children),
            facts={},
        )

    def _subsection(self, sub: Subsection) -> Node:
        return Node(
            code=sub.code,
            slug=slugify(sub.code.replace("/", "-")),
            number=sub.number,
            title=sub.title,
            basis="",
            blocks=tuple(self._blocks(sub.code, sub.parts)),
            children=(),
            facts=dict(sub.facts),
        )

    def _blocks(self, code: str, parts: Iterable[TablePart] = ()) -> Iterable[Block]:
        narrative = self.narratives.get(code)
        if narrative is not None:
            yield self._prose(narrative.body)
        tables = sorted(self.tables_in[code], key=lambda table: table.order)
        shown = {table.id for table in tables}
        for chart in self.charts_in[code]:
            if self.charts[chart].dataset not in shown:
                yield ChartBlock(chart)
        for part in parts:
            yield TableBlock(part.dataset, part.rows, part.columns, part.title)
        for table in tables:
            for chart in self.charts_in[code]:
                if self.charts[chart].dataset == table.id:
                    yield ChartBlock(chart)
            if table.rows:
                yield TableBlock(table.id)
        yield from self._declarations(code)

    def _prose(self, body: str) -> ProseBlock:
        rendered = render(body, self.tables)
        return ProseBlock(rendered.html, rendered.text, rendered.problems)

    def _declarations(self, code: str) -> Iterable[DeclarationBlock]:
        for item in self.declarations:
            if home_of(item) == code:
                yield DeclarationBlock(
                    key=item.key,
                    title=item.title,
                    role=item.role,
                    role_label=item.get_role_display(),
                    signatory=item.signatory,
                    institution=item.institution,
                    date=format_text(item.date) if item.date else "",
                    body_html=render(item.body, self.tables).html,
                    place=item.place,
                    confirmation=item.confirmation,
                )


def _all(build: Callable[[FiscalYear], Iterable[Subsection]], year: FiscalYear) -> Subsections:
    return tuple(build(year))


def home_of(item: Declaration) -> str:
    """The section that a declaration stands in; a spending officer's has the unit's code as key."""
    match item.role:
        case DeclarationRole.PRESENTATION:
            return "SUNUS"
        case DeclarationRole.SPENDING_OFFICER:
            return f"{UNITS_SECTION}/{item.key}"
    return DECLARATION_SECTION
