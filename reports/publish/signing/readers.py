"""The file that readers of a published version get: the signed one, else the plain print.

The download, the examination of its signatures and the comparison of files all ask here, so that
none of them speaks of another file than the reader has.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from reports.enums import PdfKind
from reports.models import SignedFile
from reports.present.editions import Edition
from reports.present.pdf.files import path_of, published_pdf

from . import files
from .record import last_files

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PublicFile:
    """A file that is there, and what names its content in an ETag."""

    path: Path
    tag: str


def public_file(
    edition: Edition, kind: PdfKind = PdfKind.REPORT, unit: str = ""
) -> PublicFile | None:
    """The file of a version's print; None while there is none.

    Nor where the file that was signed last is lost: an unsigned one is no substitute for it.
    """
    if kind is PdfKind.REPORT and edition.frozen_id is not None:
        accepted = SignedFile.objects.filter(frozen_id=edition.frozen_id)
        signed = last_files(accepted).get(edition.frozen_id)
        if signed is not None:
            path = files.path_of(signed.file)
            if not path.is_file():
                log.error("The signed file %s is missing: %s", signed.pk, signed.file)
                return None
            return PublicFile(path, signed.sha256)
    if edition.publication_id is None:
        return None
    export = published_pdf(edition.publication_id, kind, unit)
    path_of_export = path_of(export) if export else None
    if export is None or path_of_export is None:
        return None
    return PublicFile(path_of_export, export.sha256 or str(export.pk))


def compared_files() -> dict[int, tuple[SignedFile, Path]]:
    """Freeze → the last of its signed files that is still there, with its place. One query.

    A copy of a lost file begins with the one before it.
    """
    accepted = last_files(SignedFile.objects.select_related("frozen"), lost=False)
    return {frozen: (signed, files.path_of(signed.file)) for frozen, signed in accepted.items()}
