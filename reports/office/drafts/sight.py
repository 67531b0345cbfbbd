"""Which sections of a draft a person may read, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from reports.collect.workflow import access
from reports.core.documents import Document, Node
from reports.ground.actors import Visitor
from reports.models import FiscalYear, Section


@dataclass(frozen=True)
class Draft:
    """Today's document of a year as one person sees it."""

    year: FiscalYear
    document: Document
    reader: Visitor
    by_link: str = ""
    """The token of the link by which somebody without an account reads."""
    named: str = ""
    """Who that is."""

    def may_read(self, node: Node) -> bool:
        """Whether the reader has a duty in the section that a node belongs to, or sees all.

        A node without a section of its own belongs to the one above it.
        """
        if self.by_link or access.scope_of(self.reader).sees_all:
            return True
        # The nearest section decides: who answers for the whole does not read each directorate's.
        for code in (node.code, node.code.partition("/")[0]):
            if code in self._sections:
                return self._sections[code]
        return False

    def readable(self, nodes: tuple[Node, ...] | None = None) -> Iterator[Node]:
        """The nodes that the reader may read and that say something, in reading order."""
        for node in self.document.nodes() if nodes is None else nodes:
            if not node.is_empty and self.may_read(node):
                yield node

    @cached_property
    def _sections(self) -> dict[str, bool]:
        """The sections of the year, and whether the reader may see them."""
        found = access.visible_sections(self.reader).filter(year=self.year)
        own = set(found.values_list("code", flat=True))
        codes = Section.objects.filter(year=self.year).values_list("code", flat=True)
        return {code: code in own for code in codes}


@dataclass(frozen=True)
class DraftLinks:
    """Links that stay inside of the draft; to what the reader may not see there is none."""

    draft: Draft

    def table(self, dataset: str, row: str = "") -> str:
        """The section in which a table stands."""
        table = self.draft.document.tables.get(dataset)
        node = self.draft.document.section_of_table.get(dataset)
        if table is None or node is None or not self.draft.may_read(node):
            return ""
        return f"{self.section(node)}#tablo-{table.slug}"

    def section(self, node: Node) -> str:
        """The draft's page of a section."""
        if self.draft.by_link:
            return reverse("preview_section", args=[self.draft.by_link, node.slug])
        return reverse("admin:draft_section", args=[self.draft.year.pk, node.slug])

    def downloads(self, dataset: str) -> tuple[tuple[str, str], ...]:
        """None: a draft is read, not handed on."""
        return ()
