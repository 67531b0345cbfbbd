"""Where the parts of a document stand on the site; implements `reports.present.render.Links`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from reports.core.documents import Document, Node
from reports.present.render.links import row_id

from . import shapes

FORMATS = (
    ("CSV", "csv"),
    ("Excel", "xlsx"),
    ("ODS", "ods"),
    ("CSV (Excel)", "excel.csv"),
    ("JSON", "json"),
)
"""Files of a table: what the link says, and the end of its address."""


@dataclass(frozen=True)
class SiteLinks:
    """Addresses within one edition: `version` None is the current one (`/2024/…`)."""

    document: Document
    version: int | None = None

    def to(self, name: str, **kwargs: object) -> str:
        kwargs["year"] = self.document.header.year
        if self.version is not None:
            kwargs["version"] = self.version
        return reverse(f"site:{name}", kwargs=kwargs)

    # The protocol ---------------------------------------------------------------------------

    def table(self, dataset: str, row: str = "") -> str:
        table = self.document.tables.get(dataset)
        if table is None:
            return ""
        address = self.to("dataset", slug=table.slug)
        return f"{address}#{row_id(row)}" if row and row in table.by_key else address

    def section(self, node: Node) -> str:
        if code := shapes.department_of(node):
            return self.department(code)
        if key := shapes.objective_of(node, self.document):
            return self.to("objective", key=key)
        return self.to("section", slug=node.slug)

    def downloads(self, dataset: str) -> tuple[tuple[str, str], ...]:
        table = self.document.tables.get(dataset)
        if table is None:
            return ()
        return tuple(
            (label, self.to("download", slug=table.slug, format_=format_))
            for label, format_ in FORMATS
        )

    # More than the PDF needs -----------------------------------------------------------------

    def row(self, dataset: str, row: str) -> str:
        """The page about what a row stands for (an indicator, a contract …); empty without one."""
        if dataset == shapes.GOALS:
            return f"{self.goals}#amac-{row}"
        name = shapes.ROW_PAGES.get(dataset)
        if name is None:
            return ""
        if name == "department":
            return self.department(row) if row in self._departments else ""
        return self.to(name, key=row)

    @cached_property
    def _departments(self) -> dict[str, str]:
        return shapes.departments(self.document)

    def department(self, code: str) -> str:
        return self.to("department", code=code)

    # For templates, which cannot pass arguments -----------------------------------------------

    @property
    def front(self) -> str:
        return self.to("front")

    @property
    def contents(self) -> str:
        return self.to("contents")

    @property
    def datasets(self) -> str:
        return self.to("datasets")

    @property
    def departments(self) -> str:
        return self.to("departments")

    @property
    def goals(self) -> str:
        return self.to("goals")

    @property
    def contracts(self) -> str:
        return self.to("contracts")

    @property
    def charts(self) -> str:
        return self.to("charts")

    @property
    def versions(self) -> str:
        return self.to("versions")

    @property
    def council(self) -> str:
        return self.to("council")

    @property
    def checks(self) -> str:
        return self.to("reconciliation")

    @property
    def checks_csv(self) -> str:
        return self.to("reconciliation_csv")

    @property
    def checks_json(self) -> str:
        return self.to("reconciliation_json")

    @property
    def pdf(self) -> str:
        return self.to("pdf")

    @property
    def summary_pdf(self) -> str:
        return self.to("summary_pdf")

    @property
    def package(self) -> str:
        return self.to("package")
