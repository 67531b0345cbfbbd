"""Which figures of a draft a writer may see: before it is published, those of other sections stay
with the people who have a duty there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reports.collect.checking import Run
from reports.collect.workflow import access
from reports.core.documents import Document
from reports.core.documents.prose import REFERENCE, references
from reports.core.placing import Placing
from reports.ground.actors import Visitor


@dataclass(frozen=True)
class _Spot:
    dataset: str
    row: str
    section: str = ""


@dataclass(frozen=True)
class Sight:
    """A draft as one writer sees it."""

    run: Run
    reader: Visitor

    @property
    def document(self) -> Document:
        """Today's document with every figure."""
        return self.run.document

    def may_see(self, dataset: str, row: str) -> bool:
        """Whether the figures of a row are open to the reader; what belongs to no section is."""
        if self._sees_all or dataset not in self.document.tables:
            return True
        section = self._placing.section(_Spot(dataset, row))
        return section is None or access.may_see_section(self.reader, section)

    def masked(self, body: str, instead: str) -> str:
        """A text with some words in place of each reference to a figure that is not open."""
        found = iter(references(body))

        def shown(match: object) -> str:
            reference = next(found)
            is_open = self.may_see(reference.dataset, reference.row)
            return reference.text if is_open else instead

        return body if self._sees_all else REFERENCE.sub(shown, body)

    @cached_property
    def _sees_all(self) -> bool:
        return access.scope_of(self.reader).sees_all

    @cached_property
    def _placing(self) -> Placing:
        return Placing(self.run.year, self.document)
