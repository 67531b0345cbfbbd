"""The desk's lines: findings of one run spelled for who reads them, and the way to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from kars_portal.lib.numbers import format_date
from kars_portal.lib.turkish import search_key
from reports.collect.checking import Run
from reports.core.documents import Document, FindingValue, Node
from reports.core.tables import UnknownFigure
from reports.ground.actors import Visitor
from reports.office.shared.places import Places
from reports.office.shared.sight import seen_findings
from reports.present import shapes
from reports.present.editions import edition
from reports.present.links import SiteLinks
from reports.present.render.finding_values import values_of
from reports.present.render.findings import section_of, state_labels, state_of

from .alike import Alike, alike
from .way import data_url


@dataclass(frozen=True)
class Item:
    """One finding as the desk shows it."""

    finding: FindingValue
    state: str
    state_label: str
    table: str
    values: tuple[tuple[str, str], ...]
    section: str
    department: str
    address: str
    office_href: str
    data_href: str
    """Leads to the data, by `office_href` or to the cell of a sheet; empty where neither is."""
    stated_href: str
    public_href: str

    @property
    def is_open(self) -> bool:
        return not self.finding.is_waived

    @property
    def line(self) -> str:
        """The line of the printed text, not grouped like an amount."""
        return str(self.finding.line or "")

    @property
    def waived_on(self) -> str:
        day = self.finding.waiver_on
        return format_date(date.fromisoformat(day)) if day else ""


@dataclass(frozen=True)
class Group:
    """Lines of one section or directorate on a page of the desk."""

    label: str
    lines: tuple[Alike[Item], ...]


AWAITED = "awaited"
"""State of what has not been entered yet, beside those of `reports.present.render.findings`."""

Line = tuple[str, Alike[FindingValue]]
"""The section that a line stands under, and its findings."""


class Desk:
    """Spells the findings of one run; what has to be looked up is looked up once for all."""

    def __init__(self, run: Run, reader: Visitor) -> None:
        self.run = run
        self.findings = seen_findings(reader, run)
        self.document: Document = run.document
        self.places = Places(run.year)
        self.reader = reader
        self._order = {node.code: n for n, node in enumerate(self.document.nodes())}
        self._units = {stated.key: stated.unit for stated in self.document.stated}

    def node(self, finding: FindingValue) -> Node | None:
        return section_of(finding, self.document)

    @cached_property
    def departments(self) -> dict[str, str]:
        """Codes and names of the directorates."""
        return shapes.departments(self.document)

    def department(self, finding: FindingValue) -> str:
        """The directorate's code: of the section, or named in the row."""
        node = self.node(finding)
        if node is not None and (code := shapes.department_of(node)):
            return code
        table = self.document.tables.get(finding.dataset)
        if table is None or "department" not in table.index:
            return ""
        try:
            name = table.value(finding.row, "department")
        except UnknownFigure:
            return ""
        return next((code for code, known in self.departments.items() if known == name), "")

    def sorted(self, findings: Iterable[FindingValue]) -> list[FindingValue]:
        """In the order of the report; within a section the gravest first."""
        last = len(self._order)

        def key(finding: FindingValue) -> tuple[int, bool, bool, str]:
            node = self.node(finding)
            place = self._order.get(node.code, last) if node else last
            is_awaited = finding.mark in self.run.awaited
            return (place, finding.is_waived, is_awaited, finding.severity)

        return sorted(findings, key=key)

    def text(self, finding: FindingValue) -> str:
        """What a search looks through."""
        table = self.document.tables.get(finding.dataset)
        node = self.node(finding)
        parts = (
            finding.code,
            finding.title,
            finding.message,
            table.title if table else "",
            node.title if node else "",
            self.departments.get(self.department(finding), ""),
            finding.waiver_reason,
        )
        return search_key(" ".join(parts))

    def item(self, finding: FindingValue) -> Item:
        table = self.document.tables.get(finding.dataset)
        state = AWAITED if finding.mark in self.run.awaited else state_of(finding)
        office_href = self.places.href(finding, self.reader)
        return Item(
            finding=finding,
            state=state,
            state_label=_("Henüz girilmedi") if state == AWAITED else state_labels()[state],
            table=table.title if table else "",
            values=values_of(finding, table, self._units.get(finding.source, "")),
            section=self.label(finding),
            department=self.departments.get(self.department(finding), ""),
            address=reverse("admin:finding", args=[self.run.year.pk, finding.mark]),
            office_href=office_href,
            data_href=data_url(self.run.year, finding.mark) if office_href else "",
            stated_href=self.places.stated_href(finding, self.reader),
            public_href=self._public(finding),
        )

    def label(self, finding: FindingValue) -> str:
        """The section that a finding is listed under."""
        node = self.node(finding)
        return shapes.full_label(node) if node else _("Diğer")

    def lines(self, findings: Iterable[FindingValue]) -> list[Line]:
        """Sorted findings in lines, section by section; equal ones are one line."""
        found: dict[str, list[FindingValue]] = {}
        for finding in findings:
            found.setdefault(self.label(finding), []).append(finding)
        return [(label, line) for label, own in found.items() for line in self.alike(own)]

    def alike(self, findings: Iterable[FindingValue]) -> list[Alike[FindingValue]]:
        return alike(findings, lambda finding: finding, self.run.awaited)

    def items(self, line: Alike[FindingValue]) -> Alike[Item]:
        return Alike(tuple(self.item(finding) for finding in line.items))

    def groups(self, lines: Iterable[Line]) -> list[Group]:
        """Lines of a page under their sections."""
        found: dict[str, list[Alike[Item]]] = {}
        for label, line in lines:
            found.setdefault(label, []).append(self.items(line))
        return [Group(label, tuple(items)) for label, items in found.items()]

    @cached_property
    def _published(self) -> SiteLinks | None:
        found = edition(self.run.year.pk)
        return SiteLinks(found.document) if found else None

    def _public(self, finding: FindingValue) -> str:
        """The published table or section, where the current version has it."""
        links = self._published
        if links is None:
            return ""
        if finding.dataset:
            return links.table(finding.dataset, finding.row)
        node = links.document.node_by_code.get(finding.section)
        return links.section(node) if node else ""
