"""The prints of one version: the report, a directorate's unit report, the citizens' summary."""

from __future__ import annotations

from reports.enums import PdfKind
from reports.publishing import Edition
from reports.site import shapes

from .data import data_file
from .document import report_html
from .files import file_name
from .renderer import DataFile, Progress
from .summary import edition_before, summary_html
from .unit import unit_data, unit_html


def print_html(
    edition: Edition, kind: str, unit: str = "", progress: Progress | None = None
) -> str:
    """A print as HTML; the same edition always gives the same text.

    Raises RenderError for a unit that the document does not have.
    """
    match kind:
        case PdfKind.UNIT:
            return unit_html(edition, unit, progress)
        case PdfKind.SUMMARY:
            earlier = edition_before(edition)
            return summary_html(edition, progress, before=earlier.document if earlier else None)
    return report_html(edition, progress)


def print_data(edition: Edition, kind: str, unit: str = "") -> DataFile | None:
    """What a print carries: all data, the directorate's tables, or nothing."""
    match kind:
        case PdfKind.UNIT:
            return unit_data(edition, unit)
        case PdfKind.SUMMARY:
            return None
    return data_file(edition)


def print_file(edition: Edition, kind: str, unit: str = "") -> str:
    """Name of the file on the server."""
    return file_name(edition, kind, unit)


def units_of(edition: Edition) -> dict[str, str]:
    """Codes and names of the directorates that have a unit report."""
    return shapes.departments(edition.document)
