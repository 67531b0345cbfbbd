"""Small counts of people: where the report has them, and who decides to publish them exactly.

The reviewer decides, for one column or figure of one year, with a reason that readers see; never
the person who edited the section last. Everybody else's numbers of one to four are withheld.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from reports.core.documents import Document
from reports.core.smallcounts import publishable
from reports.core.tables import SMALL, Table
from reports.core.tables.columns import People
from reports.ground.actors import Actor, Visitor
from reports.ground.marks import mark_of
from reports.models import ExactCount, Report, Section

from .checking import latest
from .guards import locked, name_of, require_permission
from .workflow import access

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DECIDE = "reports.publish_exact_count"
OWN_WORK = (
    "Bölümü en son siz değiştirdiniz; küçük sayıların yayımlanmasına başka bir inceleyen karar "
    "vermelidir."
)


@dataclass(frozen=True)
class Place:
    """A column, or a figure of a list, that counts people of a sensitive kind."""

    table: Table
    row: str
    column: str
    title: str
    withheld: int
    """How many of its numbers are from one to four."""
    decision: ExactCount | None

    @property
    def mark(self) -> str:
        return mark_of(self.table.id, self.row, self.column)


def places(report: Report, document: Document) -> tuple[Place, ...]:
    """Every such place of a document with all figures, in the order of its tables."""
    taken = {
        (item.dataset, item.row, item.column): item
        for item in ExactCount.objects.filter(year=report.year)
    }
    return tuple(
        Place(table, row, column, title, withheld, taken.get((table.id, row, column)))
        for table in document.tables.values()
        for row, column, title, withheld in _of(table)
    )


def _of(table: Table) -> Iterable[tuple[str, str, str, int]]:
    """Row, column, what it is called, and how many of its numbers are small."""
    shown = publishable(table)
    for n, column in enumerate(table.columns):
        if column.people == People.SENSITIVE:
            there = n if column.kind.is_numeric else len(shown.columns) - 1
            yield "", column.key, column.title, sum(r.cells[there] == SMALL for r in shown.rows)
    numeric = [n for n, column in enumerate(table.columns) if column.kind.is_numeric]
    for row in table.rows:
        if row.people == People.SENSITIVE:
            cells = shown.by_key[row.key].cells
            for n in numeric:
                title = str(row.cells[0] or row.key)
                yield row.key, table.columns[n].key, title, int(cells[n] == SMALL)


def section_of(report: Report, place: Place, user: Visitor) -> Section | None:
    return access.scope_of(user).section(report.year_id, place.table.section)


def may_see(user: Visitor, report: Report, place: Place) -> bool:
    """Whether a place is in a section whose drafts a person may see."""
    section = section_of(report, place, user)
    return access.scope_of(user).sees_all or (
        section is not None and access.may_see_section(user, section)
    )


def problem(user: Visitor, report: Report, place: Place) -> str:
    """Why a person may not decide on a place: a sentence, or empty."""
    section = section_of(report, place, user)
    if section is not None and section.last_edited_by_id == user.pk and not user.is_superuser:
        return OWN_WORK
    return ""


def publish_exactly(report: Report, mark: str, *, reason: str, by: User) -> ExactCount:
    """Decide that the small counts of a place are published.

    Raises PermissionDenied without the right or for another's section, ValidationError when there
    is no such place, no reason, a decision already, or when it is the person's own work.
    """
    place = _decided_by(report, mark, by)
    with transaction.atomic():
        report = locked(report)
        decision = ExactCount(
            year=report.year,
            dataset=place.table.id,
            row=place.row,
            column=place.column,
            reason=reason.strip(),
            granted_by=name_of(by),
            granted_on=timezone.localdate(),
        )
        decision.full_clean()
        decision.save()
    return decision


def withhold_again(report: Report, mark: str, *, by: User) -> None:
    """Take a decision back; what was published under it stays published."""
    place = _decided_by(report, mark, by)
    with transaction.atomic():
        locked(report)
        found = ExactCount.objects.filter(
            year_id=report.year_id, dataset=place.table.id, row=place.row, column=place.column
        ).first()
        if found is None:
            raise ValidationError("Bu karar zaten geri alınmış; sayfa yenilenmelidir.")
        found.delete()


def _decided_by(report: Report, mark: str, by: Actor) -> Place:
    require_permission(by, DECIDE)
    found = next((p for p in places(report, latest(report).document) if p.mark == mark), None)
    if found is None:
        raise ValidationError(
            "Böyle bir kişi sayısı artık yok; tablo değişmiş olabilir. Liste yenilenmelidir."
        )
    if not may_see(by, report, found):
        raise PermissionDenied("Bu bölümün sayıları için yetki yok.")
    refusal = problem(by, report, found)
    if refusal:
        raise ValidationError(refusal)
    return found
