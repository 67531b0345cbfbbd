"""Where finished PDFs lie, what they are called, and who is working on which."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from reports.enums import JobState, PdfKind
from reports.ground.locks import lock
from reports.models import PdfExport
from reports.present.editions import Edition

from .cache import Cache

log = logging.getLogger(__name__)

FOLDER = "pdf"
WORK_PREFIX = ".is-"
LEFTOVER_SECONDS = 2 * 3600


def folder() -> Path:
    """The folder of finished files; made when first needed."""
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


def layout_cache() -> Cache:
    """Where laid-out parts are kept between two versions."""
    return Cache(Path(settings.PDF_CACHE_DIR), settings.PDF_CACHE_MAX_BYTES)


def stem(year: int | str, kind: str, unit: str = "") -> str:
    """How the file of a print is called for people: kind, unit, year."""
    match kind:
        case PdfKind.UNIT:
            return f"birim-raporu-{unit}-{year}"
        case PdfKind.SUMMARY:
            return f"vatandas-ozeti-{year}"
    return f"faaliyet-raporu-{year}"


def file_name(edition: Edition, kind: str = PdfKind.REPORT, unit: str = "") -> str:
    """Kind and year, version, beginning of the document's hash, and of which freeze: the cover
    dates it.
    """
    version = "taslak" if edition.is_draft else f"s{edition.version}"
    freeze = f"-{edition.frozen_id}" if edition.frozen_id else ""
    return f"{stem(edition.year, kind, unit)}-{version}-{edition.sha256[:12]}{freeze}.pdf"


def path_of(export: PdfExport) -> Path | None:
    """The file of a finished export; None while there is none (or it has been removed)."""
    if export.state != JobState.DONE or not export.file.name:
        return None
    path = Path(settings.MEDIA_ROOT) / export.file.name
    return path if path.is_file() else None


def published_pdf(
    publication_id: int, kind: str = PdfKind.REPORT, unit: str = ""
) -> PdfExport | None:
    """The PDF of a publication finished last that is still there; None while there is none.

    Readers may get a signed file instead: `reports.publish.signing.readers` knows.
    """
    done = PdfExport.objects.filter(
        Q(publication_id=publication_id) | Q(frozen__publication_id=publication_id),
        state=JobState.DONE,
        kind=kind,
        unit=unit,
        for_signing=False,
    )
    for export in done.exclude(file="").order_by("-finished_at", "-pk"):
        if path_of(export):
            return export
        log.error("The file of PDF export %s is missing: %s", export.pk, export.file.name)
    return None


def write_atomically(target: Path, content: bytes) -> None:
    """Readers see the old file or the whole new one, never a part.

    Raises OSError when the folder is missing or may not be written to.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_leftovers() -> None:
    """Working folders of killed processes; no job lives as long as these are left alone."""
    for path in folder().glob(f"{WORK_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def working_on(export_id: int) -> AbstractContextManager[bool]:
    """Hold the lock of an export; False when another process holds it.

    The lock ends with its process: that is how a dead job is told from a slow one.
    """
    return lock(folder() / f".{export_id}.lock")


def is_abandoned(export: PdfExport) -> bool:
    """Whether the process that worked on a running export has died.

    It ends the export first and then frees the lock: where that came between the reading of this
    row and the lock, the row is out of date, and nothing was abandoned.
    """
    if export.state != JobState.RUNNING:
        return False
    with working_on(export.pk) as free:
        return free and PdfExport.objects.filter(pk=export.pk, state=JobState.RUNNING).exists()
