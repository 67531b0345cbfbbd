"""A directorate's workbook on its way into all of its entry sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.collect.reading.cells import Book
from reports.collect.reading.cells import Sheet as FileSheet
from reports.collect.recognising.headings import Mapping_
from reports.collect.recognising.knowing import Heading
from reports.collect.recognising.recognise import Recognised
from reports.collect.recognising.targets import Target
from reports.collect.sheets.grid import Sheet
from reports.collect.workbooks.filled import base_of, rows_for
from reports.collect.workbooks.reading import Workbook, WorkbookSheet
from reports.collect.workflow import access
from reports.ground.actors import Visitor

from .filling import Decisions
from .preview import Part


@dataclass
class Taken:
    """The sheets of which a workbook says something, and what of it is left aside."""

    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parts_of(
    workbook: Workbook, book: Book, sheets: Sequence[Sheet], user: Visitor, decisions: Decisions
) -> Taken:
    """The worksheets as parts of one preview. `sheets` are those that the directorate enters and
    the person may open; what he or she may not write is told and left aside.
    """
    entered = {(sheet.section.code, sheet.key): sheet for sheet in sheets}
    tabs = {tab.name: tab for tab in book.sheets}
    taken = Taken()
    for found in workbook.sheets:
        sheet = entered.get((found.mark.section, found.mark.key))
        if sheet is None:
            taken.notes.append(
                _("«%(name)s» sayfası: tablo artık yok ya da görülemiyor; sayfa alınmadı.")
                % {"name": found.name}
            )
        elif not (sheet.may(user, "change") and access.answers_for(user, sheet.section)):
            taken.notes.append(
                _("«%(name)s» sayfası: tabloyu değiştirme yetkisi yok; sayfa alınmadı.")
                % {"name": found.name}
            )
        else:
            taken.parts.append(_part(found, tabs[found.name], sheet, decisions))
    for mark in workbook.absent:
        taken.notes.append(
            _("«%(name)s» sayfası dosyada yok; tablosu olduğu gibi kalır.") % {"name": mark.name}
        )
    return taken


def _part(found: WorkbookSheet, tab: FileSheet, sheet: Sheet, decisions: Decisions) -> Part:
    rows, problems = rows_for(found, sheet)
    columns = {
        place: Target(key, sheet.by_key[key].title)
        for key, place in found.columns.items()
        if key in sheet.by_key
    }
    recognised = Recognised(
        tab,
        Heading(1, 1, {place: target.title for place, target in columns.items()}),
        Mapping_(columns),
        rows,
        problems=problems,
    )
    return Part(sheet, recognised, decisions, base_of(found, sheet))
