"""The prints of one version: the report, a directorate's unit report, the citizens' summary."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.enums import PdfKind
from reports.present import shapes
from reports.present.editions import Edition

from .data import data_file
from .document import report_html
from .files import file_name
from .renderer import DataFile, Progress, RenderError
from .summary import edition_before, summary_html
from .unit import unit_data, unit_html


def print_html(
    edition: Edition,
    kind: str,
    unit: str = "",
    progress: Progress | None = None,
    *,
    for_signing: bool = False,
) -> str:
    """A print as HTML; the same edition always gives the same text.

    `for_signing` adds signature fields to a unit report or summary. Raises RenderError for a unit
    that the document does not have, and for what can't be made for signing.
    """
    if for_signing:
        _require_signable(edition, kind)
    match kind:
        case PdfKind.UNIT:
            return unit_html(edition, unit, progress, for_signing=for_signing)
        case PdfKind.SUMMARY:
            earlier = edition_before(edition)
            before = earlier.document if earlier else None
            return summary_html(edition, progress, before=before, for_signing=for_signing)
    return report_html(edition, progress)


def _require_signable(edition: Edition, kind: str) -> None:
    if kind == PdfKind.REPORT:
        raise RenderError(
            _(
                "Tam raporun imza alanları her baskısında vardır; imzaya hazırlama birim raporu "
                "ya da vatandaş özeti için istenir."
            )
        )
    if edition.is_draft:
        raise RenderError(_("Taslak imzaya hazırlanmaz; yayımlanmış bir sürüm seçilmelidir."))


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
